"""What is done with sheets."""

from merx.commerce.sheet.workflows.export_inventory import export_inventory
from merx.commerce.sheet.workflows.export_products import ProductSheet, export_products
from merx.commerce.sheet.workflows.import_products import begin_import, confirm_import, forget_import, import_products, parts_done, write_import
from merx.commerce.sheet.workflows.staging import MOST_BYTES, spooled, stage_products

__all__ = [
    "MOST_BYTES",
    "ProductSheet",
    "begin_import",
    "confirm_import",
    "export_inventory",
    "export_products",
    "forget_import",
    "import_products",
    "parts_done",
    "spooled",
    "stage_products",
    "write_import",
]
