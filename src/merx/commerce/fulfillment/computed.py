"""Whether a service zone delivers to a place, as part of the statement that reads its options."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from merx.commerce.fulfillment.models import GeoZone
from merx.framework.data.model import entity_of
from merx.framework.data.statements import table_of
from merx.framework.query import ComputedContext, computed

_POSTAL = "'$.** ? (@ == $code)'"


@computed("service_zone", "reaches")
def reaches(row: sa.FromClause, context: ComputedContext) -> sa.ColumnElement[Any]:
    """True where a geo zone of any width holds the context's country_code, province, city and postal_code.

    Without a country everywhere is reached. Upper and lower case do not matter; postal codes compare exactly with the
    values of `postal_expression`.
    """
    if "country_code" not in context.given:
        return sa.true()
    zone = table_of(entity_of(GeoZone)).alias("geo_zone")
    country, province, city = (sa.func.lower(context.param(name, sa.Text())) for name in ("country_code", "province", "city"))
    code = sa.func.jsonb_build_object(sa.literal_column("'code'"), context.param("postal_code", sa.Text()))
    in_province = sa.func.lower(zone.c.province_code) == province
    in_city = sa.and_(in_province, sa.func.lower(zone.c.city) == city)
    has_code = sa.func.jsonb_path_exists(sa.cast(zone.c.postal_expression, JSONB), sa.literal_column(_POSTAL), code)
    fits = sa.case(
        (zone.c.type == sa.literal_column("'country'"), sa.true()),
        (zone.c.type == sa.literal_column("'province'"), in_province),
        (zone.c.type == sa.literal_column("'city'"), in_city),
        else_=sa.and_(in_city, has_code),
    )
    found = sa.select(sa.literal_column("1", sa.Integer())).select_from(zone).where(zone.c.service_zone_id == row.c.id, zone.c.country_code == country)
    return found.where(zone.c.deleted_at.is_(None), fits).correlate(row).exists()
