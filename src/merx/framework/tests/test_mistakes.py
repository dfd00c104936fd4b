"""What a builder reads who made a mistake: what is wrong, where it is, and what to do. Nobody gets a traceback of ours."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from merx.framework.app import FOLDERS, App
from merx.framework.config import Config
from merx.framework.errors import Misconfigured
from merx.framework.http.routes import Route
from merx.framework.http.server import resolve
from merx.framework.project import base_config

CONFIG = "from merx.framework.config import Config\nconfig = Config(packages=())\n"
LAMP = "from merx.framework.data import Model\nclass Lamp(Model, id_prefix='lamp'):\n    watts: int\nclass Bulb(Model, id_prefix='bulb'):\n    watts: int\n"
LINK = "from merx.framework.data import Model, link\nfrom modules.lamps.models import Bulb, Lamp\n"
FLOW = "from merx.framework.workflows import workflow\n"
COURIER = """
from merx.framework.data import Service
from merx.framework.providers import Provider
class TheService(Service): ...
class Courier(Provider): ...
"""


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """What a test imports is forgotten with its folder."""
    path = sys.path.copy()
    yield
    sys.path[:] = path
    for name in [name for name in sys.modules if name.partition(".")[0] in (*FOLDERS, "modules")]:
        del sys.modules[name]


def room(name: str, *, service: str = "TheService(Service)", models: str = "") -> dict[str, str]:
    called = service.partition("(")[0]
    return {
        f"modules/{name}/service.py": f"from merx.framework.data import Service\nclass {service}: ...\n",
        f"modules/{name}/models.py": models,
        f"modules/{name}/__init__.py": f"from merx.framework.module import Module\nfrom .service import {called}\nit = Module({name!r}, service={called})\n",
    }


def couriers(providers: str) -> dict[str, str]:
    door = "from merx.framework.module import Module\nfrom merx.framework.providers import Providers\nfrom .service import *\n"
    return {
        "modules/couriers/service.py": COURIER,
        "modules/couriers/__init__.py": f"{door}couriers = Module('couriers', service=TheService, providers=Providers(Courier))\n",
        "modules/couriers/providers.py": f"from .service import Courier\n{providers}",
    }


def in_file(name: str, text: str) -> dict[str, str]:
    return {name: text}


SUBSCRIBER = "from merx.framework.events import subscriber\n"
MISTAKES: dict[str, tuple[dict[str, str], str]] = {
    "options of an unknown module": (
        in_file("merx_config.py", "from merx.framework.config import Config\nconfig = Config(packages=(), modules={'restok': {}})\n"),
        "Config(modules=...): 'restok' is no module of this shop. Modules with options: none.",
    ),
    "a package that is not there": (
        in_file("merx_config.py", "from merx.framework.config import Config\nconfig = Config(packages=('restok',))\n"),
        "There is no package 'restok', which the configuration names (`packages` in merx_config.py, or a plugin). Install it, or correct its name.",
    ),
    "two modules with one name": (
        {
            **room("lamps"),
            **{name.replace("lamps", "lights"): text.replace("TheService", "OtherService") for name, text in room("lamps").items()},
        },
        (
            "The module 'lamps' of modules.lights takes the place of that of modules.lamps, but its OtherService is no TheService. "
            "Subclass TheService, or give the module another name."
        ),
    ),
    "a service that is none": (
        room("lamps", service="Plain"),
        (
            "HERE/modules/lamps/__init__.py, line 3: The module 'lamps' has service=<class 'modules.lamps.service.Plain'>, which is no subclass of Service. "
            "Give the class: `class X(Service)`, `service=X`."
        ),
    ),
    "two workflows with one name": (
        in_file("workflows/flow.py", f"{FLOW}@workflow('lamps.light')\nasync def one(scope): ...\n@workflow('lamps.light')\nasync def two(scope): ...\n"),
        "Two workflows are called 'lamps.light': workflows.flow.one and workflows.flow.two. Give one of them another name.",
    ),
    "a hook that the workflow does not have": (
        in_file(
            "workflows/flow.py",
            f"{FLOW}@workflow('lamps.light', hooks=('validate',))\nasync def light(scope): ...\n@light.hook('validated')\nasync def f(scope): ...\n",
        ),
        (
            "HERE/workflows/flow.py, line 4: The workflow 'lamps.light' has no hook 'validated'. It has: validate. "
            "Use one of these, or add 'validated' to `hooks=` of its @workflow."
        ),
    ),
    "a link to what no module has": (
        {**room("lamps", models=LAMP), "links/ghost.py": f"{LINK}class Ghost(Model, id_prefix='g'):\n    x: str\nl = link(Lamp, Ghost, name='ghost')\n"},
        (
            "HERE/links/ghost.py:5: the link lamp -> ghost joins 'ghost', which no module of this shop has. "
            "Have the module's package in Config(packages=...); or, where its rows live elsewhere, declare a @source for it."
        ),
    ),
    "a link to a name": (
        {**room("lamps", models=LAMP), "links/product.py": f"{LINK}l = link(Lamp, 'product', name='product')\n"},
        "HERE/links/product.py, line 3: link() takes models (Product) or their columns (Cart.region_id), not 'product'",
    ),
    "links that delete in a circle": (
        {**room("lamps", models=LAMP), "links/bulb.py": f"{LINK}l = link(Lamp, Bulb, name='bulb', on_left_delete='cascade', on_right_delete='cascade')\n"},
        (
            "HERE/links/bulb.py:3: deleting goes in a circle: the link between 'lamp' and 'bulb' says 'cascade', and 'lamp' goes with 'bulb' already. "
            "Let one of the links on this way say 'part' or 'keep' (on_left_delete, on_right_delete)."
        ),
    ),
    "a route without an audience": (
        in_file("api/lamps.py", "from merx.framework.http import get\n@get('/lamps')\nasync def lamps(): ...\n"),
        (
            "HERE/api/lamps.py, line 2: api.lamps.lamps: the route /lamps says not who may call it. "
            "Put it under /store or /admin, or declare it: audience='public', 'customer', 'admin', 'anyone'."
        ),
    ),
    "a schedule that is none": (
        in_file("jobs/dim.py", "from merx.framework.jobs import job\n@job('dim', schedule='0 25 * * *')\nasync def dim(scope): ...\n"),
        (
            "HERE/jobs/dim.py:2: the schedule '0 25 * * *' of job 'dim' is no cron line: [0 25 * * *] is not acceptable, out of range. "
            "Write five fields, minute hour day month weekday, as in '0 0 * * *'; a sixth is for seconds. Or give a timedelta."
        ),
    ),
    "a job that cannot be awaited": (
        in_file("jobs/dim.py", "from merx.framework.jobs import job\n@job('dim', schedule='0 5 * * *')\ndef dim(scope): ...\n"),
        "HERE/jobs/dim.py:2: job 'dim' wraps dim, which cannot be awaited. Write `async def f(scope: Scope)`.",
    ),
    "a star in the middle": (
        in_file("subscribers/hear.py", f"{SUBSCRIBER}@subscriber('order.*.placed')\nasync def hear(scope, event): ...\n"),
        "HERE/subscribers/hear.py, line 2: @subscriber('order.*.placed'): a star stands at the end, as in 'order.*', or alone.",
    ),
    "an event that no one could say": (
        in_file("subscribers/hear.py", f"{SUBSCRIBER}@subscriber('order placed')\nasync def hear(scope, event): ...\n"),
        (
            "HERE/subscribers/hear.py, line 2: @subscriber('order placed'): no event has such a name. "
            "Use letters, digits, dots, dashes and underscores, as in 'order.placed'."
        ),
    ),
    "a subscriber without parentheses": (
        in_file("subscribers/hear.py", f"{SUBSCRIBER}@subscriber\nasync def hear(scope, event): ...\n"),
        "HERE/subscribers/hear.py:2: @subscriber needs the name of an event. Write @subscriber('order.placed').",
    ),
    "a subscriber that cannot be awaited": (
        in_file("subscribers/hear.py", f"{SUBSCRIBER}@subscriber('order.placed')\ndef hear(scope, event): ...\n"),
        "HERE/subscribers/hear.py:2: @subscriber wraps hear, which cannot be awaited. Write `async def f(scope: Scope, event: Event[...])`.",
    ),
    "a provider's id given twice": (
        couriers("class Van(Courier):\n    id = 'van'\nclass Bus(Courier):\n    id = 'van'\nvan, bus = Van(), Bus()\n"),
        "HERE/modules/couriers/providers.py: Bus has the id 'van', which Van has already. Give one of the two another `id`.",
    ),
    "a provider without an id": (
        couriers("class Van(Courier): ...\nvan = Van()\n"),
        "HERE/modules/couriers/providers.py: Van has no `id`. Give its class one, as in `id = 'mine'`: rows keep it, so it never changes.",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
async def test_a_mistake_says_what_is_wrong_where_and_what_to_do(mistake: str, tmp_path: Path) -> None:
    # given
    files, message = MISTAKES[mistake]
    for name, text in {"merx_config.py": CONFIG, **files}.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    # when
    with pytest.raises(Misconfigured) as refused:
        await _look_through(tmp_path)
    # then
    assert str(refused.value) == message.replace("HERE", str(tmp_path))


async def _look_through(folder: Path) -> None:
    """What a start looks at before it opens the database."""
    config = base_config(folder)
    app = App(Config(packages=config.packages, modules=config.modules, database_url="postgresql://nowhere/"))
    _ = app.graph, resolve(app.found("api", Route))
    await app.start()
