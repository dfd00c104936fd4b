"""`ActorType`: another kind of people than users and customers, with routes and a login of their own.

    # api/manager.py
    manager = ActorType("manager", cors=("https://managers.example.com",))

    @get("/manager/orders", audience=manager.audience)
    async def orders(scope: ActorScope) -> ...: ...

Who is one: `create_login(scope, "manager", email, password, manager_id)`; then `POST /auth/manager/emailpass` gives a token.
"""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

import msgspec

from merx.framework.errors import Misconfigured
from merx.framework.http.audience import Audience
from merx.framework.http.routes import Route

if TYPE_CHECKING:
    from merx.framework.app import App

BUILT_IN: Final = frozenset({"user", "customer"})
_TAKEN: Final = BUILT_IN | {"api-key", "system", "anonymous", "token", "session", "admin", "store", "auth"}
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,62}")


class ActorType(msgspec.Struct, frozen=True, eq=False):
    """A kind of actor, declared in an `api` folder.

    `providers` are the ways to log in, by their names in the auth room. `cors` are the origins whose pages may call the
    routes under `/<name>`, in the form of `Http.store_cors`. Raises `Misconfigured` for a name that is taken or is none.
    """

    name: str
    providers: tuple[str, ...] = ("emailpass",)
    cors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.name in _TAKEN or not _NAME.fullmatch(self.name):
            raise Misconfigured(
                f"ActorType({self.name!r}): the name stands in paths and tokens. Use small letters, digits and underscores, "
                f"beginning with a letter, and none of {', '.join(sorted(_TAKEN))}."
            )

    @property
    def audience(self) -> Audience:
        """For routes that only they may call."""
        return Audience(actors=(self.name,), required=True)

    @property
    def unregistered(self) -> Audience:
        """For the route by which somebody with a login becomes one of them."""
        return Audience(actors=(self.name,), required=True, allow_unregistered=True)


_found: "WeakKeyDictionary[App, dict[str, ActorType]]" = WeakKeyDictionary()


def actor_types(app: "App") -> dict[str, ActorType]:
    """The declared ones, by name; a later package's replaces an earlier one's."""
    if app not in _found:
        declared: list[ActorType] = app.found("api", ActorType)
        _found[app] = {each.name: each for each in declared}
    return _found[app]


def check_audiences(routes: Iterable[Route], types: Mapping[str, ActorType]) -> None:
    """Raises `Misconfigured` for a route that waits for actors of a type that nobody can be."""
    known = BUILT_IN | types.keys() | {"*"}
    for route in routes:
        for actor in route.audience.actors:
            if actor not in known:
                raise Misconfigured(
                    f"{route.where}: the route {route.path} is for actors of the type {actor!r}, and there are only {', '.join(sorted(known - {'*'}))}. "
                    f"Declare it in an `api` folder: {actor} = ActorType({actor!r})."
                )
