"""A shop's own package that takes part in workflows with data of its own."""
