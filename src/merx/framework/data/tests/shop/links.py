from merx.framework.data import link

from .kitchen.models import Recipe
from .pantry.models import Jar

jar_recipe = link(Jar, Recipe, name="recipes", back="jars", many=True, back_many=True, columns={"spoons": (int, 1)})
favourite = link(Recipe.jar_id, Jar, read_only=True)
