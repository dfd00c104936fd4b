"""What crosses the door of promotion: promotions and campaigns to be written, and the words their columns take."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from msgspec import Struct

PromotionType: TypeAlias = Literal["standard", "buyget"]
PromotionStatus: TypeAlias = Literal["draft", "active", "inactive"]
RuleOperator: TypeAlias = Literal["gte", "lte", "gt", "lt", "eq", "ne", "in"]
RuleType: TypeAlias = Literal["rules", "target-rules", "buy-rules"]
MethodType: TypeAlias = Literal["fixed", "percentage"]
TargetType: TypeAlias = Literal["order", "shipping_methods", "items"]
Allocation: TypeAlias = Literal["each", "across", "once"]
BudgetType: TypeAlias = Literal["spend", "usage", "use_by_attribute", "spend_by_attribute"]


class NewRule(Struct, frozen=True, kw_only=True):
    """A condition: the context's `attribute` (a path) compares like this to the values."""

    attribute: str
    operator: RuleOperator
    values: Sequence[str]
    description: str | None = None


class ChangedRule(Struct, frozen=True, kw_only=True):
    """A rule's new values; what is None stays, but for `description` where `describes`."""

    id: str
    values: Sequence[str]
    attribute: str | None = None
    operator: RuleOperator | None = None
    description: str | None = None
    describes: bool = False


class NewMethod(Struct, frozen=True, kw_only=True):
    """How much a promotion takes off, and of what. `value` is percent, or major units of `currency_code`."""

    type: MethodType
    target_type: TargetType
    value: Decimal
    allocation: Allocation | None = None
    currency_code: str | None = None
    max_quantity: int | None = None
    apply_to_quantity: int | None = None
    buy_rules_min_quantity: int | None = None
    target_rules: Sequence[NewRule] = ()
    buy_rules: Sequence[NewRule] = ()


class NewBudget(Struct, frozen=True, kw_only=True):
    """What a campaign may cost: in money (`spend`), in orders (`usage`), or in orders of one customer (`..._by_attribute`)."""

    type: BudgetType
    limit: Decimal | None = None
    currency_code: str | None = None
    attribute: str | None = None


class NewCampaign(Struct, frozen=True, kw_only=True):
    """A time and a budget that promotions share."""

    name: str
    campaign_identifier: str
    description: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    budget: NewBudget | None = None


class NewPromotion(Struct, frozen=True, kw_only=True):
    """A promotion to be written; part of the campaign that is named, or of a new one."""

    code: str
    type: PromotionType
    application_method: NewMethod
    is_automatic: bool = False
    is_tax_inclusive: bool = False
    status: PromotionStatus = "draft"
    limit: int | None = None
    rules: Sequence[NewRule] = ()
    campaign_id: str | None = None
    campaign: NewCampaign | None = None
    metadata: dict[str, Any] | None = None
