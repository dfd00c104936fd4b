"""Field paths, written briefly."""


def of(relation: str, names: str) -> tuple[str, ...]:
    """Each of the `names` (split at white space) below `relation`: `of("items", "id title")` is `("items.id", "items.title")`.

    An empty relation is the entity itself.
    """
    prefix = f"{relation}." if relation else ""
    return tuple(f"{prefix}{name}" for name in names.split())
