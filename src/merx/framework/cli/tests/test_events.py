"""`merx events`: what happened, and dead letters sent again, from the command line."""

import json
from pathlib import Path

import psycopg

from .conftest import Merx

SAY = """
async def main(scope):
    for name in ("tea.made", "tea.spilt", "cup.broken"):
        await scope.emit(name, {"cup": 1})
"""


def two_dead_letters(merx: Merx, folder: Path, database: str) -> None:
    """Three events, and two of them could not be delivered."""
    (folder / "say.py").write_text(SAY)
    assert merx("exec", "say.py", url=database).returncode == 0
    with psycopg.connect(database) as connection:
        connection.execute(
            """INSERT INTO dead_letter (id, event_id, subscriber, tries, error, created_at, updated_at)
            SELECT 'dead_' || replace(name, '.', '_'), id, 'wipe', 5, '{"kind": "x", "message": "no cloth"}', now(), now() FROM event WHERE name <> 'tea.made'"""
        )


def test_history_tells_the_last_events_in_their_order_and_goes_on_after_a_cursor(merx: Merx, folder: Path, database: str) -> None:
    # given
    two_dead_letters(merx, folder, database)
    # when
    told = [json.loads(line) for line in merx("events", "history", url=database).stdout.splitlines()]
    last = [json.loads(line) for line in merx("events", "history", "tea.*", "--limit", "1", url=database).stdout.splitlines()]
    more = [json.loads(line) for line in merx("events", "history", "--after", told[0]["cursor"], url=database).stdout.splitlines()]
    # then
    assert [(one["name"], one["data"]) for one in told] == [("tea.made", {"cup": 1}), ("tea.spilt", {"cup": 1}), ("cup.broken", {"cup": 1})]
    assert last == [told[1]]
    assert more == told[1:]


def test_dead_letters_are_shown_sent_again_and_dismissed(merx: Merx, folder: Path, database: str) -> None:
    # given
    two_dead_letters(merx, folder, database)
    # when
    (spilt,) = (json.loads(line) for line in merx("events", "dead", "--event", "tea.spilt", url=database).stdout.splitlines())
    # then
    assert (spilt["id"], spilt["subscriber"], spilt["tries"], spilt["error"]) == ("dead_tea_spilt", "wipe", 5, "no cloth")
    # when
    sent = merx("events", "replay", "dead_tea_spilt", url=database)
    dismissed = merx("events", "dismiss", "--all", "--subscriber", "wipe", url=database)
    # then
    assert (sent.stdout, sent.returncode) == ("Sent 1 dead letter again.\n", 0)
    assert (dismissed.stdout, dismissed.returncode) == ("Dismissed 1 dead letter.\n", 0)
    assert merx("events", "dead", url=database).stdout == ""
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT task_name, args->>'subscriber' FROM procrastinate_jobs").fetchall() == [("merx.deliver", "wipe")]


def test_which_dead_letters_has_to_be_said(merx: Merx, database: str) -> None:
    # when
    which = merx("events", "replay", url=database)
    unknown = merx("events", "replay", "dead_1", url=database)
    # then
    assert (which.returncode, which.stderr) == (
        1,
        "merx: Say which: ids of dead letters (see `merx events dead`), or --all, as in `merx events replay --all --event order.placed`.\n",
    )
    assert (unknown.returncode, unknown.stderr) == (1, "merx: Dead letter with id: dead_1 was not found\n")
