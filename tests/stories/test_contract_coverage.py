"""How much of the contract the live app serves, route by route: `make coverage` prints the table.

Of each route: is it there, does it let in whom it must and nobody else, does it take the parameters, do its answers hold the
keys. What a merchant sets up must be whole; other routes are reported.
"""

from collections.abc import AsyncIterator, Iterable, Iterator

import httpx
import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.http.routes import Route as LiveRoute
from merx.framework.http.server import resolve
from tests.stories.audiences import Visitor, admits, turned_away, visitors
from tests.stories.contract import Route, beside, pattern, routes
from tests.stories.coverage import body_differences, query_differences
from tests.stories.story import STORY, Reader, tell_the_story

pytestmark = beside


@pytest.fixture
def merx_settings() -> Config:
    return STORY


SET_UP = {
    "/admin": (
        *("products", "product-variants", "product-options", "product-types", "product-tags", "product-categories", "collections"),
        *("price-lists", "price-preferences", "inventory-items", "reservations", "stock-locations", "sales-channels", "api-keys"),
        *("regions", "currencies", "stores", "tax-regions", "tax-rates", "tax-providers"),
        *("shipping-profiles", "shipping-options", "shipping-option-types", "fulfillment-sets", "fulfillment-providers"),
        *("promotions", "campaigns", "customers", "customer-groups", "users", "invites", "return-reasons", "refund-reasons"),
        *("uploads", "notifications", "translations", "locales", "search", "search-indexes"),
    ),
    "/store": (
        *("products", "product-variants", "product-options", "product-types", "product-tags", "product-categories", "collections"),
        *("regions", "currencies", "customers", "shipping-options", "return-reasons", "locales", "search"),
    ),
}

NOT_SET_UP = {
    "/admin": {
        **dict.fromkeys(("orders", "order-changes", "order-edits", "draft-orders", "fulfillments"), "what was bought, and what becomes of it"),
        **dict.fromkeys(("returns", "exchanges", "claims"), "what comes back"),
        **dict.fromkeys(("payments", "payment-collections"), "money"),
        **dict.fromkeys(("views", "property-labels", "layouts", "feature-flags", "plugins"), "how the dashboard looks"),
        **dict.fromkeys(("workflows-executions", "index"), "how the shop runs"),
    },
    "/store": {
        **dict.fromkeys(("carts", "orders", "payment-collections", "payment-providers"), "buying"),
        "returns": "what comes back",
    },
    "/auth": "how somebody proves who they are",
    "/cloud": "as above, with one provider",
    "/hooks": "money",
}
"""The rest of the contract, and why it is the rest: together with `SET_UP`, all there is."""

DIFFERENT: dict[str, str] = {
    "$and[].include_": "a switch of what is shown is no condition",
    "$or[].include_": "a switch of what is shown is no condition",
    "GET /store/shipping-options query $and[].cart_id: not required": "a condition that names no cart is one on the cart that is asked about",
    "GET /store/shipping-options query $or[].cart_id: not required": "a condition that names no cart is one on the cart that is asked about",
    "GET /store/shipping-options query limit: is None if nothing is said, not 20": "no way of sending is hidden from a shopper who did not ask for fewer",
    " query q: not in the contract": "every list takes `q`",
}
"""What is different is different for a reason."""

ABSENT = "is not there"
PARTS = ("presence", "audience", "parameters", "response")


class Report:
    """What is missing of each route, by part; `routes` are those of the contract."""

    def __init__(self) -> None:
        self.missing: dict[tuple[str, str, str], list[str]] = {}
        self.excused: set[str] = set()

    def tell(self, route: Route, part: str, faults: Iterable[str]) -> None:
        for fault in faults:
            said = f"{route.method} {route.path} {fault}"
            known = next((text for text in DIFFERENT if text in said), None)
            if known is None:
                self.missing.setdefault((route.method, route.path, part), []).append(fault)
            else:
                self.excused.add(known)

    def of(self, route: Route, part: str) -> list[str]:
        return self.missing.get((route.method, route.path, part), [])

    def table(self) -> Iterator[str]:
        yield f"{'':90}{'  '.join(PARTS)}"
        for route in told():
            name = f"{route.method:7}{route.path}"
            marks = "".join(f"{'-' if self.of(route, part) else '+':^{len(part) + 2}}" for part in PARTS)
            yield f"{name if is_set_up(route.path) else f'({name})':90}{marks}"
            yield from (f"        {fault}" for part in PARTS for fault in self.of(route, part) if fault != ABSENT)
        for name, wanted in (("what is set up", [route for route in told() if is_set_up(route.path)]), ("all", told())):
            shares = ", ".join(f"{part} {self.share(wanted, part):.1f} %" for part in PARTS)
            yield f"{name}: {len(wanted)} routes: {shares}"

    def share(self, wanted: list[Route], part: str) -> float:
        return 100 * sum(not self.of(route, part) for route in wanted) / len(wanted)


def told() -> list[Route]:
    """Every route of the contract that is no Enterprise Edition's."""
    return [route for route in routes().values() if not route.told.get("ee")]


def is_set_up(path: str) -> bool:
    _, side, domain, *_ = [*path.split("/"), ""]
    return domain in SET_UP.get(f"/{side}", ())


def test_no_part_of_the_contract_is_left_out_unseen() -> None:
    found: dict[str, set[str]] = {}
    for route in told():
        _, side, domain, *_ = [*route.path.split("/"), ""]
        found.setdefault(f"/{side}", set()).add(domain)
    parted = {side: {*SET_UP.get(side, ()), *rest} if isinstance(rest, dict) else found[side] for side, rest in NOT_SET_UP.items()}
    assert found == parted
    assert not [domain for side, domains in SET_UP.items() for domain in domains if domain in NOT_SET_UP[side]]


async def test_all_that_a_merchant_sets_up_is_there_as_the_contract_tells_it(app: App, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    served = {(route.method, pattern(route.path)): route for route in resolve(app.found("api", LiveRoute))}
    report = Report()
    # when
    story = Reader(client)
    broken_off = await _told(app, story, monkeypatch)
    who = await visitors(app, client)
    # Whoever ends his session has none afterwards.
    for route in sorted(told(), key=lambda route: (route.method, route.path) == ("DELETE", "/auth/session")):
        live = served.get((route.method, pattern(route.path)))
        if live is None:
            for part in PARTS:
                report.tell(route, part, [ABSENT])
            continue
        report.tell(route, "audience", [fault async for fault in _audience(client, route, who)])
        report.tell(route, "parameters", (f"query {fault}" for fault in query_differences(route, live)))
        report.tell(route, "parameters", (f"body {fault}" for fault in body_differences(route, live)))
        key = (route.method, pattern(route.path))
        report.tell(route, "response", ["an answer that differs"] if key in story.wrong else [] if key in story.asked else ["nobody asked"])
    # then
    print("\n".join(report.table()))  # noqa: T201 - the report that `make coverage` is for
    if broken_off is not None:
        raise broken_off
    assert {key: faults for key, faults in report.missing.items() if is_set_up(key[1])} == {}
    assert report.excused == DIFFERENT.keys()


async def _told(app: App, story: Reader, monkeypatch: pytest.MonkeyPatch) -> Exception | None:
    """Where a route is missing the story breaks off; the report shows which."""
    try:
        await tell_the_story(app, story, monkeypatch)
    except (AssertionError, LookupError) as error:
        return error
    return None


async def _audience(client: httpx.AsyncClient, route: Route, who: list[Visitor]) -> AsyncIterator[str]:
    takes_keys = route.path.startswith("/store/")
    for visitor in who:
        if visitor.has_key and not takes_keys:
            continue
        # A session that an answer began is not the next visitor's.
        client.cookies.clear()
        answer = await client.request(route.method, _somewhere(route.path), headers=visitor.headers)
        expected = admits(route.told["auth"], visitor)
        if turned_away(answer) == expected:
            yield f"{'refuses' if expected else 'lets in'} {visitor.name}: {answer.status_code} {answer.text[:100]}"


def _somewhere(path: str) -> str:
    return "/".join("nothing" if part.startswith(":") else part for part in path.split("/"))
