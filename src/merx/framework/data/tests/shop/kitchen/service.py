from merx.framework.data import Repository, Service

from .models import Cook, Feather, Hat, Recipe


class KitchenService(Service):
    recipes: Repository[Recipe]
    cooks: Repository[Cook]
    hats: Repository[Hat]
    feathers: Repository[Feather]
