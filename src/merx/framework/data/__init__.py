"""Data: how rows are declared, written, and joined.

`Model` and `Record` declare tables, `Repository` and `Service` read and write them, `link` joins modules.
"""

from merx.framework.data.entity import Index
from merx.framework.data.fields import AutoIncrement, BelongsTo, Column, Indexed, Merged, Metadata, Searchable, Translatable, utcnow
from merx.framework.data.filters import Filters
from merx.framework.data.ids import new_id
from merx.framework.data.links import Link, Shortcut, link, shortcut
from merx.framework.data.model import Model, Record
from merx.framework.data.once import ChangedTwice, must_differ
from merx.framework.data.repository import Repository, create_all
from merx.framework.data.service import Service
from merx.framework.data.sources import External, Found, Search, Source, Wanted, source

__all__ = [
    "AutoIncrement",
    "BelongsTo",
    "ChangedTwice",
    "Column",
    "External",
    "Filters",
    "Found",
    "Index",
    "Indexed",
    "Link",
    "Merged",
    "Metadata",
    "Model",
    "Record",
    "Repository",
    "Search",
    "Searchable",
    "Service",
    "Shortcut",
    "Source",
    "Translatable",
    "Wanted",
    "create_all",
    "link",
    "must_differ",
    "new_id",
    "shortcut",
    "source",
    "utcnow",
]
