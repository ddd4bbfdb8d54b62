"""Questions to the whole network and its answers, and notes of what somebody tried.

Which module does what. Pages are in `*_views`, what people type in `forms`, what codes are called in `showing`.

- Questions and answers: `actions` (asked, answered, accepted, followed), `queries` (one question as somebody may see
  it), `listing` (the list, its filters, what is similar).
- Notes: `notes` (written, read by a second ambassador, published), `note_queries`.
- Finding them by words: `finding_words` (which words; the rule), `indexing` (kept when something is written), `search`.
- What should not stand: `moderation` (hidden, shown again, joined, reported), `reported` (what leads read of it).
- Everywhere: `texts` (Markdown made into HTML once), `telling` (notices).

`models` are the tables, `words` what they hold and its limits, `views` the room's door.
"""
