"""A project with managers of its own."""
