"""The rows of API keys."""

from merx.commerce.api_key.models import ApiKey
from merx.framework.data import Repository, Service


class ApiKeyService(Service):
    """API keys."""

    api_keys: Repository[ApiKey]
