"""HTTP routes of languages and translations."""
