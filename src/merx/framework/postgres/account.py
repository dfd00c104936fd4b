"""Which operating system user PostgreSQL runs as: it refuses to be root, and so do we."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from .errors import EmbeddedPostgresError


class As(TypedDict, total=False):
    """Arguments of `subprocess.Popen` that switch the user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """The user who owns the cluster's files and runs its processes."""

    uid: int
    gid: int

    @property
    def is_switched(self) -> bool:
        return os.geteuid() == 0

    def for_popen(self) -> As:
        """Empty unless we are root: nobody else may switch users."""
        return As(user=self.uid, group=self.gid, extra_groups=[]) if self.is_switched else As()

    def own(self, path: Path) -> None:
        if self.is_switched:
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def own_tree(self, folder: Path) -> None:
        self.own(folder)
        for parent, folders, files in os.walk(folder):
            for name in (*folders, *files):
                self.own(Path(parent, name))


def account_for(data_dir: Path, cluster: Path) -> Account:
    """The owner of an existing cluster; for a new one ourselves or, as root, somebody without power.

    Under `sudo` in a user's project that is this user, so that the same shop starts without `sudo` tomorrow.
    """
    owner = cluster.stat() if cluster.exists() else None
    if os.geteuid() != 0:
        if owner and owner.st_uid != os.geteuid():
            raise EmbeddedPostgresError(f"{cluster} belongs to user id {owner.st_uid}; start as that user or as root")
        return Account(os.geteuid(), os.getegid())
    if owner and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    return _owner_of(data_dir) or _system_account()


def _owner_of(folder: Path) -> Account | None:
    found = folder.stat()
    if found.st_uid == 0:
        return None
    try:
        user = pwd.getpwuid(found.st_uid)
    except KeyError:  # a volume from another machine; initdb wants a user that has a name
        return None
    return Account(user.pw_uid, user.pw_gid)


def _system_account() -> Account:
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(user.pw_uid, user.pw_gid)
    raise EmbeddedPostgresError("as root the embedded PostgreSQL needs a user 'postgres' or 'nobody' to run as")
