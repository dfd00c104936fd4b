"""Tea: what is in the tins."""

from merx.framework.module import Module

from .service import TeaService

tea = Module("tea", service=TeaService)
