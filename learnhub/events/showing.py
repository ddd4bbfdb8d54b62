"""How an event's time and place are said, in the language being spoken. Always in the event's own zone."""

from datetime import datetime
from typing import Protocol

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from learnhub.events.structures import EventKind, EventState, SignUpState
from learnhub.events.times import abbreviation
from learnhub.web.i18n import written_day

KIND_WORDS: dict[str, LazyString] = {
    EventKind.HACKATHON: _l("Hackathon"),
    EventKind.WORKSHOP: _l("Workshop"),
    EventKind.CLINIC: _l("Drop-in clinic"),
    EventKind.SHOW: _l("Show-and-tell"),
}
STATE_WORDS: dict[str, LazyString] = {
    EventState.DRAFT: _l("Not published yet"),
    EventState.OPEN: _l("Open"),
    EventState.CANCELLED: _l("Cancelled"),
}
MINE_WORDS: dict[str, LazyString] = {
    SignUpState.GOING: _l("You are going"),
    SignUpState.WAITING: _l("You are on the waiting list"),
    SignUpState.WALKED_IN: _l("You came"),
}
REGIONS = (
    "North East",
    "North West",
    "Yorkshire and the Humber",
    "East Midlands",
    "West Midlands",
    "East of England",
    "London",
    "South East",
    "South West",
    "Wales",
    "Scotland",
    "Northern Ireland",
    "Abroad",
)
ZONE_WORDS: dict[str, LazyString] = {
    "Europe/London": _l("UK time"),
    "Europe/Brussels": _l("Brussels, Paris, Berlin"),
    "Europe/Gibraltar": _l("Gibraltar"),
    "Atlantic/Stanley": _l("Falkland Islands"),
    "America/New_York": _l("Washington, New York"),
    "Africa/Nairobi": _l("Nairobi"),
    "Asia/Dubai": _l("Dubai"),
    "Asia/Kolkata": _l("Delhi"),
    "Asia/Singapore": _l("Singapore"),
    "Australia/Sydney": _l("Canberra, Sydney"),
    "UTC": _l("UTC"),
}


class Timed(Protocol):
    """Anything that has an event's times."""

    @property
    def zone(self) -> str: ...

    @property
    def starts_local(self) -> datetime: ...

    @property
    def ends_local(self) -> datetime: ...


def zone_name(zone: str) -> str:
    """A zone as people say it."""
    return str(ZONE_WORDS.get(zone, zone.rpartition("/")[2].replace("_", " ")))


def show_times(event: Timed) -> str:
    """ "Tuesday 3 November 2026, 10:00 to 12:00 GMT (UK time)"; over several days with both of them."""
    start, end = event.starts_local, event.ends_local
    first = written_day(start.date(), "EEEE d MMMM yyyy")
    begins, ends = f"{start:%H:%M}", f"{end:%H:%M}"
    before, after = abbreviation(start, event.zone), abbreviation(end, event.zone)
    where = zone_name(event.zone)
    zone = after if where == after else f"{after} ({where})"
    if start.date() == end.date() and before == after:
        return str(_("%(day)s, %(begins)s to %(ends)s %(zone)s", day=first, begins=begins, ends=ends, zone=zone))
    last = written_day(end.date(), "EEEE d MMMM yyyy")
    return str(
        _(
            "%(day)s, %(begins)s %(before)s to %(last)s, %(ends)s %(zone)s",
            day=first, begins=begins, before=before, last=last, ends=ends, zone=zone,
        )
    )  # fmt: skip


def show_start(event: Timed) -> str:
    """ "Tue 3 November, 10:00 GMT": for lists and sentences."""
    start = event.starts_local
    return f"{written_day(start.date(), 'EEE d MMMM yyyy')}, {start:%H:%M} {abbreviation(start, event.zone)}"


def show_place(place: str, has_link: bool) -> str:
    """Where it is; never the link itself."""
    if place and has_link:
        return str(_("%(place)s, and remotely", place=place))
    return place or str(_("Remotely"))
