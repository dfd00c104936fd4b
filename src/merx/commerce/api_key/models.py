"""The keys of programs."""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from merx.framework.data import Indexed, Model, Searchable

ApiKeyType: TypeAlias = Literal["publishable", "secret"]


class ApiKey(Model, id_prefix="apk", unique=[("token",)]):
    """`token` is the key itself when publishable, a salted hash when secret; `redacted` is what people may see."""

    token: str
    salt: str
    redacted: Annotated[str, Searchable, Indexed]
    title: Annotated[str, Searchable]
    type: Annotated[ApiKeyType, Indexed]
    last_used_at: datetime | None = None
    created_by: str
    revoked_by: str | None = None
    revoked_at: Annotated[datetime | None, Indexed] = None
