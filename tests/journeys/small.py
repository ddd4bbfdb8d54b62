"""What an author wrote for these journeys: two courses of ten minutes, a pathway of both, its badge, and one for study.

They are files like those in `courses/`, and are published by the same way.
"""

import shutil
from pathlib import Path

from tests.factories import write_course

ROOT = Path(__file__).resolve().parents[2]
COURSES = {
    "opening-letters": "Opening letters",
    "sorting-parcels": "Sorting parcels",
    "keeping-stamps": "Keeping stamps",
}
PATHWAY, BADGE, STUDY = "the-post-room", "at-home-in-the-post-room", "learns-by-ear"
PATHWAY_TITLE, BADGE_TITLE, STUDY_TITLE = "The post room", "At home in the post room", "Learns by ear"

PATHWAY_FILE = f"""\
title: {PATHWAY_TITLE}
summary: Letters first, then parcels.
audience: everyone
steps:
  - course: opening-letters
  - course: sorting-parcels
"""

BADGE_FILE = f"""\
title: {BADGE_TITLE}
description: Opens letters and sorts parcels.
criteria: Complete the pathway “{PATHWAY_TITLE}”.
skills: [shared-documents]
rule:
  pathway: {PATHWAY}
"""

STUDY_FILE = f"""\
title: {STUDY_TITLE}
description: Goes on learning outside any course.
criteria: Log three hours of study of your own.
skills: [shared-documents]
rule:
  study-hours: 3
"""


def write(root: Path) -> None:
    """Write all of it into a folder that is not there yet."""
    for slug, title in COURSES.items():
        write_course(root, slug, title=title)
    shutil.copy(ROOT / "courses" / "skills.yaml", root)
    for folder, name, text in (
        ("pathways", PATHWAY, PATHWAY_FILE),
        ("badges", BADGE, BADGE_FILE),
        ("badges", STUDY, STUDY_FILE),
    ):
        (root / folder).mkdir(exist_ok=True)
        (root / folder / f"{name}.yaml").write_text(text, encoding="utf-8")
