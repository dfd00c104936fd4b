"""HTTP routes of sales channels."""
