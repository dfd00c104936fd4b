"""What the promotion routes take. Facts of the contract; `Body` refuses unknown fields."""

from datetime import datetime
from typing import Annotated, Any, TypeAlias

from msgspec import Meta, Struct

from merx.commerce.promotion import ChangedRule, NewBudget, NewCampaign, NewMethod, NewPromotion, NewRule
from merx.commerce.promotion.schemas import Allocation, BudgetType, MethodType, PromotionStatus, PromotionType, RuleOperator, TargetType
from merx.framework.errors import InvalidData
from merx.framework.http import UNSET, Body, FieldParams, Limit, ListParams, NotNegative, Operators, Params, Unset

Count: TypeAlias = Annotated[int, Meta(ge=1, le=2_147_483_647)]
Ids: TypeAlias = Annotated[list[str], Meta(max_length=1000)]


class CreateRule(Body):
    operator: RuleOperator
    attribute: str
    values: list[str] | str
    description: str | None = None

    def as_new(self) -> NewRule:
        return NewRule(attribute=self.attribute, operator=self.operator, values=_listed(self.values), description=self.description)


class UpdateRule(Body):
    id: str
    values: list[str] | str
    operator: RuleOperator | None = None
    attribute: str | None = None
    description: str | None | Unset = UNSET

    def as_changed(self) -> ChangedRule:
        describes = self.description is not UNSET
        return ChangedRule(
            id=self.id,
            values=_listed(self.values),
            attribute=self.attribute,
            operator=self.operator,
            description=self.description if self.description is not UNSET else None,
            describes=describes,
        )


def _listed(values: list[str] | str) -> list[str]:
    return [values] if isinstance(values, str) else values


Rules: TypeAlias = Annotated[list[CreateRule], Meta(max_length=1000)]


class BatchRules(Body):
    create: Rules = []
    update: Annotated[list[UpdateRule], Meta(max_length=1000)] = []
    delete: Ids = []


class CreateBudget(Body):
    type: BudgetType
    limit: NotNegative | None = None
    currency_code: str | None = None
    attribute: str | None = None


class NewCampaignBody(Body):
    name: str
    campaign_identifier: str
    description: str | None = None
    budget: CreateBudget | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def as_new(self) -> NewCampaign:
        budget = self.budget
        return NewCampaign(
            name=self.name,
            campaign_identifier=self.campaign_identifier,
            description=self.description,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            budget=budget and NewBudget(type=budget.type, limit=budget.limit, currency_code=budget.currency_code, attribute=budget.attribute),
        )


class CreateCampaign(NewCampaignBody):
    additional_data: dict[str, Any] | None = None


class ChangedBudget(Body):
    limit: NotNegative | None | Unset = UNSET


class UpdateCampaign(Body):
    name: str | Unset = UNSET
    campaign_identifier: str | Unset = UNSET
    description: str | None | Unset = UNSET
    budget: ChangedBudget | Unset = UNSET
    starts_at: datetime | None | Unset = UNSET
    ends_at: datetime | None | Unset = UNSET
    additional_data: dict[str, Any] | None | Unset = UNSET


class CampaignPromotions(Body):
    add: Ids = []
    remove: Ids = []


class CreateMethod(Body):
    value: NotNegative
    type: MethodType
    target_type: TargetType
    description: str | None = None
    currency_code: str | None = None
    max_quantity: Count | None = None
    allocation: Allocation | None = None
    target_rules: Rules = []
    buy_rules: Rules = []
    apply_to_quantity: Count | None = None
    buy_rules_min_quantity: Count | None = None

    def as_new(self) -> NewMethod:
        return NewMethod(
            type=self.type,
            target_type=self.target_type,
            value=self.value,
            allocation=self.allocation,
            currency_code=self.currency_code,
            max_quantity=self.max_quantity,
            apply_to_quantity=self.apply_to_quantity,
            buy_rules_min_quantity=self.buy_rules_min_quantity,
            target_rules=[rule.as_new() for rule in self.target_rules],
            buy_rules=[rule.as_new() for rule in self.buy_rules],
        )


class CreatePromotion(Body):
    code: str
    type: PromotionType
    application_method: CreateMethod
    is_automatic: bool = False
    is_tax_inclusive: bool = False
    status: PromotionStatus = "draft"
    campaign_id: str | None = None
    campaign: NewCampaignBody | None = None
    rules: Rules = []
    limit: Count | None = None
    metadata: dict[str, Any] | None = None
    additional_data: dict[str, Any] | None = None

    def as_new(self) -> NewPromotion:
        method = self.application_method
        if self.type == "buyget" and not (method.buy_rules and method.apply_to_quantity and method.buy_rules_min_quantity):
            raise InvalidData("Invalid request: Buyget promotions require at least one buy rule and quantities to be defined")
        return NewPromotion(
            code=self.code,
            type=self.type,
            application_method=method.as_new(),
            is_automatic=self.is_automatic,
            is_tax_inclusive=self.is_tax_inclusive,
            status=self.status,
            limit=self.limit,
            rules=[rule.as_new() for rule in self.rules],
            campaign_id=self.campaign_id,
            campaign=self.campaign.as_new() if self.campaign else None,
            metadata=self.metadata,
        )


class ChangedMethod(Body):
    description: str | None | Unset = UNSET
    value: NotNegative | Unset = UNSET
    max_quantity: Count | None | Unset = UNSET
    currency_code: str | None | Unset = UNSET
    type: MethodType | Unset = UNSET
    target_type: TargetType | Unset = UNSET
    allocation: Allocation | Unset = UNSET
    apply_to_quantity: Count | None | Unset = UNSET
    buy_rules_min_quantity: Count | None | Unset = UNSET


class UpdatePromotion(Body):
    code: str | Unset = UNSET
    is_automatic: bool | Unset = UNSET
    is_tax_inclusive: bool | Unset = UNSET
    type: PromotionType | Unset = UNSET
    status: PromotionStatus | Unset = UNSET
    campaign_id: str | None | Unset = UNSET
    application_method: ChangedMethod | Unset = UNSET
    limit: Count | None | Unset = UNSET
    metadata: dict[str, Any] | None | Unset = UNSET
    additional_data: dict[str, Any] | None | Unset = UNSET


class MethodFilter(Struct, kw_only=True, omit_defaults=True):
    currency_code: str | list[str] | Unset = UNSET


class PromotionParams(ListParams, groups=True):
    code: Operators | Unset = UNSET
    id: Operators | Unset = UNSET
    campaign_id: str | list[str] | Unset = UNSET
    application_method: MethodFilter | Unset = UNSET
    created_at: Operators | Unset = UNSET
    updated_at: Operators | Unset = UNSET
    deleted_at: Operators | Unset = UNSET


class BudgetFilter(Struct, kw_only=True, omit_defaults=True):
    currency_code: str | Unset = UNSET


class CampaignParams(ListParams, groups=True):
    campaign_identifier: str | Unset = UNSET
    budget: BudgetFilter | Unset = UNSET


class RuleParams(Params):
    promotion_type: str | Unset = UNSET
    application_method_type: str | Unset = UNSET
    application_method_target_type: str | Unset = UNSET


class RuleTypeParams(FieldParams):
    promotion_type: str | Unset = UNSET
    application_method_type: str | Unset = UNSET
    application_method_target_type: str | Unset = UNSET


class RuleValueParams(ListParams):
    limit: Limit = 100
    value: str | list[str] | Unset = UNSET
    application_method_target_type: str | Unset = UNSET
