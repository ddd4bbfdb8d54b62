"""The register of what we keep about people: every column that refers to a person or a learner, what for, how long.

A new column fails here until it is declared. The privacy page says the same in the words of the people concerned.
"""

from datetime import timedelta

from flask import Flask
from sqlalchemy import String, Text

from learnhub.db import db
from learnhub.web.retention import Retention

EMPLOYED = "while the person works here, then six years"
RECORD = "while the person works here, then six years; after that without any link to them"
A_DAY = timedelta(days=1)
NINETY_DAYS = timedelta(days=90)
A_YEAR = timedelta(days=365)
TWO_YEARS = timedelta(days=731)
SIX_YEARS = timedelta(days=2192)

# table.column → (what it is kept for, how long). A length of time is kept by the rule of the table's room
# (`add_retention`) or, where OWN_REMOVAL says so, by the code that writes it.
REGISTER: dict[str, tuple[str, str | timedelta]] = {
    "person.id": ("the account itself", EMPLOYED),
    "person.learner_id": ("joins a person to their record; cut when the person is erased", EMPLOYED),
    "person.line_manager_id": ("who may confirm what somebody did", EMPLOYED),
    "person.name": ("to be addressed, and found by those entitled", EMPLOYED),
    "person.email": ("to sign in, and to be written to", EMPLOYED),
    "person.staff_number": ("to match the feed of the HR system", EMPLOYED),
    "learner.id": ("the subject of a record, without a name", RECORD),
    "learner.merged_into_id": ("two accounts that were one person", RECORD),
    "absence.person_id": ("not to remind people who are away; never why", EMPLOYED),
    "posting.person_id": ("where figures are counted, and who may see them", EMPLOYED),
    "role_grant.person_id": ("what somebody may do", EMPLOYED),
    "sign_in_session.person_id": ("to stay signed in, and to sign out elsewhere", NINETY_DAYS),
    "password_link.person_id": ("to choose a password once", A_DAY),
    "account_event.person_id": ("what was done to an account: the audit", EMPLOYED),
    "account_event.by_person_id": ("by whom it was done", EMPLOYED),
    "access_log.by_person_id": ("who looked at somebody's data", SIX_YEARS),
    "access_log.about_person_id": ("at whose: its owner sees it", SIX_YEARS),
    "export_proof.person_id": ("who downloaded a file, so that it can be checked later", SIX_YEARS),
    "held_form.person_id": ("what was typed when a session had ended, or between two steps of asking for help", A_DAY),
    "message.person_id": ("whom a mail is for", NINETY_DAYS),
    "message.address": ("where it is sent", NINETY_DAYS),
    "notice.person_id": ("whom a notice on the site is for; 90 days once it was read", A_YEAR),
    "notice.address": ("the page of this site that it is about", A_YEAR),
    "mail_refusal.person_id": ("which mails somebody does not want", EMPLOYED),
    "statement.learner_id": ("the learning record", RECORD),
    "statement.by_learner_id": ("who confirmed or voided", RECORD),
    "award.learner_id": ("which badges a learner has, and had", RECORD),
    "credential.holder_name": ("signed with a badge, if its holder chose so", EMPLOYED),
    "credential.email_hash": ("so that who knows the address can see whose a badge is; only if chosen", EMPLOYED),
    "witness_request.learner_id": ("whose entry a colleague was asked to confirm", TWO_YEARS),
    "witness_request.asked_of_person_id": ("who was asked", TWO_YEARS),
    "study_entry.learner_id": ("what somebody says they studied, in their words, with the file they added", EMPLOYED),
    "study_goal.learner_id": ("how much a week somebody has in mind, seen by nobody else", EMPLOYED),
    "study_import.learner_id": ("a file of another learning system, until its owner confirms it", A_DAY),
    "progress.learner_id": ("a cache of the record", RECORD),
    "event.organiser_person_id": ("who organises an event, and may see who comes", EMPLOYED),
    "event_organiser.person_id": ("who organises it with them", EMPLOYED),
    "event_sign_up.person_id": ("who comes, waits or came; what they need goes 14 days after the event", EMPLOYED),
    "event_sign_up.learner_id": ("whose record says that they came", EMPLOYED),
    "event_feed.person_id": ("whose calendar address it is; only its hash is kept", EMPLOYED),
    "challenge.person_id": ("who posted a challenge on behalf of their department", EMPLOYED),
    "hackathon_team.captain_person_id": ("who leads a team", EMPLOYED),
    "hackathon_member.person_id": ("who is in a team, with what they say they did and who confirmed it", EMPLOYED),
    "hackathon_member.learner_id": ("on whose record it is shown", EMPLOYED),
    "hackathon_claim.confirmed_by_person_id": ("which team-mate confirmed it", EMPLOYED),
    "hackathon_seeker.person_id": ("who looks for a team, until they have one or the hackathon is over", EMPLOYED),
    "hackathon_follow_up.answered_by_person_id": ("who said what became of a project", EMPLOYED),
    "hackathon_judge.person_id": ("who judges", EMPLOYED),
    "hackathon_score.judge_person_id": ("whose marks and comment these are; the team sees the comment", EMPLOYED),
    "hackathon_hours.person_id": ("how long somebody took part, as an organiser says", EMPLOYED),
    "hackathon_import.person_id": ("who sent a list of participants, until it is taken over", A_DAY),
    "pulse_asked.person_id": ("in which year somebody was last asked the pulse, not whether they answered", EMPLOYED),
    "attempt.learner_id": ("what was answered, so that it can be gone over again", TWO_YEARS),
    "task_note.learner_id": ("the learner's own reflection, seen by nobody else", TWO_YEARS),
    "course_feedback.learner_id": ("was the course worth it; shown without a name", TWO_YEARS),
    "assignment.by_person_id": ("who requires or suggests learning: the people it is for see it", EMPLOYED),
    "assignment_person.person_id": ("whom learning on a list is required of", EMPLOYED),
    "assignment_case.person_id": ("an exemption, more time, or a suggestion put aside", EMPLOYED),
    "assignment_case.by_person_id": ("who decided it", EMPLOYED),
    "ambassador.person_id": ("who is in the network, and what they offer; the directory shows it", EMPLOYED),
    "ambassador.nominated_by_person_id": ("who proposed them", EMPLOYED),
    "ambassador.manager_person_id": ("which manager agreed", EMPLOYED),
    "ambassador.decided_by_person_id": ("which lead decided", EMPLOYED),
    "help_request.person_id": ("who asked for help, in their words; whoever it is offered to sees it", EMPLOYED),
    "mentorship.person_id": ("who is mentored", EMPLOYED),
    "network_post.by_person_id": ("who wrote on the noticeboard", TWO_YEARS),
    "session_person.person_id": ("who was helped, and whether they confirmed it", EMPLOYED),
    "mentorship_step.by_person_id": ("which of the two does it; only they see it", EMPLOYED),
    "mentorship_note.by_person_id": ("whose note it is; only the two see it, a private one its writer alone", EMPLOYED),
    "handover_offer.by_person_id": ("which lead asked somebody to take a mentorship over", EMPLOYED),
    "shared_part.person_id": ("who lets an ambassador see a part of their record", EMPLOYED),
    "shared_part.to_person_id": ("which ambassador may see it", EMPLOYED),
    "question.person_id": ("who asked the network a question", EMPLOYED),
    "question_answer.person_id": ("who answered it", EMPLOYED),
    "question_follower.person_id": ("who has the same question, and is told of answers", EMPLOYED),
    "tried_note.person_id": ("who wrote what they tried", EMPLOYED),
    "tried_note.reviewer_person_id": ("who read it before it was shown", EMPLOYED),
    "content_report.by_person_id": ("who said that something should not stand; leads see it", EMPLOYED),
    "content_report.settled_by_person_id": ("which lead settled it", EMPLOYED),
}
OWN_REMOVAL = {"held_form": "what is older than a day goes whenever a form is held"}

# Columns whose name or foreign key makes them personal.
ABOUT_PEOPLE = (
    *("person_id", "learner_id", "email", "address", "staff_number", "line_manager_id"),
    *("holder_name", "email_hash"),
)
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


def test_what_is_kept_for_a_time_is_removed_after_it(app: Flask) -> None:
    """`flask jobs run` keeps the promises of this register, and so of the privacy page."""
    rules: list[Retention] = app.extensions["learnhub.retention"]
    kept = {rule.table.__tablename__: rule.kept for rule in rules}
    promised = {name.partition(".")[0]: how_long for name, (_, how_long) in REGISTER.items()}
    timed = {name: how_long for name, how_long in promised.items() if isinstance(how_long, timedelta)}
    assert kept == {name: how_long for name, how_long in timed.items() if name not in OWN_REMOVAL}


def test_the_record_holds_no_name_and_no_free_text(app: Flask) -> None:
    """So that a person can be erased while history and counts stand."""
    for name in ("statement", "progress", "voided"):
        table = db.metadata.tables[name]
        assert [column.name for column in table.columns if isinstance(column.type, (String, Text))] == []


def test_the_privacy_page_names_what_is_kept(app: Flask) -> None:
    text = app.jinja_env.loader.get_source(app.jinja_env, "home/show_privacy.html")[0].lower()
    for word in ("record", "sign", "mail", "who looked", "how long"):
        assert word in text, word
