"""The shop in the working directory: its `merx_config.py`, its folders, installed plugins, and the environment on top."""

import importlib.util
from importlib.metadata import entry_points
from pathlib import Path

import msgspec

from merx.framework.config import Config, load_config
from merx.framework.errors import Misconfigured
from merx.framework.folders import entry_for, explained, put_on_path

FILE = "merx_config.py"
PLUGINS = "merx.plugins"
"""The group of entry points by which installed packages say that they are plugins: `name = "package"`."""


def base_config(folder: Path | None = None) -> Config:
    """The `config` in the folder's `merx_config.py`, or the defaults where there is no such file.

    Its `packages` are completed by the installed plugins and, last, by the project itself, whose `modules`, `links`,
    `workflows`, ... stand beside the file; so what the project says counts. Raises `Misconfigured`.
    """
    folder = (folder or Path.cwd()).resolve()
    path = folder / FILE
    if not path.exists():
        return _completed(Config())
    config = _read(path)
    return _completed(msgspec.structs.replace(config, folder=folder), entry_for(folder))


def _completed(config: Config, *project: str) -> Config:
    return msgspec.structs.replace(config, packages=tuple(dict.fromkeys([*config.packages, *plugins(config), *project])))


def plugins(config: Config) -> list[str]:
    """The packages of the installed plugins by their names, without those that `config` skips. Raises `Misconfigured`."""
    found = {point.name: point.value for point in sorted(entry_points(group=PLUGINS), key=lambda point: point.name)}
    unknown = [name for name in config.skip_plugins if name not in found]
    if unknown:
        raise Misconfigured(f"skip_plugins in {FILE} names '{unknown[0]}', and no such plugin is installed. Installed: {', '.join(found) or 'none'}.")
    return [package for name, package in found.items() if name not in config.skip_plugins]


def _read(path: Path) -> Config:
    put_on_path(path.parent)
    spec = importlib.util.spec_from_file_location("merx_config", path)
    if spec is None or spec.loader is None:
        raise Misconfigured(f"{path} cannot be read as Python")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise explained(error, str(path)) from error
    config = getattr(module, "config", None)
    if not isinstance(config, Config):
        raise Misconfigured(f"{path} has no `config = Config(...)`; it has {config!r}")
    return config


def config_of_project(folder: Path | None = None) -> Config:
    """`base_config` with the environment's `MERX_*` on top and secrets in place. Raises `Misconfigured`."""
    return load_config(base_config(folder))
