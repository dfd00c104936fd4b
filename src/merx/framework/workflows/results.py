"""`StepResult`: what a step gives its caller, and beside it what only its compensation needs."""

from typing import Any, Generic, TypeVar, cast, get_args, get_origin

from merx.framework.workflows.errors import Misuse

R = TypeVar("R")
D = TypeVar("D")


class StepResult(Generic[R, D]):
    """A result with compensation data of its own.

        @step("erp.create_order", external=True)
        async def create_order(scope: Scope, order: OrderSnapshot) -> StepResult[ErpOrder, ErpReceipt]:
            return StepResult(made, compensation=receipt)

    The caller gets the value, the compensation gets the data; both are recorded, by the annotation's two types.
    """

    __slots__ = ("compensation", "value")

    def __init__(self, value: R, *, compensation: D) -> None:
        self.value = value
        self.compensation = compensation

    def __repr__(self) -> str:
        return f"StepResult({self.value!r}, compensation={self.compensation!r})"


def value_of(made: Any) -> Any:
    """What the caller gets."""
    return cast("StepResult[Any, Any]", made).value if isinstance(made, StepResult) else made


def split(made: Any, annotation: Any, name: str) -> tuple[Any, StepResult[Any, Any] | None]:
    """The value, and the whole if there is compensation data. Raises `Misuse` if the annotation does not say which."""
    declared = kinds(annotation) is not None
    if isinstance(made, StepResult):
        if not declared:
            raise Misuse(f"'{name}' returns a StepResult, and its annotation does not say so. Write `-> StepResult[<result>, <compensation data>]`.")
        whole = cast("StepResult[Any, Any]", made)
        return whole.value, whole
    if declared:
        raise Misuse(f"'{name}' is annotated to return a StepResult, and returned {type(made).__name__}. Return StepResult(value, compensation=data).")
    return made, None


def kinds(annotation: Any) -> tuple[Any, Any] | None:
    """The types of value and compensation data of `StepResult[...]`, None for any other annotation."""
    if annotation is StepResult:
        return Any, Any
    if get_origin(annotation) is StepResult:
        value, data = get_args(annotation)
        return value, data
    return None
