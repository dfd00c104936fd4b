"""One line of JSON per request, and one per bug. Never a query string, a header or a body: they hold secrets."""

import sys
import traceback
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

_encode: Final = msgspec.json.Encoder().encode
_MAX_PATH: Final = 500


def write(line: dict[str, Any]) -> None:
    """To standard error, at once. The logging module's records and locks would cost as much as routing does."""
    sys.stderr.write(_encode(line).decode() + "\n")


def request(*, request_id: str, method: str, path: str, status: int, seconds: float, actor: str) -> None:
    write(
        {
            "time": _now(),
            "level": "info" if status < 500 else "error",  # noqa: PLR2004 - HTTP's server errors
            "request_id": request_id,
            "method": method,
            "path": path[:_MAX_PATH],
            "status": status,
            "ms": round(seconds * 1000, 2),
            "actor": actor,
        }
    )


def bug(error: BaseException, *, request_id: str, method: str, path: str) -> None:
    """An error nobody foresaw, with its traceback."""
    write(
        {
            "time": _now(),
            "level": "error",
            "request_id": request_id,
            "method": method,
            "path": path[:_MAX_PATH],
            "error": f"{type(error).__name__}: {error}",
            "traceback": "".join(traceback.format_exception(error)),
        }
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
