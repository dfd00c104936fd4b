"""Handles: the names of things in URLs, in letters and digits of any script."""

import re
import unicodedata

from merx.commerce.product.errors import BadHandle
from merx.framework.data import new_id

_SIGNS = frozenset("-_.~%")


def handle_of(text: str) -> str:
    """A handle made from a title: "Crème brûlée (6)" is `crème-brûlée-6`, "Чайник" is `чайник`. Of its own, if nothing of the title is left."""
    # Lower-cased, İ is an i with a dot of its own that nobody can type.
    small = unicodedata.normalize("NFKC", text).lower().replace("i\u0307", "i")
    words = "".join(sign if _is_of_a_word(sign) else " " for sign in small).split()
    return "-".join(words) or new_id("p").replace("_", "-").lower()


def plain(text: str) -> str:
    """The ASCII letters and digits of a text, with hyphens between the words; empty if there are none."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_text.lower()))


def checked(handle: str) -> str:
    """The handle, if it can stand between two slashes of a URL. Raises `BadHandle`."""
    if not handle.strip(".") or not all(sign in _SIGNS or _is_of_a_word(sign) for sign in handle):
        raise BadHandle(handle)
    return handle


def _is_of_a_word(sign: str) -> bool:
    # Marks too: in many scripts vowels are written as such.
    return unicodedata.category(sign)[0] in "LMN"
