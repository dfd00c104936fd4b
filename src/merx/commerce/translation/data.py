"""Which languages there are, and what can be said in them."""

from collections.abc import Mapping
from importlib.resources import files

import msgspec

from merx.commerce.translation.models import Locale
from merx.framework.data.entity import Entity
from merx.framework.data.graph import Graph


def world_locales() -> list[Locale]:
    """Languages by country as CLDR names them in English, some 190; new rows at each call. A shop may add others."""
    text = files("merx.commerce.translation").joinpath("locales.json").read_bytes()
    return [Locale(code=code, name=name) for code, name in msgspec.json.decode(text, type=list[tuple[str, str]])]


def translatables(graph: Graph) -> Mapping[str, tuple[str, ...]]:
    """The columns that models mark as `Translatable`, by entity: those of all rooms and of the shop's own modules."""
    found = {name: translatable_columns(entity) for name, entity in sorted(graph.entities.items())}
    return {name: columns for name, columns in found.items() if columns}


def translatable_columns(entity: Entity) -> tuple[str, ...]:
    return tuple(name for name, column in entity.columns.items() if "translatable" in column.flags)
