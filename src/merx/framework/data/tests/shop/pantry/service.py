from merx.framework.data import Repository, Service

from .models import Jar, Note, Place, Shelf, Spoon, Sticker


class PantryService(Service):
    shelves: Repository[Shelf]
    jars: Repository[Jar]
    stickers: Repository[Sticker]
    notes: Repository[Note]
    spoons: Repository[Spoon]
    places: Repository[Place]
