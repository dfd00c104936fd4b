"""What the small shop gets from editors who work in a system of their own."""
