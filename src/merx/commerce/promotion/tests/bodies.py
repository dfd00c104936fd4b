"""What merchants send to have promotions and campaigns."""

from typing import Any

import httpx

Tree = dict[str, Any]
ORDER: Tree = {"type": "percentage", "target_type": "order", "value": 10}
EACH: Tree = {"type": "fixed", "target_type": "items", "allocation": "each", "value": 5, "max_quantity": 2, "currency_code": "eur"}
RULE: Tree = {"attribute": "items.product.id", "operator": "in", "values": ["prod_1", "prod_2", "prod_1"]}
GIFT: Tree = {
    "type": "percentage",
    "target_type": "items",
    "allocation": "each",
    "value": 100,
    "max_quantity": 2,
    "apply_to_quantity": 1,
    "buy_rules_min_quantity": 2,
    "buy_rules": [RULE],
    "target_rules": [RULE],
}


def a_promotion(method: Tree | None = None, **more: Any) -> Tree:
    return {"code": "TEN", "type": "standard", "application_method": method or ORDER, **more}


def a_campaign(**more: Any) -> Tree:
    return {"name": "Spring", "campaign_identifier": "spring", **more}


async def made(admin: httpx.AsyncClient, url: str, body: Tree) -> Tree:
    answer = await admin.post(url, json=body)
    assert answer.status_code == 200, answer.text
    return next(iter(answer.json().values()))
