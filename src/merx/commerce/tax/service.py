"""The rows of taxes."""

from collections.abc import Sequence

from merx.commerce.tax.models import TaxProvider, TaxRate, TaxRateRule, TaxRegion
from merx.commerce.tax.schemas import TaxAddress
from merx.commerce.tax.selection import Candidate
from merx.framework.data import Repository, Service

_CANDIDATES = """
SELECT rate.id, rate.rate, rate.code, rate.name, rate.is_default, rate.is_combinable,
       region.parent_id IS NOT NULL AS is_province, country.provider_id,
       named.kinds, named.ids
FROM tax_region AS country
JOIN tax_region AS region ON region.id = country.id OR (region.parent_id = country.id AND region.province_code = $2)
JOIN tax_rate AS rate ON rate.tax_region_id = region.id AND rate.deleted_at IS NULL
CROSS JOIN LATERAL (
    SELECT array_agg(rule.reference) AS kinds, array_agg(rule.reference_id) AS ids
    FROM tax_rate_rule AS rule
    WHERE rule.tax_rate_id = rate.id AND rule.deleted_at IS NULL AND rule.reference_id = ANY($3::text[])
) AS named
WHERE country.country_code = $1 AND country.parent_id IS NULL AND country.deleted_at IS NULL AND region.deleted_at IS NULL
  AND (rate.is_default OR named.ids IS NOT NULL)
"""


class TaxService(Service):
    """Tax regions, rates and rules."""

    providers: Repository[TaxProvider]
    regions: Repository[TaxRegion]
    rates: Repository[TaxRate]
    rate_rules: Repository[TaxRateRule]

    async def candidates(self, address: TaxAddress, reference_ids: Sequence[str]) -> list[Candidate]:
        """The rates of a place that are default or whose rules name one of the ids. One statement."""
        province = address.province.lower() if address.province else None
        found = await self.scope.rows(_CANDIDATES, address.country_code.lower(), province, list(reference_ids))
        return [
            Candidate(
                id=row["id"],
                rate=row["rate"],
                code=row["code"],
                name=row["name"],
                is_default=row["is_default"],
                is_combinable=row["is_combinable"],
                is_province=row["is_province"],
                provider_id=row["provider_id"],
                named=frozenset(zip(row["kinds"] or (), row["ids"] or (), strict=True)),
            )
            for row in found
        ]
