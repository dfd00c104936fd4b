"""What makes copies of one article a catalogue: words, categories, tags and channels of their own, and one product of 2,000 variants."""

from typing import Any

import asyncpg
from shop import Filled, Shop

CATEGORIES, TAGS = 100, 50
KINDS = ("shirt", "jacket", "scarf", "blanket", "apron", "towel", "curtain", "cushion", "tablecloth", "napkin", "bathrobe", "bedspread", "rucksack", "parasol")
LOOKS = ("crimson", "indigo", "ochre", "ivory", "charcoal", "turquoise", "lavender", "saffron", "emerald", "copper", "russet", "pewter", "cobalt")
STUFFS = ("linen", "cotton", "wool", "hemp", "silk", "alpaca", "cashmere", "velvet", "canvas", "flannel", "corduroy")
VARIANTS_OF_ONE, BATCH = 2_000, 250

_NUMBERED = "(SELECT id, substring(handle from 'N([0-9]+)$')::int AS n FROM product WHERE handle ~ 'N[0-9]+$') AS numbered"
_NEW = f"{_NUMBERED} WHERE numbered.n > $1"


async def prepare(connection: asyncpg.Connection) -> None:
    """Categories and tags, once."""
    await connection.execute(
        f"""
        INSERT INTO product_category
        SELECT copy.* FROM product_category AS original, generate_series(1, {CATEGORIES - 1}) AS n,
        LATERAL jsonb_populate_record(original, jsonb_build_object('id', id || n, 'handle', handle || n, 'name', name || n, 'mpath', id || n, 'rank', n)) AS copy
        """
    )
    await connection.execute(
        f"INSERT INTO product_tag (id, value, created_at, updated_at) SELECT 'ptag_' || n, 'tag ' || n, now(), now() FROM generate_series(1, {TAGS}) AS n"
    )


async def vary(connection: asyncpg.Connection, outlet: str, *, there: int) -> None:
    """Gives the products numbered above `there` their words, category, tag, and every hundredth a second channel."""
    kinds, looks, stuffs = (f"(ARRAY{list(words)})[1 + (n / {by}) % {len(words)}]" for words, by in ((KINDS, 1), (LOOKS, 3), (STUFFS, 7)))
    async with connection.transaction():
        await connection.execute("SET LOCAL synchronous_commit = off")
        title = f"initcap({looks}) || ' ' || {kinds} || ' N' || lpad(n::text, greatest(4, length(n::text)), '0')"
        description = f"'A ' || {kinds} || ' of ' || {stuffs} || ', woven in Lyon. ' || description"
        await connection.execute(
            f"UPDATE product SET title = {title}, description = {description}, created_at = created_at - n * interval '1 minute' FROM {_NEW} AND numbered.id = product.id",
            there,
        )
        categories = "(SELECT id, (row_number() OVER (ORDER BY id))::int - 1 AS at FROM product_category) AS category"
        chosen = f"numbered.n > $1 AND numbered.id = product_id AND category.at = n % {CATEGORIES}"
        await connection.execute(f"UPDATE product_category_product SET product_category_id = category.id FROM {_NUMBERED}, {categories} WHERE {chosen}", there)
        await connection.execute(f"INSERT INTO product_tags (product_id, product_tag_id) SELECT id, 'ptag_' || (1 + n % {TAGS}) FROM {_NEW}", there)
        await connection.execute(
            f"""
            INSERT INTO product_sales_channel SELECT copy.* FROM {_NUMBERED} JOIN product_sales_channel AS original ON product_id = numbered.id,
            LATERAL jsonb_populate_record(original, jsonb_build_object('id', original.id || 'o', 'sales_channel_id', $2::text)) AS copy
            WHERE n > $1 AND n % 100 = 0
            """,
            there,
            outlet,
        )
    await connection.execute("VACUUM ANALYZE product, product_category, product_category_product, product_tag, product_tags, product_sales_channel")


def large(shop: Shop, filled: Filled) -> str:
    """The id of a product with as many variants as the bar says, made over the admin API."""
    values = [[f"{name}{at}" for at in range(count)] for name, count in (("C", 20), ("S", 10), ("L", 10))]
    titles = ("Colour of the large one", "Size of the large one", "Length of the large one")
    combinations = [(colour, size, length) for colour in values[0] for size in values[1] for length in values[2]][:VARIANTS_OF_ONE]
    variants: list[dict[str, Any]] = [
        {
            "title": " / ".join(each),
            "sku": "LARGE-" + "-".join(each),
            "options": dict(zip(titles, each, strict=True)),
            "prices": [{"currency_code": "eur", "amount": 10 + at % 50}, {"currency_code": "usd", "amount": 11 + at % 50}],
        }
        for at, each in enumerate(combinations)
    ]
    body = {
        "title": "The large one",
        "status": "published",
        "options": [{"title": title, "values": of} for title, of in zip(titles, values, strict=True)],
        "variants": variants[:BATCH],
        "sales_channels": [{"id": filled.channel}],
    }
    made = shop.call("POST", "/admin/products?fields=id", body, authorization=f"Bearer {filled.token}")["product"]["id"]
    for at in range(BATCH, len(variants), BATCH):
        shop.call("POST", f"/admin/products/{made}/variants/batch", {"create": variants[at : at + BATCH]}, authorization=f"Bearer {filled.token}")
    return made
