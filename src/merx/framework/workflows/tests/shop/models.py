from merx.framework.data import Model


class Entry(Model, entity="ledger_entry", id_prefix="entry"):
    """One line in the ledger; `key` is what the outside world was told."""

    text: str
    key: str | None = None
