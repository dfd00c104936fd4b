"""HTTP routes of customers."""
