"""The pictures of what the demo sells: a silhouette for each type of product, in the colour of the variant."""

from functools import cache
from html import escape
from pathlib import Path

import msgspec

from merx.commerce.demo.catalogue import catalogue

GROUND, SHADOW = "#f4f1ea", "#e4dfd3"


@cache
def _silhouettes() -> dict[str, str]:
    return msgspec.json.decode(Path(__file__).with_name("silhouettes.json").read_bytes(), type=dict[str, str])


@cache
def _pictures() -> dict[str, tuple[str, str, str]]:
    return {name: (product.title, product.type, colour) for product in catalogue().products for name, colour in product.pictures.items()}


def picture(name: str) -> str | None:
    """The picture of this name as SVG; None if there is none."""
    found = _pictures().get(name)
    if found is None:
        return None
    title, kind, colour = found
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" role="img" aria-label="{escape(title)}">'
        f'<rect width="400" height="400" fill="{GROUND}"/><ellipse cx="200" cy="322" rx="128" ry="13" fill="{SHADOW}"/>'
        f'<g fill="{colour}" stroke="{colour}" stroke-width="0" stroke-linejoin="round" stroke-linecap="round">{_silhouettes()[kind]}</g></svg>'
    )
