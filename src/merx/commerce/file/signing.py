"""Links to private files that the shop hands out itself: signed for one file, and over after a while."""

from typing import Final

from merx.framework.config import Config
from merx.framework.http import tokens

_PURPOSE: Final = "file"
_HOUR: Final = 3600


def signature(config: Config, file_id: str, *, seconds: float) -> str:
    """What opens this file, and no other, for so many seconds."""
    return tokens.issue(config, {"file": file_id, "purpose": _PURPOSE}, seconds / _HOUR)


def is_signed(config: Config, file_id: str, signed: str) -> bool:
    claims = tokens.read(config, signed, purpose=_PURPOSE)
    return claims is not None and claims.get("file") == file_id
