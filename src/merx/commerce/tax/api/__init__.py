"""HTTP routes of taxes."""
