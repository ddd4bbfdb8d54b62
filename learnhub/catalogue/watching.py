"""While an author works: a changed file publishes itself. Only where the demo is served; a GET itself never writes.

A thread of its own looks at the files' times once a second. It starts with the first request, so that commands and
migrations have none, and is not started under test.
"""

import logging
import threading
import time
from pathlib import Path

from flask import Flask

from learnhub import db as database
from learnhub.catalogue.definition_publishing import sync_definitions
from learnhub.catalogue.library import course_folders
from learnhub.catalogue.publishing import STAMP, Published, changed_slugs, sync_changed

SECONDS = 1.0
NO_COURSES = ("", "*")
_log = logging.getLogger("learnhub.catalogue")

Times = dict[str, tuple[tuple[str, int, int], ...]]


def init_app(app: Flask) -> None:
    """Have the first request start the watching."""
    started = threading.Event()

    def start_once() -> None:
        if app.testing or started.is_set():
            return
        started.set()
        root: Path = app.extensions["learnhub.settings"].courses
        threading.Thread(target=watch, args=(app, root), name="courses", daemon=True).start()

    app.before_request(start_once)


def watch(app: Flask, root: Path) -> None:
    """Publish what changed while nobody watched, then what changes, until the process ends."""
    seen: Times = {}
    while True:
        with app.app_context():
            try:
                now = times_of(root)
                if not seen:
                    publish_now(root, changed_slugs(root))
                    publish_definitions_now(root)
                elif now != seen:
                    publish_changes(root, seen, now)
                seen = now
            except Exception:  # a folder that went away, a database that is: said in the log, tried again
                _log.exception("could not publish what changed")
        time.sleep(SECONDS)


def publish_changes(root: Path, before: Times, now: Times) -> list[str]:
    """Publish the courses whose files differ, all of them if a shared file does; the slugs of those served anew.

    Definitions too: they name courses, so they are looked at whatever it was that changed.
    """
    slugs = [slug for slug in now if slug not in NO_COURSES]
    if now.get("") == before.get(""):
        return publish_now(root, [slug for slug in slugs if now[slug] != before.get(slug)]) + publish_definitions_now(
            root
        )
    done = publish_now(root, slugs)
    with database.write():
        database.touch(STAMP)  # the skills and the glossary are read with the shelf
    return done + publish_definitions_now(root)


def publish_now(root: Path, slugs: list[str]) -> list[str]:
    """Publish these courses; the slugs of those that are served anew. Faults go to the log and to the course."""
    return _said(sync_changed(root, slugs) if slugs else [])


def publish_definitions_now(root: Path) -> list[str]:
    """Publish the pathways and badges that changed; the names of those that are served anew."""
    return _said(sync_definitions(root))


def _said(done: list[Published]) -> list[str]:
    for published in done:
        if published.errors or published.changed:
            fields = {"course": published.slug, "errors": [str(fault) for fault in published.errors]}
            _log.info("published" if published.changed else "not published", extra={"fields": fields})
    return [published.slug for published in done if published.changed]


def times_of(root: Path) -> Times:
    """Name, time and size of every file: by course, under "" those of the shared files, under "*" the definitions'."""
    found: Times = {"": _times(root, ("*.yaml",)), "*": _times(root, ("*/*.yaml",))}
    for folder in course_folders(root):
        found[folder.name] = _times(folder, ("*.md", "cy/*.md", "media/*", "cy/media/*"))
    return found


def _times(folder: Path, patterns: tuple[str, ...]) -> tuple[tuple[str, int, int], ...]:
    entries = []
    for pattern in patterns:
        for path in folder.glob(pattern):
            try:
                about = path.lstat()
            except OSError:
                continue  # gone between the listing and the look
            entries.append((str(path), about.st_mtime_ns, about.st_size))
    return tuple(sorted(entries))
