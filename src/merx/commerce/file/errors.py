"""What may go wrong with files."""

from merx.framework.errors import NotFound


class FileNotFound(NotFound):
    """Nothing is kept under this id."""

    code = "file.not_found"

    def __init__(self, file_id: str) -> None:
        super().__init__(f"File with id: {file_id[:255]} not found", id=file_id)
