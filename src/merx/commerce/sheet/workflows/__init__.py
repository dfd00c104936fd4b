"""What is done with sheets."""

from merx.commerce.sheet.workflows.import_products import begin_import, confirm_import, import_products, parts_done, write_import
from merx.commerce.sheet.workflows.staging import stage_products

__all__ = ["begin_import", "confirm_import", "import_products", "parts_done", "stage_products", "write_import"]
