"""Catalog: what there is."""

from merx.framework.module import Module

from .service import CatalogService

catalog = Module("catalog", service=CatalogService)
