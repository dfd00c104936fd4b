"""What may go wrong with translations."""

from collections.abc import Iterable

from merx.framework.errors import InvalidData, NotFound


class LocalesNotSpoken(InvalidData):
    """The shop does not speak these languages: its store's `supported_locales` lack them."""

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__(f"The following locales are not supported in the store: {', '.join(sorted(set(codes)))}")


class NotTranslatable(InvalidData):
    """No model marks this column, or any column of this entity, as `Translatable`."""

    def __init__(self, field: str, wrong: str, known: Iterable[str]) -> None:
        super().__init__(f"Invalid request: Field '{field}': '{wrong}' is not translatable, expected: '{'|'.join(known)}'")


class TranslationsNotFound(NotFound):
    """There are no such translations to change."""

    def __init__(self, ids: Iterable[str]) -> None:
        super().__init__(f"Translation with id: {', '.join(sorted(ids))} was not found")


class SettingsNotFound(NotFound):
    """There are no such settings to change."""

    def __init__(self, ids: Iterable[str]) -> None:
        super().__init__(f"TranslationSettings with id: {', '.join(sorted(ids))} was not found")
