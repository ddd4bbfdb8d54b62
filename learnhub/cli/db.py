"""`flask db`: Flask-Migrate's own commands."""

from flask_migrate.cli import db as commands

__all__ = ["commands"]
