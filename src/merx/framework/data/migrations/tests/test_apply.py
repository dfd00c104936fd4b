"""How migrations get into a database."""

import asyncio
import secrets
import subprocess
import sys

import asyncpg
import pytest

from merx.framework.data import migrations
from merx.framework.data.migrations.apply import connected, ensure_trigrams
from merx.framework.errors import Misconfigured

from .conftest import Evolve

TEA = "class Tea(Model, id_prefix='tea'):\n    name: str\n"


async def test_of_racing_processes_each_finds_all_applied_once(evolve: Evolve, empty: str) -> None:
    # given
    app = evolve(TEA)
    await migrations.generate(app, "tea")
    # when
    applied = await asyncio.gather(*(migrations.migrate(app) for _ in range(4)))
    # then
    connection = await asyncpg.connect(empty)
    rows = await connection.fetch("SELECT module, version, count(*) FROM merx_migration WHERE module = 'tea' GROUP BY 1, 2")
    assert [tuple(row) for row in rows] == [("tea", "0001_initial", 1)]
    assert sorted(sum(str(m) == "tea/0001_initial" for m in each) for each in applied) == [0, 0, 0, 1]
    assert await migrations.pending(app) == []
    await connection.close()


async def test_what_fails_leaves_no_trace_and_what_came_before_stays(evolve: Evolve, empty: str) -> None:
    # given a second migration that breaks in its middle
    app = evolve(TEA)
    made = await migrations.generate(app, "tea")
    assert made is not None
    bad = made.path.with_name("0002_bad.py")
    bad.write_text("from alembic import op\ndef upgrade():\n    op.execute('CREATE TABLE half (id int)')\n    op.execute('SELECT 1/0')\n")
    # when
    with pytest.raises(Exception, match="division by zero"):
        await migrations.migrate(app)
    # then
    connection = await asyncpg.connect(empty)
    assert await connection.fetchval("SELECT to_regclass('half')") is None
    assert [str(m) for m in await migrations.pending(app) if m.module == "tea"] == ["tea/0002_bad"]
    # and after the repair
    bad.write_text("from alembic import op\ndef upgrade():\n    op.execute('CREATE TABLE half (id int)')\ndef downgrade():\n    op.drop_table('half')\n")
    assert [str(m) for m in await migrations.migrate(app) if m.module == "tea"] == ["tea/0002_bad"]
    await connection.close()


async def test_who_may_not_make_the_extension_is_told_what_to_do(empty: str) -> None:
    # given somebody who may do nothing, in a database that lacks it
    role = f"guest_{secrets.token_hex(4)}"
    connection = await asyncpg.connect(empty)
    await connection.execute(f"DROP EXTENSION IF EXISTS pg_trgm; CREATE ROLE {role}")
    # when
    as_guest = f"{empty}{'&' if '?' in empty else '?'}options=-c%20role%3D{role}"
    with connected(as_guest) as guest, pytest.raises(Misconfigured, match=r"(?s)extension pg_trgm.*permission denied.*CREATE EXTENSION pg_trgm"):
        ensure_trigrams(guest)
    # then
    assert await connection.fetchval("SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'") == 0
    await connection.execute(f"DROP ROLE {role}")
    await connection.close()


async def test_a_rollback_undoes_the_last_one_only(evolve: Evolve, empty: str) -> None:
    # given
    first = evolve(TEA)
    await migrations.generate(first, "tea")
    app = evolve(TEA + "    grams: int = 1\n")
    await migrations.generate(app, "tea")
    await migrations.migrate(app)
    # when
    undone = await migrations.rollback(app, "tea")
    # then
    assert str(undone) == "tea/0002_add_tea_grams"
    connection = await asyncpg.connect(empty)
    columns = await connection.fetch("SELECT attname FROM pg_attribute WHERE attrelid = 'tea'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum")
    assert [row["attname"] for row in columns] == ["id", "created_at", "updated_at", "deleted_at", "name"]
    assert [str(m) for m in await migrations.pending(app)] == ["tea/0002_add_tea_grams"]
    await connection.close()


def test_a_start_with_nothing_to_do_loads_neither_alembic_nor_psycopg(evolve: Evolve, empty: str) -> None:
    # given
    app = evolve(TEA)
    asyncio.run(migrations.generate(app, "tea"))
    asyncio.run(migrations.migrate(app))
    shop = app.config.packages[0]
    code = (
        "import asyncio, sys; from merx.framework.app import App; from merx.framework.config import Config; from merx.framework.data import migrations\n"
        f"sys.path.insert(0, {str(migrations.homes(app)[-1].folder.parents[1])!r})\n"
        f"print(asyncio.run(migrations.migrate(App(Config(packages=({shop!r},), database_url={empty!r})))), 'alembic' in sys.modules, 'psycopg' in sys.modules)"
    )
    # when
    told = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    # then
    assert told == "[] False False\n"
