"""Search: its use cases."""

from merx.commerce.search.workflows.build import Build, build_index, delete_index, ensure_index, reindex
from merx.commerce.search.workflows.declared import declared, index_of
from merx.commerce.search.workflows.find import find, find_for_shopper
from merx.commerce.search.workflows.products import PRODUCTS, product_documents
from merx.commerce.search.workflows.refresh import refresh_all_of, refresh_documents

__all__ = [
    "PRODUCTS",
    "Build",
    "build_index",
    "declared",
    "delete_index",
    "ensure_index",
    "find",
    "find_for_shopper",
    "index_of",
    "product_documents",
    "refresh_all_of",
    "refresh_documents",
    "reindex",
]
