"""Every table of the rooms has the contract's columns, prefixes, searchable columns, unique keys and relations.

What is different is different for a reason, and stands in `DIFFERENT` with it.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import msgspec
import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.data.entity import ColumnSpec, Entity
from merx.framework.data.graph import Graph

CONTRACT = Path(__file__).resolve().parents[5] / "shared" / "contract" / "models.json"

pytestmark = pytest.mark.skipif(not CONTRACT.exists(), reason=f"the contract's data does not lie beside this repository ({CONTRACT.name})")

ROOMS = (
    *("api_key", "auth", "cart", "currency", "customer", "fulfillment", "inventory", "notification", "order", "payment"),
    *("pricing", "product", "promotion", "region", "sales_channel", "stock_location", "store", "tax", "user"),
)

DIFFERENT = {
    "order.display_id": "numbered by the database from the start, so never null",
    "inventory_item.weight": "copied from the variant, which may have fractions",
    "inventory_item.length": "copied from the variant, which may have fractions",
    "inventory_item.height": "copied from the variant, which may have fractions",
    "inventory_item.width": "copied from the variant, which may have fractions",
    "order_shipping_method_adjustment(version, shipping_method_id)": "not unique: two promotions may take something off one method",
    "order.items": "the lines themselves, over the order's `details`, as the API answers with them",
    "order.shipping_methods": "the methods themselves, over the order's `shipping_details`, as the API answers with them",
    "notification_provider.channels": "a JSON list, as all lists are",
    "order.summary": "computed, from the row that is `stored_summary`",
    "shipping_profile.name is searched": "the contract's list of them takes `q`, and would answer any with all",
}

LINKS_OF_ROOMS_TO_COME = {"translation"}

PYTHON_TYPES = {"text": str, "varchar": str, "boolean": bool, "integer": int, "bigint": int, "numeric": Decimal, "real": Decimal, "timestamptz": datetime}


@cache
def contract() -> dict[str, Any]:
    return msgspec.json.decode(CONTRACT.read_bytes()) if CONTRACT.exists() else {"modules": {}, "links": [], "other_tables": {}}


@cache
def graph() -> Graph:
    return App(Config(database_url="postgresql://nowhere")).graph


def tables() -> Iterator[tuple[str, dict[str, Any]]]:
    for room in ROOMS:
        for model in contract()["modules"].get(room, {"models": {}})["models"].values():
            yield model["table"], model


def each_table() -> list[Any]:
    return [pytest.param(model, id=table) for table, model in tables()]


def entity_with(table: str) -> Entity:
    (found,) = [entity for entity in graph().entities.values() if entity.table == table]
    return found


def is_different(what: str) -> bool:
    return what in DIFFERENT


@pytest.mark.parametrize("model", each_table())
def test_its_columns_are_there_and_no_others(model: dict[str, Any]) -> None:
    expected = {name for name in model["columns"] if not name.startswith("raw_")}
    assert set(entity_with(model["table"]).columns) == expected


@pytest.mark.parametrize("model", each_table())
def test_its_columns_have_the_type_and_may_be_empty_as_the_contract_says(model: dict[str, Any]) -> None:
    entity = entity_with(model["table"])
    for name, column in entity.columns.items():
        sql, optional = re.match(r"(\w+)(\?)?", model["columns"][name]).groups()
        if is_different(f"{entity.table}.{name}"):
            continue
        assert column.nullable == bool(optional), f"{entity.table}.{name}"
        values = model.get("enums", {}).get(name)
        assert type_name(column) == expected_type(sql, values), f"{entity.table}.{name}"


def type_name(column: ColumnSpec) -> Any:
    kind = column.python_type
    if get_origin(kind) is Literal:
        return sorted(get_args(kind))
    return "json" if kind is Any or get_origin(kind) is dict else kind


def expected_type(sql: str, values: list[str] | None) -> Any:
    return sorted(values) if values else PYTHON_TYPES.get(sql, "json")


@pytest.mark.parametrize("model", each_table())
def test_its_ids_and_its_search_are_the_contracts(model: dict[str, Any]) -> None:
    entity = entity_with(model["table"])
    assert entity.id_prefix == model.get("id_prefix")
    assert entity.primary_key == (model.get("pk", "id"),)
    searched = {name for name, column in entity.columns.items() if "searchable" in column.flags}
    assert {name for name in searched if not is_different(f"{entity.name}.{name} is searched")} == set(model.get("searchable", ()))


@pytest.mark.parametrize("model", each_table())
def test_what_must_be_unique_is(model: dict[str, Any]) -> None:
    entity = entity_with(model["table"])
    unique = {index.columns for index in entity.indexes if index.unique}
    for index in model.get("indexes", ()):
        found = re.search(r": unique \(([\w, ]+)\)", index)
        if found and not is_different(f"{entity.table}({found[1]})"):
            assert tuple(found[1].split(", ")) in unique, index


@pytest.mark.parametrize("model", each_table())
def test_its_relations_lead_where_the_contract_says(model: dict[str, Any]) -> None:
    entity, room = entity_with(model["table"]), room_of(model["table"])
    for name, text in model.get("relations", {}).items():
        if is_different(f"{entity.table}.{name}"):
            continue
        kind, target = re.match(r"(\w+) (\w+)", text).groups()
        relation = graph().relation(entity.name, name)
        assert relation is not None, f"{entity.name}.{name}"
        assert graph().entities[relation.target].table == contract()["modules"][room]["models"][target]["table"], f"{entity.name}.{name}"
        assert relation.many == (kind in ("hasMany", "manyToMany")), f"{entity.name}.{name}"
        assert relation.searched == text.endswith("searchable"), f"{entity.name}.{name}"


def room_of(table: str) -> str:
    return next(room for room in ROOMS if any(m["table"] == table for m in contract()["modules"][room]["models"].values()))


PIVOTS = (
    *("product_tags", "product_category_product", "product_variant_option", "payment_collection_payment_providers"),
    *("application_method_buy_rules", "application_method_target_rules", "promotion_promotion_rule"),
)


@pytest.mark.parametrize("table", PIVOTS)
def test_pivots_are_pairs_of_keys(table: str) -> None:
    expected = contract()["other_tables"][table]
    assert set(entity_with(table).columns) == set(expected["columns"])
    assert entity_with(table).primary_key == tuple(expected["pk"].split(", "))


def table_links() -> list[Any]:
    links = [link for link in contract()["links"] if "table" in link]
    return [pytest.param(link, id=link["table"]) for link in links if link["right"]["service"] not in LINKS_OF_ROOMS_TO_COME]


@pytest.mark.parametrize("link", table_links())
def test_a_link_has_its_table_and_is_seen_from_both_sides(link: dict[str, Any]) -> None:
    entity = entity_with(link["table"])
    assert set(entity.columns) == set(link["columns"])
    assert entity.primary_key == (link["left"]["fk"], link["right"]["fk"])
    row = graph().models[entity.name](**{link["left"]["fk"]: "a", link["right"]["fk"]: "b"})
    assert msgspec.to_builtins(row)["id"].startswith(f"{link['id_prefix']}_")
    for side, aliases in link["field_aliases"].items():
        for alias, path in aliases.items():
            source = source_of(link, side)
            if alias == "calculated_price":  # computed by pricing for each context
                continue
            relation = graph().relation(source.name, alias)
            assert relation is not None, f"{source.name}.{alias}"
            assert relation.many == is_list(path, alias), f"{source.name}.{alias}"


def source_of(link: dict[str, Any], side: str) -> Entity:
    service, _, model = side.partition(".")
    end = link["left"] if link["left"]["service"] == service else link["right"]
    return entity_with(contract()["modules"][service]["models"][model or end["entity"]]["table"])


def is_list(path: Any, alias: str) -> bool:
    # A variant's `inventory` goes over its list of `inventory_items`, which the path does not say.
    return alias == "inventory" or (isinstance(path, dict) and path.get("isList", False))


def link_events() -> list[str]:
    path = CONTRACT.with_name("events.json")
    return msgspec.json.decode(path.read_bytes())["link_events"]["entities"] if path.exists() else []


LINKS_TO_COME = {"LinkReturnFulfillment", "LinkCustomerAccountHolder"}


@pytest.mark.parametrize("event", [each for each in link_events() if each not in LINKS_TO_COME])
def test_a_link_is_called_in_its_events_as_the_contract_calls_it(event: str) -> None:
    assert event in {link.event for link in graph().links if link.record is not None}


def read_only_links() -> list[Any]:
    found = [each for link in contract()["links"] if link.get("read_only") for each in link["extends"]]
    wanted = [each for each in found if "entity" in each and each["service"] not in LINKS_OF_ROOMS_TO_COME]
    wanted = [each for each in wanted if each["relationship"]["serviceName"] not in LINKS_OF_ROOMS_TO_COME]
    return [pytest.param(each, id=f"{each['entity']}.{each['relationship']['alias']}") for each in wanted]


@pytest.mark.parametrize("link", read_only_links())
def test_a_read_only_link_is_a_relation(link: dict[str, Any]) -> None:
    source = entity_with(contract()["modules"][link["service"]]["models"][link["entity"]]["table"])
    relation = graph().relation(source.name, link["relationship"]["alias"])
    assert relation is not None
    assert relation.many == link["relationship"].get("isList", False)
