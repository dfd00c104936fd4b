"""HTTP routes of currencies."""
