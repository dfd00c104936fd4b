"""Postgres: a database for every shop, without a service to install.

Owns: where PostgreSQL comes from, its cluster in the data folder, its life and its death, making and dropping databases.
Leaves to others: tables and what is in them (data), connections and pools.
Change freely: everything that is not in `__all__`.
Change with a decision record: what lies in a data folder (`cluster`, `lock`, `run`, `postgres.log`). Shops have it stored.
Holds always: one data folder, at most one server; it runs while somebody holds it and no longer, whoever is killed;
nobody but the owner of the cluster and root can connect.
"""

from .databases import (
    HeldDatabase,
    create_database,
    database_url,
    drop_database,
    ensure_database,
    open_database,
)
from .errors import EmbeddedPostgresError, NoBinariesError, ServerFailedError
from .server import Server, embedded, start

__all__ = [
    "EmbeddedPostgresError",
    "HeldDatabase",
    "NoBinariesError",
    "Server",
    "ServerFailedError",
    "create_database",
    "database_url",
    "drop_database",
    "embedded",
    "ensure_database",
    "open_database",
    "start",
]
