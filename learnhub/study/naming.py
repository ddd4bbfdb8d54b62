"""What the record calls study entries: by their titles for those who may know them, and for nobody else."""

from collections.abc import Sequence

from flask import has_request_context, url_for
from flask_babel import gettext as _

from learnhub.record.kinds import Named
from learnhub.study.queries import names_for
from learnhub.web.access import visitor_or_none


def entry_names(keys: Sequence[str], _language: str) -> dict[str, Named]:
    """What entries are called by their keys. Somebody else's, and one that was removed, are just study."""
    ids = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]
    found = names_for(visitor_or_none() if has_request_context() else None, ids)
    nameless = Named(str(_("Self-directed study")))
    names = dict.fromkeys(keys, nameless)
    for id_, (now, title, file, is_own) in found.items():
        address = url_for("study.show_entry", entry_id=now) if is_own else ""
        evidence = url_for("study.download_evidence", entry_id=now) if file else ""
        names[str(id_)] = Named(title, address, evidence)
    return names
