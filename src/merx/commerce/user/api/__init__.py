"""HTTP routes of users and invitations."""
