"""Files that the shop hands out itself, to everybody; private ones to who has a link that was signed for them."""

from typing import Any, Final

from litestar import Request

from merx.commerce.file.errors import FileNotFound
from merx.commerce.file.ids import is_file_id, is_private
from merx.commerce.file.media import media_of
from merx.commerce.file.providers import provider_of
from merx.commerce.file.signing import is_signed
from merx.framework.http import UNSET, Answer, Params, PublicScope, Stream, Unset, get, range_of

GUARDED: Final = (
    (b"x-content-type-options", b"nosniff"),
    # Even what is opened on its own runs nothing, and knows nothing of who looks at it.
    (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; sandbox"),
)


class LinkParams(Params):
    signed: str | Unset = UNSET


@get("/static/{id}", audience="public", hidden=True)
async def static(scope: PublicScope, id: str, query: LinkParams, request: Request[Any, Any, Any]) -> Stream | Answer:
    provider = provider_of(scope.app)
    if not (provider.is_served_by_shop and is_file_id(id)):
        raise FileNotFound(id)
    # A private file without its link is as absent as one that never was.
    if is_private(id) and (query.signed is UNSET or not is_signed(scope.app.config, id, query.signed)):
        raise FileNotFound(id)
    size = await provider.size(id)
    if size is None:
        raise FileNotFound(id)
    media = media_of(id)
    told = (b"content-disposition", media.disposition.encode()), (b"cache-control", media.caching.encode()), (b"accept-ranges", b"bytes")
    # Films are asked for in parts, by some browsers always.
    part = range_of(request.headers.get("range"), size)
    if part is None:
        return Stream(provider.read(id), media_type=media.content_type.encode(), length=size, headers=(*GUARDED, *told))
    if not part:
        return Answer(b"", status=416, headers=[(b"content-range", f"bytes */{size}".encode())])
    shown = (b"content-range", f"bytes {part.start}-{part.stop - 1}/{size}".encode())
    pieces = provider.read(id, start=part.start, end=part.stop)
    return Stream(pieces, media_type=media.content_type.encode(), length=len(part), headers=(*GUARDED, *told, shown), status=206)
