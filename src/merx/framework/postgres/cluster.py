"""Making a cluster: initdb, who may connect, and settings that suit a shop."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from .binaries import Binaries
from .errors import EmbeddedPostgresError, ServerFailedError
from .home import Home, opened_for

SUPERUSER = "merx"
BUILTIN_LOCALE_MAJOR = 18  # 17 has the builtin provider too, but full text search still asks libc there

# Written to postgresql.conf once; afterwards the file belongs to the shop. Address and socket permissions are not in
# here: the supervisor gives them on the command line, where no edit can open the server to others.
SETTINGS: Mapping[str, str] = {
    "shared_buffers": "256MB",  # the hot catalogue of a large shop; memory is taken only when pages are read
    "effective_cache_size": "1GB",  # the operating system's cache also holds pages: prefer index scans
    "work_mem": "8MB",  # sorts of one list page stay in memory, and 200 connections stay payable
    "maintenance_work_mem": "64MB",  # the default, pinned: index builds during an import
    "random_page_cost": "1.1",  # solid state disks: the default of 4 is a spinning disk's and shuns indexes
    "max_connections": "200",  # several processes with a pool each, workers, a developer's psql
    "jit": "off",  # statements of a shop take milliseconds; compiling them takes longer than running them
    "fsync": "on",  # an order that was confirmed survives a power cut
    "synchronous_commit": "on",  # the same: the answer waits until the commit is on disk
    "max_wal_size": "1GB",  # an import does not checkpoint every few seconds
    "autovacuum_naptime": "15s",  # plans made while a new shop's tables were empty are made again before that hurts
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "log_checkpoints": "off",  # noise in a log that people read to find one error
    "log_parameter_max_length": "0",  # parameters are customers' data and never belong into a log
    "log_parameter_max_length_on_error": "0",
}


def major_on_disk(home: Home) -> int | None:
    """The major version that made the cluster, or None if there is no cluster yet."""
    file = home.cluster / "PG_VERSION"
    return int(file.read_text()) if file.exists() else None


def ensure_cluster(home: Home, binaries: Binaries, settings: Mapping[str, str]) -> None:
    """Creates the cluster if there is none; a kill at any moment leaves no half of one. The caller holds the lock."""
    if home.cluster.exists():
        if home.cluster.stat().st_uid != home.account.uid:  # root copied or restored it, so all of it is root's
            home.account.own_tree(home.cluster)
        return
    for leftover in home.data_dir.glob("cluster.new-*"):
        shutil.rmtree(leftover)
    fresh = Path(tempfile.mkdtemp(prefix="cluster.new-", dir=home.data_dir))
    home.account.own(fresh)
    chosen = {**SETTINGS, **settings}
    _initdb(home, binaries, fresh, is_synced=chosen["fsync"] == "on")
    _configure(fresh, chosen)
    fresh.rename(home.cluster)
    _sync(home.data_dir)


def _initdb(home: Home, binaries: Binaries, fresh: Path, *, is_synced: bool) -> None:
    # Code point order and Unicode case rules, the same on every system. The builtin provider needs nothing from libc;
    # before 18 full text search still asked libc, so older servers get libc's C.UTF-8 whole.
    locale = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if binaries.major >= BUILTIN_LOCALE_MAJOR else ["--locale=C.UTF-8"]
    # Local connections are trusted because only the owner of the 0700 socket folder (and root) reaches the socket,
    # and both could read the files anyway. A password would add a secret to keep, not a lock.
    access = [f"--username={SUPERUSER}", "--auth-local=trust", "--auth-host=reject"]
    # The final sync costs 40 ms of 340, and without it a power cut would eat files that no checkpoint writes again.
    sync = [] if is_synced else ["--no-sync"]
    with opened_for(home.account, fresh) as (folder, inherited):
        done = subprocess.run(  # noqa: S603 - the arguments are ours
            [binaries.initdb, "-D", folder, "--encoding=UTF8", *locale, *access, *sync],
            cwd="/",  # before 16 it steps into its own folder and back, by path
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            pass_fds=inherited,
            **home.account.for_popen(),
        )
    if done.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        raise ServerFailedError(f"initdb failed:\n{done.stderr.strip()[-2000:]}")


def _configure(fresh: Path, settings: Mapping[str, str]) -> None:
    for name, value in settings.items():
        if "\n" in name + value:
            raise EmbeddedPostgresError(f"a setting is one line: {name}")
    lines = [
        "",
        "# Chosen by Merx when this cluster was made; edit as you like, it is not written again.",
        "",
    ]
    lines += [f"{name} = {value}" for name, value in settings.items()]
    with (fresh / "postgresql.conf").open("a") as conf:
        conf.write("\n".join(lines) + "\n")
        conf.flush()
        os.fsync(conf.fileno())


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
