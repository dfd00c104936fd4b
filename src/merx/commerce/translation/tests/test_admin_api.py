"""What translators do over HTTP, and what is told of it."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from merx.commerce.factories import SmallShop
from merx.commerce.store import StoreService
from merx.commerce.translation.tests.conftest import Say
from merx.framework.scope import Scope
from merx.framework.testing.events import CapturedEvents

TRANSLATIONS = "/admin/translations"
BATCH = f"{TRANSLATIONS}/batch"


def words(reference: str, reference_id: str, locale: str = "de-DE", **said: str) -> dict[str, Any]:
    return {"reference": reference, "reference_id": reference_id, "locale_code": locale, "translations": said}


async def test_a_batch_creates_changes_and_deletes_and_says_so(admin: httpx.AsyncClient, say: Say, ids: Mapping[str, str], events: CapturedEvents) -> None:
    # given
    old, gone = await say("region", ids["region"], name="Europa"), await say("product", ids["product"], title="Teekanne")
    anew = words("product", ids["product"], "de-de", title="Kanne")
    # when
    answer = (await admin.post(BATCH, json={"create": [anew], "update": [{"id": old, "translations": {"name": "EU"}}], "delete": [gone]})).json()
    listed = (await admin.get(f"{TRANSLATIONS}?reference_id[]={ids['product']}&locale_code=de-DE&reference=product")).json()
    # then
    (created,), (updated,) = answer["created"], answer["updated"]
    assert (created["locale_code"], created["translations"], updated["id"], updated["translations"]) == ("de-DE", {"title": "Kanne"}, old, {"name": "EU"})
    assert answer["deleted"] == {"ids": [gone], "object": "translation", "deleted": True}
    assert (listed["translations"], listed["count"], listed["limit"]) == (
        [{"id": created["id"], "reference_id": ids["product"], "reference": "product", "locale_code": "de-DE", "translations": {"title": "Kanne"}}],
        1,
        20,
    )
    told = [(event.name, event.data["id"]) for event in await events.emitted() if event.name.startswith("translation.")]
    assert told[2:] == [("translation.deleted", gone), ("translation.updated", old), ("translation.created", created["id"])]


@pytest.mark.parametrize(
    ("change", "status", "message"),
    [
        ({"locale_code": "it-IT"}, 400, "The following locales are not supported in the store: it-IT"),
        ({"locale_code": "de DE"}, 400, "Field 'locale' is no language tag: 'de DE'"),
        ({"reference": "payment"}, 400, "Field 'reference': 'payment' is not translatable"),
        ({"translations": {"handle": "teekanne"}}, 400, "Field 'translations': 'handle' is not translatable, expected: 'title|subtitle|description|material'"),
        ({"translations": {"title": 5}}, 400, "title"),
        ({"locale_code": "fr-FR"}, 400, "already exists"),
    ],
)
async def test_what_cannot_be_said_is_refused_and_nothing_is_written(
    admin: httpx.AsyncClient, say: Say, ids: Mapping[str, str], change: dict[str, Any], status: int, message: str
) -> None:
    # given
    there = await say("product", ids["product"], "fr-FR", title="Théière")
    good = words("region", ids["region"], name="Europa")
    # when
    answer = await admin.post(BATCH, json={"create": [good, {**words("product", ids["product"], title="Teekanne"), **change}], "delete": []})
    # then
    assert (answer.status_code, message in answer.json()["message"]) == (status, True), answer.text
    assert [each["id"] for each in (await admin.get(TRANSLATIONS)).json()["translations"]] == [there]


async def test_what_is_not_there_is_not_changed(admin: httpx.AsyncClient, shop: SmallShop) -> None:
    # when
    words = await admin.post(BATCH, json={"update": [{"id": "trans_nowhere", "translations": {}}]})
    settings = await admin.post(f"{TRANSLATIONS}/settings/batch", json={"update": [{"id": "trset_nowhere", "is_active": False}]})
    gone = await admin.post(BATCH, json={"delete": ["trans_nowhere"]})
    # then
    assert shop
    assert [(answer.status_code, "nowhere was not found" in answer.json()["message"]) for answer in (words, settings)] == [(404, True)] * 2
    assert (gone.status_code, gone.json()["deleted"]["ids"]) == (200, ["trans_nowhere"])


async def test_what_is_changed_twice_at_once_is_not_changed(admin: httpx.AsyncClient, say: Say, ids: Mapping[str, str]) -> None:
    # given
    words = await say("product", ids["product"], title="Teekanne")
    shown = (await admin.get(f"{TRANSLATIONS}/settings")).json()["translation_settings"]
    # when, then
    for path, change in ((BATCH, {"id": words, "translations": {}}), (f"{TRANSLATIONS}/settings/batch", {"id": shown["product"]["id"], "fields": []})):
        refused = await admin.post(path, json={"update": [change, change]})
        assert (refused.status_code, refused.json()["message"]) == (400, f"Each is changed once in a request; named twice: {change['id']}")
    assert [each["translations"] for each in (await admin.get(TRANSLATIONS)).json()["translations"]] == [{"title": "Teekanne"}]
    assert (await admin.get(f"{TRANSLATIONS}/settings")).json()["translation_settings"] == shown


async def test_settings_say_what_is_shown(admin: httpx.AsyncClient, customer: httpx.AsyncClient, say: Say, ids: Mapping[str, str]) -> None:
    # given
    await say("product", ids["product"], title="Teekanne", description="Aus Ton")
    url, settings = f"/store/products/{ids['product']}?locale=de-DE&fields=title,description", f"{TRANSLATIONS}/settings"
    there = (await admin.get(f"{settings}?entity_type=product")).json()["translation_settings"]["product"]
    assert (there["is_active"], there["fields"], there["inactive_fields"]) == (True, ["title", "subtitle", "description", "material"], [])

    async def shown() -> tuple[str, str | None]:
        product = (await customer.get(url)).json()["product"]
        return product["title"], product["description"]

    for change, seen in (
        ({"update": [{"id": there["id"], "fields": ["description"]}]}, ("Teapot", "Aus Ton")),
        ({"update": [{"id": there["id"], "is_active": False}]}, ("Teapot", None)),
        ({"update": [{"id": there["id"], "is_active": True, "fields": ["title"]}]}, ("Teekanne", None)),
        ({"delete": [there["id"]]}, ("Teapot", None)),
        ({"create": [{"entity_type": "product", "fields": ["title", "description"]}]}, ("Teekanne", "Aus Ton")),
    ):
        # when
        answer = await admin.post(f"{settings}/batch", json=change)
        # then
        assert (answer.status_code, await shown()) == (200, seen), change
    off = (await admin.get(f"{settings}?is_active=false")).json()["translation_settings"]
    assert off == {}
    wrong = await admin.post(f"{settings}/batch", json={"create": [{"entity_type": "product_image", "fields": []}]})
    assert (wrong.status_code, "entity_type" in wrong.json()["message"]) == (400, True)


async def test_statistics_count_what_is_shown_and_there(admin: httpx.AsyncClient, say: Say, ids: Mapping[str, str]) -> None:
    # given
    await say("product", ids["product"], title="Teekanne", description="")
    await say("product", ids["product"], "fr-FR", title="Théière", subtitle="En terre", material="Terre")
    await say("product", "prod_nowhere", title="Niemand")
    asked = "locales[]=de-DE&locales[]=fr-FR&locales[]=ja-JP&entity_types[]=product&entity_types[]=region"
    # when
    found = (await admin.get(f"{TRANSLATIONS}/statistics?{asked}")).json()["statistics"]
    without = [await admin.get(f"{TRANSLATIONS}/statistics?{query}") for query in ("locales=de-DE&entity_types=", "locales=&entity_types=product", "")]
    wrong = await admin.get(f"{TRANSLATIONS}/statistics?locales=de-DE&entity_types=order")
    # then
    assert found["product"] == {
        "by_locale": {
            "de-DE": {"expected": 4, "translated": 1, "missing": 3},
            "fr-FR": {"expected": 4, "translated": 3, "missing": 1},
            "ja-JP": {"expected": 4, "translated": 0, "missing": 4},
        },
        "expected": 12,
        "translated": 4,
        "missing": 8,
    }
    assert {key: value for key, value in found["region"].items() if key != "by_locale"} == {"expected": 3, "translated": 0, "missing": 3}
    said = ["At least one entity type must be provided in 'entity_types'", "At least one locale must be provided in 'locales'"]
    assert [(answer.status_code, answer.json()["message"]) for answer in without[:2]] == [(400, each) for each in said]
    assert (without[2].status_code, wrong.status_code, "entity_types" in wrong.json()["message"]) == (400, 400, True)


async def test_a_translator_sees_originals_beside_their_translations(admin: httpx.AsyncClient, say: Say, ids: Mapping[str, str]) -> None:
    # given
    german, french = await say("product", ids["product"], title="Teekanne"), await say("product", ids["product"], "fr-FR", title="Théière")
    # when
    page = (await admin.get(f"{TRANSLATIONS}/entities?type=product&id[]={ids['product']}")).json()
    none = (await admin.get(f"{TRANSLATIONS}/entities?type=product_category")).json()
    wrong = await admin.get(f"{TRANSLATIONS}/entities?type=user")
    # then
    (row,) = page["data"]
    assert (row["id"], row["title"], row["material"], [each["id"] for each in row["translations"]]) == (ids["product"], "Teapot", None, [german, french])
    assert (page["count"], page["limit"], page["offset"], none["data"], none["count"]) == (1, 20, 0, [], 0)
    assert (wrong.status_code, "type" in wrong.json()["message"]) == (400, True)


async def test_languages_are_listed_and_the_shops_own_are_told_to_shoppers(admin: httpx.AsyncClient, customer: httpx.AsyncClient, scope: Scope) -> None:
    # given
    store = await scope[StoreService].stores.first()
    assert store is not None
    # when
    listed = (await admin.get("/admin/locales?limit=2&order=-code")).json()
    found = (await admin.get("/admin/locales?q=Switzerland&code[]=de-CH&code[]=de-DE")).json()
    one, missing = await admin.get("/admin/locales/pt-BR"), await admin.get("/admin/locales/tlh")
    set_up = await admin.post(f"/admin/stores/{store.id}", json={"supported_locales": [{"locale_code": "DE_de"}, {"locale_code": "tlh"}]})
    spoken = (await customer.get("/store/locales")).json()
    # then
    assert ([each["code"] for each in listed["locales"]], listed["count"]) == (["zu-ZA", "zh-TW"], 179)
    assert [(each["code"], each["name"]) for each in found["locales"]] == [("de-CH", "German (Switzerland)")]
    assert (one.json()["locale"]["name"], missing.status_code, missing.json()["message"]) == (
        "Portuguese (Brazil)",
        404,
        "Locale with code: tlh was not found",
    )
    assert set_up.status_code == 200
    assert spoken == {"locales": [{"code": "de-DE", "name": "German (Germany)"}, {"code": "tlh", "name": "tlh"}]}
