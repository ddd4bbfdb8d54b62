"""The commands: `flask courses`, `people`, `record`, `export`, `jobs`, `demo` and others. One file a group, found by
itself and read only when it is typed: a web process needs none of them.

Every command says what it does with `--help`, fails with a non-zero exit and one line on stderr.
"""

import importlib
import pkgutil

import click
from flask import Flask
from flask.cli import AppGroup


class Commands(AppGroup):
    """Each module of this package that has a click group or command called `commands`, by the module's name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, and what extensions added."""
        ours = {found.name for found in pkgutil.iter_modules(__path__)}
        return sorted({*super().list_commands(ctx), *(name for name in ours if self.get_command(ctx, name))})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name; None when there is none."""
        if not any(found.name == cmd_name for found in pkgutil.iter_modules(__path__)):
            return super().get_command(ctx, cmd_name)
        command = getattr(importlib.import_module(f"{__name__}.{cmd_name}"), "commands", None)
        return command if isinstance(command, click.Command) and command.name == cmd_name else None


def init_app(app: Flask) -> None:
    """Let `flask` find our commands."""
    app.cli = Commands()
