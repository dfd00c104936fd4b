"""Products of a sheet that the shop does not have, as new products."""

from collections.abc import Sequence
from typing import Any

from msgspec import UNSET, Struct
from msgspec.structs import asdict, fields

from merx.commerce.pricing import NewPrice, NewRule
from merx.commerce.product import BadHandle, checked
from merx.commerce.product.workflows import NewOption, NewProduct, NewVariant
from merx.commerce.sheet import SheetPrice, SheetProduct, SheetVariant
from merx.commerce.sheet.products import Problems
from merx.commerce.sheet.workflows.present import REGION
from merx.commerce.sheet.workflows.references import References

PRODUCT_COLUMNS = frozenset(field.name for field in fields(SheetProduct)) & frozenset(field.name for field in fields(NewProduct)) - {"images", "variants"}
VARIANT_COLUMNS = frozenset(field.name for field in fields(SheetVariant)) & frozenset(field.name for field in fields(NewVariant)) - {"options", "prices"}


class Defaults(Struct, frozen=True):
    """Where new products are sold, and how they are sent, if the sheet has no column for it."""

    sales_channel_id: str | None
    shipping_profile_id: str | None


def given(sheet: SheetProduct | SheetVariant, columns: frozenset[str]) -> dict[str, Any]:
    """The columns that the sheet says something about."""
    return {name: value for name, value in asdict(sheet).items() if name in columns and value is not UNSET}


def new_product(product: SheetProduct, references: References, defaults: Defaults, problems: Problems) -> NewProduct:
    """As it is created. Raises `ValueError` for what a new product cannot be without; what is wrong with variants goes to `problems`."""
    if not isinstance(product.handle, str):
        raise ValueError("Product Handle is empty, and there is no product with this id")  # noqa: TRY004 - one kind of refusal
    if not isinstance(product.title, str):
        raise ValueError(f"Product Title is empty, and there is no product '{product.handle}' yet")  # noqa: TRY004 - one kind of refusal
    check_handle(product.handle)
    _check_options(product, problems)
    joined: dict[str, Any] = {**singles(product, references, defaults), **lists(product, references, defaults)}
    return NewProduct(
        **given(product, PRODUCT_COLUMNS),
        **joined,
        images=product.images or (),
        options=_options(product.variants),
        variants=[variant for each in product.variants if (variant := new_variant(each, product.title, references, problems)) is not None],
    )


def _check_options(product: SheetProduct, problems: Problems) -> None:
    """A new product with options has none without; a new product without has one variant."""
    names = ", ".join(next((variant.options for variant in product.variants if variant.options), dict[str, str]()))
    for variant in product.variants:
        if variant.options:
            continue
        if names:
            problems.add(variant.line, f"the variant has no options, and those of the product are {names}")
        elif variant is not product.variants[0]:
            problems.add(variant.line, f"the product has a variant at line {product.variants[0].line} already, and no options to tell them apart")


def check_handle(handle: str) -> None:
    """Raises `ValueError` for what cannot be part of a URL."""
    try:
        checked(handle)
    except BadHandle as error:
        raise ValueError(error.message) from error


def singles(product: SheetProduct, references: References, defaults: Defaults | None) -> dict[str, Any]:
    """Type, collection and shipping profile by id, of those that the sheet has a column for. Raises `ValueError`."""
    found: dict[str, Any] = {}
    for field, entity in (("type", "product_type"), ("collection", "product_collection"), ("shipping_profile", "shipping_profile")):
        value: Any = getattr(product, field)
        if value is not UNSET:
            found[f"{field}_id"] = None if value is None else references.id_of(entity, value)
        elif field == "shipping_profile" and defaults is not None:
            found["shipping_profile_id"] = defaults.shipping_profile_id
    return found


def lists(product: SheetProduct, references: References, defaults: Defaults | None) -> dict[str, list[str]]:
    """Tags, categories and sales channels by id, of those that the sheet has columns for. Raises `ValueError`."""
    found: dict[str, list[str]] = {}
    for field, column, entity in (
        ("tags", "tag_ids", "product_tag"),
        ("categories", "category_ids", "product_category"),
        ("sales_channels", "sales_channel_ids", "sales_channel"),
    ):
        names: Any = getattr(product, field)
        if names is not UNSET:
            found[column] = list(dict.fromkeys(references.id_of(entity, name) for name in names))
        elif field == "sales_channels" and defaults is not None and defaults.sales_channel_id is not None:
            found[column] = [defaults.sales_channel_id]
    return found


def _options(variants: Sequence[SheetVariant]) -> list[NewOption]:
    values: dict[str, dict[str, None]] = {}
    for variant in variants:
        for title, value in variant.options.items():
            values.setdefault(title, {})[value] = None
    return [NewOption(title=title, values=list(each)) for title, each in values.items()]


def new_variant(variant: SheetVariant, product_title: str, references: References, problems: Problems) -> NewVariant | None:
    """Called what its options are, unless the sheet says. None with a problem."""
    columns = given(variant, VARIANT_COLUMNS)
    columns.setdefault("title", " / ".join(variant.options.values()) or product_title)
    prices = [price for each in variant.prices if (price := new_price(each, variant.line, references, problems)) is not None]
    return NewVariant(**columns, options=variant.options, prices=prices)


def new_price(price: SheetPrice, line: int, references: References, problems: Problems) -> NewPrice | None:
    """None for an empty cell, and with a problem for a region that there is not, or that has another currency."""
    region_id = None
    if price.region is not None:
        try:
            region_id = references.id_of("region", price.region)
        except ValueError as error:
            problems.add(line, str(error))
            return None
        currency = references.rows[region_id]["currency_code"]
        if currency != price.currency_code:
            problems.add(line, f"the region '{price.region}' has the currency {currency}, not {price.currency_code}")
            return None
    if price.amount is None:
        return None
    rules = (NewRule(attribute=REGION, value=region_id),) if region_id is not None else ()
    return NewPrice(amount=price.amount, currency_code=price.currency_code, rules=rules)
