"""HTTP routes of orders."""
