"""What was typed, as PostgreSQL's text queries: each word by its beginning, and as the words it may be meant for."""

from collections.abc import Mapping, Sequence

import msgspec

from merx.commerce.search.words import words_of
from merx.framework.errors import InvalidData

MOST_WORDS = 16
STEM = "~"
"""Stands before the stem of a word in documents and queries: it begins no word that anybody types."""


class Asked(msgspec.Struct, frozen=True):
    """The words, and for each the other spellings and the stem that count as it."""

    words: Sequence[str]
    others: Mapping[str, Sequence[str]] = {}
    stems: Mapping[str, str] = {}

    def group(self, word: str, weights: str = "") -> str:
        """The word's beginning, what it may be meant for, or its stem; with `weights`, only where it counts so much."""
        stem = self.stems.get(word)
        parts = [f"'{word}':*{weights}", *(_exact(other, weights) for other in self.others.get(word, ()))]
        return f"({' | '.join([*parts, *([_exact(STEM + stem, weights)] if stem else [])])})"

    def whole(self, match: str, weights: str = "") -> str:
        """What a document must hold."""
        groups = [self.group(word, weights) for word in self.words]
        return groups[0] if match == "last" else (" & " if match == "all" else " | ").join(groups)

    def marks(self) -> list[tuple[str, ...]]:
        """What of a document's text is to be marked."""
        return [(word, *self.others.get(word, ())) for word in self.words]


def asked_for(q: str) -> Asked:
    """Raises `InvalidData` for more than `MOST_WORDS` words."""
    words = list(dict.fromkeys(words_of(q)))
    if len(words) > MOST_WORDS:
        raise InvalidData(f"'q' has {len(words)} words; at most {MOST_WORDS} are searched for")
    return Asked(words)


def _exact(word: str, weights: str) -> str:
    return f"'{word}':{weights}" if weights else f"'{word}'"
