"""Let somebody put a file where it is kept, past the shop."""

from merx.commerce.file.ids import Access, new_file_id
from merx.commerce.file.kinds import extension_of, is_mime_type
from merx.commerce.file.media import media_of
from merx.commerce.file.providers import FileOptions, provider_of
from merx.commerce.file.schemas import PresignedUpload
from merx.framework.errors import InvalidData
from merx.framework.http import MEGABYTE
from merx.framework.scope import Scope


async def presign_upload(scope: Scope, originalname: str, mime_type: str, size: int, access: Access = "public") -> PresignedUpload:
    """A place for one file of `size` bytes. Nothing is kept yet: an id that nobody uses is nothing.

    Raises `InvalidData` that names the field: a type that is none, or more than `FileOptions.max_file_mb`.
    """
    options = scope.app.options(FileOptions)
    kind = mime_type.strip().lower()
    if not is_mime_type(kind):
        raise InvalidData(f"Invalid file type \"{mime_type[:100]}\": Field 'mime_type' must be a type and a subtype, like image/png")
    if size > options.max_file_mb * MEGABYTE:
        raise InvalidData(f"Invalid request: Value for field 'size' too big, expected at most: '{int(options.max_file_mb * MEGABYTE)}'")
    extension = extension_of(kind)
    file_id = new_file_id(f".{extension}", kind, access)
    url = await provider_of(scope.app).upload_url(file_id, media_of(file_id), seconds=options.upload_link_seconds)
    return PresignedUpload(url=url, filename=file_id, originalname=originalname, mime_type=kind, extension=extension, size=size)
