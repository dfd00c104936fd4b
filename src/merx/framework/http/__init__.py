"""HTTP: routes, who may call them, what they take and what they answer.

Owns: sessions, kept answers of `Idempotency-Key`, the wire grammar, the statuses of errors.
Leaves to others: identities and keys (rooms declare `@publishable_keys` and `@secret_keys`), what a route does.
Holds always: a route without an audience does not start; a bug is a 500 without a word about its cause.
"""

from typing import TYPE_CHECKING, Any

from merx.framework.http import sessions, tokens
from merx.framework.http.additional_data import AdditionalData, additional_data
from merx.framework.http.answer import Answer, deleted
from merx.framework.http.audience import ADMIN, ANYONE, CUSTOMER, PUBLIC, STORE, Audience
from merx.framework.http.credentials import departed, publishable_keys, secret_keys
from merx.framework.http.errors import NotSignedIn, RefusedBody
from merx.framework.http.fields import Fields
from merx.framework.http.numbers import Integer, NotNegative, Number, Positive
from merx.framework.http.parameters import (
    UNSET,
    Body,
    FieldParams,
    Limit,
    ListParams,
    LooseBody,
    OperatorMap,
    Operators,
    Params,
    Unset,
    changes,
    filters_of,
)
from merx.framework.http.routes import BATCH_BODY_LIMIT, Route, delete, get, patch, post, put
from merx.framework.http.scopes import AdminScope, HttpScope, PublicScope, PublishableKey, StoreScope
from merx.framework.http.service import HttpService
from merx.framework.http.validation import Email
from merx.framework.module import Module

if TYPE_CHECKING:
    from litestar import Litestar

    from merx.framework.app import App


http = Module("http", service=HttpService)


def create_app(app: "App", **options: Any) -> "Litestar":
    """The ASGI application of `app`, see `merx.framework.http.server.create_app`."""
    from merx.framework.http.server import create_app as create  # noqa: PLC0415 - only servers pay for loading Litestar

    return create(app, **options)


__all__ = [
    "ADMIN",
    "ANYONE",
    "BATCH_BODY_LIMIT",
    "CUSTOMER",
    "PUBLIC",
    "STORE",
    "UNSET",
    "AdditionalData",
    "AdminScope",
    "Answer",
    "Audience",
    "Body",
    "Email",
    "FieldParams",
    "Fields",
    "HttpScope",
    "HttpService",
    "Integer",
    "Limit",
    "ListParams",
    "LooseBody",
    "NotNegative",
    "NotSignedIn",
    "Number",
    "OperatorMap",
    "Operators",
    "Params",
    "Positive",
    "PublicScope",
    "PublishableKey",
    "RefusedBody",
    "Route",
    "StoreScope",
    "Unset",
    "additional_data",
    "changes",
    "create_app",
    "delete",
    "deleted",
    "departed",
    "filters_of",
    "get",
    "http",
    "patch",
    "post",
    "publishable_keys",
    "put",
    "secret_keys",
    "sessions",
    "tokens",
]
