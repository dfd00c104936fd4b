"""Search in the shop's own PostgreSQL: words by their beginning, in any language, and by trigrams where they are misspelt.

A document's words stand in it once for each weight, made ready in Python (`merx.commerce.search.words`), so that no text parser of
PostgreSQL's takes a SKU apart in its own way. Statements: two for a search (one has it planned
for its own words), five where nothing was found and a word may be misspelt.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

import msgspec

from merx.commerce.search import Document, Found, Hit, Physical, Search, SearchIndexOf, SearchOptions, SearchProvider
from merx.commerce.search.words import distinct, mistakes, mistakes_allowed
from merx.framework.scope import Scope
from merx.providers.search_postgres.asked import STEM, Asked, asked_for
from merx.providers.search_postgres.highlights import marked
from merx.providers.search_postgres.ranking import statement

NEAREST = 60
"""Words of the index, by trigrams, among which what a misspelt word is meant for is looked for."""

MEANT = 5
"""Spellings that a word is taken for, at most."""

_PLACES = {"A": 1, "B": 2, "C": 3, "D": 4}

_WRITE = """
WITH vocabulary AS (
    INSERT INTO search_word (index_name, word) SELECT $1, word FROM unnest($3::text[]) AS word ORDER BY word ON CONFLICT DO NOTHING
)
INSERT INTO search_document (index_name, id, heading, words, facts, document, indexed_at)
SELECT $1, id, heading::tsvector, words::tsvector, facts, document, now()
FROM json_to_recordset($2::json) AS given(id text, heading text, words text, facts jsonb, document jsonb)
ON CONFLICT (index_name, id) DO UPDATE
SET heading = EXCLUDED.heading, words = EXCLUDED.words, facts = EXCLUDED.facts, document = EXCLUDED.document, indexed_at = EXCLUDED.indexed_at"""

# Which index narrows most depends on the words and filters themselves: a plan made for any of them reads everything for some.
_PLANNED = "SELECT set_config('plan_cache_mode', 'force_custom_plan', true)"

_NEAR = """
SELECT typed.word, near.word FROM unnest($2::text[]) AS typed(word),
LATERAL (SELECT word FROM search_word WHERE index_name = $1 ORDER BY search_word.word <-> typed.word LIMIT $3) AS near"""

_STEMS = "SELECT word, (ts_lexize($1::text::regdictionary, word))[1] FROM unnest($2::text[]) AS word"

_KNOWN = """
SELECT id FROM search_document WHERE index_name = $1 AND id > $2 AND ($3::text IS NULL OR facts @> ($3::text)::jsonb) ORDER BY id LIMIT $4"""

_encode = msgspec.json.Encoder(decimal_format="number").encode


class _Answer(msgspec.Struct):
    hits: list[Hit]
    count: int | None
    facets: dict[str, Any] | None


_decode = msgspec.json.Decoder(_Answer).decode


class PostgresSearch(SearchProvider):
    """`search_postgres`. Ranks and counts the first `REACH` matches; says so by a count that ends there."""

    id = "search_postgres"

    async def create_index(self, scope: Scope, index: Physical) -> None:
        """Nothing to make ready: all indexes share two tables."""

    async def delete_index(self, scope: Scope, name: str) -> None:
        await scope.value("WITH words AS (DELETE FROM search_word WHERE index_name = $1) DELETE FROM search_document WHERE index_name = $1", name)

    async def upsert_documents(self, scope: Scope, index: Physical, documents: Sequence[Document]) -> None:
        if not documents:
            return
        prepared = [(document, _by_weight(index.index, document)) for document in documents]
        everything = {word for _, words in prepared for each in words.values() for word in each}
        stems = await self._stems(scope, everything)
        rows = [_row(index.index, document, words, stems) for document, words in prepared]
        vocabulary = sorted(word for word in everything if mistakes_allowed(word))
        await scope.value(_WRITE, index.name, _encode(rows), vocabulary)

    async def delete_documents(self, scope: Scope, index: Physical, ids: Sequence[str]) -> None:
        if ids:
            await scope.value("DELETE FROM search_document WHERE index_name = $1 AND id = ANY($2)", index.name, list(ids))

    async def known_ids(self, scope: Scope, index: Physical, after: str, limit: int, holding: tuple[str, str] | None = None) -> list[str]:
        wanted = None
        if holding is not None:
            field, value = holding
            wanted = _encode({field: [value] if index.index.fields[field].many else value}).decode()
        return [row[0] for row in await scope.rows(_KNOWN, index.name, after, wanted, limit)]

    async def search(self, scope: Scope, index: Physical, search: Search) -> Found:
        asked = await self._asked(scope, search)
        answer = await self._run(scope, index, asked, search)
        if not answer.hits and not answer.count and asked is not None and search.typos and not search.skip:
            others = await self._meant(scope, index.name, [word for word in asked.words if mistakes_allowed(word)])
            if others:
                asked = msgspec.structs.replace(asked, others=others)
                answer = await self._run(scope, index, asked, search)
        if search.highlight is not None and asked is not None:
            fields = search.highlight.fields or [field.name for field in index.index.fields.values() if field.weight]
            for hit in answer.hits:
                hit.highlights = marked(hit.document, fields, asked.marks(), search.highlight)
        return Found(hits=answer.hits, count=answer.count, facets=answer.facets)

    async def _asked(self, scope: Scope, search: Search) -> Asked | None:
        asked = asked_for(search.q)
        if not asked.words:
            return None
        return msgspec.structs.replace(asked, stems=await self._stems(scope, asked.words))

    async def _run(self, scope: Scope, index: Physical, asked: Asked | None, search: Search) -> _Answer:
        text, parameters = statement(index.name, index.index, asked, search)
        async with scope.transaction():
            await scope.value(_PLANNED)
            return _decode(await scope.value(text, *parameters.values))

    async def _meant(self, scope: Scope, name: str, words: Sequence[str]) -> dict[str, list[str]]:
        """For each word that is misspelt, what it may be meant for: the nearest first."""
        found: dict[str, list[tuple[int, str]]] = {}
        for typed, near in await scope.rows(_NEAR, name, words, NEAREST) if words else ():
            distance = mistakes(typed, near)
            if 0 < distance <= mistakes_allowed(typed):
                found.setdefault(typed, []).append((distance, near))
        return {typed: [word for _, word in sorted(near)[:MEANT]] for typed, near in found.items()}

    async def _stems(self, scope: Scope, words: Iterable[str]) -> dict[str, str]:
        """The stem of each word in the shop's language, if it has one; what is in every text has none."""
        language = scope.app.options(SearchOptions).language
        if language is None:
            return {}
        return {word: stem for word, stem in await scope.rows(_STEMS, f"{language}_stem", sorted(words)) if stem is not None}


def _by_weight(index: SearchIndexOf, document: Document) -> dict[str, list[str]]:
    """The words of the fields of each weight."""
    texts: dict[str, list[str]] = {}
    for field in index.fields.values():
        value = document.get(field.name)
        if field.weight is not None and value is not None:
            texts.setdefault(field.weight, []).extend(map(str, cast("list[Any]", value)) if isinstance(value, list) else [str(value)])
    return {weight: distinct(found) for weight, found in texts.items()}


def _row(index: SearchIndexOf, document: Document, words: Mapping[str, Sequence[str]], stems: Mapping[str, str]) -> dict[str, Any]:
    facts = {field.name: document.get(field.name) for field in index.fields.values() if field.kept}
    shown = {field.name: document.get(field.name) for field in index.fields.values() if field.returned}
    return {
        "id": document["id"],
        "heading": _vector({"A": words.get("A", ())}, stems),
        "words": _vector(words, stems),
        "facts": facts,
        "document": shown,
    }


def _vector(words: Mapping[str, Sequence[str]], stems: Mapping[str, str]) -> str:
    """A tsvector as text: where a word stands does not matter, only in fields of which weights."""
    places: dict[str, dict[str, None]] = {}
    for weight, found in words.items():
        for word in found:
            places.setdefault(word, {})[f"{_PLACES[weight]}{weight}"] = None
            if word in stems:
                places.setdefault(f"{STEM}{stems[word]}", {})[f"{_PLACES[weight]}{weight}"] = None
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items())


postgres = PostgresSearch()

__all__ = ["PostgresSearch", "postgres"]
