from merx.framework.data import Model


class Entry(Model, entity="ledger_entry", id_prefix="entry"):
    """A line of the ledger: what a local step did. `key` is what the outside world was told, where it was."""

    text: str
    key: str | None = None
