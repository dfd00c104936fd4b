"""Pantry: what is in store."""

from merx.framework.module import Module

from .service import PantryService

pantry = Module("pantry", service=PantryService)
