"""Translation: what the shop's words are in other languages.

Owns: the list of languages there are, the translations of rows of all rooms, and which columns are translated.
Leaves to others: the originals (each room's own columns, marked `Translatable`), which languages a shop speaks (store).
Change freely: everything that is not in `__all__`.
Change with a decision record: entity names (`reference`) and column names. Running shops have them stored.
Holds always: a row has one translation for a language at most; where a word is missing, the original is shown.
"""

from merx.commerce.translation.data import translatables, world_locales
from merx.commerce.translation.models import Locale, Translation, TranslationSettings
from merx.commerce.translation.service import TranslationService
from merx.framework.module import Module

translation = Module("translation", service=TranslationService)

__all__ = ["TranslationService", "Locale", "Translation", "TranslationSettings", "translatables", "translation", "world_locales"]
