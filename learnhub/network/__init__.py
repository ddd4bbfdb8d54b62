"""The network's own pages: an ambassador's day, and what its leads look after.

Which module does what. It shows what the rooms of ambassadors, mentoring and questions keep, and keeps nothing itself.

- An ambassador's own page: `day` (who waits, this week, hours), `day_views`.
- A lead's pages are in `lead_views`. How far a lead looks, and what is shown there: `scope`. Requests that wait:
  `demand`, `requests_led` (one of them). Mentorships to hand over, gone quiet, ended: `mentorships`.
- How the network does: `coverage` (by department, office, skill), `demand` (what is asked for, the first answer, how
  the work lies), `impact` (what came of it: of a lead's departments, and of one ambassador's help).
- Which groups are large enough to be shown, on one page and on several together: `impact_rules` (the rule).

`forms` and `words` are what leads fill in and read, `views` the room's door.
"""
