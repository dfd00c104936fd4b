"""Identity: `prefix_` + ULID, growing within a process, so that sorting by id is sorting by creation."""

from ulid import ULID


def new_id(prefix: str) -> str:
    """A fresh id, `prefix_01J...`; two calls in one process always sort in the order they were made."""
    return f"{prefix}_{ULID()}"
