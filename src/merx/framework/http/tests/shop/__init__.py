"""A shop with one room, for the tests of the HTTP layer."""
