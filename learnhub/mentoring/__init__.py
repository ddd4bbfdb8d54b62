"""Helping: support sessions and their confirmation, mentorships, and what a learner chooses to share.

Which module does what. Pages are in `*_views`, what people type in `*_forms`, what they read in `*_words`.

- A session: `sessions` (logged, corrected, taken back), `session_rules` (what can have been), `session_doubts` (what is
  asked about once), `session_queries`, `session_naming` (on the record), `session_telling` (notices), `kinds`.
- Who was there: `people_lists` (a pasted list), `near_people` (first names), `session_people`, `room_codes`, `rooms`
  (opened before anything is said), `confirming` (was it so?), `offices` (visited), `what_for` (the request it met).
- A mentorship: `mentorships` (goals, steps, notes), `meetings` (dates), `holding` (one writes at a time),
  `mentorship_rules`, `mentorship_queries` and `mentorship_parts` (what the two see), `mentorship_telling` (notices).
- Its end: `mentorship_ending` (the end, the outcome, somebody else, a yes to taking over), `handover` (what a lead
  sees), `handover_offers` (who is asked, and a no), `mentorship_tending` (the job).
- Sharing a part of one's record: `sharing`, `sharing_queries`, `shared_parts` (what is shown of it).

`models` are the tables, `views` the room's door.
"""
