"""What a shop sets: in `merx_config.py` (a `config` of this type) and by environment variables, which win."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from merx.framework.errors import Misconfigured
from merx.framework.providers import Use

COMMERCE = "merx.commerce"
SHORTEST_SECRET = 32

Mode = Literal["shared", "server", "worker"]


class Http(msgspec.Struct, frozen=True, kw_only=True):
    """Where the API listens and whom it lets in."""

    host: str = "127.0.0.1"
    port: int = 9000
    url: str = ""
    """Where clients reach the shop, `https://api.example.com`; empty means `host` and `port` themselves."""
    store_cors: tuple[str, ...] = ("http://localhost:8000", "http://localhost:3000")
    admin_cors: tuple[str, ...] = ("http://localhost:9000", "http://localhost:7001", "http://localhost:5173")
    auth_cors: tuple[str, ...] = ("http://localhost:9000", "http://localhost:8000", "http://localhost:5173")
    session_hours: int = 10
    token_hours: int = 24

    @property
    def address(self) -> str:
        """What links to this shop begin with, without a slash at the end."""
        if self.url:
            return self.url.rstrip("/")
        host = "localhost" if self.host in _HERE else f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


_HERE = frozenset({"127.0.0.1", "0.0.0.0", "::1", "::"})  # noqa: S104 - compared with, not bound to


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """All settings, each with a default that suits a developer's machine.

    `packages` are looked through for modules, links, workflows, subscribers, jobs and routes, in their order: names of
    packages, or folders of projects. Installed plugins and the project of `merx_config.py` are added by themselves;
    `skip_plugins` names those plugins that are not wanted.
    `database_url` empty means the embedded server in `data_dir`. `modules` holds the options of modules by name, `providers`
    what the shop uses beside what is found.
    `folder` is the shop's: that of its `merx_config.py`, set when that is read. Relative paths in options begin there.
    `engine` is what durable workflows run on: `postgres`, the shop's own, or `temporal://host:port/namespace` (`merx[temporal]`).
    """

    packages: tuple[str, ...] = (COMMERCE,)
    skip_plugins: tuple[str, ...] = ()
    folder: Path = Path()
    database_url: str | None = None
    data_dir: Path = Path(".merx")
    database_name: str = "merx"
    pool_size: int = 10
    statement_seconds: float = 60
    """What takes the database longer is given up, so that no request holds a connection for good; 0 for no limit."""
    event_days: float = 30
    """How long the history of events reaches back. What is not delivered yet stays, however old."""
    engine: str = "postgres"
    mode: Mode = "shared"
    production: bool = False
    jwt_secret: str = ""
    cookie_secret: str = ""
    http: Http = Http()
    modules: Mapping[str, Any] = {}
    providers: tuple[Use, ...] = ()

    def __repr__(self) -> str:
        """As a Struct shows itself, but for what opens something: it ends up in logs."""
        shown = {name: "***" if name in _HIDDEN and getattr(self, name) else getattr(self, name) for name in self.__struct_fields__}
        return f"Config({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


_HIDDEN = frozenset({"database_url", "jwt_secret", "cookie_secret"})

_ENVIRONMENT = {
    "MERX_DATABASE_URL": "database_url",
    "MERX_DATA_DIR": "data_dir",
    "MERX_DATABASE_NAME": "database_name",
    "MERX_POOL_SIZE": "pool_size",
    "MERX_STATEMENT_SECONDS": "statement_seconds",
    "MERX_EVENT_DAYS": "event_days",
    "MERX_ENGINE": "engine",
    "MERX_MODE": "mode",
    "MERX_PRODUCTION": "production",
    "MERX_JWT_SECRET": "jwt_secret",
    "MERX_COOKIE_SECRET": "cookie_secret",
}
_HTTP_ENVIRONMENT = {
    "MERX_HOST": "host",
    "MERX_PORT": "port",
    "MERX_URL": "url",
    "MERX_STORE_CORS": "store_cors",
    "MERX_ADMIN_CORS": "admin_cors",
    "MERX_AUTH_CORS": "auth_cors",
}


def load_config(base: Config | None = None, environment: dict[str, str] | None = None) -> Config:
    """`base` with the environment's `MERX_*` on top and secrets in place.

    Outside production, missing secrets are made once and kept in `data_dir`, so that sessions outlive a restart. In
    production they must be given. Raises `Misconfigured` with the variable's name.
    """
    env = dict(os.environ) if environment is None else environment
    config = base or Config()
    http = msgspec.structs.replace(config.http, **_from(env, _HTTP_ENVIRONMENT, Http))
    config = msgspec.structs.replace(config, **_from(env, _ENVIRONMENT, Config), http=http)
    _check_length(config)
    return msgspec.structs.replace(
        config, jwt_secret=config.jwt_secret or _secret(config, "jwt"), cookie_secret=config.cookie_secret or _secret(config, "cookie")
    )


def _from(env: dict[str, str], names: dict[str, str], target: type[msgspec.Struct]) -> dict[str, Any]:
    types = {field.name: field.type for field in msgspec.structs.fields(target)}
    found: dict[str, Any] = {}
    for variable, field in names.items():
        if variable in env:
            found[field] = _convert(variable, env[variable], types[field])
    return found


def _convert(variable: str, text: str, wanted: Any) -> Any:
    if wanted is Path:
        return Path(text)
    value: Any = text.split(",") if wanted == tuple[str, ...] else text
    try:
        return msgspec.convert(value, type=wanted, strict=False)
    except msgspec.ValidationError as error:
        raise Misconfigured(f"{variable}={text!r} does not fit: {error}") from error


def _check_length(config: Config) -> None:
    # Whoever has one token can try secrets against its signature at home, billions a second.
    for variable, secret in (("MERX_JWT_SECRET", config.jwt_secret), ("MERX_COOKIE_SECRET", config.cookie_secret)):
        if config.production and 0 < len(secret) < SHORTEST_SECRET:
            raise Misconfigured(f"{variable} has {len(secret)} characters. In production, set it to at least {SHORTEST_SECRET} random ones.")


def _secret(config: Config, name: str) -> str:
    if config.production:
        raise Misconfigured(f"MERX_{name.upper()}_SECRET is not set. In production, set it to at least 32 random characters, the same on every machine.")
    path = config.data_dir / f"{name}_secret"
    if path.exists():
        return path.read_text().strip()
    config.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:  # another process was faster
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))
    return path.read_text().strip()
