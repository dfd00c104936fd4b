"""Which columns are shown in other languages."""

from collections.abc import Mapping, Sequence
from typing import Any

from merx.commerce.translation.data import translatables
from merx.commerce.translation.errors import NotTranslatable, SettingsNotFound
from merx.commerce.translation.models import TranslationSettings
from merx.commerce.translation.service import TranslationService
from merx.framework.data import must_differ
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("translation.change_settings")
async def change_settings(
    scope: Scope, create: Sequence[Mapping[str, Any]], update: Sequence[Mapping[str, Any]], delete: Sequence[str]
) -> tuple[list[TranslationSettings], list[TranslationSettings]]:
    """All of it or nothing. What was created, and what was updated. Without settings, an entity is shown as it is.

    Raises `NotTranslatable`, `SettingsNotFound`, `ChangedTwice`; a second row for an entity is a duplicate.
    """
    must_differ(each["id"] for each in update)
    settings = scope[TranslationService].settings
    await settings.soft_delete(list(delete)) if delete else []
    wanted = {each["id"]: each for each in update}
    known = {row.id: row for row in await settings.list(id=sorted(wanted), for_update=True)} if wanted else {}
    if missing := wanted.keys() - known.keys():
        raise SettingsNotFound(missing)
    for key, change in wanted.items():
        _check(scope, change.get("entity_type", known[key].entity_type), change.get("fields", known[key].fields))
    for each in create:
        _check(scope, each["entity_type"], each["fields"])
    updated = await settings.update(wanted.values()) if wanted else []
    return await settings.create([TranslationSettings(**each) for each in create]), updated


def _check(scope: Scope, entity_type: str, fields: Sequence[str]) -> None:
    known = translatables(scope.graph)
    if entity_type not in known:
        raise NotTranslatable("entity_type", entity_type, known)
    for name in fields:
        if name not in known[entity_type]:
            raise NotTranslatable("fields", name, known[entity_type])


async def columns_shown(scope: Scope, entities: Sequence[str]) -> dict[str, list[str]]:
    """The columns of these entities that are shown in other languages: what the settings leave on. Raises `NotTranslatable`."""
    known = translatables(scope.graph)
    for each in entities:
        if each not in known:
            raise NotTranslatable("entity_types", each, known)
    rows = await scope[TranslationService].settings.list(entity_type=list(entities), with_deleted=True, order="created_at")
    newest = {row.entity_type: row.fields if row.is_active and row.deleted_at is None else [] for row in rows}
    return {each: [name for name in known[each] if each not in newest or name in newest[each]] for each in dict.fromkeys(entities)}
