from merx.framework.data import Repository, Service

from .models import Tea, Tin


class TeaService(Service):
    teas: Repository[Tea]
    tins: Repository[Tin]
