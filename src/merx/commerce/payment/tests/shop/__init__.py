"""A shop with a provider of its own."""
