"""What may go wrong with files."""

from merx.framework.errors import NotFound, Unavailable


class FileNotFound(NotFound):
    """Nothing is kept under this id."""

    code = "file.not_found"

    def __init__(self, file_id: str) -> None:
        super().__init__(f"File with id: {file_id[:255]} not found", id=file_id)


class StorageUnavailable(Unavailable):
    """Where files are kept cannot be reached, or takes nothing: no file was kept, changed or deleted."""

    code = "file.storage_unavailable"

    def __init__(self) -> None:
        super().__init__("The storage of files does not answer, or takes nothing. Nothing was changed: try again later.")
