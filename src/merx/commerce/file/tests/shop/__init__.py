"""A shop with workflows that keep files."""
