"""What may go wrong with shipping options and parcels."""

from collections.abc import Sequence

from merx.framework.errors import InvalidData, NotAllowed, NotFound


class UnknownFulfillmentProvider(NotFound):
    """No code of this name carries parcels here."""

    def __init__(self, provider_id: str) -> None:
        super().__init__(f"Fulfillment provider with id: {provider_id} was not found")


class ProviderNotAtLocation(NotAllowed):
    """The location that a service zone belongs to does not work with this provider."""

    def __init__(self, provider_ids: Sequence[str]) -> None:
        super().__init__(f"Providers ({','.join(provider_ids)}) are not enabled for the service location")


class CannotCalculate(InvalidData):
    """The provider knows flat prices only."""

    def __init__(self, names: Sequence[str]) -> None:
        # The contract spells it so.
        super().__init__(f"Cannot calcuate pricing for: [{', '.join(names)}] shipping option(s).")


class NotCalculated(InvalidData):
    """The option has flat prices, nobody calculates them."""

    def __init__(self, option_id: str) -> None:
        super().__init__(f"Cannot calculate price for non-calculated shipping options: {option_id}")


class NoPrice(InvalidData):
    """The option cannot be chosen: there is no price for this cart."""

    def __init__(self, option_ids: Sequence[str]) -> None:
        super().__init__(f"Shipping options with IDs {', '.join(option_ids)} do not have a price")


class OptionsNotOffered(NotFound):
    """The options do not exist, or do not reach the cart."""

    def __init__(self, option_ids: Sequence[str]) -> None:
        super().__init__(f"The following shipping options do not exist: {', '.join(option_ids)}")


class UnknownPriceRegions(InvalidData):
    """Prices are given for regions that are not there."""

    def __init__(self, region_ids: Sequence[str]) -> None:
        super().__init__(f"Cannot create prices for non-existent regions. Region with ids [{', '.join(region_ids)}] were not found.")


class IncompleteGeoZone(InvalidData):
    """A part of a country is named by what it is a part of, too."""

    def __init__(self, missing: str, kind: str) -> None:
        super().__init__(f"Missing required property {missing} for geo zone type {kind}")


class UnknownGeoZones(NotFound):
    """Geo zones to change that do not stand in the zone."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__(f"The following geo zones does not exists: {', '.join(ids)}")


class UnknownRules(NotFound):
    """Rules to change that are not the option's."""

    def __init__(self, ids: Sequence[str], option_id: str) -> None:
        super().__init__(f"The following rules does not exists: {', '.join(ids)} on shipping option {option_id}")


class ProfileInUse(InvalidData):
    """Goods or options still belong to the profile."""


class TypeInUse(InvalidData):
    """Options still have the type."""

    def __init__(self) -> None:
        super().__init__("Cannot delete shipping option type because some shipping options are using it.")


class LocationNotFound(NotFound):
    """There is no such place to pack a parcel at."""

    def __init__(self, location_id: str) -> None:
        super().__init__(f"Stock location with id: {location_id} was not found")


class ParcelStage(NotAllowed):
    """A parcel that has been sent, delivered or canceled does not go back or there again."""


class ParcelGone(InvalidData):
    """A parcel cannot be canceled: it is on its way, or there."""


class ZoneNotThere(NotFound):
    """An option is for a zone that is not there."""

    def __init__(self, zone_id: str) -> None:
        super().__init__(f"The following service zones does not exists: {zone_id}")


class NoSuchKind(NotFound):
    """An option is of a profile or a type that is not there."""

    def __init__(self, field: str, row_id: str) -> None:
        # As a foreign key says it; one that was deleted is as absent as one that never was.
        super().__init__(f"You tried to set relationship {field}: {row_id}, but such entity does not exist")


class ServiceZoneNotFound(NotFound):
    """The set has no such zone."""

    def __init__(self, zone_id: str) -> None:
        super().__init__(f"Service zone with id: {zone_id} not found on fulfillment set")


class OptionNotFound(NotFound):
    """There is no such shipping option."""

    def __init__(self, option_id: str) -> None:
        super().__init__(f"Shipping Option with id: {option_id} not found")


class OptionTypeNotFound(NotFound):
    """There is no such type."""

    def __init__(self, type_id: str) -> None:
        super().__init__(f'Shipping option type with id "{type_id}" not found')
