"""What the demo sells, as `catalogue.json` has it."""

from decimal import Decimal
from functools import cache
from itertools import product as combinations
from pathlib import Path

import msgspec

from merx.commerce.product import handle_of

COLOURS = {
    "Ash": "#a9aca6",
    "Celadon": "#9db8a4",
    "Ink": "#2f3a4c",
    "Natural": "#d3c4a5",
    "Rust": "#a4552f",
    "Navy": "#2b3a5e",
    "White": "#eceae4",
    "Black": "#2a2a2c",
    "Sky": "#a9c4df",
    "Oat": "#d9ccb2",
    "Sand": "#c9b48c",
    "Moss": "#5f6d4a",
    "Orange": "#d9772f",
    "Grey": "#9a9a98",
    "Blue": "#2f4d8a",
    "Sepia": "#6b4a33",
    "Steel": "#9aa3a9",
    "Beech": "#c79f6b",
    "Walnut": "#6e4a33",
    "Oiled": "#a67c4a",
    "Raw": "#c9a878",
}
"""Option values that can be seen."""


class DemoVariant(msgspec.Struct, frozen=True, kw_only=True):
    """`prices` are euro and dollar."""

    options: dict[str, str]
    sku: str
    prices: tuple[Decimal, Decimal]
    picture: str


class DemoProduct(msgspec.Struct, frozen=True, kw_only=True):
    """`prices` by option value, where it costs something else than the product."""

    title: str
    subtitle: str
    description: str
    category: str
    collection: str | None = None
    type: str
    tags: list[str]
    eur: Decimal
    usd: Decimal
    weight_in_grams: Decimal = msgspec.field(name="weight")
    options: dict[str, list[str]]
    prices: dict[str, tuple[Decimal, Decimal]] = {}
    colour: str

    @property
    def handle(self) -> str:
        return handle_of(self.title)

    @property
    def variants(self) -> list[DemoVariant]:
        return [self._variant(dict(zip(self.options, values, strict=True))) for values in combinations(*self.options.values())]

    @property
    def pictures(self) -> dict[str, str]:
        """Colours by the pictures' names, the product's own first."""
        seen = [value for values in self.options.values() for value in values if value in COLOURS]
        return {f"{self.handle}.svg": self.colour} | {f"{self.handle}-{handle_of(value)}.svg": COLOURS[value] for value in seen}

    def _variant(self, options: dict[str, str]) -> DemoVariant:
        prices = next((self.prices[value] for value in options.values() if value in self.prices), (self.eur, self.usd))
        picture = next((f"{self.handle}-{handle_of(value)}.svg" for value in options.values() if value in COLOURS), f"{self.handle}.svg")
        return DemoVariant(options=options, sku="-".join([self.handle, *map(handle_of, options.values())]).upper(), prices=prices, picture=picture)


class DemoCategory(msgspec.Struct, frozen=True):
    name: str
    handle: str
    description: str


class DemoCollection(msgspec.Struct, frozen=True):
    title: str
    handle: str


class Catalogue(msgspec.Struct, frozen=True):
    categories: list[DemoCategory]
    collections: list[DemoCollection]
    products: list[DemoProduct]


@cache
def catalogue() -> Catalogue:
    return msgspec.json.decode(Path(__file__).with_name("catalogue.json").read_bytes(), type=Catalogue)
