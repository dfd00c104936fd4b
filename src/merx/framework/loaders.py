"""`@loader`: what a process does once, when it starts, before it serves or works.

    @loader
    async def read_price_list(scope: Scope) -> None: ...

Loaders stand in a module's, plugin's or shop's `loaders.py` (or files in `loaders/`) and are found there.
"""

import inspect
from collections.abc import Awaitable, Callable
from functools import update_wrapper
from typing import Any

from merx.framework.errors import Misconfigured
from merx.framework.scope import Scope

LoaderFunction = Callable[[Scope], Awaitable[Any]]


class Loader:
    """Made by `@loader`; call it like its function to run it once more."""

    def __init__(self, function: LoaderFunction) -> None:
        self.function = function
        update_wrapper(self, function)

    async def __call__(self, scope: Scope) -> Any:
        return await self.function(scope)

    def __repr__(self) -> str:
        return f"Loader({self.function.__module__}.{self.function.__qualname__})"


def loader(function: LoaderFunction) -> Loader:
    """Have the function called once in every process that opens the app, with a scope of the system itself.

    Modules in the order in which they are found, the shop's own files last; within a file from top to bottom, one after the
    other. Each process does it, at the same time as others: so it must be safe to repeat and to race. Whatever it raises stops the start.
    """
    if not inspect.iscoroutinefunction(function):
        raise Misconfigured(f"The loader {function.__module__}.{function.__qualname__} must be `async def f(scope)`.")
    return Loader(function)
