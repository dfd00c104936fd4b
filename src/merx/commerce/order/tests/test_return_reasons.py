"""Why goods come back: what administrators keep, and shoppers read."""

import httpx

REASONS = "/admin/return-reasons"


async def made(admin: httpx.AsyncClient, value: str, **more: str | None) -> str:
    answer = await admin.post(REASONS, json={"value": value, "label": value.capitalize(), **more})
    assert answer.status_code == 200, answer.text
    return answer.json()["return_reason"]["id"]


async def values(client: httpx.AsyncClient, query: str = "") -> list[str]:
    listed = (await client.get(f"{REASONS}?order=value{query}")).json()
    assert listed["count"] == len(listed["return_reasons"])
    return [each["value"] for each in listed["return_reasons"]]


async def test_a_reason_shows_its_parent_and_its_children(admin: httpx.AsyncClient, customer: httpx.AsyncClient) -> None:
    # given
    fit = await made(admin, "fit", description="Wrong size")
    small = await made(admin, "small", parent_return_reason_id=fit)
    # when
    parent = (await admin.get(f"{REASONS}/{fit}")).json()["return_reason"]
    child = (await customer.get(f"/store/return-reasons/{small}")).json()["return_reason"]
    listed = (await customer.get("/store/return-reasons?fields=value")).json()
    # then
    assert (parent["description"], parent["parent_return_reason"], [each["id"] for each in parent["return_reason_children"]]) == ("Wrong size", None, [small])
    assert (child["parent_return_reason"]["value"], child["return_reason_children"], "metadata" in child) == ("fit", [], False)
    assert [each["value"] for each in listed["return_reasons"]] == ["fit", "small"]
    assert await values(admin, f"&parent_return_reason_id={fit}") == ["small"]


async def test_a_value_is_had_once_until_it_is_deleted(admin: httpx.AsyncClient) -> None:
    # given
    first, other = await made(admin, "broken"), await made(admin, "late")
    # when
    again = await admin.post(REASONS, json={"value": "broken", "label": "Once more"})
    renamed = await admin.post(f"{REASONS}/{other}", json={"value": "broken", "label": "Late"})
    # then
    assert [(answer.status_code, answer.json()["type"]) for answer in (again, renamed)] == [(400, "invalid_data")] * 2
    assert "value: broken" in again.json()["message"]
    assert await values(admin) == ["broken", "late"]
    await admin.delete(f"{REASONS}/{first}")
    await made(admin, "broken")
    assert await values(admin) == ["broken", "late"]


async def test_a_reason_goes_with_those_below_it_and_twice_is_as_once(admin: httpx.AsyncClient) -> None:
    # given
    fit = await made(admin, "fit")
    small = await made(admin, "small", parent_return_reason_id=fit)
    await made(admin, "tiny", parent_return_reason_id=small)
    await made(admin, "late")
    # when
    answers = [await admin.delete(f"{REASONS}/{fit}") for _ in range(2)]
    # then
    assert [answer.json() for answer in answers] == [{"id": fit, "object": "return_reason", "deleted": True}] * 2
    assert await values(admin) == ["late"]


async def test_nowhere_is_no_parent_and_cannot_be_changed(admin: httpx.AsyncClient) -> None:
    # when
    below = await admin.post(REASONS, json={"value": "a", "label": "A", "parent_return_reason_id": "rr_nowhere"})
    changed = await admin.post(f"{REASONS}/rr_nowhere", json={"value": "a", "label": "A"})
    read = await admin.get(f"{REASONS}/rr_nowhere")
    # then
    words = {"type": "not_found", "message": "Return reason with id: rr_nowhere was not found"}
    assert [(answer.status_code, answer.json()) for answer in (below, changed, read)] == [(404, words)] * 3
    assert await values(admin) == []
