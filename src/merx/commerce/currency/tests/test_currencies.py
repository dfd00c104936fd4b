"""Currencies over HTTP."""

import httpx
import pytest

from merx.commerce.api_key.workflows import create_api_key
from merx.commerce.currency import CurrencyService, exponent_of, world_currencies
from merx.framework.scope import Scope

EUR = {"code": "eur", "name": "Euro", "symbol": "€", "symbol_native": "€", "decimal_digits": 2, "rounding": 0}


async def test_currencies_are_listed_and_found(scope: Scope, admin: httpx.AsyncClient) -> None:
    # given
    await scope[CurrencyService].currencies.create(world_currencies())
    key = {"x-publishable-api-key": (await create_api_key(scope, "Web", "publishable", "u")).token}
    # when
    listed = (await admin.get("/admin/currencies?code[]=eur,jpy&order=code")).json()
    shown = [(await admin.get(f"/{side}/currencies/EUR", headers=key)).json()["currency"] for side in ("admin", "store")]
    missing = [await admin.get(f"/{side}/currencies/xxq", headers=key) for side in ("admin", "store")]
    store = (await admin.get("/store/currencies?limit=3&fields=code", headers=key)).json()
    # then
    assert ([each["code"] for each in listed["currencies"]], listed["count"], listed["limit"]) == (["eur", "jpy"], 2, 200)
    assert shown == [EUR, EUR]
    assert [(answer.status_code, answer.json()["message"]) for answer in missing] == [(404, "Currency with code: xxq was not found")] * 2
    assert (len(store["currencies"]), store["count"]) == (3, len(world_currencies()))
    assert set(store["currencies"][0]) == {"code"}


@pytest.mark.parametrize(
    ("digits", "codes"),
    [
        (0, "bif clp djf gnf isk jpy kmf krw pyg rwf ugx uyi vnd vuv xaf xof xpf"),
        (3, "bhd iqd jod kwd lyd omr tnd"),
        (4, "clf uyw"),
    ],
)
def test_coins_are_those_of_iso_4217(digits: int, codes: str) -> None:
    """All others have two digits."""
    assert sorted(each.code for each in world_currencies() if each.decimal_digits == digits) == codes.split()


def test_what_is_no_currency_has_two_digits() -> None:
    assert (exponent_of("KWD"), exponent_of("xxq")) == (3, 2)
