"""Languages, and what stands where in them."""

from typing import Annotated

from merx.framework.data import Index, Indexed, Model, Searchable


class Locale(Model, id_prefix="loc", unique=[("code",)]):
    """A language as it is written in a country, by its BCP 47 tag."""

    code: Annotated[str, Searchable]
    name: Annotated[str, Searchable]


class TranslationSettings(Model, id_prefix="trset", unique=[("entity_type",)]):
    """Which columns of an entity are shown in other languages. Without a row, all that its model marks."""

    entity_type: Annotated[str, Searchable]
    fields: list[str]
    is_active: bool = True


class Translation(
    Model, id_prefix="trans", unique=[("reference_id", "locale_code")], indexes=[Index(("reference", "locale_code"), where="deleted_at IS NULL")]
):
    """The words of one row in one language, by column. `reference` is the row's entity."""

    reference_id: Annotated[str, Searchable]
    reference: Annotated[str, Searchable]
    locale_code: Annotated[str, Searchable, Indexed]
    translations: dict[str, str]
    translated_field_count: int = 0
    """How many columns have words here; of which some may have been switched off since."""
