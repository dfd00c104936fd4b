"""Random shops full of prices: lists, price sets, and many who ask at once."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from merx.commerce.pricing import (
    CalculatedPrice,
    Price,
    PriceContext,
    PriceList,
    PriceListRule,
    PriceRequest,
    PriceRule,
    PriceSet,
    PricingService,
)
from merx.framework.data import Record, create_all, utcnow
from merx.framework.scope import Scope

Tree = dict[str, Any]
GROUPS = "customer.groups.id"

# Mostly what holds for most who ask, or no list would ever be compared with another; now and then everything else.
_price_rules = st.one_of(
    st.sampled_from(["reg_fr", "reg_fr", "reg_us"]).map(lambda region: {"attribute": "region_id", "operator": "eq", "value": region}),
    st.sampled_from(["group_a", "group_b"]).map(lambda group: {"attribute": GROUPS, "operator": "eq", "value": group}),
    # Often at the very edge of what is asked for.
    st.tuples(st.sampled_from(["eq", "gt", "gte", "lt", "lte"]), st.sampled_from([1, 3, 3, 5])).map(
        lambda each: {"attribute": "item_total", "operator": each[0], "value": str(each[1])}
    ),
    st.sampled_from([("cart.colour", "red"), ("cart.colour", "blue"), ("cart.tags", "x"), ("cart.tags", "y")]).map(
        lambda each: {"attribute": each[0], "operator": "eq", "value": each[1]}
    ),
)
_ASKED = {"region_id": ["reg_fr", "reg_us"], GROUPS: ["group_a", "group_b"], "cart.tags": ["x", "y"], "item_total": ["1", "3"]}
_list_rules = st.sampled_from(sorted(_ASKED)).flatmap(
    lambda name: st.fixed_dictionaries(
        # Nobody's, one's, everybody's, or what another attribute may have.
        {"attribute": st.just(name), "value": st.sampled_from([_ASKED[name][:1], _ASKED[name][:1], _ASKED[name], [], ["reg_fr", "group_a", "x", "3"]])}
    )
)
_lists = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["sale", "override"]),
        "status": st.sampled_from(["active"] * 7 + ["draft"]),
        "starts": st.sampled_from([None, None, None, -1, -1, 1]),
        "ends": st.sampled_from([None, None, None, -1, 1, 1]),
        "deleted": st.sampled_from([False] * 7 + [True]),
        "rules": st.just([]) | st.lists(_list_rules, min_size=1, max_size=2, unique_by=lambda rule: rule["attribute"]),
        "gone": st.lists(_list_rules, max_size=1),
    }
)
_prices = st.fixed_dictionaries(
    {
        "currency": st.sampled_from(["eur"] * 7 + ["usd"]),
        "amount": st.sampled_from([Decimal(0), Decimal("0.5"), *map(Decimal, range(1, 7))]),
        "min": st.sampled_from([None, None, None, None, 1, 2, 5]),
        "max": st.sampled_from([None, None, None, None, 1, 4, 10]),
        "rules": st.just([]) | st.lists(_price_rules, max_size=2, unique_by=lambda rule: (rule["attribute"], rule["operator"])),
        "gone": st.lists(_price_rules, max_size=1),
        "list": st.sampled_from([*range(5), None, None]),
        "deleted": st.sampled_from([False] * 7 + [True]),
    }
)
_contexts = st.fixed_dictionaries(
    {
        "currency": st.sampled_from(["eur"] * 7 + ["usd"]),
        "region_id": st.sampled_from([None, "reg_fr", "reg_fr", "reg_us"]),
        GROUPS: st.sampled_from([[], ["group_a"], ["group_b"], ["group_a", "group_b"]]),
        "item_total": st.sampled_from([None, 1, 3, 3, 5]),
        "cart.colour": st.sampled_from([None, "red", "blue"]),
        "cart.tags": st.sampled_from([[], ["x"], ["x", "y"]]),
        "quantity": st.sampled_from([None, 1, 2, 4, 5, 10, 20]),
    }
)
worlds = st.tuples(
    st.lists(_lists, min_size=5, max_size=5),
    st.lists(st.lists(_prices, min_size=2, max_size=8), min_size=2, max_size=6),
    st.lists(_contexts, min_size=4, max_size=4),
)
"""Five lists, some price sets whose prices name their list by its place, and four who ask for all of them."""


async def filled(scope: Scope, lists: list[Tree], sets: list[list[Tree]]) -> list[str]:
    """Write a world's rows. The ids of its price sets; a price in `sets` then holds its list itself, and its own id."""
    hour, rows = timedelta(hours=1), list[Record]()
    kept = [_list_rows(each, hour) for each in lists]
    rows += [row for each in kept for row in each]
    price_sets = [PriceSet() for _ in sets]
    for price_set, prices in zip(price_sets, sets, strict=True):
        for price in prices:
            place = price["list"]
            made = Price(
                price_set_id=price_set.id,
                price_list_id=None if place is None else getattr(kept[place][0], "id", None),
                currency_code=price["currency"],
                amount=price["amount"],
                min_quantity=price["min"],
                max_quantity=price["max"],
                rules_count=len(price["rules"]),
                deleted_at=utcnow() if price["deleted"] else None,
            )
            rows += [made, *(PriceRule(price_id=made.id, **rule) for rule in price["rules"])]
            rows += [PriceRule(price_id=made.id, deleted_at=utcnow(), **rule) for rule in price["gone"]]
            price |= {"id": made.id, "list": None if place is None else lists[place]}
    await create_all(scope, [*price_sets, *rows])
    return [each.id for each in price_sets]


def _list_rows(listed: Tree, hour: timedelta) -> list[Record]:
    now = utcnow()
    row = PriceList(
        title="l",
        description="",
        type=listed["type"],
        status=listed["status"],
        starts_at=listed["starts"] and now + listed["starts"] * hour,
        ends_at=listed["ends"] and now + listed["ends"] * hour,
        deleted_at=now if listed["deleted"] else None,
        rules_count=len(listed["rules"]),
    )
    gone = [PriceListRule(price_list_id=row.id, deleted_at=now, **rule) for rule in listed["gone"]]
    return [row, *(PriceListRule(price_list_id=row.id, **rule) for rule in listed["rules"]), *gone]


async def asked_by_all(scope: Scope, price_sets: list[str], contexts: list[Tree]) -> list[list[CalculatedPrice | None]]:
    """What each pays for each set, as product lists and carts find it: a statement for everything that one asks."""
    found: list[list[CalculatedPrice | None]] = []
    for context in contexts:
        quantity = None if context["quantity"] is None else Decimal(context["quantity"])
        attributes = {name: value for name, value in context.items() if name in ("item_total", "cart.colour", "cart.tags") and value is not None}
        asked = PriceContext(
            currency_code=context["currency"], region_id=context["region_id"], customer_group_ids=tuple(context[GROUPS]), attributes=attributes
        )
        found.append(await scope[PricingService].calculate([PriceRequest(key, quantity) for key in price_sets], asked))
    return found
