"""What happens to files."""

from merx.commerce.file.schemas import NewFile, PresignedUpload, StoredFile
from merx.commerce.file.workflows.delete import delete_files
from merx.commerce.file.workflows.presign import presign_upload
from merx.commerce.file.workflows.read import file_size, file_url, read_file
from merx.commerce.file.workflows.upload import upload_files

__all__ = ["NewFile", "PresignedUpload", "StoredFile", "delete_files", "file_size", "file_url", "presign_upload", "read_file", "upload_files"]
