"""Languages, by their BCP 47 tags."""

import re
from typing import Final

from merx.framework.errors import InvalidData

LONGEST: Final = 35
"""Characters that BCP 47 asks everybody to take."""

_TAG: Final = re.compile(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*\Z")
_SCRIPT, _REGION = 4, 2


def tag(text: str, field: str = "locale") -> str:
    """`text` as BCP 47 writes it: `en_us` is `en-US`, `ZH-hans-cn` is `zh-Hans-CN`. Raises `InvalidData` for what is none, naming the `field`."""
    if len(text) > LONGEST or _TAG.match(text) is None:
        raise InvalidData(f"Invalid request: Field '{field}' is no language tag: '{text[:LONGEST]}'", locale=text[:LONGEST])
    language, *others = text.replace("_", "-").split("-")
    return "-".join([language.lower(), *map(_cased, others)])


def _cased(part: str) -> str:
    if part.isalpha() and len(part) == _SCRIPT:
        return part.title()
    return part.upper() if part.isalpha() and len(part) == _REGION else part.lower()
