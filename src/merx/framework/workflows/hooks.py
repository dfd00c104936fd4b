"""Hooks: places where a workflow lets others take part, and the functions that do."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property, update_wrapper
from typing import Any, Generic, TypeVar

import msgspec

from merx.framework.workflows.errors import Misuse
from merx.framework.workflows.steps import Step, check_function

H = TypeVar("H", bound=Callable[..., Awaitable[Any]])
T = TypeVar("T")


class Hook(Generic[T]):
    """A hook whose handlers must give a `result` of this type, or None: `Hook("pricing_context", PricingContext)`."""

    def __init__(self, name: str, result: type[T]) -> None:
        self.name = name
        self.result = result

    def __repr__(self) -> str:
        return f"Hook({self.name!r}, {self.result!r})"


class HookHandler(Step[..., Any], Generic[H]):
    """A function that a workflow calls at one of its hooks; found in the `workflows` of rooms and shops.

    In a durable workflow it is a step: recorded, a transaction of its own, and compensated if it has a `compensate`.
    """

    def __init__(self, workflow: str, hook: str, function: H, *, external: bool = False) -> None:
        check_function("hook", f"{workflow}.{hook}", function)
        super().__init__(f"{workflow}.{hook} {function.__name__}", function)
        self.workflow = workflow
        self.hook = hook
        self.external = external
        update_wrapper(self, function)

    @property
    def where(self) -> str:
        return f"{self.function.__module__}.{self.function.__qualname__}"

    @cached_property
    def _takes(self) -> frozenset[str] | None:
        """The names of its arguments, None if it takes whatever it is given."""
        parameters = list(inspect.signature(self.function).parameters.values())[1:]
        if any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
            return None
        return frozenset(parameter.name for parameter in parameters)

    def check_context(self, context: Mapping[str, Any]) -> None:
        """Raises `Misuse` if the hook's arguments are not the handler's."""
        takes = self._takes
        if takes is not None and not context.keys() <= takes:
            given, left_out = ", ".join(context), ", ".join(sorted(context.keys() - takes))
            raise Misuse(
                f"{self.where} handles the hook '{self.hook}' of the workflow '{self.workflow}', which is called with ({given}), "
                f"and does not take {left_out}. Write `async def {self.function.__name__}(scope, *, {given})`, or end with `**_`."
            )

    def checked(self, result: Any, kind: Any) -> Any:
        """The result as a `kind`. Raises `Misuse` if it is none."""
        if result is None or kind is Any:
            return result
        try:
            return msgspec.convert(result, kind)
        except msgspec.ValidationError as error:
            wanted = getattr(kind, "__name__", kind)
            raise Misuse(
                f"{self.where} gave {result!r} to the hook '{self.hook}' of the workflow '{self.workflow}', which takes a {wanted}: {error}. "
                f"Return a {wanted}, or None."
            ) from error

    def __repr__(self) -> str:
        return f"HookHandler({self.workflow!r}, {self.hook!r}, {self.function.__qualname__})"
