"""Text from outside becomes HTML that is safe, or is refused, and quickly."""

import time

import pytest

from learnhub.markup import LONGEST_TEXT, MarkupError, clean, render, render_line

# What would run, or fetch from elsewhere, if it came through. Each is tried in Markdown and as HTML.
ATTACKS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example/a.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></p><img src=x onerror=alert(1)></math>",
    "<iframe src=https://x.example></iframe>",
    "<style>*{background:url(https://x.example)}</style>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='jav&#x09;ascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<form action=https://x.example><button>x</button></form>",
    "<p style='position:fixed;top:0'>x</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    'x {: onclick="alert(1)"}',
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=y> |",
)


def runs(html: str) -> bool:
    """Whether a browser would find something to run or to load in the HTML: looked for in tags alone."""
    tags = [part.partition(">")[0].lower() for part in html.split("<")[1:]]
    forbidden = ("script", "style", "iframe", "svg", "math", "form", "noscript", "object", "embed")
    return any(
        tag.strip("/").startswith(forbidden)
        or " on" in tag
        or "javascript:" in tag
        or "data:text" in tag
        or "style=" in tag
        for tag in tags
    )


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_runs_that_somebody_wrote(attack: str) -> None:
    assert not runs(render(attack))
    assert not runs(render(f"> - {attack}"))
    assert not runs(render_line(attack))
    assert not runs(clean(attack))


def test_what_stood_in_a_script_is_not_shown_either() -> None:
    assert clean("<p>before<script>alert(1)</script>after</p>") == "<p>beforeafter</p>"


def test_a_tag_in_markdown_is_shown_as_it_was_typed() -> None:
    assert render("Use <b> for bold") == "<p>Use &lt;b&gt; for bold</p>"


def test_emphasis_lists_tables_and_links_come_through() -> None:
    html = render("*a* **b** `c` [d](https://e.example/)\n\n- f\n\n| g |\n|---|\n| h |")
    for part in (
        "<em>a</em>",
        "<strong>b</strong>",
        "<code>c</code>",
        'href="https://e.example/"',
        "<li>f</li>",
        "<td>h</td>",
    ):
        assert part in html


def test_addresses_are_resolved_before_they_are_written() -> None:
    assert 'href="/courses/a/b"' in render("[B](b)", resolve=lambda address: f"/courses/a/{address}")
    assert "href" not in render("[B](b)", resolve=lambda address: f"javascript:{address}")


def test_a_line_stays_a_line() -> None:
    assert render_line("# 1. *a*\n- b") == "# 1. <em>a</em> - b"


# Each of these made some version of Markdown slow, or deep enough to fall over.
SLOW = {
    "nested quotes": ">" * 5_000 + " a",
    "nested lists": "\n".join("  " * depth + "- a" for depth in range(500)),
    "markers in a row": "- " * 5_000,
    "open brackets": "[" * 50_000,
    "brackets with text": "[a" * 5_000,
    "stars": "*a " * 50_000,
    "underscores": "_a" * 50_000,
    "backticks": "`a" * 50_000,
    "one long line": "a" * 1_000_000,
    "twenty megabytes": "a\n\n" * 7_000_000,
    "a wide table": "|a" * 20_000 + "\n" + "|-" * 20_000,
    "open angles": "<" * 11_000,
    "ampersands": "&" * 11_000,
    "backslashes": "\\" * 11_000,
    "unclosed links": "[a](b " * 500,
    "open links in pictures": "![" * 300,
    "entities": "&#x" * 3_900,
    "rules": "- - -\n" * 1_900,
    "many paragraphs of quotes": "> > > a\n\n" * 20_000,
}


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW.keys())
def test_text_made_to_be_slow_is_refused_or_done_soon(text: str) -> None:
    began = time.perf_counter()
    try:
        render(text)
    except MarkupError:
        pass
    assert time.perf_counter() - began < 3


def test_a_refusal_says_where() -> None:
    with pytest.raises(MarkupError) as caught:
        render("fine\n\n" + ">" * 50 + " deep")
    assert caught.value.line == 3
    with pytest.raises(MarkupError, match="200,000"):
        render("a" * (LONGEST_TEXT + 1))


def test_control_characters_disappear() -> None:
    assert render("a\x00b\x1b[31mc\x02d\x03") == "<p>ab[31mcd</p>"
