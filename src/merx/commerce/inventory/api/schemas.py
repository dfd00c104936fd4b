"""What the admin sends and asks about stock. Facts of the contract; `Body` refuses unknown fields, `LooseBody` drops them."""

from typing import Any, TypeAlias

from msgspec import Struct

from merx.framework.http import UNSET, Body, Limit, ListParams, LooseBody, NotNegative, Number, Operators, Positive, Unset

Ids: TypeAlias = str | list[str] | Unset


class _Quantities(Struct, kw_only=True):
    stocked_quantity: NotNegative | Unset = UNSET
    incoming_quantity: NotNegative | Unset = UNSET


class LevelAt(_Quantities, Body):
    location_id: str


class ChangedLevelAt(_Quantities, Body):
    location_id: str
    id: str | Unset = UNSET


class LevelOf(_Quantities, LooseBody):
    inventory_item_id: str
    location_id: str


class UpdateLevel(_Quantities, Body):
    pass


class LevelBatchOfItem(Body):
    create: list[LevelAt] = []
    update: list[ChangedLevelAt] = []
    delete: list[str] = []
    force: bool = False


class LevelBatch(Body):
    create: list[LevelOf] = []
    update: list[LevelOf] = []
    delete: list[str] = []
    force: bool = False


class UpdateItem(Body):
    sku: str | None | Unset = UNSET
    hs_code: str | None | Unset = UNSET
    weight: Number | None | Unset = UNSET
    length: Number | None | Unset = UNSET
    height: Number | None | Unset = UNSET
    width: Number | None | Unset = UNSET
    origin_country: str | None | Unset = UNSET
    mid_code: str | None | Unset = UNSET
    material: str | None | Unset = UNSET
    unit_of_measure: str | None | Unset = UNSET
    title: str | None | Unset = UNSET
    description: str | None | Unset = UNSET
    requires_shipping: bool | Unset = UNSET
    thumbnail: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class CreateItem(UpdateItem):
    location_levels: list[LevelAt] | Unset = UNSET


class CreateReservation(Body):
    location_id: str
    inventory_item_id: str
    quantity: Positive
    line_item_id: str | None | Unset = UNSET
    description: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class UpdateReservation(Body):
    location_id: str | Unset = UNSET
    quantity: Positive | Unset = UNSET
    description: str | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET


class LevelFilter(Struct, kw_only=True, omit_defaults=True):
    location_id: Ids = UNSET


class ItemParams(ListParams, groups=True):
    limit: Limit = 20
    id: Ids = UNSET
    sku: Ids = UNSET
    origin_country: Ids = UNSET
    mid_code: Ids = UNSET
    hs_code: Ids = UNSET
    material: Ids = UNSET
    requires_shipping: bool | Unset = UNSET
    weight: Operators | Unset = UNSET
    length: Operators | Unset = UNSET
    height: Operators | Unset = UNSET
    width: Operators | Unset = UNSET
    location_levels: LevelFilter | Unset = UNSET


class LevelParams(ListParams, groups=True):
    location_id: Ids = UNSET


class ReservationParams(ListParams):
    limit: Limit = 20
    location_id: Ids = UNSET
    inventory_item_id: Ids = UNSET
    line_item_id: Ids = UNSET
    created_by: Ids = UNSET
    description: Operators | Unset = UNSET
    quantity: Operators | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET
