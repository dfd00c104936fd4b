"""Where in a builder's code something is: file and line, as an error tells it."""

import inspect
import sys
from types import FrameType


def caller(depth: int = 1) -> str:
    """Who calls the function that asks: `/shop/links/lamp.py:7`."""
    frame: FrameType = sys._getframe(depth + 1)  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - what `inspect` uses, without reading files
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"


def place_of_function(function: object) -> str:
    """Where it is declared, its decorators included."""
    code = function.__code__ if inspect.isfunction(function) else None
    return f"{code.co_filename}:{code.co_firstlineno}" if code is not None else repr(function)
