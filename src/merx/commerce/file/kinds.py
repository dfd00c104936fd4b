"""Kinds of files, by their extensions: what each is called, and what may be shown in place.

Only what can do nothing but be looked at or listened to is shown. Everything else is handed over as a download, and what could
run a script (HTML, XML, JavaScript) is not even called by its name. An SVG is called an image, since `<img>`, where its scripts
never run, needs that; opened on its own it is a download too.
"""

import re
from typing import Final

UNKNOWN: Final = "application/octet-stream"

_SHOWN: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "bmp": "image/bmp",
    "ico": "image/x-icon",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
}
_HANDED_OVER: Final = {
    "svg": "image/svg+xml",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_EXTENSIONS: Final = {kind.partition(";")[0]: name for name, kind in reversed([*_SHOWN.items(), *_HANDED_OVER.items()])}
_MIME_TYPE: Final = re.compile(r"[a-z]+/(?:x-)?([a-z0-9.+-]+)")


def content_type_of(extension: str) -> str:
    """What files of this extension are called."""
    return _SHOWN.get(extension) or _HANDED_OVER.get(extension, UNKNOWN)


def is_shown(extension: str) -> bool:
    """Whether a browser may show it in place."""
    return extension in _SHOWN


def is_mime_type(text: str) -> bool:
    return _MIME_TYPE.fullmatch(text) is not None


def extension_of(mime_type: str) -> str:
    """The extension that goes with what a sender says the type is; `bin` where nothing does."""
    known = _EXTENSIONS.get(mime_type)
    found = _MIME_TYPE.fullmatch(mime_type)
    subtype = found[1] if found else ""
    return known or (subtype if re.fullmatch(r"[a-z0-9]{1,10}", subtype) else "bin")
