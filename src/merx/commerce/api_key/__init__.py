"""API key: how a program says who it is: publishable keys for storefronts, secret keys for back offices.

Owns: keys, their lifetime, and what proves them.
Leaves to others: the channels a publishable key speaks for (sales_channel; a link), what a caller may do (http).
Change freely: everything that is not in `__all__`.
Change with a decision record: how tokens look and are kept. Programs have them stored.
Holds always: a secret key's token is kept as a salted hash and shown once; a revoked key opens nothing.
"""

from merx.commerce.api_key.models import ApiKey, ApiKeyType
from merx.commerce.api_key.service import ApiKeyService
from merx.framework.module import Module

api_key = Module("api_key", service=ApiKeyService)

__all__ = ["ApiKeyService", "ApiKey", "ApiKeyType", "api_key"]
