"""From an error to its answer: the only place that knows HTTP statuses (contract: `errors.json`)."""

import html
import re
from typing import Any, Final

import asyncpg  # pyright: ignore[reportMissingTypeStubs] - typed inside, unmarked

from merx.framework.errors import AppError, Conflict, ErrorType, InvalidData, NotAllowed, NotFound, Unauthorized, Unavailable
from merx.framework.http.answer import Answer

STATUS: Final[dict[ErrorType, int]] = {
    ErrorType.NOT_FOUND: 404,
    ErrorType.INVALID_DATA: 400,
    ErrorType.NOT_ALLOWED: 400,
    ErrorType.UNAUTHORIZED: 401,
    ErrorType.FORBIDDEN: 403,
    ErrorType.DUPLICATE: 422,
    ErrorType.CONFLICT: 409,
    ErrorType.PAYMENT_AUTHORIZATION: 422,
    ErrorType.PAYMENT_REQUIRES_MORE: 500,
    ErrorType.TOO_MANY_REQUESTS: 429,
    ErrorType.UNEXPECTED_STATE: 500,
}
_CODES: Final = {ErrorType.DUPLICATE: "invalid_request_error", ErrorType.CONFLICT: "invalid_state_error"}
_BY_STATUS: Final = {400: "invalid_data", 401: "unauthorized", 403: "forbidden", 404: "not_found", 409: "conflict"}

UNAVAILABLE: Final = 503
_LATER: Final = [(b"retry-after", b"1")]

UNKNOWN: Final = {"code": "unknown_error", "type": "unknown_error", "message": "An unknown error occurred."}


class NotSignedIn(Unauthorized):
    """No credential that this route accepts. Its body is the message alone."""

    def __init__(self, message: str = "Unauthorized") -> None:
        super().__init__(message)


class TooManyRequests(AppError):
    """Somebody asks more often than he may. `retry_after` is the whole seconds after which asking again makes sense."""

    type = ErrorType.TOO_MANY_REQUESTS

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many requests. Try again in {retry_after} seconds.", retry_after=retry_after)
        self.retry_after = retry_after


class RefusedBody(InvalidData):
    """The body is well-formed and asks for what this caller may not have; each entry of `errors` says what."""

    def __init__(self, *errors: str) -> None:
        super().__init__("Provided request body contains errors. Please check the data and retry the request")
        self.errors = errors


def answer_error(error: Exception) -> Answer | None:
    """The answer to `error`, or None if it is a bug."""
    if isinstance(error, asyncpg.PostgresError | asyncpg.InterfaceError | ConnectionError):
        known = from_database(error)
        if known is None:
            return unavailable() if _is_unreachable(error) else None
        error = known
    if not isinstance(error, AppError):
        return None
    if isinstance(error, NotSignedIn):
        return Answer.json({"message": error.message}, status=401)
    if isinstance(error, RefusedBody):
        return Answer.json({"errors": error.errors, "message": error.message}, status=400)
    status = UNAVAILABLE if isinstance(error, Unavailable) else STATUS[error.type]
    code = error.code or _CODES.get(error.type)
    body: dict[str, Any] = {} if code is None else {"code": code}
    headers = [(b"retry-after", str(error.retry_after).encode())] if isinstance(error, TooManyRequests) else _LATER if status == UNAVAILABLE else []
    return Answer.json(body | {"type": error.type, "message": error.message}, status=status, headers=headers)


def bug() -> Answer:
    return Answer.json(UNKNOWN, status=500)


def unavailable() -> Answer:
    return Answer.json(UNKNOWN, status=UNAVAILABLE, headers=_LATER)


def plain(status: int, message: str) -> Answer:
    """An error of HTTP itself, such as 413."""
    return Answer.json({"type": _BY_STATUS.get(status, "unknown_error"), "message": message}, status=status)


def cannot(method: str, path: str) -> Answer:
    """No such path, or not with this method."""
    return Answer.html(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n'
        f"<pre>Cannot {html.escape(method)} {html.escape(path)}</pre>\n</body>\n</html>\n",
        status=404,
    )


# --- what PostgreSQL says -------------------------------------------------------------------------------------------

_KEY = re.compile(r"Key \((?P<columns>.*?)\)=\((?P<values>.*)\) (?P<verb>already exists|is not present|is still referenced)", re.DOTALL)
_BUSY = {"40001", "40P01", "55P03"}
_TOO_LONG = "57014"
_OUT_OF_BOUNDS = "54000"
_UNREACHABLE = ("08", "53", "57P")

MOST_INDEXED = 2_600
"""Bytes. A third of a page of PostgreSQL's, less what it keeps beside a value; what compresses well may be longer."""


def from_database(error: Exception) -> AppError | None:
    """What a caller can do about an error of the database; None where nothing, because the fault is ours."""
    state: str = getattr(error, "sqlstate", "") or ""
    match state:
        case "23505":
            columns, values = _key_of(error)
            pairs = ", ".join(f"{column}: {value}" for column, value in zip(columns, values, strict=False))
            return InvalidData(f"{_words(error)} with {pairs}, already exists.")
        case "23502":
            return InvalidData(f"Cannot set field '{getattr(error, 'column_name', None)}' of {_words(error)} to null")
        case "23503":
            return _foreign_key(error)
        case "23514":
            return InvalidData(f"{_words(error)} breaks the rule {getattr(error, 'constraint_name', None)}")
        case _:
            return _by_class(state, error)


def _by_class(state: str, error: Exception) -> AppError | None:
    if state in _BUSY:
        return Conflict("The request conflicted with another request. You may retry the request with the provided Idempotency-Key.")
    if state == _TOO_LONG:
        return Conflict("The request took the database too long: others may hold what it needs. Retry it, or ask for less at once.")
    if state == _OUT_OF_BOUNDS and "index row" in str(error):
        return InvalidData(f"A value is too long: what rows are found by (a handle, a code, a name) holds at most {MOST_INDEXED} bytes")
    if state.startswith(("22", "54")) or isinstance(error, asyncpg.DataError):
        # Values that do not fit their column: wrong syntax, out of range.
        return InvalidData(f"Invalid value: {_first_line(error)}")
    return None


def _foreign_key(error: Exception) -> AppError:
    columns, values = _key_of(error)
    if "still referenced" in str(getattr(error, "detail", "")):
        return NotAllowed(f"{_words(error)} still refers to {', '.join(columns)}: {', '.join(values)}")
    return NotFound(f"You tried to set relationship {', '.join(columns)}: {', '.join(values)}, but such entity does not exist")


def _key_of(error: Exception) -> tuple[list[str], list[str]]:
    found = _KEY.search(str(getattr(error, "detail", "") or ""))
    if found is None:
        return ["value"], ["?"]
    columns = found["columns"].split(", ")
    return columns, found["values"].split(", ", len(columns) - 1)


def _words(error: Exception) -> str:
    table = getattr(error, "table_name", None) or "row"
    return str(table).replace("_", " ").capitalize()


def _first_line(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:300]


def _is_unreachable(error: Exception) -> bool:
    state: str = getattr(error, "sqlstate", "") or ""
    return isinstance(error, ConnectionError) or state.startswith(_UNREACHABLE)
