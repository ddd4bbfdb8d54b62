"""The four invented departments with what is below them, and the offices people sit in. Data and its reader; pure.

A line of the tree is: code, share of the staff, what the work is (see `PROFESSIONS`), name, Welsh name if it has one.
Dated changes are counted in days before the reference day, so that the demo always shows fresh ones.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_TREE = """
PEN 2 policy Department for Pensions | Adran Bensiynau
  PEN-OPS 4 delivery Pension Operations | Gweithrediadau Pensiwn
    PEN-OPS-N 12 delivery Pension Claims North
    PEN-OPS-S 12 delivery Pension Claims South
    PEN-OPS-W 8 delivery Pension Claims Wales | Hawliadau Pensiwn Cymru
    PEN-OPS-LOC 10 delivery Local Pension Offices | Swyddfeydd Pensiwn Lleol
    PEN-OPS-DEB 6 delivery Debt and Recovery
    PEN-OPS-ARR 0 delivery Arrears Recovery
  PEN-POL 3 policy Pensions Policy
    PEN-POL-STA 4 policy State Pension Policy
    PEN-POL-WRK 4 policy Workplace Pensions Policy
  PEN-COR 3 corporate Pensions Corporate Centre
    PEN-COR-HR 4 people People and Skills
    PEN-COR-DIG 6 digital Digital Channels
REV 2 policy Department for Revenue | Adran Gyllid
  REV-CUS 4 delivery Customer Service | Gwasanaeth Cwsmeriaid
    REV-CUS-IND 12 delivery Individuals and Small Business
    REV-CUS-HLP 10 delivery Helplines
    REV-CUS-CYM 5 delivery Welsh Language Service | Gwasanaeth Cymraeg
  REV-COM 4 delivery Compliance
    REV-COM-LRG 7 finance Large Business
    REV-COM-DAT 5 digital Compliance Data
    REV-COM-APP 4 legal Appeals and Reviews
  REV-COR 3 corporate Revenue Corporate Centre
    REV-COR-FIN 4 finance Finance and Commercial
    REV-COR-DIG 6 digital Technology and Networks
TRA 2 policy Department for Transport | Adran Drafnidiaeth
  TRA-LIC 4 delivery Licensing | Trwyddedu
    TRA-LIC-DRI 9 delivery Driver Licensing | Trwyddedu Gyrwyr
    TRA-LIC-VEH 8 delivery Vehicle Records | Cofnodion Cerbydau
    TRA-LIC-PAP 0 delivery Paper Licences | Trwyddedau Papur
  TRA-NET 3 policy Networks and Safety
    TRA-NET-RAI 5 policy Rail and Buses
    TRA-NET-ROA 5 policy Roads and Walking
    TRA-NET-EXA 6 delivery Driving Examiners
  TRA-COR 3 corporate Transport Corporate Centre
    TRA-COR-DIG 5 digital Digital Services
    TRA-COR-COM 3 communications Communications
CUL 2 policy Department for Culture | Adran Ddiwylliant
  CUL-COL 3 delivery Collections and Archives | Casgliadau ac Archifau
    CUL-COL-ARC 5 delivery National Archive Enquiries
    CUL-COL-DIG 3 digital Digital Collections | Casgliadau Digidol
    CUL-COL-MUS 5 delivery Museums Support
  CUL-GRA 3 finance Grants and Heritage
    CUL-GRA-ART 4 finance Arts Grants
    CUL-GRA-FES 0 finance Festivals Unit
    CUL-GRA-LAN 3 policy Languages and Heritage | Ieithoedd a Threftadaeth
  CUL-COR 2 corporate Culture Corporate Centre
    CUL-COR-LEG 2 legal Legal Advice
"""

# Units that ended: code → (days ago, heir or None). A merged unit's people went to its heir on that day.
ENDED = {"PEN-OPS-ARR": (18, "PEN-OPS-DEB"), "TRA-LIC-PAP": (200, None), "CUL-GRA-FES": (500, "CUL-GRA-ART")}
# Earlier names: code → (days ago that the present name began, the name before).
RENAMED = {
    "PEN-COR-DIG": (400, "Online Services"),
    "REV-COM-DAT": (16, "Risk and Intelligence"),
    "TRA-LIC": (90, "Permits"),
}
# Units younger than the rest: code → days ago that they opened.
OPENED = {"CUL-COL-DIG": 60}
_FOUNDED_DAYS_AGO = 11_000  # before anybody joined
_PEOPLE_A_TEAM = 350  # in a civil service of thousands a unit has teams below it, about this size

# Office, region, and how many sit there out of a hundred or so.
OFFICES = (
    ("London", "London", 16),
    ("Leeds", "Yorkshire and the Humber", 12),
    ("Newcastle", "North East", 11),
    ("Manchester", "North West", 10),
    ("Birmingham", "West Midlands", 8),
    ("Bristol", "South West", 7),
    ("Sheffield", "Yorkshire and the Humber", 6),
    ("Glasgow", "Scotland", 6),
    ("Edinburgh", "Scotland", 5),
    ("Cardiff", "Wales", 6),
    ("Belfast", "Northern Ireland", 4),
    ("Nottingham", "East Midlands", 4),
    ("Norwich", "East of England", 3),
    ("Workington", "North West", 2),
    ("Stornoway", "Scotland", 1),
    ("Penzance", "South West", 1),
)
WELSH_OFFICES = (("Cardiff", "Wales", 5), ("Swansea", "Wales", 4), ("Wrexham", "Wales", 2), ("Aberystwyth", "Wales", 1))
LOCAL_OFFICES = (
    ("Workington", "North West", 2),
    ("Stornoway", "Scotland", 1),
    ("Penzance", "South West", 1),
    ("Lowestoft", "East of England", 2),
    ("Enniskillen", "Northern Ireland", 1),
    ("Grimsby", "Yorkshire and the Humber", 2),
)
_OFFICES_OF = {
    "PEN-OPS-W": WELSH_OFFICES,
    "REV-CUS-CYM": WELSH_OFFICES,
    "TRA-LIC": WELSH_OFFICES,
    "TRA-LIC-DRI": WELSH_OFFICES,
    "TRA-LIC-VEH": WELSH_OFFICES,
    "PEN-OPS-LOC": LOCAL_OFFICES,
}

PROFESSIONS = {
    "delivery": (("Operational Delivery", 9), ("Project Delivery", 1)),
    "policy": (("Policy", 7), ("Analysis", 2), ("Communications", 1)),
    "corporate": (("Finance", 3), ("Human Resources", 3), ("Property", 2), ("Project Delivery", 2)),
    "people": (("Human Resources", 8), ("Analysis", 1), ("Project Delivery", 1)),
    "digital": (("Digital, Data and Technology", 8), ("Project Delivery", 2)),
    "finance": (("Finance", 7), ("Commercial", 2), ("Operational Delivery", 1)),
    "legal": (("Legal", 7), ("Operational Delivery", 3)),
    "communications": (("Communications", 8), ("Policy", 2)),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A department or a unit below one, by its place in the list (parents stand before children)."""

    index: int
    code: str
    names: tuple[tuple[date, str, str | None], ...]
    parent: int | None
    level: int
    share: int
    work: str
    offices: tuple[tuple[str, str, int], ...]
    opened_on: date
    closed_on: date | None = None
    heir: int | None = None


def units_for(people: int, today: date, rng: random.Random) -> list[Unit]:
    """The tree as it stands on `today` for so many people; above a few thousand, units have teams."""
    units: list[Unit] = []
    at: dict[str, int] = {}
    parents: list[int] = []
    for depth, code, share, work, name, welsh in _lines():
        del parents[depth:]
        ended = ENDED.get(code)
        founded = today - timedelta(days=OPENED.get(code, _FOUNDED_DAYS_AGO))
        unit = Unit(
            index=len(units),
            code=code,
            names=tuple(_names(code, name, welsh, founded, today)),
            parent=parents[-1] if parents else None,
            level=depth,
            share=share,
            work=work,
            offices=_OFFICES_OF.get(code, OFFICES),
            opened_on=founded,
            closed_on=today - timedelta(days=ended[0]) if ended else None,
            heir=at.get(ended[1]) if ended and ended[1] else None,
        )
        at[code] = unit.index
        parents.append(unit.index)
        units.append(unit)
    return units + list(_teams(units, people, rng))


def _lines() -> Iterator[tuple[int, str, int, str, str, str | None]]:
    for line in _TREE.strip("\n").splitlines():
        text, _, welsh = line.partition(" | ")
        code, share, work, name = text.split(maxsplit=3)
        yield (len(line) - len(line.lstrip())) // 2, code, int(share), work, name, welsh or None


def _names(
    code: str, name: str, welsh: str | None, founded: date, today: date
) -> Iterator[tuple[date, str, str | None]]:
    if code in RENAMED:
        days, before = RENAMED[code]
        yield founded, before, None
        yield today - timedelta(days=days), name, welsh
    else:
        yield founded, name, welsh


def _teams(units: list[Unit], people: int, rng: random.Random) -> Iterator[Unit]:
    """Teams below the open leaves, one for about `_PEOPLE_A_TEAM` of their staff."""
    whole = sum(unit.share for unit in units)
    index = len(units)
    for unit in units:
        count = people * unit.share // whole // _PEOPLE_A_TEAM
        if unit.level < 2 or unit.closed_on or count < 2:
            continue
        for number in range(1, count + 1):
            office, region, _ = rng.choices(unit.offices, [weight for *_, weight in unit.offices])[0]
            name = f"{unit.names[-1][1]}, {office} team {number}"
            yield Unit(
                index=index,
                code=f"{unit.code}-{number:03d}",
                names=((unit.opened_on, name, None),),
                parent=unit.index,
                level=3,
                share=0,
                work=unit.work,
                offices=((office, region, 1),),
                opened_on=unit.opened_on,
            )
            index += 1
