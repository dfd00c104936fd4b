"""Lamps: one table, and routes that do what routes do."""

from merx.framework.http.tests.shop.lamps.service import LampService
from merx.framework.module import Module

lamps = Module("lamps", service=LampService)
