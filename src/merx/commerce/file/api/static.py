"""Files that the shop hands out itself, to everybody; private ones to who has a link that was signed for them."""

from typing import Final

from merx.commerce.file.errors import FileNotFound
from merx.commerce.file.ids import is_file_id, is_private
from merx.commerce.file.media import media_of
from merx.commerce.file.providers import provider_of
from merx.commerce.file.signing import is_signed
from merx.framework.http import UNSET, Params, PublicScope, Stream, Unset, get

GUARDED: Final = (
    (b"x-content-type-options", b"nosniff"),
    # Even what is opened on its own runs nothing, and knows nothing of who looks at it.
    (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; sandbox"),
)


class LinkParams(Params):
    signed: str | Unset = UNSET


@get("/static/{id}", audience="public", hidden=True)
async def static(scope: PublicScope, id: str, query: LinkParams) -> Stream:
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
    told = (b"content-disposition", media.disposition.encode()), (b"cache-control", media.caching.encode())
    return Stream(provider.read(id), media_type=media.content_type.encode(), length=size, headers=(*GUARDED, *told))
