"""Errors that cross a door: each carries a type, a stable code and a message for people.

The type decides the HTTP status, in one place (`merx.framework.http.errors`). Bugs are no `AppError`: let them crash.
"""

from enum import StrEnum
from typing import Any


class ErrorType(StrEnum):
    """Kinds of refusal, as they stand in the `type` of an error body (contract: `errors.json`, `types`)."""

    NOT_FOUND = "not_found"
    INVALID_DATA = "invalid_data"
    NOT_ALLOWED = "not_allowed"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    DUPLICATE = "duplicate_error"
    CONFLICT = "conflict"
    PAYMENT_AUTHORIZATION = "payment_authorization_error"
    PAYMENT_REQUIRES_MORE = "payment_requires_more_error"
    TOO_MANY_REQUESTS = "too_many_requests"
    UNEXPECTED_STATE = "unexpected_state"


class AppError(Exception):
    """A refusal that the caller may answer. Subclasses fix `type` and, where clients rely on one, `code`."""

    type: ErrorType = ErrorType.INVALID_DATA
    code: str | None = None

    def __init__(self, message: str, *, code: str | None = None, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details
        if code is not None:
            self.code = code


class NotFound(AppError):
    """What was asked for does not exist, or is not the caller's to see."""

    type = ErrorType.NOT_FOUND


class InvalidData(AppError):
    """The input cannot be what the caller meant: asking again the same way never helps."""

    type = ErrorType.INVALID_DATA


class NotAllowed(AppError):
    """The input is well-formed and today's state refuses it."""

    type = ErrorType.NOT_ALLOWED


class Unauthorized(AppError):
    """Nobody, or the wrong kind of somebody, is asking."""

    type = ErrorType.UNAUTHORIZED


class Forbidden(AppError):
    """Somebody known is asking for what their scopes do not cover."""

    type = ErrorType.FORBIDDEN


class Duplicate(AppError):
    """The thing exists already."""

    type = ErrorType.DUPLICATE


class Conflict(AppError):
    """Another request holds what this one needs; the same request may succeed later."""

    type = ErrorType.CONFLICT


class Unavailable(AppError):
    """What the shop needs and does not run itself fails just now: nothing was done, and the same request may succeed later. The cause is logged."""

    type = ErrorType.UNEXPECTED_STATE


class Misconfigured(Exception):
    """A builder's mistake, found while the app starts: says what is wrong, where, and what to do."""


class Misuse(RuntimeError):
    """Something is called where it cannot keep its promise: a builder's mistake, a bug."""
