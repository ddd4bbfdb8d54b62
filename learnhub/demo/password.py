"""The one password of the demo's cast: given by LEARNHUB_DEMO_PASSWORD, or made once and kept for its owner's eyes."""

import os
import secrets
from pathlib import Path

from learnhub.config import Settings

_SHORT_WORDS = """
acorn amber apple april arrow autumn badge baker basil beach birch blue bread brick bridge brook candle canvas carrot
castle cedar cherry chess clay cliff cloud clover coast coral cotton crane daisy delta drum eagle ember fern field
finch flint forest fox garden ginger glass goose grape green hazel heron hill honey island ivory ivy jacket kettle
kite lamp lark lemon linen lizard maple march marble meadow melon mint moss needle north oak oat olive orange otter
owl paper pear pebble pepper pine plum pocket pond poppy quilt rabbit rain reed ribbon river robin rocket rose sail
salt sand scarf seal seven shell silver slate snow sparrow spoon spring stone storm sugar summer swan table tea
thistle tiger timber toast tulip valley velvet violet walnut water wheat willow window winter wool wren yellow
"""
_LENGTH = 4  # about 28 bits: enough for a demo that listens on this machine only


def password_file(settings: Settings) -> Path:
    """Where a made password is kept: beside the demo's database."""
    return settings.mail_folder.parent / "demo-password"


def demo_password(settings: Settings) -> str:
    """The cast's password: the one of the environment, the kept one, or a new one, which is then kept (mode 0600)."""
    known = known_password(settings)
    if known is not None:
        return known
    kept = password_file(settings)
    kept.parent.mkdir(parents=True, exist_ok=True)
    words = " ".join(secrets.SystemRandom().sample(_SHORT_WORDS.split(), _LENGTH))
    with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(words + "\n")
    return words


def known_password(settings: Settings) -> str | None:
    """The password as far as it is known: the one of the environment, or the kept one."""
    if settings.demo_password:
        return settings.demo_password
    kept = password_file(settings)
    return kept.read_text(encoding="utf-8").strip() if kept.exists() else None
