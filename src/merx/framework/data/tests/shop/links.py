from merx.framework.data import link

from .kitchen.models import Cook, Hat, Recipe
from .pantry.models import Jar

jar_recipe = link(Jar, Recipe, name="recipes", back="jars", many=True, back_many=True, columns={"spoons": (int, 1)})
favourite = link(Recipe.jar_id, Jar, read_only=True)
jar_cook = link(
    Jar,
    Cook,
    name="cook",
    back="jars",
    rows="cook_link",
    rows_back="jar_links",
    back_many=True,
    columns={"since": (int, 2000)},
    event="LinkCook",
    on_left_delete="part",
    on_right_delete="part",
)
cook_hat = link(Cook, Hat, name="hats", back="cook", many=True, on_left_delete="cascade", on_right_delete="part")
pairing = link(
    Recipe,
    Recipe,
    name="goes_with",
    back="goes_to",
    many=True,
    back_many=True,
    left_column="recipe_id",
    right_column="other_id",
    right_alias="other",
)
