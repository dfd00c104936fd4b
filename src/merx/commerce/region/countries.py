"""The world's countries, as a fresh shop knows them: in no region yet."""

from importlib.resources import files

import msgspec

from merx.commerce.region.models import Country


def world_countries() -> list[Country]:
    """Every country of ISO 3166-1, and Kosovo; new rows at each call."""
    text = files("merx.commerce.region").joinpath("countries.json").read_bytes()
    return [
        Country(iso_2=iso_2, iso_3=iso_3, num_code=number, name=name, display_name=display)
        for iso_2, iso_3, number, name, display in msgspec.json.decode(text, type=list[tuple[str, str, str, str, str]])
    ]
