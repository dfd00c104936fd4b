"""`merx db sync-links`: tables of links, while a shop is being built."""

from pathlib import Path

import psycopg

from .conftest import Merx

LINK = """
from merx.framework.data import link
from merx.framework.testing.tests.shop.tea.models import Tea, Tin

favourites = link(Tea, Tin, name="favourites", many=True, table="tea_favourite")
"""


def tables(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [name for (name,) in connection.execute("SELECT relname FROM pg_class WHERE relname LIKE 'tea_favourite%' ORDER BY 1")]


def test_what_links_lack_is_made_and_what_is_left_over_goes_only_if_it_is_meant(merx: Merx, folder: Path, database: str) -> None:
    # given
    (folder / "links").mkdir()
    (folder / "links" / "favourites.py").write_text(LINK)
    # when / then nothing is done by looking
    assert merx("db", "sync-links", "--dry-run", url=database).stdout == "Would make tea_favourite.\n"
    assert tables(database) == []
    # when
    made, again = merx("db", "sync-links", url=database), merx("db", "sync-links", url=database)
    # then
    assert (made.stdout, again.stdout) == ("Made tea_favourite.\n", "Links and tables agree.\n")
    assert tables(database) == ["tea_favourite", "tea_favourite_pkey", "tea_favourite_tin_id_idx"]
    # and its migration, written later, finds the table there
    assert merx("db", "generate", "project", url=database).stdout.startswith(str(folder / "migrations" / "0001_initial.py"))
    assert merx("db", "migrate", url=database).returncode == 0
    # when the link is gone
    (folder / "links" / "favourites.py").unlink()
    with psycopg.connect(database) as connection:
        connection.execute("INSERT INTO tea_favourite (tea_id, tin_id, id, created_at, updated_at) VALUES ('a', 'b', 'c', now(), now())")
    kept, removed = merx("db", "sync-links", url=database), merx("db", "sync-links", "--drop", url=database)
    # then
    assert kept.stdout == "tea_favourite (1 rows) has no link any more: remove it with --drop.\n"
    assert removed.stdout == "Removed tea_favourite (1 rows).\n"
    assert tables(database) == []
