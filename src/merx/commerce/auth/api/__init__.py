"""HTTP routes of logins."""
