"""Words in other languages: written, changed, taken back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from merx.commerce.store import StoreService
from merx.commerce.translation.data import translatables
from merx.commerce.translation.errors import LocalesNotSpoken, NotTranslatable, TranslationsNotFound
from merx.commerce.translation.models import Translation
from merx.commerce.translation.schemas import NewTranslation
from merx.commerce.translation.service import TranslationService
from merx.framework.data import must_differ
from merx.framework.languages import tag
from merx.framework.scope import Scope
from merx.framework.workflows import workflow


@workflow("translation.create")
async def create_translations(scope: Scope, new: Sequence[NewTranslation]) -> list[Translation]:
    """Write translations down. Emits `translation.created` for each.

    Raises `LocalesNotSpoken`, `NotTranslatable`, `InvalidData` for what is no language tag; a second translation of a row
    into one language is a duplicate.
    """
    rows = [
        Translation(
            reference_id=each.reference_id,
            reference=each.reference,
            locale_code=tag(each.locale_code),
            translations=_checked(scope, each.reference, each.translations),
            translated_field_count=_count(each.translations),
        )
        for each in new
    ]
    await _must_be_spoken(scope, {row.locale_code for row in rows})
    made = await scope[TranslationService].translations.create(rows)
    await _tell(scope, "translation.created", (row.id for row in made))
    return made


@workflow("translation.update")
async def update_translations(scope: Scope, changes: Sequence[Mapping[str, Any]]) -> list[Translation]:
    """Set the given columns of the translations with these ids; `translations` takes the place of all words. Holds their rows.

    Emits `translation.updated` for each. Raises `TranslationsNotFound`, `ChangedTwice`, and what `create_translations` raises.
    """
    must_differ(each["id"] for each in changes)
    service = scope[TranslationService].translations
    wanted = {each["id"]: dict(each) for each in changes}
    known = {row.id: row for row in await service.list(id=sorted(wanted), for_update=True)} if wanted else {}
    if missing := wanted.keys() - known.keys():
        raise TranslationsNotFound(missing)
    for key, change in wanted.items():
        words = change.get("translations", known[key].translations)
        change["translations"] = _checked(scope, change.get("reference", known[key].reference), words)
        change["translated_field_count"] = _count(words)
        if "locale_code" in change:
            change["locale_code"] = tag(change["locale_code"])
    await _must_be_spoken(scope, {change["locale_code"] for change in wanted.values() if "locale_code" in change})
    updated = await service.update(wanted.values())
    await _tell(scope, "translation.updated", (row.id for row in updated))
    return updated


@workflow("translation.delete")
async def delete_translations(scope: Scope, ids: Sequence[str]) -> None:
    """The originals are shown again. Safe to repeat. Emits `translation.deleted` for each that was there."""
    await _tell(scope, "translation.deleted", await scope[TranslationService].translations.soft_delete(list(ids)) if ids else [])


@workflow("translation.batch")
async def batch_translations(
    scope: Scope, create: Sequence[NewTranslation], update: Sequence[Mapping[str, Any]], delete: Sequence[str]
) -> tuple[list[Translation], list[Translation]]:
    """All of it or nothing: what is deleted makes room for what is created. What was created, and what was updated."""
    await delete_translations(scope, delete)
    updated = await update_translations(scope, update) if update else []
    return await create_translations(scope, create) if create else [], updated


def _checked(scope: Scope, reference: str, words: Mapping[str, str]) -> dict[str, str]:
    known = translatables(scope.graph)
    if reference not in known:
        raise NotTranslatable("reference", reference, known)
    for name in words:
        if name not in known[reference]:
            raise NotTranslatable("translations", name, known[reference])
    return dict(words)


def _count(words: Mapping[str, str]) -> int:
    return sum(word != "" for word in words.values())


async def _must_be_spoken(scope: Scope, codes: Iterable[str]) -> None:
    wanted = set(codes)
    if not wanted:
        return
    spoken = {each.locale_code for each in await scope[StoreService].locales.list(locale_code=sorted(wanted))}
    if wanted - spoken:
        raise LocalesNotSpoken(wanted - spoken)


async def _tell(scope: Scope, event: str, ids: Iterable[str]) -> None:
    told = [{"id": each} for each in ids]
    if told:
        await scope.emit(event, told)
