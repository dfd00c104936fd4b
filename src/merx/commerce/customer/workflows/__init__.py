"""What can be done with customers, a file per use case."""

from merx.commerce.customer.workflows.find_or_create_guest import find_or_create_guest

__all__ = ["find_or_create_guest"]
