from typing import Annotated

from merx.framework.data import BelongsTo, Model


class Tea(Model, id_prefix="tea", unique=[("name",)]):
    name: str


class Tin(Model, id_prefix="tin"):
    tea_id: Annotated[str, BelongsTo("tea", back="tins")]
    grams: int
