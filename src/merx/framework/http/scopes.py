"""The scopes that handlers receive: a `Scope` that knows what the request proved."""

from typing import TYPE_CHECKING

import msgspec

from merx.framework.errors import Unauthorized
from merx.framework.scope import ANONYMOUS, Actor, Scope

if TYPE_CHECKING:
    from merx.framework.app import App


class PublishableKey(msgspec.Struct, frozen=True, kw_only=True):
    """What a store request's key stands for: itself, and the sales channels it may see."""

    id: str
    sales_channel_ids: list[str] = []
    is_only_channel: bool = False
    """Whether the shop has no other channel than the key's one, so that whatever it sells is sold there."""


class HttpScope(Scope):
    """A request's scope. `session_id` is set when the actor came by a session cookie."""

    def __init__(
        self,
        app: "App",
        *,
        actor: Actor = ANONYMOUS,
        trace: str | None = None,
        session_id: str | None = None,
        key: PublishableKey | None = None,
    ) -> None:
        super().__init__(app, actor=actor, trace=trace)
        self.session_id = session_id
        self.publishable_key = key
        self.peer: tuple[str, int] | None = None
        """Address and port of the other end of the connection; None where there is none."""


class PublicScope(HttpScope):
    """A request to a route of no fixed audience; the actor is there if the route's `Audience` asks for one."""


class ActorScope(PublicScope):
    """A request by an actor of a type that the project declared, see `ActorType`."""

    @property
    def actor_id(self) -> str:
        """Raises `Unauthorized` where the audience lets in who is no actor yet."""
        if self.actor.id is None:
            raise Unauthorized("Unauthorized")
        return self.actor.id


class StoreScope(HttpScope):
    """A request with a publishable key, by a customer or by nobody in particular."""

    @property
    def sales_channel_ids(self) -> list[str]:
        return self.publishable_key.sales_channel_ids if self.publishable_key is not None else []

    @property
    def is_only_channel(self) -> bool:
        """See `PublishableKey.is_only_channel`."""
        return self.publishable_key is not None and self.publishable_key.is_only_channel

    @property
    def customer_id(self) -> str | None:
        return self.actor.id if self.actor.type == "customer" else None


class CustomerScope(StoreScope):
    """A request by a customer who is logged in: what routes with `audience="customer"` receive."""

    @property
    def customer_id(self) -> str:
        """Who is asking; never nobody, so a filter by it never finds what belongs to nobody."""
        customer_id = super().customer_id
        if customer_id is None:
            raise Unauthorized("Unauthorized")
        return customer_id


class AdminScope(HttpScope):
    """A request by a user, or by a secret API key."""

    @property
    def user_id(self) -> str | None:
        """The user; None when a secret API key is asking."""
        return self.actor.id if self.actor.type == "user" else None
