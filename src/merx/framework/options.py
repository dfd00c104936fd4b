"""Options: what a shop sets for a module or a provider, as a typed Struct.

    class SmtpOptions(Options):
        host: str
        password: Secret | None = None

A shop gives the Struct itself or a mapping; a mapping is converted, and a mistake is told by its field's name.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn, TypeVar, dataclass_transform

import msgspec

from merx.framework.errors import Misconfigured

O = TypeVar("O")  # noqa: E741 - the type of some options


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(msgspec.field,))
class _OptionsMeta(msgspec.StructMeta):
    pass


class Options(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, metaclass=_OptionsMeta):
    """Subclass it and declare fields. Unknown fields are refused, so that a misspelt one is not ignored.

    A relative `Path` is one in the shop's folder, wherever its processes are started.
    """


class Secret:
    """A text that shows itself to nobody but who calls `reveal()`: not in logs, errors, tracebacks or JSON."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret(***)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not stored or sent: reveal() it where it is used")


def options_of(wanted: type[O], given: object, where: str, folder: Path | None = None) -> O:
    """`given` (a `wanted`, or a mapping of its fields) as a `wanted`, its relative paths in `folder`.

    Raises `Misconfigured`, which names `where` the options stand, the field, and what it should be. Values are not
    repeated: they may be secret.
    """
    if isinstance(given, wanted):
        return _in(folder, given)
    if not isinstance(given, Mapping):
        raise Misconfigured(f"{where}: expected {wanted.__name__}(...) or a mapping of its fields, got {type(given).__name__}.")
    try:
        return _in(folder, msgspec.convert(given, type=wanted, dec_hook=_read))
    except msgspec.ValidationError as error:
        raise Misconfigured(f"{where}: {_in_words(str(error))}. {wanted.__name__} takes: {_fields_of(wanted)}.") from error


def _in(folder: Path | None, options: O) -> O:
    if folder is None or not isinstance(options, msgspec.Struct):
        return options
    paths = {name: folder / value for name in options.__struct_fields__ if isinstance(value := getattr(options, name), Path)}
    return msgspec.structs.replace(options, **paths) if paths else options


def _in_words(said: str) -> str:
    what, _, path = said.partition(" - at `$")
    return f"{what} at `{path.removeprefix('.').rstrip('`')}`" if path else what


def _fields_of(wanted: type[Any]) -> str:
    return ", ".join(wanted.__struct_fields__) if issubclass(wanted, msgspec.Struct) else "anything"


def _read(wanted: type, value: object) -> object:
    if wanted in (Secret, Path) and isinstance(value, wanted):
        return value
    if wanted in (Secret, Path) and isinstance(value, str):
        return wanted(value)
    raise TypeError(f"Expected `{wanted.__name__}`, got `{type(value).__name__}`")
