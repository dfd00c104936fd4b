"""What may go wrong with promotions."""

from merx.framework.errors import InvalidData, NotAllowed, NotFound


class UnknownCode(InvalidData):
    """No promotion has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"The promotion code {code} is invalid")


class PromotionNotFound(NotFound):
    """There is no such promotion."""

    def __init__(self, id_or_code: str) -> None:
        super().__init__(f"Promotion with id or code: {id_or_code} was not found")


class CampaignNotFound(NotFound):
    """There is no such campaign."""

    def __init__(self, campaign_id: str) -> None:
        super().__init__(f"Campaign with id: {campaign_id} was not found")


class UnknownCampaign(NotFound):
    """A promotion is to be part of a campaign that is not there."""

    def __init__(self, campaign_id: str) -> None:
        super().__init__(f"Could not find campaign with id - {campaign_id}")


class PromotionsNotFree(NotFound):
    """Promotions are to join a campaign, and are not there or part of one already."""

    def __init__(self, ids: list[str]) -> None:
        super().__init__(f"Cannot add promotions ({','.join(ids)}) to campaign. These promotions are either already part of a campaign or not found.")


class PromotionsNotFound(NotFound):
    """Promotions are to leave a campaign that they are not part of."""

    def __init__(self, ids: list[str]) -> None:
        super().__init__(f"Promotions with ids ({','.join(ids)}) not found.")


class UnknownPromotionRules(InvalidData):
    """A rule is to be changed that this promotion does not have in this place."""

    def __init__(self, ids: list[str]) -> None:
        super().__init__(f"Promotion rules with id - {', '.join(ids)} not found")


class InvalidPromotion(InvalidData):
    """The parts of a promotion do not go together; the message says which."""


class InvalidCampaign(InvalidData):
    """The parts of a campaign's budget do not go together; the message says which."""


class LimitExceeded(NotAllowed):
    """The promotion was used as often as it may be."""

    code = "promotion_limit_exceeded"

    def __init__(self) -> None:
        super().__init__("Promotion usage exceeds the limit.")


class BudgetExceeded(NotAllowed):
    """The promotion's campaign has no budget left for this."""

    code = "campaign_budget_exceeded"

    def __init__(self) -> None:
        super().__init__("Promotion usage exceeds the budget limit.")


class BudgetNeedsAttribute(InvalidData):
    """A budget counts by customer or e-mail address, and the cart has none."""

    def __init__(self, attribute: str) -> None:
        super().__init__(f'Attribute value for "{attribute}" is required by promotion campaing budget')
