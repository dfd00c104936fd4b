from merx.framework.data import Repository, Service

from .models import Recipe


class KitchenService(Service):
    recipes: Repository[Recipe]
