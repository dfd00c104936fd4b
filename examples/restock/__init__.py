"""Tell me when it is back."""
