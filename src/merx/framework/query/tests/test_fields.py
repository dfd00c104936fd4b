"""The grammar of `fields`: what replaces, adds and removes, and what a caller may not see."""

import pytest

from merx.framework.errors import InvalidData
from merx.framework.query import selection

DEFAULTS = ("id", "title", "*options", "*options.values", "type.id")


@pytest.mark.parametrize(
    ("given", "selected"),
    [
        (None, ("id", "title", "options.*", "options.values.*", "type.id")),
        ("", ("id", "title", "options.*", "options.values.*", "type.id")),
        ("handle", ("handle",)),
        ("handle,+metadata", ("handle", "metadata")),
        ("+metadata", ("id", "title", "options.*", "options.values.*", "type.id", "metadata")),
        (" metadata", ("id", "title", "options.*", "options.values.*", "type.id", "metadata")),
        ("*variants.price", ("id", "title", "options.*", "options.values.*", "type.id", "variants.price.*")),
        ("variants.*", ("id", "title", "options.*", "options.values.*", "type.id", "variants.*")),
        ("-options", ("id", "title", "type.id", "-options")),
        ("-options.values,-title", ("id", "options.*", "type.id", "-options.values", "-title")),
        ("title,-title,handle", ("handle", "-title")),
        ("-*options", ("id", "title", "type.id", "-options")),
        ("*", ("id", "title", "options.*", "options.values.*", "type.id", "*")),
        ("title,title, handle ,,", ("title", "handle")),
        ("a..b,.a,a.,a.*.b,*a.*.c,x", ("x",)),
    ],
)
def test_entries_replace_add_and_remove(given: str | None, selected: tuple[str, ...]) -> None:
    assert selection(given, defaults=DEFAULTS) == selected


@pytest.mark.parametrize(
    ("given", "selected"),
    [
        ("title,secret", ("title",)),
        ("*variants,variants.sku,variants.cost,title", ("variants.*", "variants.sku", "title")),
        ("*variants.prices,title", ("title",)),
        ("secret", ()),
        ("*", ("id",)),
    ],
)
def test_what_a_route_does_not_allow_is_dropped(given: str, selected: tuple[str, ...]) -> None:
    allowed = frozenset({"title", "variants", "variants.sku"})
    assert selection(given, defaults=("id",), allowed=allowed) == selected


def test_a_restricted_segment_is_dropped_wherever_it_stands() -> None:
    given = "order.id,items.orders.id,*order,ordered,title"
    assert selection(given, defaults=(), restricted=frozenset({"order", "orders"})) == ("ordered", "title")


def test_paths_that_are_too_deep_are_refused_and_listed() -> None:
    with pytest.raises(InvalidData) as refused:
        selection("a.b.c.d,*a.b.c,a.b.c.d.e,*a.b.c.d,a", defaults=(), relations_limit=3)
    assert refused.value.message == "The following fields expand more than the maximum of 3 allowed relations: a.b.c.d.e, a.b.c.d.*"


def test_a_path_that_is_dropped_cannot_be_too_deep() -> None:
    assert selection("a.b.c.d.e.f.g.h.i,x", defaults=(), allowed=frozenset({"x"})) == ("x",)


def test_without_a_limit_of_its_own_a_route_goes_six_relations_deep() -> None:
    assert selection("a.b.c.d.e.f.g", defaults=()) == ("a.b.c.d.e.f.g",)
    with pytest.raises(InvalidData):
        selection("a.b.c.d.e.f.g.h", defaults=())


def test_a_selection_of_absurd_length_is_refused_unread() -> None:
    with pytest.raises(InvalidData, match="'fields' is 10000 characters long"):
        selection("a," * 5000, defaults=())
