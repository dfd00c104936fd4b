"""Products as files: imports, which are looked at before they are confirmed, and exports."""

from collections.abc import AsyncGenerator

from merx.commerce.file.workflows import read_file
from merx.commerce.product.api.params import AdminProductParams
from merx.commerce.sheet.workflows import MOST_BYTES, begin_import, confirm_import, export_products, spooled
from merx.framework.errors import InvalidData
from merx.framework.http import UNSET, AdminScope, Answer, Body, Multipart, filters_of, post


class ImportForm(Multipart):
    field = "file"


class ImportOfUpload(Body):
    """A file that was put where `POST /admin/uploads/presigned-urls` said; `file_key` is its id."""

    file_key: str
    originalname: str
    extension: str
    size: int
    mime_type: str


@post("/admin/products/import", status=202, transaction=False)
async def import_form(scope: AdminScope, data: ImportForm) -> Answer:
    """Read a file, and say what it would do. It is written when it is confirmed."""
    async with data.files(most_bytes=MOST_BYTES) as files:
        if not files:
            raise InvalidData("No file was uploaded for importing")
        return await _previewed(scope, files[0].chunks(), files[0].filename)


@post("/admin/products/imports", status=202, transaction=False)
async def import_upload(scope: AdminScope, data: ImportOfUpload) -> Answer:
    """Read a file that was uploaded before, and say what it would do. It is written when it is confirmed."""
    return await _previewed(scope, read_file(scope, data.file_key), data.originalname)


async def _previewed(scope: AdminScope, chunks: AsyncGenerator[bytes], filename: str) -> Answer:
    async with spooled(chunks) as file:
        handle, preview = await begin_import(scope, file, filename[:255])
    return Answer.json({"transaction_id": handle.id, "summary": {"toCreate": preview.to_create, "toUpdate": preview.to_update}})


@post("/admin/products/import/{transaction_id}/confirm", status=202, transaction=False)
async def confirm_form(scope: AdminScope, transaction_id: str) -> None:
    await confirm_import(scope, transaction_id)


@post("/admin/products/imports/{transaction_id}/confirm", status=202, transaction=False)
async def confirm_upload(scope: AdminScope, transaction_id: str) -> None:
    await confirm_import(scope, transaction_id)


@post("/admin/products/export", status=202)
async def export(scope: AdminScope, query: AdminProductParams) -> Answer:
    """Write the products that fit into a file, in the background. Its link is told on the feed."""
    filters = dict(filters_of(query))
    q = None if query.q is UNSET else query.q
    # What cannot be asked is refused here, where somebody listens.
    await scope.query.graph("product", fields=["id"], filters=filters, q=q, limit=1)
    handle = await export_products.start(scope, filters, q)
    return Answer.json({"transaction_id": handle.id})
