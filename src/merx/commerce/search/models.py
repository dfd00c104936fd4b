"""Which indexes there are, in which versions; and the documents of the provider that comes with Merx."""

from datetime import datetime
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR

from merx.framework.data import BelongsTo, Column, Index, Indexed, Model, Record, utcnow

VersionStatus: TypeAlias = Literal["pending", "building", "ready", "error"]
SyncStatus: TypeAlias = Literal["pending", "processing", "done", "failed", "canceled"]


class SearchIndex(Model, id_prefix="srhidx", unique=[("name",)]):
    """An index that has been built; `active_version` answers."""

    name: str
    active_version: int | None = None


class SearchIndexVersion(Model, id_prefix="srhver", unique=[("search_index_id", "version")]):
    """One state of an index: while it is `building`, the one before still answers. `physical_name` is the provider's."""

    version: int
    provider: str
    physical_name: str
    definition_hash: str
    status: VersionStatus = "pending"
    search_index_id: Annotated[str, BelongsTo("search_index", back="versions", on_delete="RESTRICT"), Indexed]


class SearchIndexSync(Model, id_prefix="srhsync"):
    """Documents made anew, by the run `job_id`: how far it is, and what became of it."""

    job_id: Annotated[str | None, Indexed] = None
    status: SyncStatus = "pending"
    filters: dict[str, Any] | None = None
    last_key: str | None = None
    documents_synced: int = 0
    resumable: bool = True
    started_at: datetime | None = None
    completed_at: datetime | None = None
    error: str | None = None
    search_index_version_id: Annotated[str, BelongsTo("search_index_version", back="syncs", on_delete="RESTRICT"), Indexed]


class SearchDocument(
    Record,
    primary_key=("index_name", "id"),
    indexes=[Index(("words",), using="gin (words)"), Index(("heading",), using="gin (heading)"), Index(("facts",), using="gin (facts jsonb_path_ops)")],
):
    """A document of the PostgreSQL provider. `facts` is what is filtered, sorted and counted by; `document` is what is answered."""

    index_name: str
    id: str
    heading: Annotated[str, Column(type=TSVECTOR())]
    """The words of weight A alone: of very many matches, these are looked at first."""
    words: Annotated[str, Column(type=TSVECTOR())]
    facts: dict[str, Any]
    document: dict[str, Any]
    indexed_at: datetime = msgspec.field(default_factory=utcnow)


class SearchWord(Record, primary_key=("index_name", "word"), indexes=[Index(("word",), using="gist (word gist_trgm_ops)")]):
    """A word of some document, for those who misspell it."""

    index_name: str
    word: Annotated[str, Column(type=sa.Text())]
