"""The hook for a virus scanner: the administrator's own command looks at an upload before it is kept."""

import os
import subprocess
import tempfile
from pathlib import Path

from flask import current_app

from learnhub.web.file_content import Checked, FileFault, FileRefused

SCAN_SECONDS = 60
INFECTED = 1  # what clamscan and most others say


def scan(file: Checked) -> None:
    """Have the virus scanner look at a file, where there is one. Raises FileRefused; leaves nothing behind."""
    command = current_app.extensions["learnhub.settings"].scan_command
    if not command:
        return
    folder: Path = current_app.extensions["learnhub.settings"].evidence
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="scan-", dir=folder)
    try:
        with os.fdopen(handle, "wb") as temporary:
            temporary.write(file.content)
        answer = _ask(command, name)
    finally:
        Path(name).unlink(missing_ok=True)
    if answer == INFECTED:
        raise FileRefused(FileFault.INFECTED)
    if answer != 0:
        current_app.logger.error("virus scanner failed", extra={"fields": {"exit": answer}})
        raise FileRefused(FileFault.NOT_SCANNED)


def _ask(command: tuple[str, ...], name: str) -> int | None:
    """The scanner's exit code; None when it gave none."""
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run(  # noqa: S603  # the administrator's own command, no shell, a name that we made
            [*command, name], stdin=quiet, stdout=quiet, stderr=quiet, timeout=SCAN_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.returncode
