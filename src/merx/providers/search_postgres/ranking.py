"""One search as one statement: who fits, how well, which page of them, and what else was asked about all of them."""

from collections.abc import Mapping, Sequence
from typing import Any

from merx.commerce.search import Facet, FieldNotFit, SearchIndexOf, Weight
from merx.commerce.search.requests import Search
from merx.framework.errors import InvalidData
from merx.providers.search_postgres.asked import Asked
from merx.providers.search_postgres.filters import Filters, Parameters, instant

REACH = 5_000
"""How many matches are ranked: of more, those with the words in a field of weight A, then the oldest. An estimated count ends here too."""

# A word found in a better field comes before any number found in a worse one; written out in full it comes a little before the beginning of another.
_SCORE = """(
    SELECT sum(CASE WHEN words @@ a THEN 8 WHEN words @@ b THEN 4 WHEN words @@ c THEN 2 WHEN words @@ d THEN 1 ELSE 0 END
        + CASE WHEN words @@ exact THEN 0.5 ELSE 0 END) / (8.5 * count(*)) FROM asked
)"""


def statement(name: str, index: SearchIndexOf, asked: Asked | None, search: Search) -> tuple[str, Parameters]:
    """The text and its values. Raises `FieldNotFit`, `InvalidData`."""
    return _Builder(name, index, asked, search).build()


class _Builder:
    def __init__(self, name: str, index: SearchIndexOf, asked: Asked | None, search: Search) -> None:
        self._index, self._asked, self._search = index, asked, search
        self._parameters = Parameters()
        self._name = self._parameters.add(name)
        filters = Filters(index, self._parameters)
        self._where = f"{filters.all_of(search.narrowed)} AND {filters.all_of(search.filters)}"
        self._letters = _letters(index, search.searched)

    def build(self) -> tuple[str, Parameters]:
        parts = [*self._matches(), f"page AS (SELECT id, score, row_number() OVER (ORDER BY {self._order()}) AS place FROM scored {self._slice()})"]
        hits = f"""SELECT json_agg(json_build_object('id', page.id, 'score', page.score, 'document', document) ORDER BY place)
            FROM page JOIN search_document ON index_name = {self._name} AND search_document.id = page.id"""
        answer = f"SELECT json_build_object('hits', coalesce(({hits}), '[]'), 'count', {self._count()}, 'facets', {self._facets()})"
        return f"WITH {', '.join(parts)} {answer}", self._parameters

    def _matches(self) -> list[str]:
        ordered = bool(self._search.order)
        reach = "" if ordered else f"LIMIT {REACH + 1}"
        if self._asked is None:
            limited = "" if ordered else f"ORDER BY id {reach}"
            rows = f"SELECT id, facts, NULL::numeric AS score FROM search_document WHERE index_name = {self._name} AND {self._where} {limited}"
            return [f"scored AS MATERIALIZED ({rows})"]
        whole = self._whole(self._asked)
        found = [f"asked AS MATERIALIZED ({self._words(self._asked)})", f"plain AS MATERIALIZED ({self._matching('words', whole)} {reach})"]
        candidates = "SELECT * FROM plain"
        if not ordered:
            found.append(f"headed AS MATERIALIZED ({self._matching('heading', whole, f'AND (SELECT count(*) FROM plain) > {REACH}')} LIMIT {REACH})")
            # NOT IN, for a hash of them: as a join it may be planned for a few and meet thousands.
            candidates = "SELECT * FROM headed UNION ALL SELECT * FROM plain WHERE id NOT IN (SELECT id FROM headed)"
        least = "" if self._search.min_score is None else f"WHERE score >= {self._parameters.add(self._search.min_score)}::float8::numeric"
        scored = f"SELECT id, facts, round({_SCORE}, 4) AS score FROM ({candidates}) AS candidate"
        return [*found, f"scored AS MATERIALIZED (SELECT * FROM ({scored}) AS each {least})"]

    def _whole(self, asked: Asked) -> str:
        return f"{self._parameters.add(asked.whole(self._search.match, self._letters))}::text::tsquery"

    def _matching(self, column: str, whole: str, more: str = "") -> str:
        return f"SELECT id, facts, words FROM search_document WHERE index_name = {self._name} AND {self._where} AND {column} @@ {whole} {more}"

    def _words(self, asked: Asked) -> str:
        """One row for each word: as it may be found in fields of each weight, and as it was typed."""
        columns = [[asked.group(word, _within(weight, self._letters)) for word in asked.words] for weight in "ABCD"]
        given = [self._parameters.add(column) for column in (*columns, [f"'{word}'" for word in asked.words])]
        texts = ", ".join(f"{each}::text[]" for each in given)
        return f"SELECT a::tsquery, b::tsquery, c::tsquery, d::tsquery, exact::tsquery FROM unnest({texts}) AS typed(a, b, c, d, exact)"

    def _order(self) -> str:
        clauses = [f"facts -> '{self._fit(name, 'sortable')}' {'DESC' if descends else 'ASC'} NULLS LAST" for name, descends in self._search.order]
        return ", ".join([*clauses, "score DESC NULLS LAST", "id"])

    def _slice(self) -> str:
        skip, take = (self._parameters.add(value) for value in (self._search.skip, self._search.take))
        return f"ORDER BY place LIMIT {take}::bigint OFFSET {skip}::bigint"

    def _count(self) -> str:
        if self._search.count == "none":
            return "NULL"
        if self._search.count == "estimated" or self._search.min_score is not None:
            return "(SELECT count(*) FROM scored)" if self._search.order else f"least((SELECT count(*) FROM scored), {REACH})"
        if self._asked is not None:
            return f"(SELECT count(*) FROM ({self._matching('words', self._whole(self._asked))}) AS each)"
        return f"(SELECT count(*) FROM search_document WHERE index_name = {self._name} AND {self._where})"

    def _facets(self) -> str:
        if not self._search.facets:
            return "NULL"
        parts = [f"'{self._fit(each.field, 'facetable')}', ({self._facet(each)})" for each in self._search.facets]
        return f"json_build_object({', '.join(parts)})"

    def _facet(self, facet: Facet) -> str:
        kind = self._index.fields[facet.field].type
        if facet.type == "value":
            return self._values(facet)
        if kind != "number" and (facet.type == "stats" or kind != "date"):
            raise InvalidData(f"'{facet.field}' has no {facet.type}: it is a {kind}")
        number = f"(facts ->> '{facet.field}')::numeric"
        if facet.type == "stats":
            return f"SELECT json_build_object('type', 'stats', 'min', coalesce(min(n), 0), 'max', coalesce(max(n), 0), 'avg', avg(n), 'sum', sum(n), 'count', count(n)) FROM (SELECT {number} AS n FROM scored) AS each"
        value = number if kind == "number" else f"(facts ->> '{facet.field}')"
        return f"SELECT json_build_object('type', 'range', 'ranges', json_build_array({', '.join(self._range(facet, each, value) for each in facet.ranges)})) FROM scored"

    def _range(self, facet: Facet, given: Mapping[str, Any], value: str) -> str:
        conditions: list[str] = []
        for name, operator in (("from", ">="), ("to", "<")):
            if given.get(name) is not None:
                conditions.append(f"{value} {operator} {self._bound(facet.field, given[name])}")
        key = self._parameters.add(str(given.get("key") or f"{given.get('from', '*')}-{given.get('to', '*')}"))
        shown = ", ".join(f"'{name}', {self._parameters.json(given.get(name))}" for name in ("from", "to"))
        return f"json_build_object('key', {key}::text, {shown}, 'count', count(*) FILTER (WHERE {' AND '.join(conditions) or 'true'}))"

    def _bound(self, field: str, value: object) -> str:
        if self._index.fields[field].type == "date":
            return f"{self._parameters.add(instant(field, value))}::text"
        try:
            return f"{self._parameters.add(float(str(value)))}::float8::numeric"
        except ValueError as error:
            raise InvalidData(f"A range of '{field}' takes numbers") from error

    def _values(self, facet: Facet) -> str:
        at = f"facts -> '{facet.field}'"
        each = f"jsonb_array_elements_text(CASE jsonb_typeof({at}) WHEN 'array' THEN {at} WHEN 'null' THEN '[]' ELSE jsonb_build_array({at}) END)"
        like = "" if facet.query is None else f"AND strpos(lower(value), lower({self._parameters.add(facet.query)}::text)) > 0"
        order = "value" if facet.sort == "alpha" else "n DESC, value"
        counted = f"SELECT value, count(*) AS n FROM scored, LATERAL {each} AS held(value) WHERE {at} IS NOT NULL {like} GROUP BY value"
        limit = f"{self._parameters.add(min(facet.limit, 1000))}::bigint"
        return f"""SELECT json_build_object('type', 'value',
            'values', coalesce(json_agg(json_build_object('value', value, 'count', n) ORDER BY place) FILTER (WHERE place <= {limit}), '[]'),
            'other_count', coalesce(sum(n) FILTER (WHERE place > {limit}), 0))
            FROM (SELECT value, n, row_number() OVER (ORDER BY {order}) AS place FROM ({counted}) AS counted) AS placed"""

    def _fit(self, name: str, use: str) -> str:
        field = self._index.fields.get(name)
        if field is None or not getattr(field, use):
            raise FieldNotFit(self._index.name, name, use, [each.name for each in self._index.fields.values() if getattr(each, use)])
        return name


def _letters(index: SearchIndexOf, searched: Sequence[str]) -> str:
    """The weights to search in; all, as "", unless some fields are named. Fields of one weight are searched together."""
    chosen: set[Weight] = set()
    for name in searched:
        field = index.fields.get(name)
        if field is None or field.weight is None:
            raise FieldNotFit(index.name, name, "searchable", [each.name for each in index.fields.values() if each.weight])
        chosen.add(field.weight)
    together = [each.name for each in index.fields.values() if each.weight in chosen and each.name not in searched]
    if together:
        raise InvalidData(f"'attributes_to_search_on': {', '.join(searched)} can only be searched together with {', '.join(together)}")
    return "".join(sorted(chosen))


def _within(weight: str, letters: str) -> str:
    """The weight, or where it is not searched, one that is: what is found there counts as found elsewhere already."""
    return weight if not letters or weight in letters else letters
