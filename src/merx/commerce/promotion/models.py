"""Promotions, what they are for and what they take off; campaigns and what these may cost."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from merx.commerce.promotion.schemas import (
    Allocation,
    BudgetType,
    MethodType,
    PromotionStatus,
    PromotionType,
    RuleOperator,
    TargetType,
)
from merx.framework.data import BelongsTo, Index, Indexed, Metadata, Model, Record, Searchable


class Campaign(Model, table="promotion_campaign", id_prefix="procamp", unique=[("campaign_identifier",)]):
    """Promotions of one occasion: they begin and end together, and share a budget."""

    name: Annotated[str, Searchable]
    description: Annotated[str | None, Searchable] = None
    campaign_identifier: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None


class CampaignBudget(Model, table="promotion_campaign_budget", id_prefix="probudg", unique=[("campaign_id",)]):
    """What a campaign may cost, and what it has cost; `attribute` says whose uses are counted apart."""

    type: Annotated[BudgetType, Indexed]
    campaign_id: Annotated[str, BelongsTo("campaign", back="budget", one=True)]
    limit: Decimal | None = None
    used: Decimal = Decimal(0)
    currency_code: str | None = None
    attribute: str | None = None


class CampaignBudgetUsage(
    Model, table="promotion_campaign_budget_usage", id_prefix="probudgus", unique=[("attribute_value", "budget_id")], indexes=[Index(("budget_id",))]
):
    """What of a budget one customer has used."""

    attribute_value: str
    used: Decimal = Decimal(0)
    budget_id: Annotated[str, BelongsTo("campaign_budget", back="usages")]


class Promotion(Model, id_prefix="promo", unique=[("code",)]):
    """A code that shoppers give, or a discount that comes by itself. `used` counts what `limit` bounds."""

    code: Annotated[str, Searchable]
    campaign_id: Annotated[str | None, BelongsTo("campaign", back="promotions", on_delete="SET NULL"), Indexed] = None
    is_automatic: Annotated[bool, Indexed] = False
    type: Annotated[PromotionType, Indexed]
    status: Annotated[PromotionStatus, Indexed] = "draft"
    is_tax_inclusive: bool = False
    limit: int | None = None
    used: int = 0
    metadata: Metadata = None


class ApplicationMethod(Model, table="promotion_application_method", id_prefix="proappmet", unique=[("promotion_id",)]):
    """How much a promotion takes off, and of what."""

    value: Decimal | None = None
    max_quantity: int | None = None
    apply_to_quantity: int | None = None
    buy_rules_min_quantity: int | None = None
    type: Annotated[MethodType, Indexed]
    target_type: Annotated[TargetType, Indexed]
    allocation: Annotated[Allocation | None, Indexed] = None
    promotion_id: Annotated[str, BelongsTo("promotion", back="application_method", one=True)]
    currency_code: str | None = None


class PromotionRule(Model, id_prefix="prorul", indexes=[Index(("attribute", "operator"))]):
    """A condition: the context's `attribute` (a path) compares like this to the values."""

    description: str | None = None
    attribute: str
    operator: RuleOperator


class PromotionRuleValue(Model, id_prefix="prorulval", indexes=[Index(("promotion_rule_id", "value"))]):
    """One of the values that a rule compares with."""

    promotion_rule_id: Annotated[str, BelongsTo("promotion_rule", back="values")]
    value: str


class PromotionPromotionRule(Record, primary_key=("promotion_id", "promotion_rule_id"), pivot=("rules", "promotions")):
    """A promotion is for carts that keep this rule."""

    promotion_id: Annotated[str, BelongsTo("promotion")]
    promotion_rule_id: Annotated[str, BelongsTo("promotion_rule"), Indexed]


class TargetRule(
    Record,
    table="application_method_target_rules",
    primary_key=("application_method_id", "promotion_rule_id"),
    pivot=("target_rules", "method_target_rules"),
):
    """Something is taken off what keeps this rule."""

    application_method_id: Annotated[str, BelongsTo("application_method")]
    promotion_rule_id: Annotated[str, BelongsTo("promotion_rule"), Indexed]


class BuyRule(
    Record,
    table="application_method_buy_rules",
    primary_key=("application_method_id", "promotion_rule_id"),
    pivot=("buy_rules", "method_buy_rules"),
):
    """What keeps this rule must be bought to get something else."""

    application_method_id: Annotated[str, BelongsTo("application_method")]
    promotion_rule_id: Annotated[str, BelongsTo("promotion_rule"), Indexed]
