"""`flask badges`: award what is due, list what there is."""

from flask.cli import AppGroup

commands = AppGroup("badges", help="Badges: award what is due, check credentials, keep the issuer's keys.")
