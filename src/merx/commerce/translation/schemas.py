"""What crosses the door of translation."""

from collections.abc import Mapping

from msgspec import Struct


class NewTranslation(Struct, frozen=True, kw_only=True):
    """The words of one row in one language, by column. `reference` is the row's entity (`product_variant`)."""

    reference_id: str
    reference: str
    locale_code: str
    translations: Mapping[str, str]
