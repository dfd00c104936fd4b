"""Pages of documentation as tests: what a page shows is what a reader types, so each of its code blocks runs, in order.

- `python` whose first line is a path, `# myshop/links.py`: a file of the page's shop, there before the shop opens.
- `python` otherwise: runs as it stands, `await` included, with `app`, `scope`, `client` and what earlier blocks defined.
- `http`: a request, an empty line, and what is answered: the status and the part of the body that is worth showing.
  `{{name}}` stands for a value: the first answer that shows it gives it.
- `sh`: commands that end, in the shop's folder.
"""

import ast
import json
import os
import re
import subprocess
import sys
from inspect import CO_COROUTINE
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple

import httpx

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_PATH = re.compile(r"# (\S+\.\w+)\n")
_NAME = re.compile(r"\{\{(\w+)\}\}")


class Block(NamedTuple):
    """One code block of a page; `line` is where it starts."""

    page: Path
    line: int
    language: str
    code: str

    @property
    def path(self) -> str | None:
        """Where this file of the shop lies; None for what is not a file."""
        found = _PATH.match(self.code)
        return found[1] if found and self.language == "python" else None


def blocks(page: Path) -> list[Block]:
    text = page.read_text()
    return [Block(page, text[: found.start()].count("\n") + 2, found[1], found[2]) for found in _BLOCK.finditer(text)]


def write_files(page: Path, folder: Path) -> None:
    """The page's files, in `folder`."""
    for block in blocks(page):
        if block.path is not None:
            file = folder / block.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.code)


class Reader:
    """Somebody who types a page, block by block."""

    def __init__(self, folder: Path, client: httpx.AsyncClient, names: dict[str, Any], environment: dict[str, str]) -> None:
        self.folder = folder
        self.client = client
        self.names = names
        self.environment = environment

    async def read(self, page: Path) -> None:
        for block in blocks(page):
            if block.path is not None:
                continue
            match block.language:
                case "python":
                    await self._run(block)
                case "http":
                    await self._ask(block)
                case "sh":
                    self._type(block)
                case other:
                    raise AssertionError(f"{page.name}:{block.line}: a block of '{other}', which nothing runs: use python, http or sh, or indent it")

    async def _run(self, block: Block) -> None:
        source = "\n" * (block.line - 1) + block.code
        code: CodeType = compile(source, str(block.page), "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        answer = FunctionType(code, self.names)()
        if code.co_flags & CO_COROUTINE:
            await answer

    async def _ask(self, block: Block) -> None:
        asked, _, expected = block.code.partition("\n\n")
        first, *rest = asked.splitlines()
        method, path = first.split(" ", 1)
        headers = dict(line.split(": ", 1) for line in rest if re.match(r"[\w-]+: ", line))
        body = "\n".join(line for line in rest if not re.match(r"[\w-]+: ", line))
        answer = await self.client.request(
            method,
            self._filled(path),
            content=self._filled(body) or None,
            headers={"content-type": "application/json", **{k: self._filled(v) for k, v in headers.items()}},
        )
        status, _, shown = expected.strip().partition(" ")
        where = f"{block.page.name}:{block.line}: {first}"
        assert str(answer.status_code) == status, f"{where}: {answer.status_code} {answer.text}"
        if shown:
            self._compare(where, json.loads(shown), answer.json())

    def _filled(self, text: str) -> str:
        return _NAME.sub(lambda found: str(self.names[found[1]]), text)

    def _compare(self, where: str, shown: Any, got: Any) -> None:
        """What is shown must be there; more may be."""
        if isinstance(shown, str) and (name := _NAME.fullmatch(shown)):
            assert self.names.setdefault(name[1], got) == got, f"{where}: {name[1]} was {self.names[name[1]]}, is {got}"
        elif isinstance(shown, dict):
            for key, value in shown.items():
                assert key in got, f"{where}.{key} is not answered"
                self._compare(f"{where}.{key}", value, got[key])
        elif isinstance(shown, list):
            assert len(shown) == len(got), f"{where}: {got}"
            for at, (one, other) in enumerate(zip(shown, got, strict=True)):
                self._compare(f"{where}.{at}", one, other)
        else:
            assert shown == got, f"{where}: {got}"

    def _type(self, block: Block) -> None:
        environment = {**os.environ, **self.environment, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
        done = subprocess.run(
            ["/bin/sh", "-e", "-c", self._filled(block.code)], cwd=self.folder, env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, f"{block.page.name}:{block.line}\n{done.stdout}\n{done.stderr}"
