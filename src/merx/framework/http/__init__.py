"""HTTP: routes, who may call them, what they take and what they answer.

Owns: sessions, kept answers of `Idempotency-Key`, the wire grammar, the statuses of errors.
Leaves to others: identities and keys (rooms declare `@publishable_keys` and `@secret_keys`), what a route does.
Holds always: a route without an audience does not start; a bug is a 500 without a word about its cause.
"""

from typing import TYPE_CHECKING, Any

from merx.framework.http import sessions, tokens
from merx.framework.http.actors import ActorType, actor_types
from merx.framework.http.additional_data import AdditionalData, additional_data
from merx.framework.http.answer import Answer, deleted
from merx.framework.http.audience import ADMIN, ANYONE, CUSTOMER, PUBLIC, STORE, Audience
from merx.framework.http.credentials import departed, publishable_keys, secret_keys
from merx.framework.http.errors import NotSignedIn, RefusedBody, TooManyRequests
from merx.framework.http.fields import Fields
from merx.framework.http.limits import RateLimit, client_of, rate_limit, spend
from merx.framework.http.middleware import Incoming, Middleware, Proceed, middleware
from merx.framework.http.multipart import MEGABYTE, Multipart, UploadedFile
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
from merx.framework.http.rates import Rate
from merx.framework.http.routes import BATCH_BODY_LIMIT, Route, delete, get, patch, post, put
from merx.framework.http.scopes import ActorScope, AdminScope, CustomerScope, HttpScope, PublicScope, PublishableKey, StoreScope
from merx.framework.http.service import HttpService
from merx.framework.http.streams import Stream, range_of
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
    "MEGABYTE",
    "PUBLIC",
    "STORE",
    "UNSET",
    "AdditionalData",
    "ActorScope",
    "ActorType",
    "AdminScope",
    "Answer",
    "Audience",
    "Body",
    "CustomerScope",
    "Email",
    "FieldParams",
    "Fields",
    "HttpScope",
    "HttpService",
    "Incoming",
    "Integer",
    "Limit",
    "ListParams",
    "Middleware",
    "Multipart",
    "LooseBody",
    "NotNegative",
    "NotSignedIn",
    "Number",
    "OperatorMap",
    "Operators",
    "Params",
    "Positive",
    "Proceed",
    "PublicScope",
    "PublishableKey",
    "Rate",
    "RateLimit",
    "RefusedBody",
    "Route",
    "StoreScope",
    "Stream",
    "TooManyRequests",
    "Unset",
    "UploadedFile",
    "additional_data",
    "actor_types",
    "changes",
    "client_of",
    "create_app",
    "delete",
    "deleted",
    "departed",
    "filters_of",
    "get",
    "http",
    "middleware",
    "patch",
    "post",
    "publishable_keys",
    "put",
    "range_of",
    "rate_limit",
    "secret_keys",
    "sessions",
    "spend",
    "tokens",
]
