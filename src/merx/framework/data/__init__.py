"""Data: how rows are declared, written, and joined.

`Model` and `Record` declare tables, `Repository` and `Service` read and write them, `link` joins modules.
"""

from merx.framework.data.entity import Index
from merx.framework.data.fields import AutoIncrement, BelongsTo, Column, Merged, Metadata, Searchable, utcnow
from merx.framework.data.ids import new_id
from merx.framework.data.links import Link, link
from merx.framework.data.model import Model, Record
from merx.framework.data.repository import Repository
from merx.framework.data.service import Service

__all__ = [
    "AutoIncrement",
    "BelongsTo",
    "Column",
    "Index",
    "Link",
    "Merged",
    "Metadata",
    "Model",
    "Record",
    "Repository",
    "Searchable",
    "Service",
    "link",
    "new_id",
    "utcnow",
]
