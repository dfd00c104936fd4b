"""The shop in the working directory: its `merx_config.py`, if it has one, and the environment on top."""

import importlib.util
import sys
from pathlib import Path

from merx.framework.config import Config, load_config
from merx.framework.errors import Misconfigured

FILE = "merx_config.py"


def base_config(folder: Path | None = None) -> Config:
    """The `config` in the folder's `merx_config.py`, or the defaults where there is no such file.

    Puts the folder on `sys.path`, so that the shop's own packages are found. Raises `Misconfigured`.
    """
    folder = (folder or Path.cwd()).resolve()
    path = folder / FILE
    if not path.exists():
        return Config()
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location("merx_config", path)
    if spec is None or spec.loader is None:
        raise Misconfigured(f"{path} cannot be read as Python")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    config = getattr(module, "config", None)
    if not isinstance(config, Config):
        raise Misconfigured(f"{path} has no `config = Config(...)`; it has {config!r}")
    return config


def config_of_project(folder: Path | None = None) -> Config:
    """`base_config` with the environment's `MERX_*` on top and secrets in place. Raises `Misconfigured`."""
    return load_config(base_config(folder))
