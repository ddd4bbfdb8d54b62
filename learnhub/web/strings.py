"""The interface's words and their translations: gathered from code and templates, kept as gettext catalogues.

For translators and for `flask i18n`; no request comes here.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from learnhub.config import ROOT
from learnhub.web.i18n import TRANSLATIONS

_WHERE = [("learnhub/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
_KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "_n": (1, 2),
    "pgettext": ((1, "c"), 2),
}


@dataclass(frozen=True, slots=True)
class Parity:
    """How far the interface is translated. The three lists hold English messages, in order."""

    total: int
    missing: tuple[str, ...]
    stale: tuple[str, ...]
    not_used: tuple[str, ...]

    @property
    def translated(self) -> int:
        return self.total - len(self.missing) - len(self.stale)


def wanted() -> Catalog:
    """Every message that the code and the templates have, without a translation."""
    catalog = Catalog(project="LearnHub", charset="utf-8", fuzzy=False)
    found = extract_from_dir(
        str(ROOT), _WHERE, options_map={}, keywords=_KEYWORDS, comment_tags=(), directory_filter=_is_ours
    )
    for _file, _line, message, _comments, context in found:
        catalog.add(message, context=context)
    return catalog


def _is_ours(folder: str) -> bool:
    path = Path(folder).relative_to(ROOT)
    return path == Path(".") or path.parts[0] in {"learnhub", "templates"}


def kept(language: str) -> Catalog:
    """The translations that are there; an empty catalogue when there are none."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, project="LearnHub", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def parity_of(language: str) -> Parity:
    """What is translated, missing, or marked as stale (the English has changed: gettext's "fuzzy")."""
    english, there = wanted(), kept(language)
    missing, stale = [], []
    for message in english:
        if not message.id:
            continue
        found = there.get(message.id, message.context)
        if found is None or not _is_whole(found):
            missing.append(_name(message))
        elif found.fuzzy:
            stale.append(_name(message))
    extra = [_name(message) for message in there if message.id and english.get(message.id, message.context) is None]
    total = sum(1 for message in english if message.id)
    return Parity(total, tuple(missing), tuple(stale), tuple(extra))


def update(language: str) -> Catalog:
    """Bring the kept catalogue up to the code: new messages empty, near matches marked stale, unused ones dropped."""
    catalog = kept(language)
    catalog.update(wanted(), no_fuzzy_matching=False)
    catalog.obsolete.clear()
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=120, sort_output=True, no_location=True, omit_header=False)
    return catalog


def compiled(language: str) -> bytes:
    """The kept catalogue as the service reads it; stale messages are left out and shown in English."""
    out = BytesIO()
    write_mo(out, kept(language))
    return out.getvalue()


def po_path(language: str) -> Path:
    """Where a language's translations are kept, as people edit them."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def mo_path(language: str) -> Path:
    """Where they are kept as the service reads them."""
    return po_path(language).with_suffix(".mo")


def _is_whole(message: Message) -> bool:
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(texts)


def _name(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else str(message.id)
