"""The server lives exactly as long as somebody holds it, whoever is killed."""

# ruff: noqa: S603, S607 - the processes of these tests are started by these tests

import contextlib
import os
import signal
import socket
import subprocess
import threading
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from merx.framework.postgres import ServerFailedError, embedded, start

from .conftest import eventually, postmaster_of, processes_in, supervisor_of


def ask(url: str, statement: str = "SELECT 1"):
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def answers(url: str) -> bool:
    try:
        return ask(url) == 1
    except psycopg.OperationalError:
        return False


def sockets_of(url: str) -> Path:
    return Path(parse_qs(urlsplit(url).query)["host"][0])


async def test_after_the_only_holder_nothing_is_left(data_dir: Path) -> None:
    # when
    async with embedded(data_dir) as server:
        assert answers(server.url)
        assert len(processes_in(data_dir, "python")) == 1
        sockets = sockets_of(server.url)
    # then
    assert processes_in(data_dir) == set()
    assert not sockets.exists()
    assert not answers(server.url)


def test_the_supervisor_leaves_no_zombie_to_the_process_that_started_it(data_dir: Path) -> None:
    with start(data_dir):
        supervisor = supervisor_of(data_dir)
    assert not Path(f"/proc/{supervisor}").exists()


def test_releasing_twice_is_releasing_once(data_dir: Path) -> None:
    # given
    first, second = start(data_dir), start(data_dir)
    # when
    first.release()
    first.release()
    # then
    assert answers(second.url)
    second.release()
    assert eventually(lambda: processes_in(data_dir) == set())


def test_the_data_outlives_the_server(data_dir: Path) -> None:
    with start(data_dir) as server:
        ask(server.url, "CREATE TABLE kept AS SELECT 42 AS n")
    with start(data_dir) as server:
        assert ask(server.url, "SELECT n FROM kept") == 42


def test_the_holder_that_started_it_is_killed_and_the_others_notice_nothing(data_dir: Path, hold) -> None:
    # given
    starter = hold(data_dir)
    url = starter.url()
    with start(data_dir) as server, psycopg.connect(server.url) as connection:
        before = postmaster_of(data_dir)
        # when
        starter.kill()
        # then
        assert not eventually(lambda: processes_in(data_dir, "python") == set(), within=0.5)
        assert connection.execute("SELECT 1").fetchone() == (1,)
        assert (server.url, postmaster_of(data_dir)) == (url, before)
    assert eventually(lambda: processes_in(data_dir) == set())


def test_the_last_holder_is_killed_and_the_server_goes(data_dir: Path, hold) -> None:
    # given
    starter, other = hold(data_dir), hold(data_dir)
    assert answers(starter.url())
    assert answers(other.url())
    # when
    starter.kill()
    other.kill()
    # then
    assert eventually(lambda: processes_in(data_dir) == set(), within=5)
    assert not (data_dir / "cluster" / "postmaster.pid").exists()  # a clean shutdown, nothing to recover


def test_a_killed_server_comes_back_at_the_same_address_with_what_was_committed(data_dir: Path) -> None:
    with start(data_dir) as server:
        # given
        ask(server.url, "CREATE TABLE kept AS SELECT 42 AS n")
        killed = postmaster_of(data_dir)
        # when
        os.kill(killed, signal.SIGKILL)
        # then
        assert eventually(lambda: postmaster_of(data_dir) != killed and answers(server.url))
        assert ask(server.url, "SELECT n FROM kept") == 42
        with start(data_dir) as another:
            assert another.url == server.url
    assert eventually(lambda: processes_in(data_dir) == set())


def test_a_backend_that_is_too_busy_to_see_its_server_die_does_not_hinder_the_next_server(data_dir: Path) -> None:
    with start(data_dir) as server:
        # given
        with psycopg.connect(server.url) as connection:
            busy = connection.info.backend_pid
            counting = threading.Thread(target=_run_until_cut_off, args=(connection, "SELECT count(*) FROM generate_series(1, 10000000000)"))
            counting.start()
            assert eventually(lambda: _is_active(server.url, busy))
            killed = postmaster_of(data_dir)
            # when
            os.kill(killed, signal.SIGKILL)
            # then
            assert eventually(lambda: postmaster_of(data_dir) != killed and answers(server.url))
            counting.join(10)
        assert busy not in processes_in(data_dir)


def _run_until_cut_off(connection: psycopg.Connection, statement: str) -> None:
    with contextlib.suppress(psycopg.OperationalError):
        connection.execute(statement)


def _is_active(url: str, pid: int) -> bool:
    return ask(url, f"SELECT state FROM pg_stat_activity WHERE pid = {pid}") == "active"


def test_a_killed_supervisor_is_replaced_by_whoever_still_holds(data_dir: Path) -> None:
    # given
    with start(data_dir) as first, start(data_dir) as second:
        ask(first.url, "CREATE TABLE kept AS SELECT 42 AS n")
        killed, server = supervisor_of(data_dir), postmaster_of(data_dir)
        # when
        os.kill(killed, signal.SIGKILL)
        # then
        assert eventually(lambda: supervisor_of(data_dir) != killed and postmaster_of(data_dir) != server and answers(second.url))
        assert ask(first.url, "SELECT n FROM kept") == 42
    assert eventually(lambda: processes_in(data_dir) == set())


def test_supervisor_and_holder_are_killed_together_and_nothing_is_left(data_dir: Path, hold) -> None:
    # given
    holder = hold(data_dir)
    url = holder.url()
    # when
    holder.process.send_signal(signal.SIGSTOP)  # so that it cannot start a new supervisor in between
    os.kill(supervisor_of(data_dir), signal.SIGKILL)
    holder.kill()
    # then
    assert eventually(lambda: processes_in(data_dir) == set(), within=5)
    with start(data_dir) as server:
        assert server.url == url
        assert answers(url)


def test_a_pid_file_whose_number_belongs_to_another_process_neither_stops_us_nor_harms_it(data_dir: Path) -> None:
    # given
    owner = data_dir.stat().st_uid
    with start(data_dir):
        owner = (data_dir / "cluster").stat().st_uid
    switch = {"user": owner, "extra_groups": []} if os.geteuid() == 0 else {}
    with subprocess.Popen(["sleep", "60"], cwd="/", **switch) as innocent:
        (data_dir / "cluster" / "postmaster.pid").write_text(f"{innocent.pid}\n/elsewhere\n0\n5432\n/tmp\n\n0 0\nready\n")
        try:
            # when
            with start(data_dir) as server:
                # then
                assert answers(server.url)
                assert innocent.poll() is None
        finally:
            innocent.kill()


def test_a_server_that_nobody_supervises_is_stopped_before_ours_starts(data_dir: Path) -> None:
    # given
    with start(data_dir) as server:
        ask(server.url, "CREATE TABLE kept AS SELECT 42 AS n")
        program, home = Path(f"/proc/{postmaster_of(data_dir)}/exe").readlink(), (data_dir / "cluster").stat()
    switch = {"user": home.st_uid, "group": home.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    command = [program, "-D", "/proc/self/cwd", "-c", "listen_addresses=", "-c", "unix_socket_directories=/proc/self/cwd"]
    with subprocess.Popen(command, cwd=data_dir / "cluster", stderr=subprocess.DEVNULL, **switch) as stray:
        try:
            assert eventually(lambda: _pid_file(data_dir)[0] == str(stray.pid) and _pid_file(data_dir)[7].startswith("ready"))
            # when
            with start(data_dir) as server:
                # then
                assert ask(server.url, "SELECT n FROM kept") == 42
                assert stray.wait(5) == 0
        finally:
            stray.kill()


def _pid_file(data_dir: Path) -> list[str]:
    return (data_dir / "cluster" / "postmaster.pid").read_text().splitlines()


def test_many_processes_start_at_once_and_get_one_server(data_dir: Path, hold) -> None:
    # when
    holders = [hold(data_dir) for _ in range(5)]
    urls = {holder.url() for holder in holders}
    # then
    assert len(urls) == 1
    assert answers(urls.pop())
    assert len(processes_in(data_dir, "python")) == 1
    assert [holder.release() for holder in holders] == ["released"] * 5
    assert eventually(lambda: processes_in(data_dir) == set())


def test_two_processes_make_one_cluster(tmp_path: Path, hold) -> None:
    # when
    one, two = hold(tmp_path / "new"), hold(tmp_path / "new")
    # then
    assert one.url() == two.url()
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["cluster", "lock", "postgres.log", "run"]
    assert (one.release(), two.release()) == ("released", "released")
    assert eventually(lambda: processes_in(tmp_path / "new") == set())


def test_one_leaves_while_the_next_comes_and_each_gets_a_server_that_answers(data_dir: Path) -> None:
    wrong: list[str] = []

    def come_and_go() -> None:
        for _ in range(8):
            with start(data_dir) as server:
                if not answers(server.url):
                    wrong.append(server.url)

    # when
    comers = [threading.Thread(target=come_and_go) for _ in range(3)]
    for comer in comers:
        comer.start()
    for comer in comers:
        comer.join(60)
    # then
    assert wrong == []
    assert eventually(lambda: processes_in(data_dir) == set())


def test_ctrl_c_reaches_the_holder_and_not_the_server(data_dir: Path, hold) -> None:
    # given
    holder = hold(data_dir)
    holder.url()
    with start(data_dir) as server:
        before = postmaster_of(data_dir)
        # when
        os.killpg(holder.process.pid, signal.SIGINT)  # what a terminal does; the holder leads its own group
        holder.process.wait(10)
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # a service manager may mean everybody
            os.kill(supervisor_of(data_dir), signum)
        # then
        assert answers(server.url)
        assert postmaster_of(data_dir) == before


def test_a_server_that_cannot_start_says_why(data_dir: Path) -> None:
    # given
    with (data_dir / "cluster" / "postgresql.conf").open("a") as conf:
        conf.write("shared_buffers = 'a lot'\n")
    # when
    with pytest.raises(ServerFailedError) as refused:
        start(data_dir)
    # then
    assert 'invalid value for parameter "shared_buffers"' in str(refused.value)
    assert eventually(lambda: processes_in(data_dir) == set())


def test_a_forked_child_that_releases_leaves_the_parents_hold_alone(data_dir: Path) -> None:
    with start(data_dir) as server:
        # when
        if (child := os.fork()) == 0:
            server.release()
            os._exit(0)
        os.waitpid(child, 0)
        # then
        assert answers(server.url)


def test_a_copied_data_folder_has_its_own_server(data_dir: Path, tmp_path: Path) -> None:
    # given
    start(data_dir).release()
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-a", data_dir, copy], check=True)
    # when
    with start(data_dir) as one, start(copy) as other:
        # then
        assert one.url != other.url
        ask(one.url, "CREATE TABLE here AS SELECT 1 AS n")
        assert ask(other.url, "SELECT to_regclass('here')") is None


def test_a_socket_folder_that_somebody_else_made_is_not_used(data_dir: Path) -> None:
    # given
    with start(data_dir) as server:
        sockets = sockets_of(server.url)
    sockets.mkdir(mode=0o777)
    sockets.chmod(0o777)
    with socket.socket(socket.AF_UNIX) as trap:
        trap.bind(str(sockets / "supervisor"))
        trap.listen()
        # when
        with start(data_dir) as server:
            # then
            assert sockets_of(server.url) != sockets
            assert answers(server.url)
    (sockets / "supervisor").unlink()
    sockets.rmdir()
