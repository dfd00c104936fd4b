"""Translations over HTTP, for those who run the shop."""

from typing import Any

from merx.commerce.translation import translatables
from merx.commerce.translation.api.schemas import EntityParams, SettingsBatch, SettingsParams, StatisticsParams, TranslationParams, WordsBatch
from merx.commerce.translation.errors import NotTranslatable
from merx.commerce.translation.schemas import NewTranslation
from merx.commerce.translation.service import Counted, TranslationService
from merx.commerce.translation.workflows import batch_translations, change_settings, columns_shown
from merx.framework.errors import InvalidData
from merx.framework.http import BATCH_BODY_LIMIT, UNSET, AdminScope, Answer, Fields, changes, get, post
from merx.framework.http.naming import of
from merx.framework.languages import tag

MOST_LOCALES = 200

TRANSLATION = Fields("translation", key="translation", plural="translations", defaults=of("", "id reference_id reference locale_code translations"))
_WHOLE = of("", "id reference_id reference locale_code translations created_at updated_at deleted_at")
_SETTINGS = of("", "id entity_type fields is_active created_at updated_at deleted_at")


@get("/admin/translations")
async def list_translations(scope: AdminScope, query: TranslationParams) -> Answer:
    return await TRANSLATION.page(scope, query)


@post("/admin/translations/batch", body_limit=BATCH_BODY_LIMIT)
async def change_translations(scope: AdminScope, data: WordsBatch) -> Answer:
    new = [NewTranslation(**changes(each)) for each in data.create]
    made, updated = await batch_translations(scope, new, [changes(each) for each in data.update], data.delete)
    return await _changed(scope, "translation", _WHOLE, [each.id for each in made], [each.id for each in updated], data.delete)


@get("/admin/translations/entities")
async def list_entities(scope: AdminScope, query: EntityParams) -> dict[str, Any]:
    """Rows of one kind with their originals, and all their translations: what a translator works on. Two statements."""
    known = translatables(scope.graph)
    if query.type not in known:
        raise NotTranslatable("type", query.type, known)
    rows, count = await scope.query.graph_and_count(
        query.type,
        fields=["id", *known[query.type]],
        filters={} if query.id is UNSET else {"id": query.id},
        order=() if query.order is UNSET else query.order,
        limit=query.limit,
        offset=query.offset,
        with_deleted=query.with_deleted,
    )
    said = {row["id"]: list[Any]() for row in rows}
    fields = [*TRANSLATION.selected(scope, query), "reference_id"]
    filters = {"reference": query.type, "reference_id": list(said)}
    for each in await scope.query.graph("translation", fields=fields, filters=filters, order=("reference_id", "locale_code")) if rows else ():
        said[each["reference_id"]].append(each)
    return {"data": [{**row, "translations": said[row["id"]]} for row in rows], "count": count, "offset": query.offset, "limit": query.limit}


@get("/admin/translations/settings")
async def read_settings(scope: AdminScope, query: SettingsParams) -> dict[str, Any]:
    """By entity, which of its columns are shown in other languages and which could be."""
    known = translatables(scope.graph)
    rows = await scope[TranslationService].settings.list(changes(query), order="entity_type")
    return {
        "translation_settings": {
            row.entity_type: {
                "id": row.id,
                "is_active": row.is_active,
                "fields": row.fields,
                "inactive_fields": [name for name in known.get(row.entity_type, ()) if name not in row.fields],
            }
            for row in rows
        }
    }


@post("/admin/translations/settings/batch")
async def change_all_settings(scope: AdminScope, data: SettingsBatch) -> Answer:
    made, updated = await change_settings(scope, [changes(each) for each in data.create], [changes(each) for each in data.update], data.delete)
    return await _changed(scope, "translation_settings", _SETTINGS, [each.id for each in made], [each.id for each in updated], data.delete)


@get("/admin/translations/statistics")
async def read_statistics(scope: AdminScope, query: StatisticsParams) -> dict[str, Any]:
    """How many words there are in each language, of those there could be: rows times the columns that are shown. Two statements."""
    locales, entities = [tag(each, "locales") for each in _several(query.locales)], _several(query.entity_types)
    if not locales:
        raise InvalidData("At least one locale must be provided in 'locales'")
    if not entities:
        raise InvalidData("At least one entity type must be provided in 'entity_types'")
    if len(locales) > MOST_LOCALES:
        raise InvalidData(f"Invalid request: Field 'locales' has {len(locales)} entries, expected at most {MOST_LOCALES}")
    columns = await columns_shown(scope, entities)
    counted = await scope[TranslationService].counted(columns, locales)
    return {"statistics": {entity: _statistics(counted[entity], len(columns[entity]), locales) for entity in columns}}


def _statistics(counted: Counted, columns: int, locales: list[str]) -> dict[str, Any]:
    by_locale = {each: _figures(counted.rows * columns, counted.words.get(each, 0)) for each in locales}
    return {"by_locale": by_locale, **_figures(counted.rows * columns * len(locales), sum(each["translated"] for each in by_locale.values()))}


def _figures(expected: int, translated: int) -> dict[str, int]:
    return {"expected": expected, "translated": translated, "missing": expected - translated}


def _several(given: str | list[str]) -> list[str]:
    return list(dict.fromkeys(each for each in ([given] if isinstance(given, str) else given) if each))


async def _changed(scope: AdminScope, entity: str, fields: tuple[str, ...], created: list[str], updated: list[str], gone: list[str]) -> Answer:
    ids = [*created, *updated]
    rows = {row["id"]: row for row in await scope.query.graph(entity, fields=fields, filters={"id": ids})} if ids else {}
    deleted = {"ids": gone, "object": entity, "deleted": True}
    return Answer.json({"created": [rows[each] for each in created], "updated": [rows[each] for each in updated], "deleted": deleted})
