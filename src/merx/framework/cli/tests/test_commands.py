"""Commands that do something and end."""

import subprocess
import sys
from pathlib import Path

import psycopg

from .conftest import Merx


def test_help_names_the_commands_and_loads_nothing_that_takes_time(merx: Merx) -> None:
    # given / when
    told = merx("--help")
    code = (
        "from merx.framework.cli import cli; import sys; cli(); print({'sqlalchemy', 'litestar', 'asyncpg', 'psycopg', 'alembic', 'uvicorn'} & {*sys.modules})"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    # then
    assert told.returncode == 0
    assert all(f"│ {name} " in told.stdout for name in ("develop", "start", "exec", "db"))
    assert loaded.stdout == "set()\n"


def test_a_script_gets_a_scope_of_the_shop(merx: Merx, folder: Path, database: str) -> None:
    # given
    (folder / "count.py").write_text(
        "from merx.framework.testing.tests.shop.tea.models import Tea\n"
        "from merx.framework.testing.tests.shop.tea.service import TeaService\n"
        "async def main(scope):\n"
        "    await scope[TeaService].teas.create(Tea(name='Assam'))\n"
        "    print(scope.actor.type, await scope.value('SELECT count(*) FROM tea'))\n"
    )
    # when
    told = merx("exec", "count.py", url=database)
    # then
    assert (told.stdout, told.stderr, told.returncode) == ("system 1\n", "", 0)


def test_mistakes_are_told_in_a_line_and_not_in_a_traceback(merx: Merx, folder: Path, database: str) -> None:
    # given
    (folder / "empty.py").write_text("")
    # when
    without_main = merx("exec", "empty.py", url=database)
    unreachable = merx("db", "migrate", url="postgresql://nobody@127.0.0.1:1/nothing")
    odd_port = merx("develop", url=database, MERX_PORT="many")
    (folder / "merx_config.py").write_text("config = 3\n")
    odd_config = merx("db", "migrate", url=database)
    # then
    assert (without_main.returncode, without_main.stderr) == (1, "merx: empty.py has no `async def main(scope)`\n")
    assert unreachable.returncode == 1
    assert unreachable.stderr.startswith("merx: The database cannot be reached: ")
    assert odd_port.stderr.startswith("merx: MERX_PORT='many' does not fit: ")
    assert odd_config.stderr == f"merx: {folder / 'merx_config.py'} has no `config = Config(...)`; it has 3\n"


def test_a_reset_without_a_terminal_wants_a_yes_and_then_leaves_only_tables(merx: Merx, database: str) -> None:
    # given
    with psycopg.connect(database) as connection:
        connection.execute("INSERT INTO tea (id, name, created_at, updated_at) VALUES ('tea_1', 'Assam', now(), now())")
        connection.execute("CREATE TABLE left_over (id int)")
    # when
    refused = merx("db", "reset", url=database)
    # then nothing is lost
    assert (refused.returncode, refused.stderr) == (1, "merx: This loses data, and there is no terminal to ask: say --yes if it is meant.\n")
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM tea").fetchone() == (1,)
    # when
    done = merx("db", "reset", "--yes", url=database)
    # then
    assert done.returncode == 0
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT to_regclass('left_over'), to_regclass('workflow_run') IS NOT NULL").fetchone() == (None, True)
    assert merx("db", "migrate", url=database).stdout == "Nothing to do.\n"
