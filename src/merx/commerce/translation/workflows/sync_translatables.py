"""The lists of languages and of what is translated follow the code that is there."""

from merx.commerce.translation.data import translatables, world_locales
from merx.commerce.translation.models import TranslationSettings
from merx.commerce.translation.service import TranslationService
from merx.framework.data import create_all
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("translation.sync")
async def sync_translatables(scope: Scope) -> None:
    """Settings for every entity that has none yet, all its marked columns on; the world's languages, where there is none.

    What a merchant changed or deleted stays as it is. Safe to repeat; who may race holds a lock of their own.
    """
    service = scope[TranslationService]
    known = {row.entity_type for row in await service.settings.list(with_deleted=True)}
    missing = {entity: columns for entity, columns in translatables(scope.graph).items() if entity not in known}
    locales = world_locales() if await service.locales.count(with_deleted=True) == 0 else []
    await create_all(scope, [*locales, *(TranslationSettings(entity_type=entity, fields=list(columns)) for entity, columns in missing.items())])
