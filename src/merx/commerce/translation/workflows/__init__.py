"""What is done with translations, a file per use case."""

from merx.commerce.translation.schemas import NewTranslation
from merx.commerce.translation.workflows.settings import change_settings, columns_shown
from merx.commerce.translation.workflows.sync_translatables import sync_translatables
from merx.commerce.translation.workflows.translate import batch_translations, create_translations, delete_translations, update_translations

__all__ = [
    "NewTranslation",
    "batch_translations",
    "change_settings",
    "columns_shown",
    "create_translations",
    "delete_translations",
    "sync_translatables",
    "update_translations",
]
