"""Kitchen: what is made of it."""

from merx.framework.module import Module

from .service import KitchenService

kitchen = Module("kitchen", service=KitchenService)
