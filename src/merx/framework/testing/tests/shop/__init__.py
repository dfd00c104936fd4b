"""A shop as small as can be, for the tests of the test tools."""
