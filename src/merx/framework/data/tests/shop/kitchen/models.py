from typing import Annotated

from merx.framework.data import BelongsTo, Model


class Recipe(Model, id_prefix="recipe"):
    title: str
    jar_id: str | None = None


class Cook(Model, id_prefix="cook"):
    name: str


class Hat(Model, id_prefix="hat"):
    size: int


class Feather(Model, id_prefix="feather"):
    hat_id: Annotated[str, BelongsTo("hat", back="feathers")]
