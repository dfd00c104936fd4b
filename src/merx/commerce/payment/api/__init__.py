"""HTTP routes of payments."""
