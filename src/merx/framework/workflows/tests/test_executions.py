"""`/admin/workflows-executions`: administrators see every run, start one, answer what it waits for, and look on."""

import json
from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from merx.framework.app import App
from merx.framework.errors import NotAllowed
from merx.framework.http import create_app, tokens
from merx.framework.scope import Actor
from merx.framework.testing.engines.shop.workflows import Sale, complete_sale, sell_on_approval
from merx.framework.workflows import following
from merx.framework.workflows.tests.world import ledger

SALE = Sale(cart_id="cart_1", amount=Decimal("19.90"))
TOO_MUCH = Sale(cart_id="cart_2", amount=Decimal("200.00"))
AT = "/admin/workflows-executions"
Json = dict[str, Any]


@pytest.fixture
async def admin(app: App) -> AsyncIterator[httpx.AsyncClient]:
    app.config = msgspec.structs.replace(app.config, jwt_secret="j" * 32, cookie_secret="c" * 32)
    token = tokens.issue(app.config, {"actor_id": "user_1", "actor_type": "user", "auth_identity_id": "authid_1"}, 1)
    transport = httpx.ASGITransport(app=create_app(app))
    async with httpx.AsyncClient(transport=transport, base_url="http://shop", headers={"authorization": f"Bearer {token}"}) as client:
        yield client


@pytest.fixture
async def runs(app: App, bank: Path) -> None:  # noqa: ARG001 - steps look for it
    """One that is done, one that is reverted, one that waits."""
    await complete_sale(app.scope(actor=Actor(type="user", id="user_1")), SALE)
    with pytest.raises(NotAllowed):
        await complete_sale(app.scope(), TOO_MUCH)
    await sell_on_approval.start(app.scope(), SALE)
    await app.engine.signal("sale.on_approval:cart_1", "other")
    await app.engine.work("sale.on_approval:cart_1")


async def got(client: httpx.AsyncClient, url: str) -> Json:
    answer = await client.get(url)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def listed(client: httpx.AsyncClient, query: str) -> list[str]:
    return [each["id"] for each in (await got(client, f"{AT}?{query}"))["workflow_executions"]]


DONE, REVERTED, WAITING = "sale.complete:cart_1", "sale.complete:cart_2", "sale.on_approval:cart_1"


@pytest.mark.usefixtures("runs")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("order=created_at", [DONE, REVERTED, WAITING]),
        ("", [WAITING, REVERTED, DONE]),
        ("order=created_at&limit=1&offset=1", [REVERTED]),
        ("workflow_id=sale.on_approval", [WAITING]),
        ("transaction_id=cart_1&order=created_at", [DONE, WAITING]),
        ("transaction_id[]=cart_2&transaction_id[]=nothing", [REVERTED]),
        ("state=invoking", [WAITING]),
        ("state[]=done&state[]=reverted&order=-created_at", [REVERTED, DONE]),
        ("q=APPROVAL", [WAITING]),
        ("created_at[$gt]=2000-01-01T00:00:00Z&workflow_id=sale.on_approval", [WAITING]),
        ("created_at[$gt]=2900-01-01T00:00:00Z", []),
    ],
)
async def test_runs_are_found_by_every_filter(admin: httpx.AsyncClient, query: str, found: list[str]) -> None:
    assert await listed(admin, query) == found


@pytest.mark.usefixtures("runs")
async def test_a_page_says_how_many_there_are(admin: httpx.AsyncClient) -> None:
    page = await got(admin, f"{AT}?limit=2&offset=5&fields=id")
    assert page == {"workflow_executions": [], "count": 3, "offset": 5, "limit": 2}


@pytest.mark.usefixtures("runs")
async def test_a_run_shows_its_steps_its_input_and_what_went_wrong(admin: httpx.AsyncClient) -> None:
    # when
    by_id = (await got(admin, f"{AT}/{REVERTED}"))["workflow_execution"]
    by_key = (await got(admin, f"{AT}/sale.complete/cart_2"))["workflow_execution"]
    # then
    assert by_id == by_key
    assert {name: by_id[name] for name in ("workflow_id", "transaction_id", "state", "deleted_at")} == {
        "workflow_id": "sale.complete",
        "transaction_id": "cart_2",
        "state": "reverted",
        "deleted_at": None,
    }
    steps = by_id["execution"]["steps"]
    assert list(steps) == ["_root", "_root.sale-reserve", "_root.sale-hold_money", "_root.emit-sale-held", "_root.sale-place", "_root.sale-check"]
    states = {step["id"]: (step["depth"], step["invoke"], step["compensate"]) for step in steps.values()}
    assert states["_root.sale-reserve"] == (1, {"state": "done", "status": "ok"}, {"state": "reverted", "status": "ok"})
    assert states["_root.sale-check"] == (5, {"state": "failed", "status": "permanent_failure"}, {"state": "dormant", "status": "idle"})
    context = by_id["context"]
    assert context["data"]["payload"] == {"sale": {"cart_id": "cart_2", "amount": "200.00"}}
    assert context["data"]["invoke"]["sale-hold_money"]["output"]["output"]["amount"] == "200.00"
    assert context["errors"] == [
        {
            "action": "sale-check",
            "handlerType": "invoke",
            "error": {"name": "NotAllowed", "message": "200.00 is too much", "type": "not_allowed", "code": "sale.too_much"},
        }
    ]


@pytest.mark.usefixtures("runs")
async def test_fields_choose_what_is_shown(admin: httpx.AsyncClient) -> None:
    assert (await got(admin, f"{AT}/{DONE}?fields=id,state"))["workflow_execution"] == {"id": DONE, "state": "done"}


@pytest.mark.parametrize("path", ["nobody", "sale.complete/nobody", "sale.complete/nobody/subscribe", "no.workflow/subscribe"])
async def test_what_is_not_there_is_not_found(admin: httpx.AsyncClient, path: str) -> None:
    assert (await admin.get(f"{AT}/{path}")).status_code == 404


@pytest.mark.parametrize(("query", "said"), [("order=input", "Order field input is not valid"), ("created_at[$gt]=now", "'now' is no time")])
async def test_a_query_that_means_nothing_is_refused(admin: httpx.AsyncClient, query: str, said: str) -> None:
    answer = await admin.get(f"{AT}?{query}")
    assert answer.status_code == 400
    assert said in answer.json()["message"]


@pytest.mark.usefixtures("bank")
async def test_a_workflow_is_started_over_http_and_once_for_a_transaction_id(admin: httpx.AsyncClient, app: App) -> None:
    # given
    body = {"input": {"cart_id": "cart_1", "amount": 19.9}, "transaction_id": "mine"}
    # when
    first, second = [(await admin.post(f"{AT}/sale.complete/run", json=body)).json() for _ in range(2)]
    # then
    acknowledgement = {"workflowId": "sale.complete", "transactionId": "mine", "hasFinished": False, "hasFailed": False}
    assert first == second == {"acknowledgement": acknowledgement}
    await app.engine.work("sale.complete:mine")
    assert await ledger(app) == ["reserved cart_1", "placed cart_1", "sold cart_1"]
    third = (await admin.post(f"{AT}/sale.complete/run", json=body)).json()
    assert third == {"acknowledgement": acknowledgement | {"hasFinished": True}}


@pytest.mark.parametrize("given", [{"sale": {"cart_id": "c", "amount": 1}}, {"cart_id": "c", "amount": 1}])
async def test_the_input_is_the_parameters_or_the_only_ones_value(admin: httpx.AsyncClient, given: Json) -> None:
    assert (await admin.post(f"{AT}/sale.complete/run", json={"input": given})).status_code == 200


async def test_an_input_that_does_not_fit_is_refused_with_what_fits(admin: httpx.AsyncClient) -> None:
    answer = await admin.post(f"{AT}/sale.complete/run", json={"input": {"cart_id": 7}})
    assert answer.status_code == 400
    assert answer.json()["message"].startswith("Invalid request: the input of 'sale.complete' does not fit: ")
    assert answer.json()["message"].endswith("It takes (sale).")
    assert (await admin.post(f"{AT}/no.workflow/run", json={})).json() == {"type": "not_found", "message": 'Workflow with id "no.workflow" not found.'}


async def approval(client: httpx.AsyncClient, kind: str, response: Any, **more: Any) -> httpx.Response:
    return await client.post(f"{AT}/sale.on_approval/steps/{kind}", json={"transaction_id": "cart_1", "step_id": "approval", "response": response, **more})


@pytest.mark.usefixtures("runs")
async def test_what_a_run_waits_for_is_answered_and_saying_it_twice_is_no_mistake(admin: httpx.AsyncClient, app: App) -> None:
    # when
    answers = [await approval(admin, "success", {"by": "Ada"}) for _ in range(2)]
    # then
    assert [(answer.status_code, answer.json()) for answer in answers] == [(200, {"success": True})] * 2
    await app.scope().rows("UPDATE workflow_run SET wake_at = now() WHERE status = 'waiting'")
    await app.scope().rows("UPDATE workflow_step SET wake_at = now() WHERE name = 'sleep'")
    await app.engine.work(WAITING)
    assert (await got(admin, f"{AT}/{WAITING}"))["workflow_execution"]["context"]["data"]["invoke"]["approval"]["output"]["output"] == {"by": "Ada"}
    late = await admin.post(f"{AT}/sale.on_approval/steps/success", json={"transaction_id": "cart_1", "step_id": "more"})
    assert (late.status_code, late.json()["message"]) == (400, "The run cart_1 of 'sale.on_approval' is done, and waits for nothing any more.")


@pytest.mark.usefixtures("runs")
@pytest.mark.parametrize("response", ["no money", {"message": "no money"}])
async def test_who_is_waited_for_may_fail(admin: httpx.AsyncClient, app: App, response: Any) -> None:
    # when
    assert (await approval(admin, "failure", response)).json() == {"success": True}
    # then
    assert await app.scope().value("SELECT error FROM workflow_signal WHERE name = 'approval'") == "no money"


@pytest.mark.usefixtures("runs")
async def test_a_compensation_is_not_answered_for(admin: httpx.AsyncClient) -> None:
    answer = await approval(admin, "success", None, action="compensate")
    assert (answer.status_code, answer.json()["type"]) == (400, "not_allowed")


def events_of(stream: httpx.Response) -> list[Json]:
    assert stream.headers["content-type"].startswith("text/event-stream")
    told = [part.split("\n") for part in stream.text.split("\n\n") if part.startswith("event: ")]
    events = [json.loads(data.removeprefix("data: ")) for _, data in told]
    assert [kind.removeprefix("event: ") for kind, _ in told] == [event["eventType"] for event in events]
    return events


@pytest.mark.usefixtures("runs")
async def test_a_run_is_followed_until_its_end(admin: httpx.AsyncClient) -> None:
    # when
    events = events_of(await admin.get(f"{AT}/sale.complete/cart_2/subscribe"))
    # then
    assert [event["eventType"] for event in events] == [
        "begin",
        "compensateStepSuccess",
        "compensateStepSuccess",
        "stepSuccess",
        "compensateStepSuccess",
        "stepFailure",
        "finish",
    ]
    assert events[-1] == {
        "eventType": "finish",
        "workflowId": "sale.complete",
        "transactionId": "cart_2",
        "result": None,
        "errors": [{"message": "200.00 is too much"}],
    }


@pytest.mark.usefixtures("bank")
async def test_the_runs_of_a_workflow_are_followed(admin: httpx.AsyncClient, app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    # given
    monkeypatch.setattr(following, "LONGEST", 0.3)
    monkeypatch.setattr(following, "PAUSE", 0.05)
    await complete_sale(app.scope(), SALE)
    # when
    events = events_of(await admin.get(f"{AT}/sale.complete/subscribe"))
    # then
    assert [event["eventType"] for event in events] == ["begin", *["stepSuccess"] * 5, "finish"]


async def test_strangers_see_nothing(admin: httpx.AsyncClient) -> None:
    del admin.headers["authorization"]
    for path in ("", "/x", "/x/y", "/x/subscribe", "/x/y/subscribe"):
        assert (await admin.get(f"{AT}{path}")).status_code == 401
    for path in ("/x/run", "/x/steps/success", "/x/steps/failure"):
        assert (await admin.post(f"{AT}{path}", json={})).status_code == 401
