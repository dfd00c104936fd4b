from merx.framework.data import Model


class Recipe(Model, id_prefix="recipe"):
    title: str
    jar_id: str | None = None
