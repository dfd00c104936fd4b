"""What is done to prices, a file for each use case."""

from merx.commerce.pricing.workflows.create_price_sets import create_price_sets
from merx.commerce.pricing.workflows.price_preferences import create_price_preference, update_price_preference
from merx.commerce.pricing.workflows.set_prices import set_prices, set_prices_of

__all__ = ["create_price_preference", "create_price_sets", "set_prices", "set_prices_of", "update_price_preference"]
