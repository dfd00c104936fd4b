"""HTTP routes of regions."""
