"""`View`: a selection said as a type, and rows of that type as the answer.

class Waiting(View, of=RestockSubscription):
    email: str
    product_variant: VariantCard        # a View of the related entity; list[...] for many, `| None` where there may be none
"""

from functools import cache
from types import UnionType
from typing import Any, Union, dataclass_transform, get_args, get_origin, get_type_hints

import msgspec

from merx.framework.data.entity import Entity
from merx.framework.data.model import Record, entity_of
from merx.framework.errors import Misconfigured

_OF = "__merx_of__"


@dataclass_transform(kw_only_default=True, field_specifiers=(msgspec.field,))
class _ViewMeta(msgspec.StructMeta):
    def __new__(mcls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], *, of: type[Record] | None = None, **struct: Any) -> Any:
        struct.setdefault("kw_only", True)
        cls = super().__new__(mcls, name, bases, namespace, **struct)
        if of is not None:
            setattr(cls, _OF, of)
        return cls


class View(msgspec.Struct, metaclass=_ViewMeta):
    """Subclass it with `of=` a model. Its fields are columns, computed fields and relations of that model, by name."""


def viewed(view: type[View]) -> Entity:
    """The entity that `view` looks at. Raises `Misconfigured` for a View without `of=`."""
    model: type[Record] | None = getattr(view, _OF, None)
    if model is None:
        raise Misconfigured(f"{view.__module__}.{view.__qualname__}: say which model it views, `class {view.__name__}(View, of=...)`")
    return entity_of(model)


@cache
def paths_of(view: type[View]) -> tuple[str, ...]:
    """The selection that `view` stands for."""
    paths: list[str] = []
    for name, hint in get_type_hints(view).items():
        inner = _view_in(hint)
        paths.extend([name] if inner is None else (f"{name}.{path}" for path in paths_of(inner)))
    return tuple(paths)


@cache
def decoder(view: type[View]) -> msgspec.json.Decoder[list[Any]]:
    return msgspec.json.Decoder(list[view])


@cache
def row_decoder(view: type[View]) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(view)


def _view_in(hint: Any) -> type[View] | None:
    if isinstance(hint, type) and issubclass(hint, View):
        return hint
    if get_origin(hint) in (list, tuple, Union, UnionType):
        return next((found for arg in get_args(hint) if (found := _view_in(arg)) is not None), None)
    return None
