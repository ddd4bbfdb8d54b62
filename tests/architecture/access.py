"""Who may open what: every route × every role, as one table. `test_access.py` holds the service to it.

A row: the route → (an address of it, who may, what they get, what an unfit person gets). The world it is asked in
is made by `world()`: the learner has taken the course "letters" and handed in its check once; a message waits.
"""

from dataclasses import dataclass

ROLES = ("learner", "ambassador", "hr", "lead", "welsh", "admin", "author", "outsider")
NOBODY = ""  # not signed in

EVERYONE = frozenset({NOBODY, *ROLES})
SIGNED_IN = frozenset(ROLES)
LEARNER = frozenset({"learner"})
ADMIN = frozenset({"admin"})
COURSES = frozenset({"admin", "author"})
HR = frozenset({"hr"})
LEADS = frozenset({"lead"})
READS_NOTE = frozenset({"learner", "ambassador", "lead"})  # its writer; who may review it; who leads
AMBASSADOR = frozenset({"ambassador"})
PAIR = frozenset({"ambassador", "learner"})
NO_ONE: frozenset[str] = frozenset()
OWN_AND_ADMIN = frozenset({"learner", "admin"})


@dataclass(frozen=True, slots=True)
class Row:
    """`gets`: the statuses of those who may. The others: 302 to sign-in when nobody is signed in, else `refused`."""

    path: str
    may: frozenset[str]
    gets: tuple[int, ...] = (200,)
    refused: int = 403

    def expects(self, role: str) -> tuple[int, ...]:
        if role in self.may:
            return self.gets
        return (302,) if role == NOBODY else (self.refused,)


OWN = {"may": LEARNER, "refused": 404}  # of one learner: to everyone else it is not there

ACCESS: dict[str, Row] = {
    # about the service
    "GET /": Row("/", EVERYONE, (200, 302)),
    "GET /help": Row("/help", EVERYONE),
    "GET /accessibility": Row("/accessibility", EVERYONE),
    "GET /privacy": Row("/privacy", EVERYONE),
    "GET /styleguide": Row("/styleguide", EVERYONE),
    "GET /healthz": Row("/healthz", EVERYONE),
    "GET /readyz": Row("/readyz", EVERYONE),
    "GET /static/learnhub-<name>.css": Row("/static/learnhub-{style}.css", EVERYONE),
    "GET /static/<path:filename>": Row("/static/icon.svg", EVERYONE),
    "POST /language": Row("/language", EVERYONE, (400,)),  # 400: no language was chosen
    "POST /light": Row("/light", EVERYONE, (302, 303)),
    # people
    "GET /sign-in": Row("/sign-in", EVERYONE, (200, 302)),
    "POST /sign-in": Row("/sign-in", EVERYONE, (422,)),
    "GET /sign-out": Row("/sign-out", EVERYONE, (200, 302)),
    "POST /sign-out": Row("/sign-out", EVERYONE, (303,)),
    "GET /password/forgotten": Row("/password/forgotten", EVERYONE),
    "POST /password/forgotten": Row("/password/forgotten", EVERYONE, (422,)),
    "GET /password/sent": Row("/password/sent", EVERYONE),
    "GET /password/choose/<token>": Row("/password/choose/nonsense", EVERYONE, (200, 404, 410)),
    "POST /password/choose/<token>": Row("/password/choose/nonsense", EVERYONE, (404, 410, 422)),
    "GET /account": Row("/account", SIGNED_IN),
    "POST /account": Row("/account", SIGNED_IN, (422,)),
    "GET /account/history": Row("/account/history", SIGNED_IN),
    "GET /account/password": Row("/account/password", SIGNED_IN),
    "POST /account/password": Row("/account/password", SIGNED_IN, (422,)),
    "GET /account/sessions": Row("/account/sessions", SIGNED_IN),
    "POST /account/sessions": Row("/account/sessions", SIGNED_IN, (303,)),
    "GET /people": Row("/people", ADMIN),
    "GET /people/departments": Row("/people/departments", ADMIN),
    "GET /people/<int:person_id>": Row("/people/{learner}", ADMIN),
    "GET /people/<int:person_id>/roles": Row("/people/{learner}/roles", ADMIN),
    "POST /people/<int:person_id>/roles": Row("/people/{learner}/roles", ADMIN, (422,)),
    "GET /people/<int:person_id>/roles/<int:grant_id>": Row("/people/{hr}/roles/{grant}", ADMIN),
    "POST /people/<int:person_id>/roles/<int:grant_id>": Row("/people/{hr}/roles/{grant}", ADMIN, (303,)),
    "GET /people/<int:person_id>/password-link": Row("/people/{learner}/password-link", ADMIN),
    "POST /people/<int:person_id>/password-link": Row("/people/{learner}/password-link", ADMIN, (303,)),
    # messages
    "GET /messages": Row("/messages", ADMIN),
    "GET /messages/<int:message_id>": Row("/messages/{message}", ADMIN),
    "POST /messages/<int:message_id>": Row("/messages/{message}", ADMIN, (303,)),
    "GET /notices": Row("/notices", SIGNED_IN),
    "POST /notices": Row("/notices", SIGNED_IN, (303,)),
    "GET /account/messages": Row("/account/messages", SIGNED_IN),
    "POST /account/messages": Row("/account/messages", SIGNED_IN, (303,)),
    "GET /unsubscribe/<token>": Row("/unsubscribe/nonsense", EVERYONE, (404,)),
    "POST /unsubscribe/<token>": Row("/unsubscribe/nonsense", EVERYONE, (404,)),
    # catalogue
    "GET /catalogue": Row("/catalogue", COURSES),
    "GET /catalogue/<course_slug>": Row("/catalogue/letters", COURSES),
    "GET /catalogue/<course_slug>/preview/<module_slug>": Row("/catalogue/letters/preview/open-it", COURSES),
    "GET /courses/<course_slug>/media/<name>": Row("/courses/letters/media/letter.svg", SIGNED_IN),
    # learning
    "GET /home": Row("/home", SIGNED_IN),
    "GET /courses": Row("/courses", SIGNED_IN),
    "GET /courses/<course>": Row("/courses/letters", SIGNED_IN),
    "POST /courses/<course>": Row("/courses/letters", SIGNED_IN, (303,)),
    "GET /courses/<course>/<module>": Row("/courses/letters/open-it", SIGNED_IN),
    "POST /courses/<course>/<module>": Row("/courses/letters/open-it", SIGNED_IN, (303,)),
    "GET /courses/<course>/why": Row("/courses/letters/why", SIGNED_IN),
    "GET /courses/<course>/print": Row("/courses/letters/print", SIGNED_IN),
    "GET /courses/<course>/session": Row("/courses/letters/session", SIGNED_IN),
    "GET /courses/<course>/certificate": Row("/courses/letters/certificate", **OWN),
    "GET /courses/<course>/<module>/result/<int:number>": Row("/courses/letters/check-it/result/1", **OWN),
    "GET /courses/<course>/<module>/feedback": Row("/courses/letters/open-it/feedback", SIGNED_IN),
    "POST /courses/<course>/<module>/feedback": Row("/courses/letters/open-it/feedback", SIGNED_IN, (422,)),
    "GET /courses/<course>/feedback": Row("/courses/letters/feedback", **OWN),
    "POST /courses/<course>/feedback": Row("/courses/letters/feedback", LEARNER, (303, 422), 404),
    "GET /courses/<course>/feedback/later": Row("/courses/letters/feedback/later", **OWN),
    "POST /courses/<course>/feedback/later": Row("/courses/letters/feedback/later", LEARNER, (303, 422), 404),
    # pathways
    "GET /pathways": Row("/pathways", SIGNED_IN),
    "GET /pathways/<slug>": Row("/pathways/start", SIGNED_IN),
    "POST /pathways/<slug>": Row("/pathways/start", SIGNED_IN, (303,)),
    "GET /pathways/<slug>/certificate": Row("/pathways/start/certificate", **OWN),
    # the record
    "GET /record": Row("/record", SIGNED_IN),
    "GET /record.csv": Row("/record.csv", SIGNED_IN),
    "GET /record/transcript": Row("/record/transcript", SIGNED_IN),
    "GET /record/access": Row("/record/access", SIGNED_IN),
    "GET /record/<int:seq>/confirm": Row("/record/{statement}/confirm", **OWN),
    "POST /record/<int:seq>/confirm": Row("/record/{statement}/confirm", **OWN, gets=(422,)),
    "GET /witness": Row("/witness", SIGNED_IN),
    "POST /witness/<int:request_id>": Row("/witness/999", SIGNED_IN, (400,)),  # 400: neither yes nor no
    # badges
    "GET /badges": Row("/badges", SIGNED_IN),
    "GET /badges/<slug>": Row("/badges/good-at-letters", SIGNED_IN),
    "GET /badges/<slug>.svg": Row("/badges/good-at-letters.svg", EVERYONE),
    # credentials and their issuer
    "GET /badges/<slug>/share": Row("/badges/good-at-letters/share", **OWN),
    "POST /badges/<slug>/share": Row("/badges/good-at-letters/share", gets=(303,), **OWN),  # it says that already
    "GET /credentials/<key>": Row("/credentials/{credential}", EVERYONE),
    "POST /credentials/<key>": Row("/credentials/{credential}", EVERYONE, (404,)),  # its holder lets nobody compare
    "GET /credentials/<key>.<form>": Row("/credentials/{credential}.json", EVERYONE),
    "GET /issuer": Row("/issuer", EVERYONE),
    "GET /issuer/keys.json": Row("/issuer/keys.json", EVERYONE),
    "GET /issuer/keys/<name>.json": Row("/issuer/keys/nonsense.json", EVERYONE, (404,)),
    "GET /issuer/status/<int:number>": Row("/issuer/status/1", EVERYONE),
    "GET /issuer/achievements/<slug>/<int:number>": Row("/issuer/achievements/good-at-letters/1", EVERYONE),
    "GET /issuer/achievements/<slug>/<int:number>/<edition>": Row("/issuer/achievements/x/99/cy", EVERYONE, (404,)),
    "GET /issuer/skills": Row("/issuer/skills", EVERYONE),
    # the study log; of the entries below the learner logged one with a file, and sent a file to import
    "GET /study": Row("/study", SIGNED_IN),
    "GET /study/new": Row("/study/new?title=A+podcast", SIGNED_IN),
    "POST /study/new": Row("/study/new", SIGNED_IN, (422,)),
    "GET /study/<int:entry_id>": Row("/study/{study}", **OWN),
    "POST /study/<int:entry_id>": Row("/study/{study}", **OWN, gets=(303,)),
    "GET /study/<int:entry_id>/correct": Row("/study/{study}/correct", **OWN),
    "POST /study/<int:entry_id>/correct": Row("/study/{study}/correct", **OWN, gets=(422,)),
    "GET /study/<int:entry_id>/remove": Row("/study/{study}/remove", **OWN),
    "POST /study/<int:entry_id>/remove": Row("/study/{study}/remove", **OWN, gets=(303,)),
    "GET /study/<int:entry_id>/evidence": Row("/study/{study}/evidence", **OWN),
    "GET /study/repeat": Row("/study/repeat?entry={study}", **OWN),
    "POST /study/repeat": Row("/study/repeat", SIGNED_IN, (404,)),  # 404: no entry was named
    "GET /study/goal": Row("/study/goal", SIGNED_IN),
    "POST /study/goal": Row("/study/goal", SIGNED_IN, (422,)),
    "GET /study/import": Row("/study/import", SIGNED_IN),
    "POST /study/import": Row("/study/import", SIGNED_IN, (422,)),
    "GET /study/import/<int:import_id>": Row("/study/import/{import}", **OWN),
    "POST /study/import/<int:import_id>": Row("/study/import/{import}", **OWN, gets=(303,)),
    "GET /study/year/<int:year>": Row("/study/year/2026", SIGNED_IN),
    "GET /study/year/<int:year>.csv": Row("/study/year/2026.csv", SIGNED_IN),
    # events: the learner organises one that everybody may see
    "GET /events": Row("/events", SIGNED_IN),
    "GET /events/new": Row("/events/new", SIGNED_IN),
    "POST /events/new": Row("/events/new", SIGNED_IN, (422,)),
    "GET /events.ics": Row("/events.ics", SIGNED_IN),
    "GET /events/feed": Row("/events/feed", SIGNED_IN),
    "POST /events/feed": Row("/events/feed", SIGNED_IN),
    "GET /events/feed/<token>.ics": Row("/events/feed/nonsense.ics", EVERYONE, (404,)),
    "GET /events/<int:event_id>": Row("/events/{event}", SIGNED_IN),
    "GET /events/<int:event_id>.ics": Row("/events/{event}.ics", SIGNED_IN),
    "GET /events/<int:event_id>/sign-up": Row("/events/{event}/sign-up", SIGNED_IN),
    "POST /events/<int:event_id>/sign-up": Row("/events/{event}/sign-up", SIGNED_IN, (303,)),
    "GET /events/<int:event_id>/give-up": Row("/events/{event}/give-up", SIGNED_IN, (200, 303)),
    "POST /events/<int:event_id>/give-up": Row("/events/{event}/give-up", SIGNED_IN, (303,)),
    "GET /events/<int:event_id>/check-in": Row("/events/{event}/check-in", SIGNED_IN),
    "POST /events/<int:event_id>/check-in": Row("/events/{event}/check-in", SIGNED_IN, (303,)),
    "GET /events/<int:event_id>/change": Row("/events/{event}/change", **OWN),
    "POST /events/<int:event_id>/change": Row("/events/{event}/change", **OWN, gets=(422,)),
    "POST /events/<int:event_id>/publish": Row("/events/{event}/publish", **OWN, gets=(303,)),
    "GET /events/<int:event_id>/cancel": Row("/events/{event}/cancel", **OWN),
    "POST /events/<int:event_id>/cancel": Row("/events/{event}/cancel", **OWN, gets=(303,)),
    "GET /events/<int:event_id>/organisers": Row(
        "/events/{event}/organisers", frozenset({"learner", "admin"}), refused=404
    ),
    "POST /events/<int:event_id>/organisers": Row("/events/{event}/organisers", LEARNER, (422,), 404),
    "GET /events/<int:event_id>/invite": Row("/events/{event}/invite", **OWN),
    "POST /events/<int:event_id>/invite": Row("/events/{event}/invite", **OWN, gets=(303,)),
    "GET /events/<int:event_id>/people": Row("/events/{event}/people", **OWN),
    "POST /events/<int:event_id>/people": Row("/events/{event}/people", **OWN, gets=(303,)),
    "GET /events/<int:event_id>/code": Row("/events/{event}/code", **OWN),
    "GET /events/<int:event_id>/code.svg": Row("/events/{event}/code.svg", **OWN),
    "GET /events/<int:event_id>/sheet": Row("/events/{event}/sheet", **OWN),
    # required learning: a course is required of everybody in Pensions
    "GET /required": Row("/required", HR),
    "GET /required/new": Row("/required/new", HR),
    "POST /required/new": Row("/required/new", HR, (422,)),
    "GET /required/<int:assignment_id>": Row("/required/{assignment}", HR),
    "GET /required/<int:assignment_id>/people": Row("/required/{assignment}/people", HR),
    "GET /required/<int:assignment_id>/people/<int:person_id>": Row("/required/{assignment}/people/{learner}", HR),
    "POST /required/<int:assignment_id>/people/<int:person_id>": Row(
        "/required/{assignment}/people/{learner}", HR, (422,)
    ),
    "GET /required/<int:assignment_id>/change": Row("/required/{assignment}/change", HR),
    "POST /required/<int:assignment_id>/change": Row("/required/{assignment}/change", HR, (422,)),
    "GET /required/<int:assignment_id>/withdraw": Row("/required/{assignment}/withdraw", HR),
    "POST /required/<int:assignment_id>/withdraw": Row("/required/{assignment}/withdraw", HR, (303,)),
    "GET /required/mine": Row("/required/mine", SIGNED_IN),
    "POST /required/mine/<int:assignment_id>": Row("/required/mine/{assignment}", SIGNED_IN, (303,)),
    "POST /required/again/<course>": Row("/required/again/letters", SIGNED_IN, (303,)),
    "GET /team": Row("/team", SIGNED_IN),
    # hackathons: the learner organises one to come, and is the one member of a team that has built something
    "GET /events/<int:event_id>/hackathon": Row("/events/{hackathon}/hackathon", SIGNED_IN),
    "GET /events/<int:event_id>/hackathon/set-up": Row("/events/{hackathon}/hackathon/set-up", **OWN),
    "POST /events/<int:event_id>/hackathon/set-up": Row("/events/{hackathon}/hackathon/set-up", **OWN, gets=(422,)),
    "GET /events/<int:event_id>/looking": Row("/events/{hackathon}/looking", SIGNED_IN),
    "POST /events/<int:event_id>/looking": Row("/events/{hackathon}/looking", SIGNED_IN, (303,)),
    "GET /events/<int:event_id>/teams/new": Row("/events/{hackathon}/teams/new", SIGNED_IN),
    "POST /events/<int:event_id>/teams/new": Row("/events/{hackathon}/teams/new", SIGNED_IN, (422,)),
    "GET /events/<int:event_id>/teams/<int:team_id>": Row("/events/{hackathon}/teams/{team}", SIGNED_IN),
    "POST /events/<int:event_id>/teams/<int:team_id>": Row("/events/{hackathon}/teams/{team}", SIGNED_IN, (400,)),
    "GET /events/<int:event_id>/teams/<int:team_id>/change": Row("/events/{hackathon}/teams/{team}/change", **OWN),
    "POST /events/<int:event_id>/teams/<int:team_id>/change": Row(
        "/events/{hackathon}/teams/{team}/change", **OWN, gets=(422,)
    ),
    "GET /events/<int:event_id>/teams/<int:team_id>/part": Row("/events/{hackathon}/teams/{team}/part", **OWN),
    "POST /events/<int:event_id>/teams/<int:team_id>/part": Row(
        "/events/{hackathon}/teams/{team}/part", **OWN, gets=(303,)
    ),
    "GET /events/<int:event_id>/teams/<int:team_id>/project": Row("/events/{hackathon}/teams/{team}/project", **OWN),
    "POST /events/<int:event_id>/teams/<int:team_id>/project": Row(
        "/events/{hackathon}/teams/{team}/project", **OWN, gets=(422,)
    ),
    "GET /events/<int:event_id>/teams/<int:team_id>/picture": Row(
        "/events/{hackathon}/teams/{team}/picture", SIGNED_IN
    ),
    "GET /events/<int:event_id>/teams/<int:team_id>/later/<int:days>": Row(
        "/events/{hackathon}/teams/{team}/later/30", **OWN
    ),
    "POST /events/<int:event_id>/teams/<int:team_id>/later/<int:days>": Row(
        "/events/{hackathon}/teams/{team}/later/30", **OWN, gets=(422,)
    ),
    "GET /events/<int:event_id>/teams/<int:team_id>/marks": Row(
        "/events/{hackathon}/teams/{team}/marks", NO_ONE, refused=404
    ),  # judging has not begun
    "POST /events/<int:event_id>/teams/<int:team_id>/marks": Row(
        "/events/{hackathon}/teams/{team}/marks", NO_ONE, refused=404
    ),
    "GET /events/<int:event_id>/judging": Row("/events/{hackathon}/judging", **OWN),
    "GET /events/<int:event_id>/results": Row("/events/{hackathon}/results", **OWN),
    "POST /events/<int:event_id>/results": Row("/events/{hackathon}/results", **OWN, gets=(422,)),
    "GET /events/<int:event_id>/hours": Row("/events/{hackathon}/hours", **OWN),
    "POST /events/<int:event_id>/hours": Row("/events/{hackathon}/hours", **OWN, gets=(303,)),
    "GET /events/<int:event_id>/import": Row("/events/{hackathon}/import", **OWN),
    "POST /events/<int:event_id>/import": Row("/events/{hackathon}/import", **OWN, gets=(422,)),
    "GET /events/<int:event_id>/import/<int:import_id>": Row("/events/{hackathon}/import/{participants}", **OWN),
    "POST /events/<int:event_id>/import/<int:import_id>": Row(
        "/events/{hackathon}/import/{participants}", **OWN, gets=(303,)
    ),
    "GET /challenges": Row("/challenges", SIGNED_IN),
    "GET /challenges/new": Row("/challenges/new", SIGNED_IN),
    "POST /challenges/new": Row("/challenges/new", SIGNED_IN, (422,)),
    "GET /challenges/<int:challenge_id>": Row("/challenges/{challenge}", SIGNED_IN),
    "POST /challenges/<int:challenge_id>": Row("/challenges/{challenge}", SIGNED_IN, (400,)),  # 400: no button
    "GET /challenges/<int:challenge_id>/change": Row("/challenges/{challenge}/change", OWN_AND_ADMIN, refused=404),
    "POST /challenges/<int:challenge_id>/change": Row("/challenges/{challenge}/change", OWN_AND_ADMIN, (422,), 404),
    "GET /challenges/<int:challenge_id>/close": Row("/challenges/{challenge}/close", OWN_AND_ADMIN, refused=404),
    "POST /challenges/<int:challenge_id>/close": Row("/challenges/{challenge}/close", OWN_AND_ADMIN, (303,), 404),
    # the network: the ambassador is in it; somebody else has applied, whose line manager the HR officer is
    "GET /ambassadors": Row("/ambassadors", SIGNED_IN),
    "GET /ambassadors/<int:ambassador_id>": Row("/ambassadors/{ambassador}", SIGNED_IN),
    "GET /ambassadors/board": Row("/ambassadors/board", frozenset({"ambassador", "lead"}), refused=404),
    "GET /ambassadors/join": Row("/ambassadors/join", SIGNED_IN, (200, 302)),
    "POST /ambassadors/join": Row("/ambassadors/join", SIGNED_IN, (422,)),
    "POST /ambassadors/join/no": Row("/ambassadors/join/no", SIGNED_IN, (303,)),
    "GET /ambassadors/nominate": Row("/ambassadors/nominate", SIGNED_IN),
    "POST /ambassadors/nominate": Row("/ambassadors/nominate", SIGNED_IN, (422,)),
    "GET /ambassadors/agree/<int:ambassador_id>": Row("/ambassadors/agree/{applied}", HR, refused=404),
    "POST /ambassadors/agree/<int:ambassador_id>": Row("/ambassadors/agree/{applied}", HR, (400,), 404),
    "GET /ambassadors/profile": Row("/ambassadors/profile", SIGNED_IN),
    "GET /ambassadors/profile/edit": Row("/ambassadors/profile/edit", AMBASSADOR, refused=404),
    "POST /ambassadors/profile/edit": Row("/ambassadors/profile/edit", AMBASSADOR, (422,), 404),
    "POST /ambassadors/profile/steps": Row("/ambassadors/profile/steps", AMBASSADOR, (400,), 404),
    "GET /ambassadors/profile/away": Row("/ambassadors/profile/away", AMBASSADOR, refused=404),
    "POST /ambassadors/profile/away": Row("/ambassadors/profile/away", AMBASSADOR, (422,), 404),
    "POST /ambassadors/profile/away/<int:away_id>/remove": Row(
        "/ambassadors/profile/away/{away}/remove", AMBASSADOR, (303,), 404
    ),
    "GET /ambassadors/profile/pause": Row("/ambassadors/profile/pause", AMBASSADOR, refused=404),
    "POST /ambassadors/profile/pause": Row("/ambassadors/profile/pause", AMBASSADOR, (422,), 404),
    "POST /ambassadors/profile/resume": Row("/ambassadors/profile/resume", AMBASSADOR, (303,), 404),
    "POST /ambassadors/profile/renew": Row("/ambassadors/profile/renew", AMBASSADOR, (303,), 404),
    "GET /ambassadors/profile/stop": Row("/ambassadors/profile/stop", AMBASSADOR, refused=404),
    "POST /ambassadors/profile/stop": Row("/ambassadors/profile/stop", AMBASSADOR, (303,), 404),
    # the network's own pages: the lead's, and the ambassador's
    "GET /network": Row("/network", LEADS),
    "GET /network/coverage": Row("/network/coverage", LEADS),
    "GET /network/offices": Row("/network/offices", LEADS),
    "GET /network/demand": Row("/network/demand", LEADS),
    "GET /network/impact": Row("/network/impact", LEADS),
    "GET /network/waiting": Row("/network/waiting", LEADS),
    "GET /network/waiting/<int:request_id>": Row("/network/waiting/{request}", LEADS),
    "POST /network/waiting/<int:request_id>": Row("/network/waiting/{request}", LEADS, (422,)),
    "GET /network/mentorships": Row("/network/mentorships", LEADS),
    "GET /ambassadors/mine": Row("/ambassadors/mine", SIGNED_IN, (200, 302)),
    "GET /ambassadors/mine/impact": Row("/ambassadors/mine/impact", AMBASSADOR, refused=404),
    "GET /network/applications": Row("/network/applications", LEADS),
    "GET /network/applications/<int:ambassador_id>": Row("/network/applications/{applied}", LEADS),
    "POST /network/applications/<int:ambassador_id>": Row("/network/applications/{applied}", LEADS, (400,)),
    "POST /network/applications/<int:ambassador_id>/buddy": Row("/network/applications/{applied}/buddy", LEADS, (303,)),
    "POST /network/applications/<int:ambassador_id>/adviser": Row(
        "/network/applications/{applied}/adviser", LEADS, (303,)
    ),
    "GET /network/board/new": Row("/network/board/new", LEADS),
    "POST /network/board/new": Row("/network/board/new", LEADS, (422,)),
    "POST /network/board/<int:post_id>/take-down": Row("/network/board/{post}/take-down", LEADS, (303,)),
    # asking for help: the learner asked, the ambassador is asked
    "GET /ambassadors/ask": Row("/ambassadors/ask", SIGNED_IN),
    "POST /ambassadors/ask": Row("/ambassadors/ask", SIGNED_IN, (422,)),
    "GET /ambassadors/requests": Row("/ambassadors/requests", SIGNED_IN),
    "GET /ambassadors/requests/<int:request_id>": Row("/ambassadors/requests/{request}", PAIR, refused=404),
    "GET /ambassadors/requests/<int:request_id>/withdraw": Row("/ambassadors/requests/{request}/withdraw", **OWN),
    "POST /ambassadors/requests/<int:request_id>/withdraw": Row(
        "/ambassadors/requests/{request}/withdraw", **OWN, gets=(303,)
    ),
    "POST /ambassadors/requests/<int:request_id>/widen": Row(
        "/ambassadors/requests/{request}/widen", **OWN, gets=(303,)
    ),
    "POST /ambassadors/requests/<int:request_id>/accept": Row(
        "/ambassadors/requests/{request}/accept", AMBASSADOR, (303,), 404
    ),
    "GET /ambassadors/requests/<int:request_id>/decline": Row(
        "/ambassadors/requests/{request}/decline", AMBASSADOR, refused=404
    ),
    "POST /ambassadors/requests/<int:request_id>/decline": Row(
        "/ambassadors/requests/{request}/decline", AMBASSADOR, (422,), 404
    ),
    # support sessions: the ambassador held one with the learner, whose code is open
    "GET /support": Row("/support", SIGNED_IN),
    "GET /support/new": Row("/support/new", SIGNED_IN),  # others than ambassadors are told why not
    "POST /support/new": Row("/support/new", AMBASSADOR, (422,)),
    "POST /support/room": Row("/support/room", AMBASSADOR, (303,)),
    "GET /support/<int:session_id>": Row("/support/{session}", PAIR, refused=404),
    "GET /support/<int:session_id>/confirm": Row("/support/{session}/confirm", **OWN),
    "POST /support/<int:session_id>/confirm": Row("/support/{session}/confirm", **OWN, gets=(400,)),  # 400: no button
    "GET /support/<int:session_id>/correct": Row("/support/{session}/correct", AMBASSADOR, refused=404),
    "POST /support/<int:session_id>/correct": Row("/support/{session}/correct", AMBASSADOR, (422,), 404),
    "GET /support/<int:session_id>/remove": Row("/support/{session}/remove", AMBASSADOR, refused=404),
    "POST /support/<int:session_id>/remove": Row("/support/{session}/remove", AMBASSADOR, (303,), 404),
    "POST /support/<int:session_id>/seen": Row("/support/{session}/seen", AMBASSADOR, (303,), 404),
    "GET /support/<int:session_id>/code": Row("/support/{session}/code", AMBASSADOR, refused=404),
    "POST /support/<int:session_id>/code": Row("/support/{session}/code", AMBASSADOR, (303,), 404),
    "GET /support/<int:session_id>/code.svg": Row("/support/{session}/code.svg", AMBASSADOR, refused=404),
    "GET /here": Row("/here", SIGNED_IN),
    "POST /here": Row("/here", SIGNED_IN, (422,)),
    "GET /here/<code>": Row("/here/NONSENS", SIGNED_IN),
    # questions and notes: the learner has asked one and answered it; their note waits for a reader
    "GET /questions": Row("/questions", SIGNED_IN),
    "GET /questions/new": Row("/questions/new", SIGNED_IN),
    "POST /questions/new": Row("/questions/new", SIGNED_IN, (422,)),
    "GET /questions/<int:question_id>": Row("/questions/{question}", SIGNED_IN),
    "POST /questions/<int:question_id>": Row("/questions/{question}", SIGNED_IN, (400,)),  # 400: no button
    "GET /questions/<int:question_id>/change": Row("/questions/{question}/change", **OWN),
    "POST /questions/<int:question_id>/change": Row("/questions/{question}/change", **OWN, gets=(303,)),
    "GET /questions/<int:question_id>/report": Row("/questions/{question}/report", SIGNED_IN),
    "POST /questions/<int:question_id>/report": Row("/questions/{question}/report", SIGNED_IN, (422,)),
    "GET /questions/<int:question_id>/hide": Row("/questions/{question}/hide", LEADS),
    "POST /questions/<int:question_id>/hide": Row("/questions/{question}/hide", LEADS, (422,)),
    "POST /questions/<int:question_id>/show": Row("/questions/{question}/show", LEADS, (303,)),
    "GET /questions/<int:question_id>/merge": Row("/questions/{question}/merge", LEADS),
    "POST /questions/<int:question_id>/merge": Row("/questions/{question}/merge", LEADS, (422,)),
    "POST /questions/<int:question_id>/answers": Row("/questions/{question}/answers", SIGNED_IN, (422,)),
    "GET /questions/<int:question_id>/answers/<int:answer_id>/change": Row(
        "/questions/{question}/answers/{answer}/change", **OWN
    ),
    "POST /questions/<int:question_id>/answers/<int:answer_id>/change": Row(
        "/questions/{question}/answers/{answer}/change", **OWN, gets=(303,)
    ),
    "POST /questions/<int:question_id>/answers/<int:answer_id>/accept": Row(
        "/questions/{question}/answers/{answer}/accept", frozenset({"learner", "lead"}), (303,)
    ),
    "GET /questions/<int:question_id>/answers/<int:answer_id>/report": Row(
        "/questions/{question}/answers/{answer}/report", SIGNED_IN
    ),
    "POST /questions/<int:question_id>/answers/<int:answer_id>/report": Row(
        "/questions/{question}/answers/{answer}/report", SIGNED_IN, (422,)
    ),
    "GET /questions/<int:question_id>/answers/<int:answer_id>/hide": Row(
        "/questions/{question}/answers/{answer}/hide", LEADS
    ),
    "POST /questions/<int:question_id>/answers/<int:answer_id>/hide": Row(
        "/questions/{question}/answers/{answer}/hide", LEADS, (422,)
    ),
    "POST /questions/<int:question_id>/answers/<int:answer_id>/show": Row(
        "/questions/{question}/answers/{answer}/show", LEADS, (303,)
    ),
    "GET /notes": Row("/notes", SIGNED_IN),
    "GET /notes/new": Row("/notes/new", SIGNED_IN),
    "POST /notes/new": Row("/notes/new", SIGNED_IN, (422,)),
    "GET /notes/<int:note_id>": Row("/notes/{note}", READS_NOTE, refused=404),
    "GET /notes/<int:note_id>/change": Row("/notes/{note}/change", **OWN),
    "POST /notes/<int:note_id>/change": Row("/notes/{note}/change", **OWN, gets=(422,)),
    "GET /notes/<int:note_id>/review": Row("/notes/{note}/review", frozenset({"ambassador"}), refused=404),
    "POST /notes/<int:note_id>/review": Row("/notes/{note}/review", frozenset({"ambassador"}), (422,), 404),
    "GET /notes/<int:note_id>/report": Row("/notes/{note}/report", READS_NOTE, refused=404),
    "POST /notes/<int:note_id>/report": Row("/notes/{note}/report", READS_NOTE, (422,), 404),
    "GET /notes/<int:note_id>/hide": Row("/notes/{note}/hide", LEADS),
    "POST /notes/<int:note_id>/hide": Row("/notes/{note}/hide", LEADS, (422,)),
    "POST /notes/<int:note_id>/show": Row("/notes/{note}/show", LEADS, (303,)),
    "GET /network/reports": Row("/network/reports", LEADS),
    "POST /network/reports/<int:report_id>": Row("/network/reports/{report}", LEADS, (303,)),
    # mentorships: the ambassador mentors the learner, who shares her courses; another one waits for a handover
    "GET /mentoring": Row("/mentoring", SIGNED_IN),
    "GET /mentoring/<int:mentorship_id>": Row("/mentoring/{mentorship}", PAIR, refused=404),
    "GET /mentoring/<int:mentorship_id>/goals/new": Row("/mentoring/{mentorship}/goals/new", PAIR, refused=404),
    "POST /mentoring/<int:mentorship_id>/goals/new": Row("/mentoring/{mentorship}/goals/new", PAIR, (422,), 404),
    "POST /mentoring/<int:mentorship_id>/goals/<int:goal_id>": Row(
        "/mentoring/{mentorship}/goals/{goal}",
        PAIR,
        (400,),
        404,  # 400: no button
    ),
    "GET /mentoring/<int:mentorship_id>/steps/new": Row("/mentoring/{mentorship}/steps/new", PAIR, refused=404),
    "POST /mentoring/<int:mentorship_id>/steps/new": Row("/mentoring/{mentorship}/steps/new", PAIR, (422,), 404),
    "POST /mentoring/<int:mentorship_id>/steps/<int:step_id>": Row(
        "/mentoring/{mentorship}/steps/{step}", PAIR, (400,), 404
    ),
    "GET /mentoring/<int:mentorship_id>/notes": Row("/mentoring/{mentorship}/notes", PAIR, refused=404),
    "GET /mentoring/<int:mentorship_id>/notes/new": Row("/mentoring/{mentorship}/notes/new", PAIR, refused=404),
    "POST /mentoring/<int:mentorship_id>/notes/new": Row("/mentoring/{mentorship}/notes/new", PAIR, (422,), 404),
    "GET /mentoring/<int:mentorship_id>/notes/<int:note_id>/erase": Row(
        "/mentoring/{mentorship}/notes/{note}/erase", **OWN
    ),
    "POST /mentoring/<int:mentorship_id>/notes/<int:note_id>/erase": Row(
        "/mentoring/{mentorship}/notes/{note}/erase",
        PAIR,
        (303,),
        404,  # of another's note nothing goes
    ),
    "GET /mentoring/<int:mentorship_id>/dates/new": Row("/mentoring/{mentorship}/dates/new", PAIR, refused=404),
    "POST /mentoring/<int:mentorship_id>/dates/new": Row("/mentoring/{mentorship}/dates/new", PAIR, (422,), 404),
    "GET /mentoring/<int:mentorship_id>/dates/<int:meeting_id>": Row(
        "/mentoring/{mentorship}/dates/{meeting}", PAIR, refused=404
    ),
    "POST /mentoring/<int:mentorship_id>/dates/<int:meeting_id>": Row(
        "/mentoring/{mentorship}/dates/{meeting}", PAIR, (422,), 404
    ),
    "GET /mentoring/<int:mentorship_id>/dates/<int:meeting_id>/cancel": Row(
        "/mentoring/{mentorship}/dates/{meeting}/cancel", PAIR, refused=404
    ),
    "POST /mentoring/<int:mentorship_id>/dates/<int:meeting_id>/cancel": Row(
        "/mentoring/{mentorship}/dates/{meeting}/cancel", PAIR, (303,), 404
    ),
    "GET /mentoring/<int:mentorship_id>/dates/<int:meeting_id>.ics": Row(
        "/mentoring/{mentorship}/dates/{meeting}.ics", PAIR, refused=404
    ),
    "GET /mentoring/<int:mentorship_id>/dates.ics": Row("/mentoring/{mentorship}/dates.ics", PAIR, refused=404),
    "GET /mentoring/<int:mentorship_id>/plan": Row("/mentoring/{mentorship}/plan", PAIR, refused=404),
    "POST /mentoring/<int:mentorship_id>/plan": Row("/mentoring/{mentorship}/plan", PAIR, (303,), 404),
    "GET /mentoring/<int:mentorship_id>/end": Row("/mentoring/{mentorship}/end", PAIR, refused=404),
    "POST /mentoring/<int:mentorship_id>/end": Row("/mentoring/{mentorship}/end", PAIR, (303,), 404),
    "POST /mentoring/<int:mentorship_id>/outcome": Row("/mentoring/{mentorship}/outcome", PAIR, (303,), 404),
    "POST /mentoring/<int:mentorship_id>/fit": Row("/mentoring/{mentorship}/fit", **OWN, gets=(303,)),
    "GET /mentoring/<int:mentorship_id>/again": Row("/mentoring/{mentorship}/again", **OWN),
    "POST /mentoring/<int:mentorship_id>/again": Row("/mentoring/{mentorship}/again", **OWN, gets=(303,)),
    "GET /mentoring/<int:mentorship_id>/give-up": Row("/mentoring/{mentorship}/give-up", AMBASSADOR, refused=404),
    "POST /mentoring/<int:mentorship_id>/give-up": Row("/mentoring/{mentorship}/give-up", AMBASSADOR, (303,), 404),
    "GET /network/mentorships/<int:mentorship_id>/hand-over": Row(
        "/network/mentorships/{waiting}/hand-over", frozenset({"lead"})
    ),
    "POST /network/mentorships/<int:mentorship_id>/hand-over": Row(
        "/network/mentorships/{waiting}/hand-over", frozenset({"lead"}), (422,)
    ),
    "GET /mentoring/offers/<int:offer_id>": Row("/mentoring/offers/{offer}", AMBASSADOR, refused=404),
    "POST /mentoring/offers/<int:offer_id>": Row("/mentoring/offers/{offer}", AMBASSADOR, (422,), 404),
    "GET /mentoring/sharing": Row("/mentoring/sharing", SIGNED_IN),
    "POST /mentoring/sharing": Row("/mentoring/sharing", SIGNED_IN, (400,)),  # 400: with whom is not said
    "GET /mentoring/sharing/new": Row("/mentoring/sharing/new?person={mentor}", **OWN),
    "POST /mentoring/sharing/new": Row("/mentoring/sharing/new?person={mentor}", **OWN, gets=(422,)),
    "GET /mentoring/shared/<int:person_id>": Row("/mentoring/shared/{learner}", AMBASSADOR, refused=404),
    "GET /mentoring/shared/<int:person_id>/<part>": Row("/mentoring/shared/{learner}/courses", AMBASSADOR, refused=404),
    # reports
    "GET /reports": Row("/reports", HR),
    "GET /reports/progress": Row("/reports/progress", HR),
    "GET /reports/completions": Row("/reports/completions", HR),
    "GET /reports/participation": Row("/reports/participation", HR),
    "GET /reports/hours": Row("/reports/hours", HR),
    "GET /reports/pulse": Row("/reports/pulse", HR),
    # the pulse
    "GET /pulse": Row("/pulse", SIGNED_IN),
    "POST /pulse": Row("/pulse", SIGNED_IN, (422,)),
    # exports
    "GET /exports": Row("/exports", HR),
    "GET /exports/<dataset>": Row("/exports/completions", HR),
    "GET /exports/<dataset>.<format>": Row("/exports/completions.csv", HR),
    "GET /exports/proofs/<int:proof_id>.json": Row("/exports/proofs/{proof}.json", HR),
}
