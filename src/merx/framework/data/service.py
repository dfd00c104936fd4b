"""`Service`: reads and writes the rows of one room, nothing else."""

from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from merx.framework.data.executor import Executor
from merx.framework.data.repository import Repository
from merx.framework.data.sources import External
from merx.framework.errors import Misconfigured


@cache
def _repositories(service: type["Service"]) -> dict[str, type[Any]]:
    hints = get_type_hints(service)
    found: dict[str, type[Any]] = {name: get_args(hint)[0] for name, hint in hints.items() if get_origin(hint) is Repository}
    for name, model in found.items():
        if issubclass(model, External):
            raise Misconfigured(f"{service.__qualname__}.{name}: {model.__name__} lives elsewhere and has no table for a Repository. Fetch it in a @source.")
    return found


class Service:
    """Subclass it, declare repositories by annotation, add the room's own verbs:

        class RestockService(Service):
            subscriptions: Repository[RestockSubscription]

    One instance lives as long as its scope: `scope[RestockService]`.
    """

    def __init__(self, scope: Executor) -> None:
        self.scope = scope
        for name, model in _repositories(type(self)).items():
            setattr(self, name, Repository(scope, model))
