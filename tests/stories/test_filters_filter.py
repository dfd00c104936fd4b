"""A filter that the contract tells finds what fits and leaves out what does not: none is taken and ignored."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from tests.stories.conftest import World
from tests.stories.contract import beside, pattern, routes
from tests.stories.coverage import GROUPS, Takes, told_query
from tests.stories.nonsense import Operation, operations
from tests.stories.test_contract_coverage import is_set_up

pytestmark = beside

NO_FILTERS = {"fields", "limit", "offset", "order", "with_deleted", *GROUPS}
SHOPPER = {"country_code", "province", "cart_id"}
"""What prices depend on, not what is shown."""
NOT_SEARCHED = ("/admin/fulfillment-providers", "/admin/price-preferences")
"""Nothing of theirs is text that the contract searches."""


PUT_TOGETHER = ("/admin/promotions/rule-value-options/{rule_type}/{rule_attribute_id}", "/admin/search")
"""Answers that are put together, not rows that are found."""


def filters_of(operation: Operation) -> dict[str, Takes]:
    route = routes().get((operation.method, pattern(operation.path)))
    takes = told_query(route) if route is not None and operation.is_list and is_set_up(route.path) else None
    beside = NO_FILTERS | (SHOPPER if operation.path in ("/store/products", "/store/product-variants") else set[str]())
    without = {*beside, *({"q"} if operation.path in NOT_SEARCHED else ())}
    return {name: each for name, each in ((takes.fields or {}) if takes is not None else {}).items() if name not in without}


def misses(name: str, takes: Takes) -> Iterator[str]:
    """Conditions that nothing fits, as they stand behind the parameter's name."""
    if takes.fields is not None and "$lt" in takes.fields:
        yield "[$lt]=1970-01-01" if name.endswith("_at") else "[$in][]=987654321"
    elif takes.fields is not None:
        yield from (f"[{below}]=zzz" for below in takes.fields if below not in GROUPS)
    elif "boolean" not in takes.kinds:
        yield "=zzz"


async def test_every_filter_is_applied_at_the_top_and_in_groups(world: World) -> None:
    # given
    wrong: list[str] = []
    looked_at, empty = 0, set[str]()
    for operation in operations(world.document, world.ids):
        filters = filters_of(operation)
        if not filters:
            continue
        rows = await _rows(world, operation.url())
        if rows is None or operation.path in PUT_TOGETHER:
            continue
        looked_at += 1
        if not rows:
            empty.add(operation.path)
            continue
        for name, takes in filters.items():
            places = (name, f"$or[0][{name}]") if "$or" in operation.queries else (name,)
            # when
            missed = [f"{place}{miss}" for place in places for miss in misses(name, takes)]
            found = [f"{name}={quote(rows[0][name])}"] if isinstance(rows[0].get(name), str) and takes.fields is None else []
            # then
            wrong += [f"{operation.path} {query} is ignored" for query in missed if await _rows(world, _asked(operation, query))]
            wrong += [f"{operation.path} {query} misses" for query in found if not await _holds(world, _asked(operation, query), rows[0])]
    assert not wrong, "\n".join(wrong)
    assert (looked_at > 50, empty) == (True, set())


def _asked(operation: Operation, query: str) -> str:
    url = operation.url()
    return f"{url}{'&' if '?' in url else '?'}{query}"


async def _rows(world: World, url: str) -> list[dict[str, Any]] | None:
    """The rows of a list; none where the value was refused."""
    answer = await world.client.get(url)
    assert answer.status_code in (200, 400, 404), (url, answer.text)
    return next((each for each in answer.json().values() if isinstance(each, list)), None)


async def _holds(world: World, url: str, row: dict[str, Any]) -> bool:
    return any(each == row for each in await _rows(world, url) or ())
