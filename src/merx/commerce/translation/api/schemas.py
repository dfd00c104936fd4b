"""What the translation routes take. Facts of the contract; `Body` refuses unknown fields."""

from merx.framework.http import UNSET, Body, FieldParams, Limit, ListParams, LooseBody, Params, Unset
from merx.framework.http.parameters import Offset


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
    create: list[NewWords] = []
    update: list[ChangedWords] = []
    delete: list[str] = []


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
    create: list[NewSettings] = []
    update: list[ChangedSettings] = []
    delete: list[str] = []


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
