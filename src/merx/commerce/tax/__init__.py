"""Tax: which rate is due on what, where.

Owns: tax regions, rates and their rules, and the providers that work rates out.
Leaves to others: the amounts (totals), which prices include tax (pricing), where a cart goes (cart).
Change freely: everything that is not in `__all__`.
Change with a decision record: which rate wins. Invoices rely on it.
Holds always: rates are percent; a region has one default rate at most; a province has a parent country and no provider.
"""

from merx.commerce.tax.calculators import TaxCalculator, calculators
from merx.commerce.tax.errors import ParentRegionElsewhere, ParentRegionMissing, ProviderRequired, UnknownTaxProvider
from merx.commerce.tax.models import TaxProvider, TaxRate, TaxRateRule, TaxRegion
from merx.commerce.tax.schemas import (
    DueRate,
    NewTaxRate,
    NewTaxRegion,
    RatedItem,
    RatedShipping,
    TaxableItem,
    TaxableShipping,
    TaxAddress,
    TaxContext,
    TaxLine,
)
from merx.commerce.tax.service import TaxService
from merx.framework.module import Module
from merx.framework.providers import Providers

tax = Module("tax", service=TaxService, providers=Providers(TaxCalculator, shipped=("merx.providers.tax_system:system",), default="tp_system"))

__all__ = [
    "TaxService",
    "DueRate",
    "NewTaxRate",
    "NewTaxRegion",
    "ParentRegionElsewhere",
    "ParentRegionMissing",
    "ProviderRequired",
    "RatedItem",
    "RatedShipping",
    "TaxAddress",
    "TaxCalculator",
    "TaxContext",
    "TaxLine",
    "TaxProvider",
    "TaxRate",
    "TaxRateRule",
    "TaxRegion",
    "TaxableItem",
    "TaxableShipping",
    "UnknownTaxProvider",
    "calculators",
    "tax",
]
