"""What a shop sets for a module: typed, checked at start, silent about secrets."""

import logging
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.errors import Misconfigured
from merx.framework.options import Options, Secret, options_of

from .conftest import Shops

AppOf = Callable[..., App]
STALL = 'Module("stall", service=StallService, options=StallOptions)'


class Oven(Options):
    folder: Path
    degrees: int = 180
    key: Secret | None = None


def options_class(app: App) -> type[Options]:
    found = app.modules["stall"].options
    assert found is not None
    return found


def test_options_are_the_defaults_a_mapping_or_the_struct_itself(shops: Shops, app_of: AppOf) -> None:
    # given
    shop = shops.stall(STALL)
    kind = options_class(app_of(shop))
    # then
    assert app_of(shop).options(kind) == kind()
    assert app_of(shop, modules={"stall": {"open_at": 7}}).options(kind) == kind(open_at=7)
    assert app_of(shop, modules={"stall": kind(open_at=9)}).options(kind) == kind(open_at=9)


def test_text_becomes_a_path_or_a_secret() -> None:
    assert options_of(Oven, {"folder": "a/b", "key": "xyz"}, "here") == Oven(folder=Path("a/b"), key=Secret("xyz"))


@pytest.mark.parametrize("given", [{"folder": "a/b"}, Oven(folder=Path("a/b"))])
def test_a_relative_path_is_one_in_the_shops_folder(given: object) -> None:
    assert options_of(Oven, given, "here", Path("/shop")).folder == Path("/shop/a/b")
    assert options_of(Oven, {"folder": "/else/where"}, "here", Path("/shop")).folder == Path("/else/where")


BAD = [
    ({"stall": {"open_at": "early"}}, "Config(modules=...)['stall']: Expected `int`, got `str` at `open_at`. StallOptions takes: open_at, code."),
    ({"stall": {"opens": 8}}, "Config(modules=...)['stall']: Object contains unknown field `opens`. StallOptions takes: open_at, code."),
    ({"stall": 8}, "Config(modules=...)['stall']: expected StallOptions(...) or a mapping of its fields, got int."),
    ({"stal": {}}, "Config(modules=...): 'stal' is no module of this shop. Modules with options: stall."),
    ({"events": {}}, "Config(modules=...): 'events' takes no options. Modules with options: stall."),
]


@pytest.mark.parametrize(("modules", "why"), BAD)
async def test_a_mistake_names_the_module_and_the_field(shops: Shops, app_of: AppOf, modules: dict[str, object], why: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        await app_of(shops.stall(STALL), modules=modules).start()
    assert str(refused.value) == why


def test_options_that_no_module_declares_are_asked_for_in_vain(shops: Shops, app_of: AppOf) -> None:
    with pytest.raises(Misconfigured, match=r"^No module declares Oven\. Say `options=Oven` where its Module is made\.$"):
        app_of(shops.stall()).options(Oven)


def test_a_secret_is_shown_to_nobody(caplog: pytest.LogCaptureFixture) -> None:
    # given
    oven = Oven(folder=Path(), key=Secret("geheim"))
    config = Config(modules={"oven": oven}, jwt_secret="geheim-1", cookie_secret="geheim-2", database_url="postgresql://u:geheim@host/db")
    # when
    logging.getLogger("test").warning("%s %r %s", oven, config, {"key": oven.key})
    # then
    assert "geheim" not in caplog.text
    assert "Secret(***)" in caplog.text
    assert oven.key == Secret("geheim")
    assert Secret("geheim").reveal() == "geheim"
    with pytest.raises(TypeError):
        msgspec.json.encode(oven)


def test_a_wrong_secret_is_not_repeated_in_the_error() -> None:
    with pytest.raises(Misconfigured) as refused:
        options_of(Oven, {"folder": ".", "key": ["geheim"]}, "here")
    assert str(refused.value) == "here: Expected `Secret`, got `list` at `key`. Oven takes: folder, degrees, key."
