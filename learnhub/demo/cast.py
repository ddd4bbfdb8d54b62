"""The eight people of every story told about LearnHub, and the courses each has begun. Plain data.

`role@demo.example` is how each signs in.
"""

from dataclasses import dataclass
from enum import StrEnum

from learnhub.permissions import Role

DOMAIN = "demo.example"

FIRST = "digital-skills-where-to-start"
SAFE = "staying-safe-and-legal-online"
AMBASSADOR = "being-a-digital-ambassador"
EVERYDAY = "everyday-digital-work"
HACKATHON = "organising-a-hackathon"


class Extent(StrEnum):
    """How far somebody of the cast has come in a course."""

    BEGUN = "begun"  # two readings done
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast: the account, the posting, what they may do (scope: a department's code, None: everywhere)."""

    account: str
    name: str
    does: str
    unit: str
    office: str
    region: str
    grade: str
    profession: str
    roles: tuple[tuple[Role, str | None], ...] = ()
    courses: tuple[tuple[str, Extent], ...] = ()
    language: str = "en"

    @property
    def email(self) -> str:
        return f"{self.account}@{DOMAIN}"


CAST = (
    Member(
        account="learner",
        name="Amira Hussain",
        does="caseworker in a small office on a slow line, Department for Pensions",
        unit="PEN-OPS-LOC",
        office="Workington",
        region="North West",
        grade="AO",
        profession="Operational Delivery",
        courses=((SAFE, Extent.BEGUN),),
    ),
    Member(
        account="ambassador",
        name="Daniel Okafor",
        does="digital ambassador, Department for Revenue",
        unit="REV-CUS-IND",
        office="Leeds",
        region="Yorkshire and the Humber",
        grade="EO",
        profession="Operational Delivery",
        roles=((Role.AMBASSADOR, None),),
        courses=tuple((course, Extent.DONE) for course in (FIRST, SAFE, AMBASSADOR, EVERYDAY, HACKATHON)),
    ),
    Member(
        account="hr",
        name="Susan Whitfield",
        does="HR officer for the Department for Pensions and everything below it",
        unit="PEN-COR-HR",
        office="Newcastle",
        region="North East",
        grade="HEO",
        profession="Human Resources",
        roles=((Role.HR, "PEN"),),
        courses=((FIRST, Extent.DONE),),
    ),
    Member(
        account="lead",
        name="Fiona MacLeod",
        does="leads the network of digital ambassadors",
        unit="REV-COR-DIG",
        office="Glasgow",
        region="Scotland",
        grade="Grade 7",
        profession="Digital, Data and Technology",
        roles=((Role.LEAD, None),),
        courses=((FIRST, Extent.DONE), (SAFE, Extent.DONE), (AMBASSADOR, Extent.BEGUN)),
    ),
    Member(
        account="welsh",
        name="Siân Prosser",
        does="works in Welsh and English, Cardiff",
        unit="TRA-LIC-DRI",
        office="Cardiff",
        region="Wales",
        grade="EO",
        profession="Operational Delivery",
        courses=((FIRST, Extent.DONE), (SAFE, Extent.BEGUN)),
        language="cy",
    ),
    Member(
        account="admin",
        name="James Thornley",
        does="administrator of LearnHub",
        unit="TRA-COR-DIG",
        office="Birmingham",
        region="West Midlands",
        grade="SEO",
        profession="Digital, Data and Technology",
        roles=((Role.ADMIN, None),),
    ),
    Member(
        account="author",
        name="Helen Griffiths",
        does="course author, writes Markdown",
        unit="REV-COR-DIG",
        office="Manchester",
        region="North West",
        grade="SEO",
        profession="Digital, Data and Technology",
        roles=((Role.AUTHOR, None),),
        courses=((FIRST, Extent.DONE),),
    ),
    Member(
        account="outsider",
        name="Oliver Grant",
        does="signed in, and holds no role, Department for Culture",
        unit="CUL-COL-ARC",
        office="Edinburgh",
        region="Scotland",
        grade="EO",
        profession="Operational Delivery",
        courses=((FIRST, Extent.BEGUN),),
    ),
)
