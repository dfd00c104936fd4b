"""A catalogue of a thousand products with six variants each, in seconds: one made over the admin API, the others copied from it in SQL.

The copies are rows like any other: every id of the article that is copied, wherever it stands, gets the copy's number
appended, so links and foreign keys of a copy point to the copy, and to the same region, channel and location. A million
variants are 13 million rows: the text of each row is made ready once, and only its number is put in.
"""

import asyncpg

PRODUCTS = 1_000
COLOUR, COLOURS = "Colour of N0000", ("Blue", "Red", "Green")  # a shared option's title is unique
SIZE, SIZES = "Size of N0000", ("S", "M")

# In the order of their foreign keys.
COPIED = (
    "product",
    "product_option",
    "product_option_value",
    "product_variant",
    "image",
    "price_set",
    "price",
    "inventory_item",
    "inventory_level",
)
# Not an id of something that the copies share: region, channel, location, profile, category, collection, tag, type.
NUMBER, PADDED = "<number>", "<padded>"
"""Where a copy's number goes: after its ids, and in what people read."""
OWN_ID = "(?:prod|opt|optval|prodopt|variant|img|pset|price|iitem|ilev)_[0-9A-Z]{26}"


def article(sales_channel_id: str, shipping_profile_id: str, category_id: str) -> dict[str, object]:
    """The body of `POST /admin/products` for the article that is copied; N0000 is where a copy has its number."""
    variants = [
        {
            "title": f"{colour} / {size}",
            "sku": f"N0000-{colour}-{size}",
            "manage_inventory": True,
            "options": {COLOUR: colour, SIZE: size},
            "prices": [{"currency_code": "eur", "amount": 12.5 + at}, {"currency_code": "usd", "amount": 14.5 + at}],
        }
        for at, (colour, size) in enumerate((colour, size) for colour in COLOURS for size in SIZES)
    ]
    return {
        "title": "Article N0000",
        "handle": "article-N0000",
        "description": "Woven in Lyon from long staple cotton, washed once, cut and sewn by hand. " * 4,
        "status": "published",
        "shipping_profile_id": shipping_profile_id,
        "categories": [{"id": category_id}],
        "images": [{"url": f"https://images.example.com/N0000-{at}.jpg"} for at in range(3)],
        "thumbnail": "https://images.example.com/N0000-0.jpg",
        "options": [{"title": COLOUR, "values": list(COLOURS)}, {"title": SIZE, "values": list(SIZES)}],
        "variants": variants,
        "sales_channels": [{"id": sales_channel_id}],
    }


async def multiply(connection: asyncpg.Connection, products: int = PRODUCTS, *, there: int = 1) -> int:
    """Copies the first product until there are so many, `there` of them made before; gives the number of their variants."""
    async with connection.transaction():
        await connection.execute("SET LOCAL synchronous_commit = off")
        tables = await _tables(connection)
        if there == 1:
            await connection.execute("CREATE UNLOGGED TABLE bench_template (of_table text, text text)")
            for table in tables:
                await connection.execute(_template(table), table)
        for table in tables:
            await connection.execute(await _copy(connection, table), there + 1, products, table)
    # Not the empty ones: VACUUM would have the planner take carts and orders for empty until it looks again.
    await connection.execute(f"VACUUM ANALYZE {', '.join(tables)}")
    return await connection.fetchval("SELECT count(*) FROM product_variant")


async def _tables(connection: asyncpg.Connection) -> list[str]:
    """The copied tables, then those between them (links and pivots): whatever has two or more columns that hold their ids."""
    between = """
        SELECT table_name FROM information_schema.columns
        WHERE table_schema = 'public' AND column_name = ANY($1) AND table_name <> ALL($2)
        AND table_name IN (SELECT relname FROM pg_class WHERE relkind = 'r')
        AND table_name NOT LIKE 'cart%' AND table_name NOT LIKE 'order%' AND table_name NOT LIKE 'reservation%'
        GROUP BY table_name ORDER BY table_name
    """
    columns = ["product_id", "variant_id", "price_set_id", "inventory_item_id", "product_option_id", "option_value_id", "product_option_value_id", "price_id"]
    return [*COPIED, *(row["table_name"] for row in await connection.fetch(between, columns, list(COPIED)))]


async def _copy(connection: asyncpg.Connection, table: str) -> str:
    columns = await connection.fetch(
        "SELECT quote_ident(attname) AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''", table
    )
    names = ", ".join(row["name"] for row in columns)
    copied = ", ".join(f"copy.{row['name']}" for row in columns)
    return f"""
        INSERT INTO {table} ({names})
        SELECT {copied} FROM generate_series($1::int, $2::int) AS n JOIN bench_template ON of_table = $3
        CROSS JOIN LATERAL jsonb_populate_record(
            NULL::{table}, replace(replace(text, '{NUMBER}', n::text), '{PADDED}', lpad(n::text, greatest(4, length(n::text)), '0'))::jsonb
        ) AS copy
    """


def _template(table: str) -> str:
    """The rows of the first article as texts; kept, because other articles may come before the next copies are made."""
    return f"""
        INSERT INTO bench_template
        SELECT $1, replace(regexp_replace((row || own)::text, '"({OWN_ID})"', '"\\1{NUMBER}"', 'g'), 'N0000', 'N{PADDED}')
        FROM (SELECT to_jsonb(original) AS row FROM {table} AS original) AS originals,
        -- A pivot's or link's own id has a prefix of its own: it is numbered too, wherever the row has one.
        LATERAL (SELECT CASE WHEN row ->> 'id' !~ '^{OWN_ID}$' THEN jsonb_build_object('id', (row ->> 'id') || '{NUMBER}') ELSE '{{}}' END AS own) AS owned
        WHERE row::text ~ '"{OWN_ID}"' AND NOT EXISTS (
            -- What the post costs is a price set too: it stays one.
            SELECT FROM shipping_option_price_set AS post WHERE strpos(row::text, post.price_set_id) > 0
        )
    """
