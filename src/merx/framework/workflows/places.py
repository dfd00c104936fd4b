"""`Place`: where in the body a step stands. `3` is the third; `3.0.1` the first in the first branch of what runs side by side at 3."""

from functools import cached_property, total_ordering


@total_ordering
class Place:
    """Ordered as the body reads: what is side by side at 3 comes after 3 and before 4, branch by branch."""

    def __init__(self, branch: str, number: int) -> None:
        self.branch = branch
        self.number = number
        self.text = f"{branch}.{number}" if branch else str(number)

    @classmethod
    def of(cls, text: str) -> "Place":
        branch, _, number = text.rpartition(".")
        return cls(branch, int(number))

    @cached_property
    def path(self) -> tuple[int, ...]:
        return tuple(int(part) for part in self.text.split("."))

    def branch_at(self, other: "Place") -> str:
        """The branch of this place, as seen from where `other` stands: without what is inside."""
        return ".".join(str(part) for part in self.path[: len(other.path) - 1])

    def is_inside(self, other: "Place") -> bool:
        return len(self.path) > len(other.path) and self.path[: len(other.path)] == other.path

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and self.text == other.text

    def __lt__(self, other: "Place") -> bool:
        return self.path < other.path

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Place({self.text})"
