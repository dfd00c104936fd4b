"""HTTP routes of carts."""
