"""What browsers are told about a file: decided by its id, never by who sent it."""

from msgspec import Struct

from merx.commerce.file.ids import download_name, is_private
from merx.commerce.file.kinds import content_type_of, is_shown


class Media(Struct, frozen=True):
    """Three headers of HTTP: `Content-Type`, `Content-Disposition` and `Cache-Control`."""

    content_type: str
    disposition: str
    caching: str


def media_of(file_id: str) -> Media:
    extension = file_id.rpartition(".")[2]
    how = "inline" if is_shown(extension) else "attachment"
    # What is kept under an id never changes.
    caching = "private, no-store" if is_private(file_id) else "public, max-age=31536000, immutable"
    return Media(content_type_of(extension), f'{how}; filename="{download_name(file_id)}"', caching)
