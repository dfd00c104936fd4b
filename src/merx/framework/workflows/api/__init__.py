"""The journal over HTTP, for administrators."""
