"""Paths and query strings that make no sense: ids, pages, selections, filters."""

from collections.abc import Iterator

from tests.stories.nonsense.asking import REFUSED, Wrong
from tests.stories.nonsense.document import NOWHERE, Operation

# --- ids in paths -----------------------------------------------------------------------------------------------------

IDS = {
    "300 characters": "x" * 300,
    "NUL": "%00",
    "dots": "%2e%2e",
    "a slash": "a%2Fb",
    "unicode": "%F0%9F%92%A3",
    "no UTF-8": "%ff",
    "SQL": "'%20OR%201=1--",
    "a percent": "%25",
}


def wrong_ids(operation: Operation) -> Iterator[Wrong]:
    """Ids of nothing, and texts that no id is."""
    if "{" not in operation.path:
        return
    content = operation.content
    ours = operation.path.startswith(("/admin", "/store"))
    # A rule type is one of three words: another one is no thing that is missing, but a mistake.
    unknown = frozenset({400, 404}) if "{rule_type}" in operation.path else frozenset({404})
    statuses = {"GET": unknown, "DELETE": frozenset({200, 400, 404})}.get(operation.method) if ours and not operation.is_list else None
    yield Wrong("an unknown id", operation.method, operation.url(every=NOWHERE), content, status=statuses)
    for what, text in IDS.items():
        yield Wrong(f"an id of {what}", operation.method, operation.url(every=text), content)


# --- query strings ----------------------------------------------------------------------------------------------------

PAGING = {
    "limit": ("-1", "abc", "9" * 30, "1.5", "1&limit=2", "%00", "", "-0.5", "NaN"),
    "offset": ("-1", "x", "9" * 30, "[]", "%00"),
    "with_deleted": ("perhaps", "2", "%00"),
    "order": ("nope", "id;drop", "-nope", "id,nope", "a.b.c.d.e.f.g.h", "%00"),
    "q": ("%00", "%ff"),
}
AND = "$and[0]" + "[$and][0]" * 100


def wrong_pages(operation: Operation) -> Iterator[Wrong]:
    """Of a list: pages, orders, searches that cannot be; also filters that no field could have."""
    if not operation.is_list:
        return
    for name, texts in PAGING.items():
        if name in operation.queries:
            yield from (_asked(operation, f"{name}={text}", says=name if name != "order" else "") for text in texts)
    for query in (f"{AND}[id]=x", "id[a][b][c][d][e][f][g]=1", "a.b.c.d=1", "%00=1", "%ff=1", "[]=1"):
        yield _asked(operation, query)
    for query in (
        "=1",
        "created_at[$gt]=banana",
        "id[$nope]=1",
        "$and=x",
        "$or[0]=x",
        "$and[0][zzz]=1",
        "zzz=1",
        "offset=9007199254740991",
        "q=%25_%5C'%22",
        f"q={'x' * 5000}",
        "&&&",
    ):
        yield _asked(operation, query, status=None)


FIELDS = ("%00", "%ff", "fields[a]=b", "x" * 9000)
ODD_FIELDS = (
    ",".join(["*"] * 500),
    "+",
    "-",
    "-*",
    "*",
    "**",
    ".",
    "a..b",
    "id.id",
    "*id",
    "*.*",
    "'",
    "id,-id",
    ".".join(["metadata"] * 6),
    "a.*.b",
    "%20",
    "__proto__",
    "id%20as%20x",
)


def wrong_fields(operation: Operation) -> Iterator[Wrong]:
    """Selections that are none, and selections without a bottom."""
    if "fields" not in operation.queries:
        return
    yield from (_asked(operation, text if "=" in text else f"fields={text}", says="fields") for text in FIELDS)
    deep = ".".join(["parent"] * 12)
    if operation.method == "GET":
        # Routes that list what they answer leave out the rest, however deep.
        yield _asked(operation, f"fields={deep}", status=None, says="parent.parent")
        yield _asked(operation, f"fields=*{'.'.join(['variants', 'product'] * 6)}", status=None, says="variants.product")
        yield from (_asked(operation, f"fields={text}", status=None) for text in ODD_FIELDS)
    elif not operation.path.startswith("/store/"):
        # Refused before anything is written.
        yield _asked(operation, f"fields={deep}", says="parent.parent")


ODD_TEXTS = ("", "x" * 3000, "%F0%9F%92%A3", "-1", "1e999", "9" * 30, "NaN", "null", "2026-13-45", "99999-01-01")
ODD_SHAPES = (
    "[$gt]=banana",
    "[$re]=(",
    "[$like]=%5C",
    "[$in][]=x",
    "[$in]=x",
    "[$eq][a]=x",
    "[]=a&{}[]=b",
    "[0]=a",
    "[$gt]=9e9999",
    "[$lt]=infinity",
    "[$ne]=null",
)


def wrong_filters(operation: Operation) -> Iterator[Wrong]:
    """For each parameter that is no page's: texts and shapes that it does not expect."""
    if operation.body is not None:
        return
    for name in operation.queries:
        # Where there are three times, one is enough.
        if name in (*PAGING, "fields", "$and", "$or", "updated_at", "deleted_at"):
            continue
        yield _asked(operation, f"{name}=%00", says=name)
        yield _asked(operation, f"{name}=%ff", says=name)
        # An export takes a list's filters: what is odd about their texts is tried there.
        yield from (_asked(operation, f"{name}={text}", status=None, says=name) for text in (ODD_TEXTS if operation.method == "GET" else ()))
        yield from (_asked(operation, name + shape.format(name), status=None, says=name) for shape in ODD_SHAPES)
        yield _asked(operation, f"{name}[x][y]=1", status=None)


def _asked(operation: Operation, query: str, *, status: frozenset[int] | None = REFUSED, says: str = "") -> Wrong:
    shown = query if len(query) < 80 else f"{query[:80]}..."
    url = operation.url()
    return Wrong(shown, operation.method, f"{url}{'&' if '?' in url else '?'}{query}", operation.content, status=status, says=says)
