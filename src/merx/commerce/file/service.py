"""The room's service. Files have no rows, so there is nothing to read or write here: `workflows` speak to the provider."""

from merx.framework.data import Service


class FileService(Service):
    """Exchanged by who keeps rows about files, beside the provider's bytes."""
