"""What PostgreSQL makes of the statement that prices carts."""

from decimal import Decimal

from merx.commerce.pricing import PriceContext, PriceRequest, PricingService
from merx.framework.scope import Scope

PLANS = "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE 'WITH%near_list%'"


async def test_the_statement_is_planned_for_any_number_of_lines_and_not_anew_for_each_cart(scope: Scope) -> None:
    async with scope.transaction():
        # when: carts of one and two lines are priced on one connection
        for lines in (1, 2) * 6:
            await scope[PricingService].calculate([PriceRequest("pset_1", Decimal(1))] * lines, PriceContext("eur"))
        # then: PostgreSQL has tried five plans of their own before it settled
        (plans,) = await scope.rows(PLANS)
    assert (plans["generic_plans"], plans["custom_plans"]) == (7, 5)
