"""A shop as its owner runs it: the `merx` command in a process of its own, with a data folder of its own, until Ctrl-C."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.acceptance.node import HERE, Node

MERX = str(Path(sys.executable).with_name("merx"))
PATIENCE = 90  # seconds: the first start makes a cluster, migrates and seeds, perhaps on a busy machine


@dataclass(frozen=True)
class Shop:
    """Where a shop listens, and what its `merx` commands have in common."""

    url: str
    folder: Path
    environment: dict[str, str]
    node: Node

    @property
    def log(self) -> Path:
        return self.folder / "merx.log"

    def merx(self, *arguments: str) -> str:
        done = subprocess.run(
            [MERX, *arguments], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == 0, f"merx {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def script(self, name: str, **variables: str) -> dict[str, Any]:
        """The facts that a script of the official client saw; its failed assertion fails the test."""
        environment = {**self.environment, **variables, "BASE_URL": self.url}
        command = [*self.node.node, str(HERE / name)]
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE, check=False)
        assert done.returncode == 0, f"{name}\n{done.stderr}\n--- the shop said:\n{self.log.read_text()[-6000:]}"
        return json.loads(done.stdout.splitlines()[-1])

    @contextlib.contextmanager
    def running(self, *arguments: str) -> Iterator["Shop"]:
        """While `merx <arguments>` runs; then it is told to stop as by Ctrl-C, and has to, without complaint."""
        with self.log.open("w") as log:
            process = subprocess.Popen(
                [MERX, *arguments], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )
        try:
            self._wait_until_it_answers(process)
            yield self
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=30) == 0, self.log.read_text()[-6000:]
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()

    def _wait_until_it_answers(self, process: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            assert process.poll() is None, f"merx ended with {process.returncode}\n{self.log.read_text()[-6000:]}"
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/ready", timeout=5) as answer:
                # What it tells its owner comes after the first answer, and the demo's catalogue before that.
                if answer.status == 200 and "Ctrl-C" in self.log.read_text():
                    return
            time.sleep(0.2)
        raise AssertionError(f"{self.url} did not answer within {PATIENCE} s\n{self.log.read_text()[-6000:]}")


def shop_in(folder: Path, node: Node) -> Shop:
    port = _free_port()
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("MERX_", "PYTEST_"))}
    own = {"MERX_DATA_DIR": str(folder / ".merx"), "MERX_PORT": str(port), "COLUMNS": "200", "NO_COLOR": "1"}
    return Shop(f"http://127.0.0.1:{port}", folder, {**outside, **own}, node)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
