"""The room's writes, by the names that other rooms, commands and tests call them. Each flushes; none commits."""

from learnhub.people.departments import close_department, merge_department, open_department, rename_department
from learnhub.people.events import note_event
from learnhub.people.faults import Refused
from learnhub.people.joining import add_person, department_id_of
from learnhub.people.passwords import send_password_link, set_password, use_password_link
from learnhub.people.postings import FOLLOWERS, PersonMoved, apply_due_postings, post_person, record_departure
from learnhub.people.roles import grant_role, revoke_role

__all__ = [
    "FOLLOWERS",
    "PersonMoved",
    "Refused",
    "add_person",
    "apply_due_postings",
    "close_department",
    "department_id_of",
    "grant_role",
    "merge_department",
    "note_event",
    "open_department",
    "post_person",
    "record_departure",
    "rename_department",
    "revoke_role",
    "send_password_link",
    "set_password",
    "use_password_link",
]
