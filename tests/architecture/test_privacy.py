"""The register of what we keep about people: every column that refers to a person or a learner, what for, how long.

A new column fails here until it is declared. The privacy page says the same in the words of the people concerned.
"""

from flask import Flask

from learnhub.db import db

WHILE_EMPLOYED = "while the account exists"
RECORD = "for the life of the record; the learner's number stays when the person is erased"
A_DAY = "a day"

# table.column → (what it is kept for, how long)
REGISTER: dict[str, tuple[str, str]] = {
    "person.id": ("the account itself", WHILE_EMPLOYED),
    "person.learner_id": ("joins a person to their record; cut when the person is erased", WHILE_EMPLOYED),
    "person.line_manager_id": ("who may confirm what somebody did", WHILE_EMPLOYED),
    "person.name": ("to be addressed and found by those entitled", WHILE_EMPLOYED),
    "person.email": ("to sign in and to be written to", WHILE_EMPLOYED),
    "person.staff_number": ("to match the HR system's feed", WHILE_EMPLOYED),
    "learner.id": ("the subject of a record, without a name", RECORD),
    "learner.merged_into_id": ("two accounts that were one person", RECORD),
    "absence.person_id": ("not to remind people who are away; never why", WHILE_EMPLOYED),
    "posting.person_id": ("where figures are counted, and who may see them", WHILE_EMPLOYED),
    "role_grant.person_id": ("what somebody may do", WHILE_EMPLOYED),
    "sign_in_session.person_id": ("to stay signed in, and to sign out elsewhere", "12 hours, then 30 days to end"),
    "password_link.person_id": ("to choose a password once", "an hour, then until tidied"),
    "account_event.person_id": ("what was done to an account: the audit", "7 years"),
    "account_event.by_person_id": ("by whom it was done", "7 years"),
    "access_log.by_person_id": ("who looked at somebody's data", "7 years"),
    "access_log.about_person_id": ("at whose: its owner sees it", "7 years"),
    "held_form.person_id": ("what was typed when a session had ended", A_DAY),
    "message.person_id": ("whom a mail is for", "90 days after sending"),
    "message.address": ("where it is sent", "90 days after sending"),
    "statement.learner_id": ("the learning record", RECORD),
    "statement.by_learner_id": ("who confirmed or voided", RECORD),
    "progress.learner_id": ("a cache of the record", RECORD),
    "attempt.learner_id": ("what was answered, so that it can be gone over again", RECORD),
    "task_note.learner_id": ("the learner's own reflection, seen by nobody else", RECORD),
    "course_feedback.learner_id": ("was the course worth it; shown without a name", RECORD),
}

# Columns whose name or foreign key makes them personal.
ABOUT_PEOPLE = ("person_id", "learner_id", "email", "address", "staff_number", "line_manager_id")
IDENTITIES = {"person.id", "learner.id"}


def personal_columns() -> set[str]:
    """Every column that refers to, or is an identity of, a person or learner."""
    found = set()
    for table in db.metadata.tables.values():
        for column in table.columns:
            full = f"{table.name}.{column.name}"
            refers = any(key.column.table.name in {"person", "learner"} for key in column.foreign_keys)
            named = column.name.endswith(ABOUT_PEOPLE)
            if refers or named or full in IDENTITIES or full == "person.name":
                found.add(full)
    return found


def test_every_column_about_people_is_declared(app: Flask) -> None:
    assert personal_columns() - set(REGISTER) == set()


def test_nothing_is_declared_that_is_not_there(app: Flask) -> None:
    assert set(REGISTER) - personal_columns() == set()


def test_the_record_holds_no_name_and_no_free_text(app: Flask) -> None:
    """So that a person can be erased while history and counts stand."""
    from sqlalchemy import String, Text

    for name in ("statement", "progress", "voided"):
        table = db.metadata.tables[name]
        assert [column.name for column in table.columns if isinstance(column.type, (String, Text))] == []


def test_the_privacy_page_names_what_is_kept(app: Flask) -> None:
    text = app.jinja_env.loader.get_source(app.jinja_env, "home/show_privacy.html")[0].lower()  # type: ignore[union-attr]
    for word in ("record", "sign", "mail", "who looked", "how long"):
        assert word in text, word
