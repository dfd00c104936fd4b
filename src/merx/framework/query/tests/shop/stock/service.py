from merx.framework.data import Repository, Service

from .models import Level, StockItem


class StockService(Service):
    items: Repository[StockItem]
    levels: Repository[Level]
