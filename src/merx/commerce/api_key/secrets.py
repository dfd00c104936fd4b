"""How tokens look, and what is kept of the secret ones.

A token is 256 random bits. Nobody guesses or looks up that much, so a salted SHA-256 keeps it as well as a slow
password hash would, and a back office's request does not pay 20 ms for it.
"""

import hashlib
import hmac
import secrets

from msgspec import Struct

from merx.commerce.api_key.models import ApiKeyType

_PREFIXES: dict[ApiKeyType, str] = {"publishable": "pk_", "secret": "sk_"}


class Kept(Struct, frozen=True):
    """What the table holds of a token."""

    token: str
    salt: str
    redacted: str


def new_token(kind: ApiKeyType) -> str:
    """`pk_` or `sk_` and 64 hexadecimal digits."""
    return _PREFIXES[kind] + secrets.token_hex(32)


def kept_of(kind: ApiKeyType, token: str) -> Kept:
    """A publishable token as it is; of a secret one a salted hash."""
    if kind == "publishable":
        return Kept(token, "", redacted(token))
    salt = secrets.token_hex(16)
    return Kept(_hash(salt, token), salt, redacted(token))


def is_token(token: str, kept: str, salt: str) -> bool:
    """Whether `kept` is what we keep of the secret `token`; takes the same time wherever they differ."""
    return hmac.compare_digest(_hash(salt, token), kept)


def redacted(token: str) -> str:
    """What people may see of it: `sk_051***147`."""
    return f"{token[:6]}***{token[-3:]}"


def _hash(salt: str, token: str) -> str:
    return hashlib.sha256(f"{salt}{token}".encode()).hexdigest()
