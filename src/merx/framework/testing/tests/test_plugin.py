"""Every test has a database of its own."""

import asyncpg
import httpx
import psycopg
import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.data import migrations
from merx.framework.scope import Scope
from merx.framework.testing.databases import TestDatabases

from .shop.tea.models import Tea, Tin
from .shop.tea.service import TeaService


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=(f"{__package__}.shop",))


async def test_a_new_database_has_all_tables_and_no_rows(app: App, scope: Scope) -> None:
    # given a database that no test has touched
    # when
    teas, tins = await scope[TeaService].teas.list(), await scope[TeaService].tins.list()
    # then
    assert (teas, tins) == ([], [])
    assert await migrations.pending(app) == []


async def test_what_one_test_writes_no_other_sees(scope: Scope, merx_databases: TestDatabases, merx_settings: Config) -> None:
    # given
    tea = await scope[TeaService].teas.create(Tea(name="Assam"))
    await scope[TeaService].tins.create(Tin(tea_id=tea.id, grams=250))
    # when another test begins
    url = merx_databases.make(merx_settings)
    # then
    other = await asyncpg.connect(url)
    assert await other.fetchval("SELECT count(*) FROM tea") == 0
    assert await scope.value("SELECT count(*) FROM tea") == 1
    # and when it ends, whoever is still connected is cut off
    merx_databases.drop(url)
    with pytest.raises(asyncpg.PostgresConnectionError):
        await other.fetchval("SELECT 1")


async def test_the_client_speaks_to_the_shop(client: httpx.AsyncClient) -> None:
    # given / when
    answer = await client.get("/ready")
    # then
    assert answer.status_code == 200


def test_databases_of_killed_test_processes_are_dropped_and_those_of_living_ones_stay(merx_databases: TestDatabases, merx_settings: Config) -> None:
    # given one of ours, and one whose process is no more
    ours = merx_databases.make(merx_settings)
    with psycopg.connect(merx_databases.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE merx_test_999999999_left")
        # when
        merx_databases.drop_orphans()
        # then
        left = connection.execute("SELECT datname FROM pg_database WHERE datname = 'merx_test_999999999_left'").fetchall()
    assert left == []
    with psycopg.connect(ours) as connection:
        assert connection.execute("SELECT count(*) FROM tin").fetchone() == (0,)
    merx_databases.drop(ours)
