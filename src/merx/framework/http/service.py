"""The rows of the HTTP layer."""

from merx.framework.data import Repository, Service
from merx.framework.http.models import HttpIdempotencyKey, HttpRate, HttpSession


class HttpService(Service):
    """For those who look after the rows; requests use `sessions`, `idempotency` and `limits`."""

    sessions: Repository[HttpSession]
    keys: Repository[HttpIdempotencyKey]
    rates: Repository[HttpRate]
