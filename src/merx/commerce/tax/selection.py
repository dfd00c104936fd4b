"""Which of a place's rates is due on a thing: a pure function over the rates that come into question.

1 province's rate for the product or shipping option, 2 province's for the product type, 3 province's default,
4 country's for the product or shipping option, 5 country's for the product type, 6 country's default.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from merx.commerce.tax.schemas import DueRate, TaxableItem, TaxableShipping

Reference = tuple[str, str]
"""A kind (product, product_type, shipping_option) and an id."""


class Candidate(Struct, frozen=True, kw_only=True):
    """A rate of the country or the province, with those of its rules that name something in question."""

    id: str
    rate: Decimal | None
    code: str
    name: str
    is_default: bool
    is_combinable: bool
    is_province: bool
    provider_id: str | None
    """Who works out the taxes of the country."""
    named: frozenset[Reference] = frozenset()


def references_of(thing: TaxableItem | TaxableShipping) -> tuple[Reference | None, Reference | None]:
    """What a rule may name: the thing itself, and the kind of thing."""
    if isinstance(thing, TaxableShipping):
        return ("shipping_option", thing.shipping_option_id) if thing.shipping_option_id else None, None
    return (
        ("product", thing.product_id) if thing.product_id else None,
        ("product_type", thing.product_type_id) if thing.product_type_id else None,
    )


def due(thing: TaxableItem | TaxableShipping, candidates: Sequence[Candidate]) -> list[DueRate]:
    """The best rate, and if it combines and is a province's, the country's best rate as well."""
    best = _best(thing, candidates)
    if best is None:
        return []
    chosen = [best]
    if best.is_combinable and best.is_province:
        country = _best(thing, (each for each in candidates if not each.is_province))
        chosen += [country] if country is not None else []
    return [DueRate(id=each.id, rate=each.rate or Decimal(0), code=each.code, name=each.name) for each in chosen]


def _best(thing: TaxableItem | TaxableShipping, candidates: Iterable[Candidate]) -> Candidate | None:
    ranked = [(rank, each.id, each) for each in candidates if (rank := _rank(thing, each)) is not None]
    return min(ranked)[2] if ranked else None


def _rank(thing: TaxableItem | TaxableShipping, candidate: Candidate) -> int | None:
    itself, kind = references_of(thing)
    region = 0 if candidate.is_province else 3
    if itself in candidate.named:
        return region + 1
    if kind in candidate.named:
        return region + 2
    return region + 3 if candidate.is_default else None
