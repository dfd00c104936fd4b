from merx.framework.data import Repository, Service

from .models import Country, Flavour, Label, Shelf, Tea, TeaFlavour, Tin


class CatalogService(Service):
    shelves: Repository[Shelf]
    teas: Repository[Tea]
    tins: Repository[Tin]
    labels: Repository[Label]
    flavours: Repository[Flavour]
    tea_flavours: Repository[TeaFlavour]
    countries: Repository[Country]
