"""What a product list costs when prices grow: 1,000 prices on 10 price lists and 1,000,000 on 10,000, over catalogues alike.

"mixed" are the lists of a shop that has been open for years: of ten, four are over, one is a draft, one has not begun and
four are for a customer group each; but one in a thousand is for everybody and one for the region. "everybody" are lists
that all count for everybody at once. Every fifth list is an override, every twentieth price begins at ten pieces.
"""

import asyncio
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg
from catalogue import multiply
from shop import Filled, Shop, fill, opened

SIZES = ((1_000, 10), (1_000_000, 10_000))
GROUPS = 1_000
FIELDS = "*variants.calculated_price"

# A list's number says what it is.
_LISTS = """
    INSERT INTO price_list (id, created_at, updated_at, status, title, description, type)
    SELECT 'plist_' || to_char(n, 'FM00000000'), now(), now(), 'draft', 'List ' || n, '', CASE WHEN hashint4(n) % 5 = 0 THEN 'override' ELSE 'sale' END
    FROM generate_series(1, $1::int) AS n
"""
_BECOME = """
    UPDATE price_list SET description = kind, status = CASE kind WHEN 'draft' THEN 'draft' ELSE 'active' END,
        starts_at = now() + CASE kind WHEN 'to come' THEN interval '1 year' ELSE interval '-2 years' END,
        ends_at = CASE kind WHEN 'over' THEN now() - interval '1 year' END,
        rules_count = CASE WHEN kind IN ('group', 'region') THEN 1 ELSE 0 END
    FROM (SELECT id AS key, CASE WHEN NOT $1 OR n % 1000 = 1 THEN 'everybody' WHEN n % 1000 = 2 THEN 'region'
        ELSE coalesce((ARRAY['draft', 'over', 'over', 'over', 'over', 'to come'])[1 + n % 10], 'group') END AS kind
        FROM (SELECT id, right(id, 8)::int AS n FROM price_list) AS numbered) AS known WHERE key = id
"""
_RULES = """
    INSERT INTO price_list_rule (id, created_at, updated_at, price_list_id, attribute, value)
    SELECT 'prule_' || id, now(), now(), id,
        CASE description WHEN 'region' THEN 'region_id' ELSE 'customer.groups.id' END,
        jsonb_build_array(CASE description WHEN 'region' THEN $1::text ELSE 'cusgroup_' || (n / 10 * 4 + n % 10) % $2::int END)
    FROM price_list CROSS JOIN LATERAL (SELECT right(id, 8)::int AS n) AS number WHERE rules_count > 0
"""
# Each variant stands on lists of every kind.
_PRICES = """
    WITH sets AS (SELECT array_agg(price_set_id ORDER BY price_set_id) AS ids FROM product_variant_price_set)
    INSERT INTO price (id, created_at, updated_at, price_set_id, price_list_id, currency_code, rules_count, amount, min_quantity)
    SELECT 'price_' || to_char(n, 'FM00000000'), now(), now(), ids[1 + n % cardinality(ids)],
        'plist_' || to_char(1 + (n + n / cardinality(ids)) % $2::int, 'FM00000000'), 'eur', 0,
        5 + abs(hashint4(n)) % 1500 / 100.0, CASE WHEN hashint4(n + 1) % 20 = 0 THEN 10 END
    FROM sets, generate_series(1, $1::int) AS n
"""


_MEMBER = (
    """
    INSERT INTO customer_group (id, created_at, updated_at, name)
    SELECT 'cusgroup_' || n, now(), now(), 'Group ' || n FROM generate_series(0, 999) AS n
    """,
    """
    INSERT INTO customer_group_customer (id, created_at, updated_at, customer_id, customer_group_id)
    SELECT 'cusgc_' || n, now(), now(), (SELECT id FROM customer), 'cusgroup_' || n * 100 FROM generate_series(1, 3) AS n
    """,
)


def measure(rounds: int, seconds: float, products: int) -> None:
    """A shop of each size, asked in turn, so that what else the machine does falls on both: their times, and how they compare in the median round."""
    with tempfile.TemporaryDirectory(prefix="merx-bench-") as folder, ExitStack() as stack:
        shops = [stack.enter_context(_filled(Path(folder) / str(prices), prices, lists, products)) for prices, lists in SIZES]
        sizes = " | ".join(f"{prices:,} prices: p50 ms | p95 ms | PostgreSQL's CPU ms" for prices, _ in SIZES)
        print(f"| lists | who | {sizes} | p95, times | CPU, times |\n|---|---|{'---:|' * 8}")
        for mixed, who in ((True, "a guest"), (True, "a customer of three groups"), (False, "a guest")):
            plans = [(shop, _plan(shop, filled, products, token if "customer" in who else None, mixed=mixed)) for shop, filled, token in shops]
            found = [[shop.load(plan, concurrency=1, seconds=seconds) for shop, plan in plans] for _ in range(rounds)]
            times = [
                f"{median(each[place][name] for each in found):.{digits}f}" for place in (0, 1) for name, digits in (("p50", 1), ("p95", 1), ("postgres", 2))
            ]
            ratios = [f"{median(many[name] / few[name] for few, many in found):.2f}" for name in ("p95", "postgres")]
            print(f"| {'mixed' if mixed else 'for everybody'} | {who} | {' | '.join((*times, *ratios))} |", flush=True)


@contextmanager
def _filled(folder: Path, prices: int, lists: int, products: int) -> Iterator[tuple[Shop, Filled, str]]:
    folder.mkdir()
    with opened(folder) as shop:
        filled = fill(shop)
        token = _member(shop, filled)
        _in_sql(shop, lambda connection: _prepared(connection, products))
        _in_sql(shop, lambda connection: _fill(connection, prices, lists))
        yield shop, filled, token


def _plan(shop: Shop, filled: Filled, products: int, token: str | None, *, mixed: bool) -> dict[str, Any]:
    _in_sql(shop, lambda connection: _become(connection, mixed=mixed, region=filled.region))
    path = f"/store/products?limit=20&region_id={filled.region}&fields={FIELDS}"
    plan = filled.plan("pages", path=path, pages=max(1, products // 20), token=token)
    shop.load(plan, concurrency=1, seconds=2)  # plans, caches
    return plan


def _in_sql(shop: Shop, work: Any) -> None:
    async def run() -> None:
        connection = await asyncpg.connect(shop.database_url)
        try:
            await work(connection)
        finally:
            await connection.close()

    asyncio.run(run())


def _member(shop: Shop, filled: Filled) -> str:
    """The token of a customer who has just registered."""
    login, key = {"email": "ada@example.com", "password": "correct horse battery staple"}, {"x-publishable-api-key": filled.key}
    token = shop.call("POST", "/auth/customer/emailpass/register", login, **key)["token"]
    shop.call("POST", "/store/customers", {"email": login["email"]}, authorization=f"Bearer {token}", **key)
    return shop.call("POST", "/auth/customer/emailpass", login, **key)["token"]


async def _prepared(connection: asyncpg.Connection, products: int) -> None:
    await multiply(connection, products)
    for statement in _MEMBER:
        await connection.execute(statement)


async def _fill(connection: asyncpg.Connection, prices: int, lists: int) -> None:
    """In place of the price lists that are there: so many prices on so many of them."""
    await connection.execute("DELETE FROM price_list")
    await connection.execute(_LISTS, lists)
    await connection.execute(_PRICES, prices, lists)
    await connection.execute("VACUUM ANALYZE price")


async def _become(connection: asyncpg.Connection, *, mixed: bool, region: str) -> None:
    await connection.execute("DELETE FROM price_list_rule")
    await connection.execute(_BECOME, mixed)
    await connection.execute(_RULES, region, GROUPS)
    await connection.execute("VACUUM ANALYZE price_list, price_list_rule")
    # What filling wrote would be brought to the disk while the list is measured.
    await connection.execute("CHECKPOINT")
