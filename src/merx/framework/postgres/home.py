"""The data folder: what lies in it, who owns it, and the private folder for its sockets."""

import contextlib
import os
import stat
import sys
import tempfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from .account import Account, account_for

LARGEST_LOG = 10 * 1024 * 1024  # bytes


@dataclass(frozen=True)
class Home:
    """A data folder and the account that its server runs as."""

    data_dir: Path
    account: Account

    @property
    def cluster(self) -> Path:
        return self.data_dir / "cluster"

    @property
    def log(self) -> Path:
        return self.data_dir / "postgres.log"

    @property
    def lock(self) -> Path:
        return self.data_dir / "lock"

    def open_owned(self, path: Path, flags: int) -> int:
        """Opens or creates a file (0600) that belongs to the data folder's owner, also when root creates it."""
        file = os.open(path, flags | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        if os.geteuid() == 0:
            owner = self.data_dir.stat()
            os.fchown(file, owner.st_uid, owner.st_gid)
        return file

    def open_log(self) -> int:
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.rename(self.log.with_suffix(".log.1"))
        return self.open_owned(self.log, os.O_WRONLY | os.O_APPEND)

    def log_tail(self, lines: int = 12) -> str:
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 4096))
            return "\n".join(log.read().decode(errors="replace").splitlines()[-lines:])


@contextlib.contextmanager
def opened_for(account: Account, folder: Path) -> Generator[tuple[str, list[int]], None, None]:
    """A path to `folder` for a program that runs as `account`, and the file descriptors it has to inherit for that.

    As root, the account may be unable to walk down to the data folder (/root, a 0700 project). An open folder needs no
    walk: so nothing has to be opened to anyone, and the data stays where it was asked for.
    """
    if not account.is_switched or sys.platform != "linux":
        yield str(folder), []
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{descriptor}", [descriptor]
    finally:
        os.close(descriptor)


def home_of(data_dir: Path) -> Home:
    """The home in this folder, which is created (0700) if need be, for the owner of the folder it lies in."""
    data_dir = data_dir.absolute()
    if not data_dir.exists():
        _create(data_dir)
    data_dir = data_dir.resolve()
    return Home(data_dir, account_for(data_dir, data_dir / "cluster"))


def _create(folder: Path) -> None:
    if not folder.parent.exists():
        _create(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    if os.geteuid() == 0:
        above = folder.parent.stat()
        os.chown(folder, above.st_uid, above.st_gid)


# A unix socket's path has at most 107 bytes (103 on macOS) and a data folder may lie deep: so the sockets live in a
# short, private folder under /tmp. The data folder remembers its name, so that the address is the same after every
# restart and pools that were cut off find the server again.


def socket_folder(home: Home) -> Path | None:
    """The socket folder of this home if it can be trusted, else None."""
    try:
        folder = (home.data_dir / "run").readlink()
        found = folder.lstat()
        is_private = stat.S_ISDIR(found.st_mode) and not stat.S_IMODE(found.st_mode) & 0o077
        # Somebody else could have made a folder of this name after /tmp was cleaned.
        is_own = found.st_uid == home.account.uid
        return folder if is_private and is_own and (folder / "of").read_text() == _identity(home) else None
    except OSError:
        return None


def make_socket_folder(home: Home) -> Path:
    """The socket folder, made anew where it is missing. The caller holds the home's lock."""
    if (known := socket_folder(home)) is not None:
        return known
    folder = _same_again(home) or Path(tempfile.mkdtemp(prefix="merx-", dir=_short_temp()))
    (folder / "of").write_text(_identity(home))
    home.account.own_tree(folder)
    link = home.data_dir / "run"
    link.unlink(missing_ok=True)
    link.symlink_to(folder)
    return folder


def _same_again(home: Home) -> Path | None:
    """The remembered name, if it is free: mkdir fails if anybody has put anything there."""
    try:
        folder = (home.data_dir / "run").readlink()
        folder.mkdir(mode=0o700)
    except OSError:
        return None
    return folder


def _identity(home: Home) -> str:
    """A copied data folder brings the name of the original's socket folder along; this tells them apart."""
    found = home.data_dir.stat()
    return f"{found.st_dev}:{found.st_ino}"


def _short_temp() -> str:
    short = "/tmp"  # noqa: S108 - only ever for mkdtemp, which makes a private folder
    return short if os.access(short, os.W_OK | os.X_OK) else tempfile.gettempdir()
