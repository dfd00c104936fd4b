"""The rows of the HTTP layer."""

from merx.framework.data import Repository, Service
from merx.framework.http.models import HttpIdempotencyKey, HttpSession


class HttpService(Service):
    """For those who look after the rows; requests use `sessions` and `idempotency`."""

    sessions: Repository[HttpSession]
    keys: Repository[HttpIdempotencyKey]
