"""Stock: how much there is of it."""

from merx.framework.module import Module

from .service import StockService

stock = Module("stock", service=StockService)
