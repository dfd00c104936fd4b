"""A small shop to ask questions about: three modules, links across them, computed fields."""
