"""Passwords are not guessed and mailboxes not filled, whichever process is asked."""

import httpx
import pytest

from merx.commerce.auth.api import auth
from merx.commerce.auth.workflows import create_login
from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.http import Rate, create_app
from merx.framework.scope import Scope
from merx.framework.testing.events import CapturedEvents

EMAIL, PASSWORD = "ada@example.com", "an engine, analytical"
RIGHT = {"email": EMAIL, "password": PASSWORD}
PATH = "/auth/customer/emailpass"


@pytest.fixture(autouse=True)
def slow_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take six seconds for ten hashes, and then one more try is free: here an hour must pass."""
    assert Rate(10, per=60) == auth.TRIES
    monkeypatch.setattr(auth, "TRIES", Rate(10, per=36_000))


async def test_after_ten_tries_a_minute_even_the_right_password_waits(scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    await create_login(scope, "customer", EMAIL, PASSWORD, "cus_1")
    guesses = [{"email": name, "password": f"guess {n}"} for n, name in enumerate([EMAIL, EMAIL.upper(), f"  {EMAIL} "] * 3)]
    tried = [(await client.post(PATH, json=each)).status_code for each in guesses]
    # when
    last, refused = await client.post(PATH, json=RIGHT), await client.post(PATH, json=RIGHT)
    # then
    assert (tried, last.status_code, refused.status_code) == ([401] * 9, 200, 429)
    wait = int(refused.headers["retry-after"])
    assert refused.json() == {"type": "too_many_requests", "message": f"Too many requests. Try again in {wait} seconds."}
    assert 3500 < wait <= 3600
    # and nobody else waits for them
    assert (await client.post(PATH, json={**RIGHT, "email": "grace@example.com"})).status_code == 401


async def test_another_process_has_counted_too(merx_config: Config, scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    await create_login(scope, "customer", EMAIL, PASSWORD, "cus_1")
    for _ in range(10):
        await client.post(PATH, json={**RIGHT, "password": "a guess"})
    # when
    async with App(merx_config) as other, httpx.AsyncClient(transport=httpx.ASGITransport(app=create_app(other)), base_url="http://shop") as elsewhere:
        answer = await elsewhere.post(PATH, json=RIGHT)
    # then
    assert answer.status_code == 429


async def test_a_mailbox_gets_five_letters_in_a_quarter_of_an_hour_and_an_unknown_one_is_answered_the_same(
    scope: Scope, client: httpx.AsyncClient, events: CapturedEvents
) -> None:
    # given
    await create_login(scope, "customer", EMAIL, PASSWORD, "cus_1")
    asked: dict[str, list[int]] = {}
    for email in (EMAIL, "nobody@example.com"):
        asked[email] = [(await client.post(f"{PATH}/reset-password", json={"identifier": email})).status_code for _ in range(6)]
    # then
    assert asked == {EMAIL: [201] * 5 + [429], "nobody@example.com": [201] * 5 + [429]}
    assert len(await events.emitted("auth.password_reset")) == 5


async def test_nonsense_is_counted_and_refused_in_words(client: httpx.AsyncClient) -> None:
    for body in ({"email": ["a"]}, {"email": {"a": 1}}, {"email": None}, {"email": "x" * 50_000}, {"email": "\ud800".encode("utf-8", "replace").decode()}, {}):
        assert (await client.post(PATH, json={"password": "p", **body})).status_code == 401
