"""A file's id: the name it is kept under. Made here alone, of characters that mean nothing to any path, shell, header or URL.

    01JD4X8Q3Z0N6V5T7R9W2B4C6E-red-teapot.png
    private-01JD4X8Q3Z0N6V5T7R9W2B4C6F-orders.csv

What is left of the sender's name is for people to recognize it. That nobody can guess the middle is what keeps a public
file's address to those who were given it.
"""

import re
import unicodedata
from typing import Final, Literal, TypeAlias

from ulid import ULID

from merx.commerce.file.kinds import extension_of

Access: TypeAlias = Literal["public", "private"]

PRIVATE: Final = "private-"
LONGEST_NAME: Final = 80
_LONGEST_EXTENSION: Final = 10
_ID: Final = re.compile(r"(?:private-)?[0-9A-HJKMNP-TV-Z]{26}(?P<name>-[a-z0-9]+(?:-[a-z0-9]+)*)?(?P<suffix>\.[a-z0-9]{1,10})")
_SEPARATOR: Final = re.compile(r"[\\/:\0]")
_OTHER: Final = re.compile(r"[^a-z0-9]+")


def new_file_id(filename: str, mime_type: str, access: Access) -> str:
    """A fresh id for a file that its sender calls `filename` and `mime_type`."""
    name = unicodedata.normalize("NFKD", _SEPARATOR.split(filename[-1000:])[-1].casefold())
    stem, dot, suffix = name.rpartition(".")
    words = _OTHER.sub("-", (stem if dot else name).encode("ascii", "ignore").decode())[:LONGEST_NAME].strip("-")
    suffix = suffix if dot and re.fullmatch(rf"[a-z0-9]{{1,{_LONGEST_EXTENSION}}}", suffix) else extension_of(mime_type)
    return f"{PRIVATE if access == 'private' else ''}{ULID()}{'-' if words else ''}{words}.{suffix}"


def is_file_id(text: str) -> bool:
    """Whether it could be the id of a file. Nothing else is ever asked for at a provider."""
    return _ID.fullmatch(text) is not None


def is_private(file_id: str) -> bool:
    return file_id.startswith(PRIVATE)


def download_name(file_id: str) -> str:
    """What a browser calls the file when it saves it."""
    found = _ID.fullmatch(file_id)
    return file_id if found is None else f"{(found['name'] or '-file')[1:]}{found['suffix']}"
