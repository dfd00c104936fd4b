from merx.framework.data import Repository, Service
from merx.framework.http.tests.shop.lamps.models import Lamp, Shade


class LampService(Service):
    lamps: Repository[Lamp]
    shades: Repository[Shade]
