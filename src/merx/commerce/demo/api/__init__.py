"""HTTP routes of the demo."""
