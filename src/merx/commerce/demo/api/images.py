"""The demo's pictures."""

from merx.commerce.demo.pictures import picture
from merx.framework.errors import NotFound
from merx.framework.http import Answer, PublicScope, get

SVG = b"image/svg+xml"
FOR_A_DAY = (b"cache-control", b"public, max-age=86400")


@get("/demo/images/{name}", audience="public", hidden=True)
async def image(scope: PublicScope, name: str) -> Answer:
    drawn = picture(name)
    if drawn is None:
        raise NotFound(f"There is no picture '{name}'")
    return Answer(drawn.encode(), media_type=SVG, headers=[FOR_A_DAY])
