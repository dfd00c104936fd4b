"""What may go wrong around the embedded server. None of it is the fault of a request, so none is an `AppError`."""


class EmbeddedPostgresError(RuntimeError):
    """The embedded server cannot be had; the message says what to do."""


class NoBinariesError(EmbeddedPostgresError):
    """No PostgreSQL that could run (or that fits the cluster on disk) was found."""


class ServerFailedError(EmbeddedPostgresError):
    """initdb or the server ended with an error; the message carries the end of its log."""
