"""Providers: code that can be exchanged behind one interface (who collects money, who carries parcels, who sends mail).

    tax = Module("tax", service=TaxService, providers=Providers(TaxCalculator, shipped=("merx.providers.tax_system:system",), default="tp_system"))

A room declares the interface, a subclass of `Provider`. What implements it is found, each by its `id`, in this order: what
ships with Merx, the `providers` files of rooms, plugins and the shop, and what the shop's configuration says it uses:

    config = Config(providers=(Use("merx.providers.notification_smtp:SmtpNotifications", options={"host": "mail.example.com"}),))

A later one takes the place of an earlier one of the same id.
"""

from abc import ABC
from collections.abc import Mapping
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

import msgspec

from merx.framework.errors import Misconfigured
from merx.framework.options import options_of

if TYPE_CHECKING:
    from merx.framework.app import App
    from merx.framework.config import Config


class Provider(ABC):
    """One implementation of an interface. `id` is kept in rows: changing it orphans them.

    A class that has options takes them as `def __init__(self, options: ItsOptions) -> None`; with `config: Config` beside
    them, or alone, it gets the shop's configuration too.
    """

    id: str


P = TypeVar("P", bound=Provider)


class Providers(msgspec.Struct, frozen=True):
    """An interface that a module has implementations of.

    `shipped` come with Merx, as `package:name` of a provider or its class, so that the room does not import them. `default` is the id of the one that
    is meant where none is named; None where one is always named.
    """

    kind: type[Provider]
    shipped: tuple[str, ...] = ()
    default: str | None = None


class Use(msgspec.Struct, frozen=True):
    """That a shop uses a provider: its class (or `package:Class`), its options, another `id` than its own, and whether it is the default."""

    provider: str | type[Provider]
    options: Any = msgspec.field(default_factory=dict[str, Any])
    id: str | None = None
    default: bool = False


class Registry:
    """The providers of one app, by interface and id. Made when first asked for, or at start."""

    def __init__(self, app: "App") -> None:
        self._app = app
        self._declared = {module.providers.kind: module.providers for module in app.rooms if module.providers is not None}
        self._found: dict[type[Provider], dict[str, Any]] = {}
        self._defaults: dict[type[Provider], str] = {}

    @property
    def kinds(self) -> tuple[type[Provider], ...]:
        """The interfaces that this app's modules declare."""
        return tuple(self._declared)

    def all(self, kind: type[P]) -> Mapping[str, P]:
        """Every implementation of `kind` by id, later found ones last. Raises `Misconfigured`."""
        found = self._found.get(kind)
        if found is None:
            found = self._found[kind] = self._look(kind)
        return found

    def default(self, kind: type[P]) -> str:
        """The id of the one that the shop's configuration calls the default, else the room's own. Raises `Misconfigured`."""
        _ = self.all(kind)
        chosen = self._defaults.get(kind) or self._declared[kind].default
        if chosen is None:
            raise Misconfigured(f"{kind.__name__} has no default: say which one is meant by its id.")
        return chosen

    def check(self) -> None:
        """Make all of them, so that mistakes show now. Raises `Misconfigured`."""
        for use in self._app.config.providers:
            made = _class_of(use)
            if not issubclass(made, self.kinds):
                known = ", ".join(sorted(kind.__name__ for kind in self.kinds))
                raise Misconfigured(f"{_where(use)} is no provider of any module of this shop. Subclass one of: {known}; or add the module's package.")
        for kind in self.kinds:
            self.all(kind)

    def _look(self, kind: type[Provider]) -> dict[str, Any]:
        self._defaults.pop(kind, None)
        if kind not in self._declared:
            raise Misconfigured(f"No module declares {kind.__name__}. Say `providers=Providers({kind.__name__})` where its Module is made.")
        shipped = [self._shipped(path) for path in self._declared[kind].shipped]
        found = {each.id: each for each in (*shipped, *self._in_folders(kind))}
        uses = [use for use in self._app.config.providers if issubclass(_class_of(use), kind)]
        configured: dict[str, Provider] = {}
        for use in uses:
            made = _made(use, self._app.config)
            if made.id in configured:
                raise Misconfigured(
                    f"{_where(use)}: another {kind.__name__} of the configuration has the id '{made.id}' already. Give one an `id=` of its own."
                )
            configured[made.id] = made
            # The one that takes an earlier one's place comes last too: later ones go first where several could do.
            found.pop(made.id, None)
            if use.default:
                self._set_default(kind, use, made.id)
        return found | configured

    def _shipped(self, path: str) -> Provider:
        found: Any = resolve_name(path)
        return _made(Use(found), self._app.config) if isinstance(found, type) else found

    def _in_folders(self, kind: type[Provider]) -> list[Provider]:
        """What stands in `providers` files. Between packages a later one counts; within one, two of an id are a mistake."""
        ids: dict[tuple[str, str], Provider] = {}
        for part in self._app.parts("providers"):
            for each in (value for value in vars(part).values() if isinstance(value, kind)):
                provider_id, what = getattr(each, "id", None), f"{part.__file__}: {type(each).__qualname__}"
                if not isinstance(provider_id, str):
                    raise Misconfigured(f"{what} has no `id`. Give its class one, as in `id = 'mine'`: rows keep it, so it never changes.")
                package = part.__name__.rpartition("providers")[0]
                if ids.setdefault((package, provider_id), each) is not each:
                    other = type(ids[package, provider_id]).__qualname__
                    raise Misconfigured(f"{what} has the id '{provider_id}', which {other} has already. Give one of the two another `id`.")
        return list({id(each): each for each in ids.values()}.values())

    def _set_default(self, kind: type[Provider], use: Use, provider_id: str) -> None:
        if self._declared[kind].default is None:
            raise Misconfigured(f"{_where(use)}: there is no default {kind.__name__}, one is always named. Remove `default=True`.")
        if kind in self._defaults:
            raise Misconfigured(f"{_where(use)}: '{self._defaults[kind]}' is the default {kind.__name__} already. Say `default=True` once.")
        self._defaults[kind] = provider_id


def _where(use: Use) -> str:
    name = use.provider if isinstance(use.provider, str) else f"{use.provider.__module__}:{use.provider.__qualname__}"
    return f"Config(providers=...): {name}"


def _class_of(use: Use) -> type[Provider]:
    found: Any = use.provider
    if isinstance(found, str):
        try:
            found = resolve_name(found)
        except (ImportError, AttributeError, ValueError) as error:
            raise Misconfigured(f"{_where(use)} cannot be found: {error}. Write it as 'package.module:Class'.") from error
    if not (isinstance(found, type) and issubclass(found, Provider)):
        raise Misconfigured(f"{_where(use)} is {found!r}, not a subclass of Provider.")
    return found


def _made(use: Use, config: "Config") -> Provider:
    kind: Any = _class_of(use)
    hints = get_type_hints(kind.__init__)
    wanted = hints.get("options")
    if wanted is None and use.options:
        raise Misconfigured(f"{_where(use)} takes no options. Remove them, or let its __init__ take `options: ItsOptions`.")
    arguments = {} if wanted is None else {"options": options_of(wanted, use.options, f"{_where(use)}, options", config.folder)}
    if "config" in hints:
        arguments["config"] = config
    try:
        made: Provider = kind(**arguments)
    except TypeError as error:
        raise Misconfigured(f"{_where(use)} cannot be made: {error}.") from error
    if use.id is not None:
        made.id = use.id
    return made
