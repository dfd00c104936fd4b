"""What can be done with taxes, a file per use case."""

from merx.commerce.tax.schemas import TaxableItem, TaxableShipping, TaxAddress, TaxContext, TaxLine
from merx.commerce.tax.workflows.rates import add_tax_rate_rule, create_tax_rate, delete_tax_rate, remove_tax_rate_rule, update_tax_rate
from merx.commerce.tax.workflows.regions import create_tax_region, delete_tax_region, update_tax_region
from merx.commerce.tax.workflows.sync_providers import sync_providers
from merx.commerce.tax.workflows.tax_lines import tax_lines_for

__all__ = [
    "TaxAddress",
    "TaxContext",
    "TaxLine",
    "TaxableItem",
    "TaxableShipping",
    "add_tax_rate_rule",
    "create_tax_rate",
    "create_tax_region",
    "delete_tax_rate",
    "delete_tax_region",
    "remove_tax_rate_rule",
    "sync_providers",
    "tax_lines_for",
    "update_tax_rate",
    "update_tax_region",
]
