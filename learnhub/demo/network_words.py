"""What people of a demo's network offer, ask, answer and tried. Plain data, all invented."""

SKILLS = (
    "devices-and-problems",
    "files-and-storage",
    "shared-documents",
    "calls-and-meetings",
    "spreadsheets",
    "recognising-scams",
    "protecting-accounts",
    "accessibility",
    "writing-for-screens",
    "charts",
    "ai-at-work",
    "automation",
)
ADVISES = ("ai-at-work", "automation", "accessibility", "personal-data")  # what a central team knows
ABOUT = (
    "I show it on your screen, at your pace, and you do the typing.",
    "Bring the sheet that puzzles you. We look at it together.",
    "No question is too small. I asked most of them once.",
    "I work in the contact centre, so I know what a busy day is.",
)
# one sentence, the skill it is about
ASKED = (
    ("My sheet says the total is zero and I cannot see why.", "spreadsheets"),
    ("How do I get captions in our team call?", "calls-and-meetings"),
    ("Everybody mails me their copy of the plan. Can we work on one?", "shared-documents"),
    ("I clicked a link that looked wrong. What now?", "recognising-scams"),
    ("My phone has the codes and my phone is broken.", "protecting-accounts"),
    ("How do I make a letter that a screen reader can read?", "accessibility"),
    ("Which picture should I use for these numbers?", "charts"),
    ("I copy the same ten cells every Monday. Can that be done for me?", "automation"),
    ("May I use an AI tool for the minutes of a meeting?", "ai-at-work"),
    ("Where did the file go that I saved yesterday?", "files-and-storage"),
    ("My screen is too small for this form.", "devices-and-problems"),
    ("How short should a page be?", "writing-for-screens"),
)
NOBODY_OFFERS = ("How do we run a small experiment with our readers?", ("events-and-experiments",))
SHARE_A_FOLDER = ("How do I share one folder with two people outside my team?", ("files-and-storage",))
CLOSED = "The service desk changes forms: ask them, and say which field is too small."
# title, text, skill, an answer or nothing
QUESTIONS = (
    (
        "How do I stop a shared sheet from being sorted by accident?",
        "Three of us use it. One of us sorted one column and the rows no longer belong together.",
        "spreadsheets",
        "Turn the list into a table first: then sorting moves whole rows. Take back the bad sort from the version "
        "history, and give those who only read the sheet the right to view.",
    ),
    (
        "Can I record a training call so that part-timers can see it?",
        "Two of the team never work on the day of the training.",
        "calls-and-meetings",
        "Ask everybody at the start, say who will see it and for how long, and record the demonstration only. "
        "Keep the questions out: people ask more freely.",
    ),
    (
        "What do you do when a colleague never wants to touch the keyboard?",
        "She is happy when I do it for her, and asks again next week.",
        "helping-colleagues",
        "I sit on my hands. I ask her to read out what she sees, and then what she would press.",
    ),
    (
        "Is there a way to see who has opened our guidance page?",
        "We want to know whether the new page is read at all.",
        "events-and-experiments",
        "",
    ),
)
# title, tried, tool, cost, result, again
NOTES = (
    (
        "A question box at the printer",
        "A box for questions beside the printer, answered on a sheet above it every Friday.",
        "A cardboard box",
        "Nothing",
        "Nineteen questions in six weeks, eleven of them from people who had never asked us anything.",
        "yes",
    ),
    (
        "Twenty minutes before the team meeting",
        "A clinic in the room where the team meets, twenty minutes before it begins.",
        "The room's screen",
        "Twenty minutes of two people a week",
        "Six to eight people came each time; at lunch it had been two.",
        "yes",
    ),
)
