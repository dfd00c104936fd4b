"""A shop that asks somebody else what tax is due."""
