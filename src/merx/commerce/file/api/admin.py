"""Uploads, as administrators make them."""

from typing import Annotated

from msgspec import Meta

from merx.commerce.file.ids import Access
from merx.commerce.file.providers import FileOptions
from merx.commerce.file.schemas import NewFile, PresignedUpload
from merx.commerce.file.workflows import delete_files, presign_upload, upload_files
from merx.framework.errors import InvalidData
from merx.framework.http import MEGABYTE, AdminScope, Answer, Body, FieldParams, Fields, Multipart, delete, deleted, get, post

FILE = Fields("file", key="file", plural="files", defaults=("id", "url"), allowed=("id", "url"))


class Uploads(Multipart):
    field = "files"
    many = True


class NewUpload(Body):
    originalname: Annotated[str, Meta(min_length=1, max_length=1000)]
    mime_type: Annotated[str, Meta(min_length=1, max_length=255)]
    size: Annotated[int, Meta(ge=0)]
    access: Access = "public"


@post("/admin/uploads", transaction=False)
async def upload(scope: AdminScope, query: FieldParams, data: Uploads) -> Answer:
    """Keep the files of the form's field `files`, for everybody to see who is given their URLs."""
    options, fields = scope.app.options(FileOptions), FILE.selected(scope, query)
    sizes = {"most_bytes": int(options.max_file_mb * MEGABYTE), "most_bytes_together": int(options.max_request_mb * MEGABYTE)}
    async with data.files(most_files=options.max_files, **sizes) as files:
        if not files:
            raise InvalidData("No files were uploaded")
        kept = await upload_files(scope, [NewFile(each.filename, each.content_type, each.chunks()) for each in files])
    return Answer.json({"files": [{"id": each.id, **({"url": each.url} if "url" in fields else {})} for each in kept]})


@get("/admin/uploads/{id}")
async def retrieve(scope: AdminScope, id: str, query: FieldParams) -> Answer:
    return await FILE.one(scope, id, query, missing=f"File with id: {id} not found")


@delete("/admin/uploads/{id}", transaction=False)
async def remove(scope: AdminScope, id: str) -> Answer:
    await delete_files(scope, [id])
    return deleted(id, "file")


@post("/admin/uploads/presigned-urls", secret=True)
async def presign(scope: AdminScope, data: NewUpload) -> PresignedUpload:
    """Where to put a file, past the shop; with the local provider, the upload route itself."""
    return await presign_upload(scope, data.originalname, data.mime_type, data.size, data.access)
