"""File: what is uploaded, or made to be downloaded: pictures, manuals, exports. Where it is kept, and who gets it.

Owns: the names of files (a file's id is the name it is kept under), who may read them, what browsers are told about them.
Leaves to others: the bytes (a provider: a folder, S3), what a file is for (whoever keeps its id or its URL).
Change freely: everything that is not in `__all__`.
Change with a decision record: how ids are made, provider ids, step names. Running shops have them stored.
Holds always: no file name of a stranger becomes a path; nothing that could run a script is shown in the shop's own origin; a
private file is read by who may, or with a link that was signed for it and ends.
"""

from merx.commerce.file.errors import FileNotFound, StorageUnavailable
from merx.commerce.file.ids import Access, is_file_id, is_private
from merx.commerce.file.media import Media, media_of
from merx.commerce.file.models import File
from merx.commerce.file.providers import FileOptions, FileProvider, provider_of
from merx.commerce.file.schemas import NewFile, PresignedUpload, StoredFile
from merx.commerce.file.service import FileService
from merx.commerce.file.signing import signature
from merx.framework.module import Module
from merx.framework.providers import Providers

file = Module("file", service=FileService, options=FileOptions, providers=Providers(FileProvider, shipped=("merx.providers.file_local:LocalFiles",)))

__all__ = [
    "FileService",
    "FileOptions",
    "FileProvider",
    "provider_of",
    "Access",
    "Media",
    "NewFile",
    "PresignedUpload",
    "StoredFile",
    "is_file_id",
    "is_private",
    "media_of",
    "signature",
    "File",
    "FileNotFound",
    "StorageUnavailable",
    "file",
]
