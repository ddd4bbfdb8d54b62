"""The network of digital ambassadors: who they are, how one becomes one, finding one, asking for help.

Which module does what. Pages are in `*_views`, what people type in `*_forms`, what they read in `*_words`, `showing`.

- Becoming one, being one: `states` (the rule), `becoming`, `deciding` (the lead), `buddies`, `profiles`, `pausing`,
  `stopping`, `tending` (the job), `evidence` and `tiers` (how experienced), `telling` (notices), `board`.
- Finding one: `finding` (what an address asks), `searching` (as conditions), `directory` (the page), `listed` (what it
  sorts by, kept on the ambassador's row), `choosing` (the lists of its form).
- Asking one: `requests` (asked, accepted, declined, withdrawn), `request_queries` (what each side sees), `offering` (to
  the next), `passing_on` (the job), `reassigning` (the lead), `answering` (by which day), `asking_telling` (notices).
- Whom to ask: `matching` with `grades` (the rule), `candidates` (what it reads), `capacity` (hours, mentorships).

`models` are the tables, `words` what they hold, `actions` the verbs that other rooms call, `views` the room's door.
"""
