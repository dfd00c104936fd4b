"""Handles: the names of things in URLs."""

import re
import unicodedata

from merx.commerce.product.errors import BadHandle
from merx.framework.data import new_id

_SAFE = re.compile(r"[a-z0-9A-Z\-_.~%]+")


def handle_of(text: str) -> str:
    """A handle made from a title: "Crème brûlée (6)" is `creme-brulee-6`. Of its own, if nothing of the title is left."""
    return plain(text) or new_id("p").replace("_", "-").lower()


def plain(text: str) -> str:
    """The ASCII letters and digits of a text, with hyphens between the words; empty if there are none."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", ascii_text.lower()))


def checked(handle: str) -> str:
    """The handle, if a URL can hold it as it is. Raises `BadHandle`."""
    if not _SAFE.fullmatch(handle):
        raise BadHandle(handle)
    return handle
