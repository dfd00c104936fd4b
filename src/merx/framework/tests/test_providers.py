"""What implements an interface is found in one way, whatever the module."""

from collections.abc import Callable
from pkgutil import resolve_name
from typing import Any

import pytest

from merx.framework.app import App
from merx.framework.config import Http
from merx.framework.errors import Misconfigured
from merx.framework.providers import Use

from .conftest import Shops

AppOf = Callable[..., App]
CALLERS = 'Module("stall", service=StallService, providers=Providers(Caller, shipped=("SHOP.stall.service:mute",), default="mute"))'
BELL = """
from SHOP.stall import Caller

class Bell(Caller):
    id = "bell"
    async def call(self) -> str:
        return "ding"

bell = Bell()
"""


def kind(app: App) -> Any:
    (found,) = [each for each in app.providers.kinds if each.__name__ == "Caller"]
    return found


async def test_they_are_found_shipped_in_files_and_in_the_configuration_in_this_order(shops: Shops, app_of: AppOf) -> None:
    # given
    shop = shops.stall(CALLERS, providers=BELL)
    app = app_of(
        shop, providers=(Use(f"{shop}.stall:Crier", options={"words": "Fresh fish"}), Use(f"{shop}.stall:Crier", options={"words": "Eels"}, id="eels"))
    )
    # when
    found = app.providers.all(kind(app))
    # then
    assert list(found) == ["mute", "bell", "crier", "eels"]
    assert [await each.call() for each in found.values()] == ["", "ding", "Fresh fish", "Eels"]
    assert app.providers.default(kind(app)) == "mute"


async def test_one_of_the_same_id_takes_the_place_of_an_earlier_one(shops: Shops, app_of: AppOf) -> None:
    shop = shops.stall(CALLERS, providers=BELL.replace('id = "bell"', 'id = "mute"'))
    app = app_of(shop)
    assert [await each.call() for each in app.providers.all(kind(app)).values()] == ["ding"]
    # and the configuration has the last word
    app = app_of(shop, providers=(Use(f"{shop}.stall:Crier", options={"words": "Eels"}, id="mute", default=True),))
    assert [await each.call() for each in app.providers.all(kind(app)).values()] == ["Eels"]
    assert app.providers.default(kind(app)) == "mute"


def test_the_configuration_may_name_the_class_itself_and_choose_the_default(shops: Shops, app_of: AppOf) -> None:
    shop = shops.stall(CALLERS)
    crier = resolve_name(f"{shop}.stall:Crier")
    app = app_of(shop, providers=(Use(crier, options={"words": "Eels"}, default=True),))
    assert app.providers.default(kind(app)) == "crier"
    assert type(app.providers.all(kind(app))["crier"]) is crier


BAD: list[tuple[dict[str, Any], str]] = [
    ({"provider": "SHOP.stall:Nobody"}, "cannot be found: module 'SHOP.stall' has no attribute 'Nobody'. Write it as 'package.module:Class'."),
    ({"provider": "nowhere_at_all:Nobody"}, "cannot be found: No module named 'nowhere_at_all'. Write it as 'package.module:Class'."),
    ({"provider": "SHOP.stall:StallService"}, "is <class 'SHOP.stall.service.StallService'>, not a subclass of Provider."),
    (
        {"provider": "SHOP.stall:Crier"},
        "options: Object missing required field `words`. CallerOptions takes: words, loud, code.",
    ),
    (
        {"provider": "SHOP.stall:Crier", "options": {"words": "Eels", "loud": "very"}},
        "options: Expected `bool`, got `str` at `loud`. CallerOptions takes: words, loud, code.",
    ),
    (
        {"provider": "SHOP.stall:Crier", "options": {"words": "Eels", "lowd": True}},
        "options: Object contains unknown field `lowd`. CallerOptions takes: words, loud, code.",
    ),
    (
        {"provider": "SHOP.stall:Crier", "options": {"words": "Eels", "code": 1234}},
        "options: Expected `Secret`, got `int` at `code`. CallerOptions takes: words, loud, code.",
    ),
    ({"provider": "SHOP.stall:Mute", "options": {"words": "Eels"}}, "takes no options. Remove them, or let its __init__ take `options: ItsOptions`."),
    ({"provider": "SHOP.stall:Caller"}, "cannot be made: Can't instantiate abstract class Caller with abstract method call."),
]


@pytest.mark.parametrize(("use", "why"), BAD)
def test_a_mistake_says_which_provider_what_is_wrong_and_what_to_do(shops: Shops, app_of: AppOf, use: dict[str, Any], why: str) -> None:
    shop = shops.stall(CALLERS)
    use = use | {"provider": use["provider"].replace("SHOP", shop)}
    with pytest.raises(Misconfigured) as refused:
        app_of(shop, providers=(Use(**use),)).providers.check()
    said = str(refused.value).removeprefix(f"Config(providers=...): {use['provider']}").lstrip(" ,")
    assert said == why.replace("SHOP", shop)


def test_two_of_one_id_in_the_configuration_are_a_mistake(shops: Shops, app_of: AppOf) -> None:
    shop = shops.stall(CALLERS)
    crier = Use(f"{shop}.stall:Crier", options={"words": "Eels"})
    with pytest.raises(Misconfigured, match=r"another Caller of the configuration has the id 'crier' already\. Give one an `id=` of its own\.$"):
        app_of(shop, providers=(crier, crier)).providers.check()


def test_there_is_one_default_and_only_where_there_is_one_at_all(shops: Shops, app_of: AppOf) -> None:
    shop = shops.stall(CALLERS)
    uses = tuple(Use(f"{shop}.stall:Crier", options={"words": "Eels"}, id=each, default=True) for each in ("a", "b"))
    with pytest.raises(Misconfigured, match=r"'a' is the default Caller already\. Say `default=True` once\.$"):
        app_of(shop, providers=uses).providers.check()
    shop = shops.stall(CALLERS.replace(', default="mute"', ""))
    app = app_of(shop, providers=(Use(f"{shop}.stall:Crier", options={"words": "Eels"}, default=True),))
    with pytest.raises(Misconfigured, match=r"there is no default Caller, one is always named\. Remove `default=True`\.$"):
        app.providers.check()
    with pytest.raises(Misconfigured, match=r"^Caller has no default: say which one is meant by its id\.$"):
        (app := app_of(shop)).providers.default(kind(app))


def test_a_provider_of_a_module_that_is_not_there_is_a_mistake(shops: Shops, app_of: AppOf) -> None:
    shop = shops.stall()
    with pytest.raises(Misconfigured, match=r"Crier is no provider of any module of this shop\. Subclass one of: .*; or add the module's package\."):
        app_of(shop, providers=(Use(f"{shop}.stall:Crier"),)).providers.check()


KNOWING = """
from merx.framework.config import Config
from SHOP.stall import Caller

class Keeper(Caller):
    id = "keeper"
    def __init__(self, config: Config) -> None:
        self.config = config
    async def call(self) -> str:
        return self.config.http.address
"""


async def test_a_class_may_be_shipped_and_is_told_of_the_shop_if_it_asks(shops: Shops, app_of: AppOf) -> None:
    shop = shops.stall(CALLERS.replace("service:mute", "keeper:Keeper").replace('"mute"', '"keeper"'), **{"stall/keeper": KNOWING})
    app = app_of(shop, http=Http(port=8000))
    assert [await each.call() for each in app.providers.all(kind(app)).values()] == ["http://localhost:8000"]


@pytest.mark.parametrize(
    ("http", "address"),
    [
        (Http(), "http://localhost:9000"),
        (Http(host="::", port=1), "http://localhost:1"),
        (Http(host="shop.example.com"), "http://shop.example.com:9000"),
        (Http(host="2001:db8::1"), "http://[2001:db8::1]:9000"),
        (Http(url="https://api.example.com/"), "https://api.example.com"),
    ],
)
def test_a_shop_is_where_its_configuration_says(http: Http, address: str) -> None:
    assert http.address == address
