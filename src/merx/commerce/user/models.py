"""People who run the shop."""

from datetime import datetime
from typing import Annotated

from merx.framework.data import Indexed, Metadata, Model, Searchable


class User(Model, id_prefix="user", unique=[("email",)]):
    """Someone who runs the shop."""

    first_name: Annotated[str | None, Searchable] = None
    last_name: Annotated[str | None, Searchable] = None
    email: Annotated[str, Searchable]
    avatar_url: str | None = None
    metadata: Metadata = None


class Invite(Model, id_prefix="invite", unique=[("email",)]):
    """A leave to become a user, by its token and until `expires_at`."""

    email: Annotated[str, Searchable]
    accepted: bool = False
    token: Annotated[str, Indexed]
    expires_at: datetime
    metadata: Metadata = None
