"""Sheet: the catalogue as a CSV file, into the shop and out of it; and what lies where, out of it.

Owns: the columns of the file, and the parts of files that are being imported.
Leaves to others: products and their prices (product, pricing), where files lie (file), who is told (notification).
Change freely: everything that is not in `__all__`.
Change with a decision record: titles of columns, step names. Merchants have files with them, running shops have them stored.
Holds always: nothing is written before the whole file is found right; what an import began and cannot finish is taken back;
what an export wrote, an import reads as no change.
"""

from merx.commerce.sheet.errors import ImportConfirmed, ImportNotFound, SheetRefused
from merx.commerce.sheet.models import SheetPart
from merx.commerce.sheet.schemas import Imported, Preview, SheetPrice, SheetProduct, SheetVariant
from merx.commerce.sheet.service import SheetService
from merx.framework.module import Module

sheet = Module("sheet", service=SheetService)

__all__ = [
    "SheetService",
    "SheetPart",
    "Imported",
    "Preview",
    "SheetPrice",
    "SheetProduct",
    "SheetVariant",
    "ImportConfirmed",
    "ImportNotFound",
    "SheetRefused",
    "sheet",
]
