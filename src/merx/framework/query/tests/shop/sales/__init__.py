"""Sales: who bought what."""

from merx.framework.module import Module

from .service import SalesService

sales = Module("sales", service=SalesService)
