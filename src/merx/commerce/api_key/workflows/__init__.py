"""What is done with keys, a file per use case."""

from merx.commerce.api_key.workflows.create_api_key import NewApiKey, create_api_key
from merx.commerce.api_key.workflows.delete_api_key import delete_api_key
from merx.commerce.api_key.workflows.link_sales_channels import link_sales_channels
from merx.commerce.api_key.workflows.revoke_api_key import revoke_api_key
from merx.commerce.api_key.workflows.update_api_key import update_api_key

__all__ = ["NewApiKey", "create_api_key", "delete_api_key", "link_sales_channels", "revoke_api_key", "update_api_key"]
