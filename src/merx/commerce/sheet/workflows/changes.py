"""What a sheet says otherwise than the shop: the least that makes the shop say it too. What the sheet has no column for stays."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import UNSET, Struct
from msgspec.structs import replace

from merx.commerce.pricing import NewPrice, NewRule
from merx.commerce.product.workflows import NewOption, NewVariant
from merx.commerce.sheet import SheetProduct, SheetVariant
from merx.commerce.sheet.products import Problems
from merx.commerce.sheet.workflows.creations import PRODUCT_COLUMNS, VARIANT_COLUMNS, check_handle, given, lists, new_price, new_variant, singles
from merx.commerce.sheet.workflows.present import PresentPrice, PresentProduct, PresentVariant
from merx.commerce.sheet.workflows.references import References


class Change(Struct, kw_only=True):
    """For `update_products`, `change_offered_values` by option id, `update_variants` and `create_variants`, in this order."""

    id: str
    product: dict[str, Any] = {}
    values: dict[str, list[str]] = {}
    variants: list[dict[str, Any]] = []
    new_variants: list[NewVariant] = []

    @property
    def is_empty(self) -> bool:
        return not (self.product or self.values or self.variants or self.new_variants)


def matched(product: SheetProduct, present: PresentProduct | None) -> dict[int, PresentVariant]:
    """The variants of the shop that those of the sheet are, by line: by id, else by SKU, else by what options they take."""
    if present is None:
        return {}
    by_id = {variant.id: variant for variant in present.variants}
    by_sku = {variant.sku: variant for variant in present.variants if variant.sku}
    found: dict[int, PresentVariant] = {}
    for variant in product.variants:
        sku = variant.sku if isinstance(variant.sku, str) else None
        known = by_id.get(variant.id or "") or by_sku.get(sku or "")
        if known is not None:
            found[variant.line] = known
    # What another row names by id or SKU may be about to take other options, and these be free for a new one.
    named = {known.id for known in found.values()}
    by_choice = {frozenset(variant.choice.items()): variant for variant in present.variants if variant.id not in named}
    for variant in product.variants:
        known = by_choice.get(frozenset(variant.options.items()))
        if variant.line not in found and known is not None:
            found[variant.line] = known
    return found


def change_of(product: SheetProduct, present: PresentProduct, references: References, problems: Problems) -> Change:
    """What is to be done. Raises `ValueError` for what cannot be; what is wrong with variants goes to `problems`."""
    change = Change(id=present.id)
    if isinstance(product.handle, str):
        check_handle(product.handle)
    change.product = _product(product, present, references)
    same = matched(product, present)
    _check_each_once(same, problems)
    _offer(change, product, present, problems)
    for variant in product.variants:
        known = same.get(variant.line)
        if known is None:
            made = new_variant(variant, present.title, references, problems)
            change.new_variants += [] if made is None else [replace(made, options=_as_stored(variant, present))]
        elif changed := _variant(variant, known, references, problems):
            if "options" in changed:
                changed["options"] = _as_stored(variant, present)
            change.variants.append({"id": known.id, **changed})
    _check_combinations(product, present, same, problems)
    if change.product:
        change.product["id"] = present.id
    return change


def _as_stored(variant: SheetVariant, present: PresentProduct) -> Mapping[str, str]:
    """The options as the product writes them, spaces and all."""
    offered = {each.product_option.title.strip(): each for each in present.product_options}
    found: dict[str, str] = {}
    for title, value in variant.options.items():
        option = offered.get(title)
        values = {each.value.strip(): each.value for each in option.values} if option is not None else {}
        found[option.product_option.title if option is not None else title] = values.get(value, value)
    return found


def _product(product: SheetProduct, present: PresentProduct, references: References) -> dict[str, Any]:
    changed = _changed(given(product, PRODUCT_COLUMNS), present)
    before = {
        "type_id": present.type_id,
        "collection_id": present.collection_id,
        "shipping_profile_id": present.shipping_profile and present.shipping_profile.id,
    }
    changed |= {field: value for field, value in singles(product, references, None).items() if value != before[field]}
    joined: Mapping[str, Sequence[Any]] = {"tag_ids": present.tags, "category_ids": present.categories, "sales_channel_ids": present.sales_channels}
    changed |= {field: ids for field, ids in lists(product, references, None).items() if set(ids) != {each.id for each in joined[field]}}
    if product.images is not UNSET and list(product.images) != [image.url.strip() for image in present.images]:
        changed["images"] = _images(product.images, present)
    return changed


def _images(urls: Sequence[str], present: PresentProduct) -> list[dict[str, str]]:
    there: dict[str, list[str]] = {}
    for image in present.images:
        there.setdefault(image.url.strip(), []).append(image.id)
    return [{"url": url, "id": there[url].pop(0)} if there.get(url) else {"url": url} for url in urls]


def _changed(columns: Mapping[str, Any], present: PresentProduct | PresentVariant) -> dict[str, Any]:
    changed = {name: value for name, value in columns.items() if value != _said(getattr(present, name))}
    if isinstance(changed.get("metadata"), dict):
        # An update merges: what the sheet leaves out is taken out by an empty text.
        changed["metadata"] = dict.fromkeys(present.metadata or (), "") | changed["metadata"]
    return changed


def _said(value: Any) -> Any:
    """What a sheet says of it: cells are trimmed, and empty ones are null."""
    if isinstance(value, str):
        return value.strip() or None
    return None if value == {} else value


def _variant(variant: SheetVariant, present: PresentVariant, references: References, problems: Problems) -> dict[str, Any]:
    changed = _changed(given(variant, VARIANT_COLUMNS), present)
    if variant.options and variant.options != present.choice:
        changed["options"] = variant.options
    prices = _prices(variant, present, references, problems)
    return changed if prices is None else {**changed, "prices": prices}


def _prices(variant: SheetVariant, present: PresentVariant, references: References, problems: Problems) -> list[NewPrice] | None:
    """All prices that the variant shall have; None if it has them. Tiers and prices of no column of the sheet stay."""
    there = {price.column: price for price in reversed(present.prices) if price.column is not None}
    before = {price.id: _kept(price) for price in present.prices}
    after = dict(before)
    made: list[NewPrice] = []
    for cell in variant.prices:
        wanted = new_price(cell, variant.line, references, problems)
        known = there.get((cell.currency_code, references.known_id("region", cell.region)))
        if known is None:
            made += [] if wanted is None else [wanted]
        elif wanted is None:
            del after[known.id]
        else:
            after[known.id] = _kept(known, wanted)
    return [*after.values(), *made] if made or after != before else None


def _kept(price: PresentPrice, wanted: NewPrice | None = None) -> NewPrice:
    return NewPrice(
        id=price.id,
        amount=price.amount if wanted is None else wanted.amount,
        currency_code=price.currency_code,
        min_quantity=price.min_quantity,
        max_quantity=price.max_quantity,
        rules=tuple(NewRule(attribute=rule.attribute, operator=rule.operator, value=rule.value) for rule in price.price_rules),  # type: ignore[arg-type]  # read from the column
    )


def _check_each_once(same: Mapping[int, PresentVariant], problems: Problems) -> None:
    lines: dict[str, int] = {}
    for line, known in same.items():
        first = lines.setdefault(known.id, line)
        if first != line:
            problems.add(line, f"this is the variant of line {first} too: {known.sku or known.title}")


def _offer(change: Change, product: SheetProduct, present: PresentProduct, problems: Problems) -> None:
    """Values that the product does not offer yet. Its options themselves stay: variants that the sheet leaves out have no others."""
    offered = {each.product_option.title.strip(): each for each in present.product_options}
    chosen = [variant for variant in product.variants if variant.options]
    if chosen and not offered and not present.variants:
        titles = chosen[0].options
        change.product["options"] = [
            NewOption(title=title, values=list(dict.fromkeys(v.options[title] for v in chosen if title in v.options))) for title in titles
        ]
        return
    for variant in chosen:
        if variant.options.keys() != offered.keys():
            names = ", ".join(offered) or "none"
            problems.add(variant.line, f"the variant has the options {', '.join(variant.options)}, and those of the product '{present.handle}' are {names}")
            continue
        for title, value in variant.options.items():
            option = offered[title]
            new = change.values.setdefault(option.product_option.id, [])
            if value not in new and all(value != each.value.strip() for each in option.values):
                new.append(value)
    change.values = {key: values for key, values in change.values.items() if values}


def _check_combinations(product: SheetProduct, present: PresentProduct, same: Mapping[int, PresentVariant], problems: Problems) -> None:
    named = {known.id for known in same.values()}
    taken = {frozenset(variant.choice.items()): variant for variant in present.variants if variant.id not in named}
    for variant in product.variants:
        known = same.get(variant.line)
        choice = variant.options or (known.choice if known is not None else {})
        other = taken.get(frozenset(choice.items()))
        if other is not None:
            problems.add(variant.line, f"the product has a variant with these options already: {other.sku or other.title}")
        elif known is None and not choice and (present.product_options or present.variants):
            problems.add(
                variant.line,
                f"the variant has no options, and those of the product '{present.handle}' are {', '.join(o.product_option.title for o in present.product_options) or 'none'}",
            )
