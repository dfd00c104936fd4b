"""HTTP routes of promotions."""
