"""Arguments and results of workflows and steps as JSON, by their annotations. Decimals travel as text: no digit is lost."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import msgspec

from merx.framework.errors import InvalidData, Misconfigured
from merx.framework.workflows.results import kinds, split

_encoder = msgspec.json.Encoder(decimal_format="string")
_lenient = msgspec.json.Encoder(decimal_format="string", enc_hook=repr)

encode = _encoder.encode
"""Any value of plain data, Structs, dates and decimals as JSON."""


class Payload:
    """What a function takes (after its scope) and gives, as JSON. Raises `Misconfigured` for what cannot be told from JSON."""

    def __init__(self, function: Callable[..., Any], name: str) -> None:
        self.name = name
        self.signature = inspect.signature(function)
        self._function = function
        try:
            self._hints = get_type_hints(function)
        except NameError as error:
            raise Misconfigured(f"'{name}': the annotation {error.name} of {function.__qualname__} cannot be found at run time. Import it plainly.") from error
        self.returns = self._hints.get("return", Any)
        own = kinds(self.returns)
        self.has_own_data = own is not None
        """Whether the compensation gets other data than the caller."""
        result, compensation = own or (self.returns, self.returns)
        self._result = self._decoder(result)
        self._compensation = self._result if compensation is result else self._decoder(compensation)

    @cached_property
    def _input(self) -> "msgspec.json.Decoder[Any]":
        """Only workflows are called from a stored input, so only they need to tell each parameter from JSON."""
        parameters = list(self.signature.parameters.values())[1:]
        for parameter in parameters:
            if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
                raise Misconfigured(f"'{self.name}': {self._function.__qualname__} takes {parameter}, which a stored run cannot hold. Name its parameters.")
        fields = [(p.name, self._hints.get(p.name, Any)) for p in parameters]
        return self._decoder(msgspec.defstruct("Input", fields, kw_only=True))

    def _decoder(self, kind: Any) -> "msgspec.json.Decoder[Any]":
        try:
            return msgspec.json.Decoder(kind)
        except TypeError as error:
            raise Misconfigured(f"'{self.name}': {self._function.__qualname__} cannot be stored as JSON: {error}") from error

    def input(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bytes:
        """The call as JSON, defaults filled in. Raises `TypeError` as the call itself would, and for what JSON cannot hold."""
        _ = self._input
        return encode(self._bound(args, kwargs))

    def readable_input(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bytes:
        """The call for people to read: what JSON cannot hold is shown as `repr`."""
        return _lenient.encode(self._bound(args, kwargs))

    def _bound(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
        try:
            bound = self.signature.bind(None, *args, **kwargs)
        except TypeError as error:
            takes = ", ".join(self.signature.parameters)
            raise TypeError(f"'{self.name}' is called with other arguments than it takes: {error}. Call it as {self._function.__name__}({takes}).") from error
        bound.apply_defaults()
        values = dict(bound.arguments)
        del values[next(iter(self.signature.parameters))]
        return values

    def arguments(self, data: bytes) -> dict[str, Any]:
        """Keyword arguments from JSON."""
        found = self._input.decode(data)
        return {name: getattr(found, name) for name in found.__struct_fields__}

    def arguments_from(self, given: Any) -> dict[str, Any]:
        """Keyword arguments from plain data that people typed: an object by parameters, or the only parameter's value itself.

        Raises `InvalidData` for what does not fit.
        """
        names = list(self.signature.parameters)[1:]
        values: dict[str, Any] = cast("dict[str, Any]", given) if isinstance(given, dict) else {}
        if given is not None and len(names) == 1 and (not values or names[0] not in values):
            values = {names[0]: cast("Any", given)}
        try:
            return self.arguments(self.input((), values))
        except (msgspec.ValidationError, TypeError) as error:
            raise InvalidData(f"Invalid request: the input of '{self.name}' does not fit: {error}. It takes ({', '.join(names)}).") from error

    def result(self, data: bytes) -> Any:
        """The result from JSON, as annotated."""
        return self._result.decode(data)

    def compensation(self, data: bytes) -> Any:
        """What the compensation gets, from JSON, as annotated."""
        return self._compensation.decode(data)

    def encoded(self, made: Any) -> "tuple[bytes, bytes]":
        """What the function gave, as JSON: its result, and its compensation data, empty if it has none of its own."""
        value, whole = split(made, self.returns, self.name)
        return encode(value), b"" if whole is None else encode(whole.compensation)


def takes_none(function: Callable[..., Any]) -> bool:
    """Whether the parameter after the scope says that it may be None."""
    parameters = list(inspect.signature(function).parameters)
    hint = get_type_hints(function).get(parameters[1]) if len(parameters) > 1 else None
    return get_origin(hint) in (Union, UnionType) and NoneType in get_args(hint)
