"""A course for the checker's tests: everything in it is right until a test changes one thing."""

from datetime import date
from pathlib import Path

from learnhub.catalogue.builder import Draft, build
from learnhub.catalogue.faults import Report
from learnhub.catalogue.library import read_library
from tests.factories import CHECK_MD, COURSE_MD, READING_MD

TODAY = date(2026, 11, 22)

GLOSSARY = """\
phishing:
  en: {term: phishing, also: [phish], means: A message that pretends to come from someone you trust.}
  cy: {term: gwe-rwydo, means: Neges sy'n esgus dod oddi wrth rywun.}
log:
  everyday: true
  en: {term: log, means: A list of what happened.}
  cy: {term: cofnod, means: Rhestr.}
"""
FACTS = """\
breach-hours:
  value: 72 hours
  says: A breach is reported within 72 hours.
  source: UK GDPR, article 33
  url: https://www.legislation.gov.uk/eur/2016/679/article/33
  jurisdiction: United Kingdom
  checked_on: 2026-11-20
  review_by: 2036-11-20
old-fact:
  value: 12 weeks
  says: It took 12 weeks.
  source: A report
  url: https://www.example.org/
  jurisdiction: Wales
  checked_on: 2024-11-20
  review_by: 2025-11-20
report-number:
  value: "7726"
  says: Forward it to 7726.
  source: The regulator
  url: https://www.example.org/7726
  jurisdiction: United Kingdom
  checked_on: 2026-11-20
  review_by: 2036-11-20
"""
SKILLS = """\
areas:
  - code: safe
    title: Staying safe
    skills:
      - code: recognising-scams
        title: Recognising scams
        levels: {awareness: I can tell., working: I can., practitioner: I help., expert: I set how.}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200"><rect width="9" height="9"/></svg>'
SESSION = """\
---
title: A session
minutes: 60
people: 10
---
What to bring.

## Handout {#handout}

Report within [fact:breach-hours].
"""
TASK = """\
---
title: Try it
kind: task
minutes: 10
outcomes: [know]
---
Do it.

## If you cannot do this at work {#alternative}

Do it on paper.
"""
SCENARIO = """\
---
title: What now
kind: scenario
minutes: 5
---
A photo goes round.

## Saturday {#start}

You see it.

- [Reply](#reply)
- [Ring the press officer](#end)

## A reply {#reply}

It gets worse.

- [Go back](#start)

## What a colleague would say {#end}

Ring first.
"""
MODULE = READING_MD
CHECK = CHECK_MD
COURSE = COURSE_MD.format(title="Letters").replace("skills: []", "skills: [recognising-scams]")


def write(root: Path, files: dict[str, str | bytes] | None = None, slug: str = "letters") -> Path:
    """The course and what all courses share, below `root`; `files` replaces files by name ("" leaves one out)."""
    root.mkdir(parents=True, exist_ok=True)
    for name, text in (("glossary", GLOSSARY), ("facts", FACTS), ("skills", SKILLS)):
        if not (root / f"{name}.yaml").exists():
            (root / f"{name}.yaml").write_text(text)
    contents: dict[str, str | bytes] = {
        "course.md": COURSE,
        "01-open-it.md": MODULE,
        "02-check-it.md": CHECK,
        "session.md": SESSION,
        "review.md": "Read by a second person.\n",
        **(files or {}),
    }
    for name, content in contents.items():
        path = root / slug / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root / slug


def read(root: Path, slug: str = "letters") -> Draft:
    """The course as the checker reads it on a fixed day."""
    return build(root / slug, read_library(root, Report()), TODAY)


def faults(root: Path, files: dict[str, str | bytes] | None = None) -> list[str]:
    """“file:line: message” of everything wrong with the course after a change; the file without its folder."""
    write(root, files)
    return [
        f"{fault.file.rpartition('/letters/')[2] or fault.file}:{fault.line}: {fault.message}"
        for fault in read(root).report.in_order()
    ]
