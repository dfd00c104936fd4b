"""The language of a store request: `?locale=`, else the header `x-medusa-locale`, as a BCP 47 tag."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote_plus

from merx.framework.errors import InvalidData
from merx.framework.languages import tag

HEADER: Final = b"x-medusa-locale"
KEY: Final = b"locale="


def spoken(headers: Mapping[bytes, bytes], query: bytes) -> tuple[str | None, bytes]:
    """What is to be spoken, and the query string without it: `locale` is of the request, no parameter of the route.

    Empty means nothing was said. Raises `InvalidData` for what is no language tag, and for two in the query.
    """
    said = headers.get(HEADER, b"").decode("latin-1").strip()
    if KEY not in query:
        return (tag(said) if said else None), query
    parts = query.split(b"&")
    asked = [unquote_plus(part[len(KEY) :].decode("latin-1")) for part in parts if part.startswith(KEY)]
    if len(asked) > 1:
        raise InvalidData("Invalid request: Field 'locale' is given twice")
    said = asked[0].strip() if asked else said
    return (tag(said) if said else None), b"&".join(part for part in parts if not part.startswith(KEY))
