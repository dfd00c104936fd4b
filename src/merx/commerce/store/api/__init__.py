"""HTTP routes of the store."""
