"""What there is in a shop, and how to run a piece of it."""

import json
from pathlib import Path

import pytest

from .conftest import Merx

FILES = {
    "workflows/brew.py": """
        from decimal import Decimal
        from merx.framework.errors import NotAllowed
        from merx.framework.testing.tests.shop.tea.models import Tea
        from merx.framework.testing.tests.shop.tea.service import TeaService
        from merx.framework.workflows import step, workflow

        @step("kettle.boil", external=True)
        async def boil(scope, degrees: int) -> None: ...

        @workflow("kettle.serve", durable=True)
        async def serve(scope, degrees: int = 90) -> int:
            await boil(scope, degrees)
            return degrees

        @workflow("kettle.brew", hooks=("validate",))
        async def brew(scope, name: str, strength: Decimal = Decimal(1)) -> Tea:
            await brew.call_hook(scope, "validate")
            if name == "Coffee":
                raise NotAllowed("That is no tea.")
            return await scope[TeaService].teas.create(Tea(id=f"tea_{strength}", name=name))

        @brew.hook("validate")
        async def always(scope) -> None: ...
    """,
    "api/store/teas.py": '''
        from merx.framework.http import get, post

        @get("/store/teas")
        async def teas() -> None:
            """What is in the tins."""

        @post("/tickets", audience="customer")
        async def ask() -> None: ...
    ''',
    "subscribers/brewed.py": """
        from merx.framework.events import subscriber

        @subscriber("tea.brewed")
        async def pour(scope, event) -> None: ...
    """,
}


@pytest.fixture
def folder(folder: Path) -> Path:
    """The shop, with files of its own."""
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("\n".join(line[8:] for line in text.strip("\n").split("\n")) + "\n")
    return folder


def test_routes_and_workflows_are_listed_without_a_database(merx: Merx, folder: Path) -> None:
    # given / when
    routes, workflows = merx("routes"), merx("workflows", "--format", "markdown")
    # then
    assert [line.split() for line in routes.stdout.splitlines() if "merx.framework." not in line] == [
        ["method", "path", "audience", "where", "what"],
        ["GET", "/store/teas", "store", "api/store/teas.py:3", "What", "is", "in", "the", "tins."],
        ["POST", "/tickets", "customer", "api/store/teas.py:7", "ask"],
    ]
    assert [line for line in workflows.stdout.splitlines()[4:] if "merx.framework." not in line] == [
        "| kettle.brew | atomic | validate (1) |  | workflows/brew.py:15 |",
        "| kettle.serve | durable |  | kettle.boil | workflows/brew.py:10 |",
        "",
    ]
    assert not (folder / ".merx").exists()


def test_a_reference_is_written_from_what_there_is(merx: Merx, folder: Path) -> None:
    # given / when
    told = merx("docs", "reference", "docs/reference")
    # then
    assert told.stdout.splitlines() == [f"docs/reference/{name}.md" for name in ("routes", "workflows", "events", "models")]
    assert "| tea.brewed | pour | subscribers/brewed.py:3 |" in (folder / "docs/reference/events.md").read_text()
    assert "| tea | tin | tin | id, created_at, updated_at, deleted_at, tea_id, grams | tea → tea |" in (folder / "docs/reference/models.md").read_text()


def test_a_workflow_is_run_and_its_result_is_json(merx: Merx, folder: Path, database: str) -> None:
    # given
    (folder / "input.json").write_text('{"name": "Darjeeling", "strength": "2.50"}')
    # when
    plain = merx("run", "kettle.brew", "--input", '{"name": "Assam"}', url=database)
    read = merx("run", "kettle.brew", "--input", "@input.json", url=database)
    # then
    assert (plain.returncode, json.loads(plain.stdout)["name"], json.loads(plain.stdout)["id"]) == (0, "Assam", "tea_1")
    assert json.loads(read.stdout)["id"] == "tea_2.50"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("kettle.brw",), "There is no workflow 'kettle.brw'. Did you mean kettle.brew or kettle.serve?"),
        (("quite_another",), "There is no workflow 'quite_another'. `merx workflows` lists them."),
        (
            ("kettle.brew",),
            "The input does not fit: missing a required argument: 'name'. 'kettle.brew' takes name: str, strength: decimal.Decimal = Decimal('1').",
        ),
        (("kettle.serve", "--input", '{"degrees": "hot"}'), "The input does not fit: Expected `int`, got `str`. 'kettle.serve' takes degrees: int = 90."),
        (("kettle.serve", "--input", "{"), "The input does not fit: Input data was truncated. 'kettle.serve' takes degrees: int = 90."),
        (("kettle.serve", "--input", "@gone.json"), "gone.json cannot be read: No such file or directory"),
        (("kettle.brew", "--input", '{"name": "Coffee"}'), "That is no tea."),
    ],
)
def test_what_cannot_be_run_ends_with_a_reason_and_exit_code_1(merx: Merx, database: str, arguments: tuple[str, ...], message: str) -> None:
    # given / when
    told = merx("run", *arguments, url=database)
    # then
    assert (told.returncode, told.stdout, told.stderr) == (1, "", f"merx: {message}\n")
