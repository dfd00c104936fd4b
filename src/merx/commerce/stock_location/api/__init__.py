"""HTTP routes of stock locations."""
