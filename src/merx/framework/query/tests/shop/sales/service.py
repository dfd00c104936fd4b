from merx.framework.data import Repository, Service

from .models import Sale, SaleLine


class SalesService(Service):
    sales: Repository[Sale]
    lines: Repository[SaleLine]
