"""The commands: `flask courses`, `people`, `record`, `export`, `jobs`, `demo`. One file a group, found by itself.

Every command says what it does with `--help`, fails with a non-zero exit and one line on stderr.
"""

import importlib
import pkgutil

from flask import Flask


def init_app(app: Flask) -> None:
    """Add every group: each module of this package has a click group or command called `commands`."""
    for found in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        module = importlib.import_module(f"{__name__}.{found.name}")
        app.cli.add_command(module.commands)
