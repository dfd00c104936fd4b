"""A shop with a carrier of its own."""
