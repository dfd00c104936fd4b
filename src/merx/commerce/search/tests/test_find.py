"""What is found by what is typed, and in which order."""

from merx.commerce.search.tests.conftest import Window


async def test_words_are_found_by_their_beginning_wherever_they_stand(window: Window) -> None:
    await window.put("Linen shirt", description="Woven in Lyon", skus=["LS-100-BLUE"])
    await window.put("Wool scarf", subtitle="For winter")
    assert await window.titles("shi") == ["Linen shirt"]
    assert await window.titles("lyo") == ["Linen shirt"]
    assert await window.titles("winter") == ["Wool scarf"]
    assert await window.titles("LS-100") == ["Linen shirt"]
    assert await window.titles("irt") == []


async def test_all_words_must_be_there_unless_any_or_the_first_are_asked_for(window: Window) -> None:
    await window.put("Blue shirt")
    await window.put("Blue scarf")
    await window.put("Red scarf")
    assert await window.titles("blue scarf") == ["Blue scarf"]
    assert await window.titles("blue scarf", search_options={"match_strategy": "any"}) == ["Blue scarf", "Blue shirt", "Red scarf"]
    assert await window.titles("blue scarf", search_options={"match_strategy": "last"}) == ["Blue scarf", "Blue shirt"]
    assert await window.titles("blue purple", search_options={"typo_tolerance": False}) == []


async def test_a_title_comes_before_a_sku_and_a_sku_before_a_description(window: Window) -> None:
    await window.put("Described", description="teapot teapot teapot, a teapot like no other teapot")
    await window.put("Numbered", skus=["teapot-1", "teapot-2"])
    await window.put("Labelled", subtitle="A teapot")
    await window.put("Teapot")
    assert await window.titles("teapot") == ["Teapot", "Numbered", "Labelled", "Described"]
    scored = await window.found("teapot", search_options={"include_score": True})
    assert [hit["score"] for hit in scored["hits"]] == [1.0, 0.5294, 0.2941, 0.1765]
    assert await window.titles("teapot", search_options={"min_score": 0.3}) == ["Teapot", "Numbered"]


async def test_a_whole_word_comes_before_the_beginning_of_another(window: Window) -> None:
    await window.put("Teapot")
    await window.put("Tea")
    assert await window.titles("tea") == ["Tea", "Teapot"]


async def test_misspelt_words_are_taken_for_what_is_near(window: Window) -> None:
    await window.put("Turquoise shirt")
    await window.put("Crimson blanket")
    assert await window.titles("shrit") == ["Turquoise shirt"]  # swapped
    assert await window.titles("blankt") == ["Crimson blanket"]  # left out
    assert await window.titles("crimmson") == ["Crimson blanket"]  # too many
    assert await window.titles("turquiose shert") == ["Turquoise shirt"]  # in each word
    assert await window.titles("torkoise") == []  # two in a word of eight letters
    assert await window.titles("shrit", search_options={"typo_tolerance": False}) == []


async def test_what_is_spelt_right_is_never_taken_for_something_else(window: Window) -> None:
    await window.put("Shirt")
    await window.put("Skirt")
    assert await window.titles("skirt") == ["Skirt"]


async def test_a_number_is_never_taken_for_another(window: Window) -> None:
    await window.put("Filter", skus=["AB12345"])
    assert await window.titles("AB12345") == ["Filter"]
    assert await window.titles("AB12346") == []


async def test_accents_case_and_scripts_make_no_difference(window: Window) -> None:
    await window.put("Crème brûlée")
    await window.put("STRASSENMUSIK")
    await window.put("日本の茶器")
    await window.put("한국 찻잔")
    await window.put("Чайник")
    assert await window.titles("creme BRULEE") == ["Crème brûlée"]
    assert await window.titles("straße") == ["STRASSENMUSIK"]
    assert await window.titles("茶器") == ["日本の茶器"]
    assert await window.titles("찻잔") == ["한국 찻잔"]
    assert await window.titles("чай") == ["Чайник"]


async def test_what_is_no_word_finds_as_if_nothing_was_typed(window: Window) -> None:
    await window.put("Shirt")
    assert await window.titles("!?*&|:()' --") == ["Shirt"]
    assert await window.titles("sh' | !x:*") == []


async def test_pages_follow_each_other_by_number_and_by_cursor(window: Window) -> None:
    for number in range(5):
        await window.put(f"Shirt {number}")
    first = await window.found("shirt", pagination={"take": 2})
    assert first["metadata"]["count"] == 5
    cursor = first["metadata"]["next_cursor"]
    assert await window.titles("shirt", pagination={"take": 2, "cursor": cursor}) == ["Shirt 2", "Shirt 3"]
    assert await window.titles("shirt", pagination={"take": 2, "skip": 4}) == ["Shirt 4"]
    last = await window.found("shirt", pagination={"take": 2, "skip": 4})
    assert last["metadata"]["next_cursor"] is None
    assert (await window.found("shirt", pagination={"take": 0}))["hits"] == []
    assert (await window.found("shirt", search_options={"count": "none"}))["metadata"]["count"] is None
    assert (await window.found("shirt", search_options={"count": "exact"}))["metadata"]["count"] == 5
    assert await window.titles("shirt", pagination={"take": 2, "order": {"title": "DESC"}}) == ["Shirt 4", "Shirt 3"]


async def test_filters_facets_and_highlights(window: Window) -> None:
    await window.put("Blue <b>shirt</b>", skus=["S", "M"])
    await window.put("Red shirt", skus=["M", "L"][1:])
    found = await window.found(
        "shirt",
        filters={"$or": [{"options": "M"}, {"options": "nothing"}]},
        fields=["title"],
        search_options={"facets": ["options"], "highlight": {"fields": ["title"], "pre_tag": "[", "post_tag": "]"}},
    )
    (hit,) = found["hits"]
    assert hit["document"] == {"id": hit["id"], "title": "Blue <b>shirt</b>"}
    assert hit["highlights"] == {"title": ["Blue <b>[shirt]</b>"]}
    assert found["facets"] == {"options": {"type": "value", "values": [{"value": "M", "count": 1}, {"value": "S", "count": 1}], "other_count": 0}}
    assert await window.titles("shirt", filters={"$not": {"options": {"$in": ["M"]}}}) == ["Red shirt"]
    assert await window.titles(filters={"options": {"$prefix": "L"}}) == ["Red shirt"]
    assert await window.titles(filters={"created_at": {"$lt": "2001-01-01"}}) == []
    assert await window.titles(filters={"created_at": {"$gte": "2001-01-01T00:00:00+02:00"}, "collection_id": None}) == ["Blue <b>shirt</b>", "Red shirt"]


async def test_several_searches_are_answered_in_their_order(window: Window) -> None:
    await window.put("Shirt")
    await window.put("Scarf")
    await window.background.drain()
    queries = [{"entity": "product", "filters": {"q": each}} for each in ("scarf", "shirt")]
    answer = await window.client.post("/store/search", json={"queries": queries})
    assert [result["hits"][0]["document"]["title"] for result in answer.json()["results"]] == ["Scarf", "Shirt"]


async def test_how_many_statements_a_search_takes_does_not_depend_on_what_it_finds(window: Window) -> None:
    for number in range(3):
        await window.put(f"Shirt {number}")
    await window.found("shirt")

    async def statements(q: str) -> int:
        before = window.scope.app.database.statements
        await window.ask(filters={"q": q})
        return window.scope.app.database.statements - before

    few = await statements("2")
    assert await statements("shirt") == few
    for number in range(20):
        await window.put(f"Shirt more {number}")
    await window.background.drain()
    assert await statements("shirt") == few
    assert await statements("shrit") == few + 3
