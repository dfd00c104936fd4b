"""A file as other rows, and the API, see it. There is no table: what the provider has is there."""

from merx.framework.data import External


class File(External):
    """`url` is for good if the file is public, else signed and good for a while."""

    id: str
    url: str
