"""Commands that commerce adds to `merx`. Each imports what it needs when it runs."""
