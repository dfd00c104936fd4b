"""What lists of the fulfillment routes can be asked for."""

from merx.framework.http import UNSET, FieldParams, Limit, ListParams, Operators, Unset


class ProfileParams(ListParams, groups=True):
    limit: Limit = 20
    id: str | list[str] | Unset = UNSET
    type: str | Unset = UNSET
    name: str | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class OptionTypeParams(ListParams, groups=True):
    limit: Limit = 10
    id: str | list[str] | Unset = UNSET
    label: str | list[str] | Unset = UNSET
    code: str | list[str] | Unset = UNSET
    description: str | list[str] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class OptionParams(ListParams, context=("stock_location_id", "is_return", "admin_only")):
    limit: Limit = 20
    id: str | list[str] | Unset = UNSET
    service_zone_id: str | list[str] | Unset = UNSET
    shipping_profile_id: str | list[str] | Unset = UNSET
    provider_id: str | list[str] | Unset = UNSET
    stock_location_id: str | list[str] | Unset = UNSET
    is_return: bool | Unset = UNSET
    admin_only: bool | Unset = UNSET
    shipping_option_type_id: str | list[str] | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET

    def through(self) -> dict[str, object]:
        """The filters that go through relations: where options are sent from, and what their rules say."""
        filters: list[dict[str, object]] = []
        if self.stock_location_id is not UNSET:
            filters.append({"service_zone.fulfillment_set.location.id": self.stock_location_id})
        if self.is_return is not UNSET:
            filters.append(_ruled("is_return", "true", holds=self.is_return))
        if self.admin_only is not UNSET:
            filters.append(_ruled("enabled_in_store", "false", holds=self.admin_only))
        return {"$and": filters} if filters else {}


def _ruled(attribute: str, value: str, *, holds: bool) -> dict[str, object]:
    return {"rules": {"$some" if holds else "$none": {"attribute": attribute, "value": value}}}


class ProviderParams(ListParams, context=("stock_location_id",)):
    id: str | list[str] | Unset = UNSET
    stock_location_id: str | list[str] | Unset = UNSET
    is_enabled: bool | Unset = UNSET


class StoreOptionParams(FieldParams, groups=True, context=("limit", "offset", "order", "with_deleted")):
    """The options of one cart. `with_deleted` is taken, as the contract says, and shows nothing more: what is gone cannot be chosen."""

    cart_id: str
    is_return: bool | Unset = UNSET
    limit: Limit | Unset = UNSET
    offset: Limit = 0
    order: str | Unset = UNSET
    with_deleted: bool = False
