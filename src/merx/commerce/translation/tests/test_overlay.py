"""What the statement lays over an answer is what a plain walk over the answer would: at any depth, for any translations and settings."""

import random
from collections.abc import Mapping
from typing import Any

import pytest

from merx.commerce.factories import SmallShop
from merx.commerce.product.workflows import create_category, create_collection, create_tags, create_types, update_products
from merx.commerce.translation import Translation, TranslationService, TranslationSettings, translatables
from merx.framework.data import create_all
from merx.framework.scope import Scope

FIELDS = ["*", "*variants", "*variants.options", "*variants.options.option", "*options.values", "*collection", "*type", "*tags.products.variants"]
FIELDS += ["*categories.parent_category.category_children", "*sales_channels"]

ENTITIES: Mapping[str, str] = {
    "products": "product",
    "variants": "product_variant",
    "collection": "product_collection",
    "type": "product_type",
    "tags": "product_tag",
    "categories": "product_category",
    "parent_category": "product_category",
    "category_children": "product_category",
    "values": "product_option_value",
}


def entity_at(name: str, above: str) -> str | None:
    if name in ("options", "option"):
        return "product_option_value" if above == "product_variant" else "product_option"
    return ENTITIES.get(name)


def laid_over(row: dict[str, Any], entity: str | None, words: Mapping[tuple[str | None, str], Mapping[str, str]], shown: Mapping[str, list[str]]) -> Any:
    """The row with its translation, and so for all rows below it."""
    said = words.get((entity, row["id"]), {})
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, list):
            found[name] = [laid_over(each, entity_at(name, entity or ""), words, shown) for each in value if isinstance(each, dict)]
        elif isinstance(value, dict) and "id" in value:
            found[name] = laid_over(value, entity_at(name, entity or ""), words, shown)
        else:
            found[name] = said[name] if name in shown.get(entity or "", ()) and said.get(name) else value
    return found


@pytest.fixture
async def rows(scope: Scope, shop: SmallShop) -> list[tuple[str, str]]:
    """Everything around the teapot that has words: entity and id."""
    above = await create_category(scope, {"name": "Kitchen"})
    below = [await create_category(scope, {"name": name, "parent_category_id": above.id}) for name in ("Tea", "Pots")]
    labels = {"collection_id": (await create_collection(scope, {"title": "Spring"})).id, "type_id": (await create_types(scope, [{"value": "pottery"}]))[0].id}
    tags = [each.id for each in await create_tags(scope, [{"value": "new"}, {"value": "round"}])]
    await update_products(scope, [{"id": shop.products["teapot"], **labels, "tag_ids": tags, "category_ids": [each.id for each in below]}])
    found: list[tuple[str, str]] = []
    for entity in set(ENTITIES.values()) | {"product_option"}:
        found += [(entity, row["id"]) for row in await scope.query.graph(entity, fields=["id"])]
    return sorted(found)


async def test_any_translations_are_laid_over_any_answer(scope: Scope, rows: list[tuple[str, str]]) -> None:
    chance, columns, service = random.Random(5), translatables(scope.graph), scope[TranslationService]
    original = await scope.query.graph("product", fields=FIELDS)
    for number in range(15):
        # given
        await scope.rows("DELETE FROM translation")
        await scope.rows("DELETE FROM translation_settings")
        said = [
            (entity, key, {name: chance.choice(["", f"{name} {number}"]) for name in columns[entity] if chance.random() < 0.7})
            for entity, key in rows
            if chance.random() < 0.7
        ]
        made = [Translation(reference=entity, reference_id=key, locale_code="de-DE", translations=words) for entity, key, words in said]
        others = [Translation(reference=entity, reference_id=key, locale_code="fr-FR", translations={"title": "non"}) for entity, key in rows]
        settings = [
            TranslationSettings(entity_type=entity, fields=[name for name in names if chance.random() < 0.8], is_active=chance.random() < 0.8)
            for entity, names in columns.items()
            if chance.random() < 0.7
        ]
        await create_all(scope, [*made, *others, *settings])
        off = {each.entity_type: each.fields if each.is_active else [] for each in await service.settings.list()}
        shown = {entity: [name for name in names if entity not in off or name in off[entity]] for entity, names in columns.items()}
        # when
        read = await scope.query.graph("product", fields=FIELDS, context={"locale": "de-DE"})
        # then
        words = {(entity, key): each for entity, key, each in said}
        assert read == [laid_over(row, "product", words, shown) for row in original]
        assert await scope.query.graph("product", fields=FIELDS) == original
