"""Requests that make no sense, made from the OpenAPI document: whatever a shop offers, asked wrongly in every way we know."""

from tests.stories.nonsense.asking import BAD_REQUEST, REFUSED, Wrong, ask, faults
from tests.stories.nonsense.bodies import BODY, wrong_bodies, wrong_values
from tests.stories.nonsense.document import JSON, NOWHERE, Operation, operations
from tests.stories.nonsense.urls import wrong_fields, wrong_filters, wrong_ids, wrong_pages

__all__ = ["BAD_REQUEST", "BODY", "JSON", "NONSENSE", "NOWHERE", "REFUSED", "Operation", "Wrong", "ask", "faults", "operations"]

NONSENSE = (wrong_ids, wrong_pages, wrong_fields, wrong_filters, wrong_bodies, wrong_values)
"""Every kind of it, for an operation."""
