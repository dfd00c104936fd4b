"""What stands behind the `?` of an engine's line of configuration."""

from urllib.parse import parse_qsl, urlsplit

from merx.framework.errors import Misconfigured


class Options:
    """The parts of `scheme://host:port/path?name=value`. Raises `Misconfigured` for a name that is none of `known`."""

    def __init__(self, setting: str, *known: str) -> None:
        self.setting = setting
        parts = urlsplit(setting)
        self.address = parts.netloc
        self.path = parts.path.strip("/")
        self._values = dict(parse_qsl(parts.query, keep_blank_values=True))
        for name in self._values:
            if name not in known:
                raise Misconfigured(f"engine={setting!r}: '{name}' is no option of this engine. It has: {', '.join(known)}.")

    def text(self, name: str, default: str) -> str:
        return self._values.get(name, default)

    def seconds(self, name: str, default: float) -> float:
        """A number of seconds above zero; raises `Misconfigured` for anything else."""
        given = self._values.get(name, str(default))
        try:
            seconds = float(given)
        except ValueError:
            seconds = 0.0
        if seconds <= 0:
            raise Misconfigured(f"engine={self.setting!r}: {name}={given} is no number of seconds above zero.")
        return seconds
