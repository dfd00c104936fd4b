"""A shop puts a module of its own in the place of one that Merx ships: the service changes, the rest goes on."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from merx.commerce.region import Country, RegionService
from merx.commerce.tax import NewTaxRate, NewTaxRegion, TaxableItem, TaxAddress, TaxRegion, TaxService
from merx.commerce.tax.workflows import create_tax_region, sync_providers, tax_lines_for
from merx.commerce.tests.own_shop.tax.service import OwnTaxService
from merx.framework.app import App
from merx.framework.config import Config
from merx.framework.data import Repository, Service, migrations
from merx.framework.errors import Misconfigured
from merx.framework.http import tokens
from merx.framework.module import Module, replaced
from merx.framework.options import Options
from merx.framework.scope import Scope


@pytest.fixture
def merx_settings() -> Config:
    return Config(packages=("merx.commerce", "merx.commerce.tests.own_shop"))


async def test_whoever_asks_for_the_shipped_service_gets_the_shops_own(app: App, scope: Scope) -> None:
    assert type(scope[TaxService]) is OwnTaxService
    assert scope[TaxService] is scope[OwnTaxService]
    assert isinstance(scope[TaxService].regions, Repository)
    assert app.modules["tax"].service is OwnTaxService
    assert [room.package for room in app.rooms if room.name == "tax"] == ["merx.commerce.tax", "merx.commerce.tests.own_shop.tax"]


async def test_workflows_routes_tables_and_links_of_the_shipped_one_go_on(app: App, scope: Scope, client: httpx.AsyncClient) -> None:
    # given
    client.headers["authorization"] = f"Bearer {tokens.issue(app.config, {'actor_type': 'user', 'actor_id': 'user_1'})}"
    await scope[RegionService].countries.create(Country(iso_2="de", iso_3="deu", num_code="276", name="GERMANY", display_name="Germany"))
    await sync_providers(scope)
    rate = NewTaxRate(code="vat", name="VAT", rate=Decimal(19))
    region = await create_tax_region(scope, NewTaxRegion(country_code="de", provider_id="tp_system", default_rate=rate))
    # when
    due = await tax_lines_for(scope, [TaxableItem("line", "prod")], [], TaxAddress("de"))
    shown = (await client.get("/admin/tax-regions")).json()["tax_regions"]
    own = (await client.get("/admin/tax-questions")).json()["tax_questions"]
    (country,) = await scope.query.graph("country", fields=("iso_2", "tax_questions.country_code"))
    # then
    assert [line.code for line in due["line"]] == ["vat"]
    assert [each["id"] for each in shown] == [region.id]
    assert [(each["country_code"], each["country"]["display_name"]) for each in own] == [("de", "Germany")]
    assert [each["country_code"] for each in country["tax_questions"]] == ["de"]


async def test_each_of_the_two_has_its_own_migrations_and_none_is_missing(app: App) -> None:
    homes = {home.name: [migration.version for migration in home.migrations] for home in migrations.homes(app)}
    assert homes["tax"] == ["0001_initial"]
    assert homes["tax@merx.commerce.tests.own_shop.tax"] == ["0001_initial"]
    assert await migrations.pending(app) == []
    assert await app.scope().rows("SELECT version FROM merx_migration WHERE module LIKE 'tax%' ORDER BY module") == [("0001_initial",), ("0001_initial",)]


async def test_models_and_migrations_of_both_agree(app: App) -> None:
    found = await migrations.differences(app)
    assert {name: lines for name, lines in found.items() if name.startswith("tax")} == {}


class Strange(Service):
    regions: Repository[TaxRegion]


class StrangeOptions(Options):
    answer: int = 42


class Offered(Options):
    question: int = 0


def module(service: type[Service], **options: Any) -> Module:
    return Module("tax", service=service, **options)


def test_a_module_that_does_not_fit_says_why() -> None:
    with pytest.raises(Misconfigured) as refused:
        replaced([module(TaxService), module(Strange)])
    assert str(refused.value) == (
        f"The module 'tax' of {__name__.rpartition('.')[0]} takes the place of that of merx.commerce.tax, but its Strange is no TaxService. "
        "Subclass TaxService, or give the module another name."
    )
    with pytest.raises(Misconfigured, match=r"but its StrangeOptions are no Offered\. Subclass Offered, or give the module another name\.$"):
        replaced([module(TaxService, options=Offered), module(OwnTaxService, options=StrangeOptions)])


async def test_a_service_of_no_module_is_asked_for_in_vain(scope: Scope) -> None:
    with pytest.raises(Misconfigured) as refused:
        _ = scope[Strange]
    assert str(refused.value) == (
        f"{__name__}.Strange is the service of no module of this shop. Say `Module(..., service=Strange)` in its package, "
        "and have that in Config(packages=...): merx.commerce, merx.commerce.tests.own_shop."
    )
