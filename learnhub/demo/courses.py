"""Every course, pathway and badge of the folder, published: as if on the first day of the demo's activity, so that its
history holds."""

from datetime import datetime
from pathlib import Path

from learnhub import clock
from learnhub import db as database
from learnhub.catalogue import publishing
from learnhub.catalogue.definition_publishing import publish_definitions


def publish_all(root: Path, at: datetime) -> list[str]:
    """Publish each course, pathway and badge below `root`; the slugs of those with faults, which are left out.

    They are checked as of today: what has expired by now is not served because it was good then.
    """
    drafts = publishing.read_drafts(root)
    faulty = []
    with clock.at(at):
        for draft in drafts:
            with database.write():
                if publishing.store(draft).errors:
                    faulty.append(draft.folder.slug)
        faulty += [done.slug for done in publish_definitions(root) if done.errors]
    return faulty
