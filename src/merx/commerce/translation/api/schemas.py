"""What the translation routes take. Facts of the contract; `Body` refuses unknown fields."""

from typing import Annotated

from msgspec import Meta

from merx.framework.http import UNSET, Body, FieldParams, Limit, ListParams, LooseBody, Params, Unset
from merx.framework.http.parameters import Offset

MOST = 10_000
"""Of each kind in a batch: what one transaction writes, and one answer shows."""


class NewWords(LooseBody):
    reference_id: str
    reference: str
    locale_code: str
    translations: dict[str, str]


class ChangedWords(LooseBody):
    id: str
    reference_id: str | Unset = UNSET
    reference: str | Unset = UNSET
    locale_code: str | Unset = UNSET
    translations: dict[str, str] | Unset = UNSET


class WordsBatch(Body):
    create: Annotated[list[NewWords], Meta(max_length=MOST)] = []
    update: Annotated[list[ChangedWords], Meta(max_length=MOST)] = []
    delete: Annotated[list[str], Meta(max_length=MOST)] = []


class NewSettings(LooseBody):
    entity_type: str
    fields: list[str]
    is_active: bool = True


class ChangedSettings(LooseBody):
    id: str
    entity_type: str | Unset = UNSET
    fields: list[str] | Unset = UNSET
    is_active: bool | Unset = UNSET


class SettingsBatch(Body):
    create: Annotated[list[NewSettings], Meta(max_length=MOST)] = []
    update: Annotated[list[ChangedSettings], Meta(max_length=MOST)] = []
    delete: Annotated[list[str], Meta(max_length=MOST)] = []


class TranslationParams(ListParams, groups=True):
    limit: Limit = 20
    reference_id: str | list[str] | Unset = UNSET
    reference: str | Unset = UNSET
    locale_code: str | Unset = UNSET


class EntityParams(FieldParams):
    limit: Limit = 20
    offset: Offset = 0
    order: str | Unset = UNSET
    with_deleted: bool = False
    type: str
    id: str | list[str] | Unset = UNSET


class SettingsParams(Params):
    entity_type: str | Unset = UNSET
    is_active: bool | Unset = UNSET


class StatisticsParams(Params, loose=True):
    locales: str | list[str]
    entity_types: str | list[str]
