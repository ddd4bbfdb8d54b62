"""Reading another system's file: its bytes, its columns, its days, and each row that is not in order by its line."""

from datetime import date

import pytest

from learnhub.study.csv_rows import CannotRead, FileProblem, Row, RowFault, Sheet, columns_of, read_sheet
from learnhub.study.row_days import day_first, day_of

TODAY, JOINED = date(2026, 11, 3), date(2020, 1, 6)
LINES = "Title,Minutes,Date\nA café talk,45,2026-11-02\nPodcast on scams,30,2026-11-01\n"


def read(content: bytes | str) -> Sheet:
    return read_sheet(content if isinstance(content, bytes) else content.encode(), today=TODAY, joined_on=JOINED)


def row(line: str, heading: str = "Title,Minutes,Date,Provider,Link,Kind") -> Row:
    return read(f"{heading}\n{line}\n").rows[0]


@pytest.mark.parametrize(
    "content",
    [
        LINES.encode(),
        LINES.encode("utf-8-sig"),
        LINES.encode("latin-1"),
        LINES.encode("cp1252"),
        LINES.encode("utf-16"),
        LINES.encode("utf-16-le"),
        LINES.encode("utf-16-be"),
        LINES.replace(",", ";").encode("latin-1"),
        LINES.replace(",", "\t").encode(),
        ("sep=;\r\n" + LINES.replace(",", ";")).encode(),
        LINES.replace("\n", "\r\n").encode(),
        LINES.replace("\n", "\r").encode(),
        ("\n\n" + LINES + "\n,,\n\n").encode(),
        LINES.replace("Title,Minutes,Date", '"Course Name","Duration (mins)","Completion Date"').encode(),
    ],
)
def test_a_file_as_systems_write_it(content: bytes) -> None:
    rows = read(content).rows
    assert [(one.title, one.minutes, one.day) for one in rows] == [
        ("A café talk", 45, date(2026, 11, 2)),
        ("Podcast on scams", 30, date(2026, 11, 1)),
    ]
    assert [one.kind for one in rows] == ["talk", "podcast"]
    assert all(one.fault is None for one in rows)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", FileProblem.EMPTY),
        (b"  \n \n", FileProblem.EMPTY),
        (b"Title,Minutes,Date\n", FileProblem.NO_ROWS),
        (b"Minutes,Date\n45,2026-11-02\n", FileProblem.NO_TITLE),
        (b"Title,Date\nA,2026-11-02\n", FileProblem.NO_MINUTES),
        (b"Title,Minutes\nA,45\n", FileProblem.NO_DAY),
        (b"Just a text, of no columns.\nAnd more.\n", FileProblem.NO_TITLE),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + b"\x00\x01\x02\x03" * 99, FileProblem.NOT_TEXT),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00" + bytes(range(32)) * 20, FileProblem.NOT_TEXT),
        (b"Title,Minutes,Date\n" + b"A,1,2026-11-02\n" * 2_001, FileProblem.TOO_MANY_ROWS),
        (b"a" * 2_000_001, FileProblem.TOO_LARGE),
    ],
)
def test_a_file_that_nothing_can_be_read_of(content: bytes, why: FileProblem) -> None:
    with pytest.raises(CannotRead) as refused:
        read(content)
    assert refused.value.why is why


def test_two_thousand_rows_are_not_too_many() -> None:
    assert len(read(b"Title,Minutes,Date\n" + b"A,1,2026-11-02\n" * 2_000).rows) == 2_000


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("A talk,45,2026-11-02,,,", None),
        ("A talk,1 h 30,2026-11-02,BBC,https://example.org,Podcast", None),
        (",45,2026-11-02,,,", RowFault.NO_TITLE),
        ('" ",45,2026-11-02,,,', RowFault.NO_TITLE),
        ("A" * 201 + ",45,2026-11-02,,,", RowFault.TITLE_TOO_LONG),
        ("turned \u202egnp.exe,45,2026-11-02,,,", RowFault.HIDDEN),
        ("A talk,,2026-11-02,,,", RowFault.NO_MINUTES),
        ("A talk,a while,2026-11-02,,,", RowFault.NOT_A_TIME),
        ("A talk,=45,2026-11-02,,,", RowFault.NOT_A_TIME),
        ("A talk,0,2026-11-02,,,", RowFault.TOO_SHORT),
        ("A talk,2000,2026-11-02,,,", RowFault.TOO_LONG),
        ("A talk,45,,,,", RowFault.NO_DAY),
        ("A talk,45,yesterday,,,", RowFault.NOT_A_DAY),
        ("A talk,45,31/02/2026,,,", RowFault.NOT_A_DAY),
        ("A talk,45,2026-11-04,,,", RowFault.FUTURE),
        ("A talk,45,1970-01-01,,,", RowFault.BEFORE_JOINING),
        ("A talk,45,05/01/2020,,,", RowFault.BEFORE_JOINING),
        ("A talk, and a walk,45,2026-11-02,BBC,https://example.org,Podcast", RowFault.BROKEN),
        ("A" * 200_000 + ",45,2026-11-02,,,", RowFault.BROKEN),
    ],
)
def test_a_row_and_what_is_wrong_with_it(line: str, fault: RowFault | None) -> None:
    assert row(line).fault is fault


def test_a_faulty_row_is_named_by_the_line_it_begins_on() -> None:
    rows = read('Title,Minutes,Date\n"A talk\nin two lines",45,2026-11-02\nB,0,2026-11-02\n\nC,1,\n').rows
    assert [(one.line, one.title, one.fault) for one in rows] == [
        (2, "A talk in two lines", None),
        (4, "B", RowFault.TOO_SHORT),
        (6, "C", RowFault.NO_DAY),
    ]


def test_a_quotation_mark_without_an_end_is_no_row() -> None:
    rows = read('Title,Minutes,Date\n"A talk,45,2026-11-02\nB,10,2026-11-02\n').rows
    assert [one.line for one in rows] == [2]
    assert rows[0].fault is not None


def test_cells_that_a_spreadsheet_would_run_are_only_text() -> None:
    one = row('"=HYPERLINK(""http://evil.example"",""x"")",45,2026-11-02,@SUM(1),=1+1,+cmd')
    assert one.title == '=HYPERLINK("http://evil.example","x")'
    assert (one.provider, one.link, one.kind, one.fault) == ("@SUM(1)", "", "other", None)


def test_a_link_that_leads_nowhere_good_is_left_out() -> None:
    assert row("A,45,2026-11-02,,javascript:alert(1),").link == ""
    assert row("A,45,2026-11-02,,https://example.org/a,").link == "https://example.org/a"


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        ("Title,Minutes,Date", {"title": 0, "minutes": 1, "day": 2}),
        ("Course,Title,Hours,Completed on", {"title": 1, "hours": 2, "day": 3}),
        ("Learning item,Time spent,End date,URL,Type", {"title": 0, "minutes": 1, "day": 2, "link": 3, "kind": 4}),
        ("Teitl,Munudau,Dyddiad,Dolen", {"title": 0, "minutes": 1, "day": 2, "link": 3}),
        ("a,b,c", {}),
    ],
)
def test_which_column_is_which(headings: str, found: dict[str, int]) -> None:
    assert columns_of(headings.split(",")) == found


def test_hours_are_hours() -> None:
    assert row("A,1.5,2026-11-02", "Title,Hours,Date").minutes == 90
    assert row("A,,2,2026-11-02", "Title,Minutes,Hours,Date").minutes == 120


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2026-11-03", date(2026, 11, 3)),
        ("2026-11-03T14:05:09Z", date(2026, 11, 3)),
        ("2026-11-03 14:05", date(2026, 11, 3)),
        ("2026/11/3", date(2026, 11, 3)),
        ("03/11/2026", date(2026, 11, 3)),
        ("3.11.2026", date(2026, 11, 3)),
        ("03-11-26", date(2026, 11, 3)),
        ("03/11/2026 14:05", date(2026, 11, 3)),
        ("3 Nov 2026", date(2026, 11, 3)),
        ("3rd November 2026", date(2026, 11, 3)),
        ("03-Nov-2026", date(2026, 11, 3)),
        ("November 3, 2026", date(2026, 11, 3)),
        ("", None),
        ("45999", None),
        ("2026-13-01", None),
        ("٣/١١/٢٠٢٦", None),
        ("soon", None),
        ("3 Brumaire 2026", None),
    ],
)
def test_a_day_as_systems_write_it(said: str, day: date | None) -> None:
    assert day_of(said) == day


def test_a_column_with_months_first_gives_itself_away() -> None:
    assert day_first(["03/04/2026", "31/01/2026"])
    assert day_first(["03/04/2026", "04/05/2026"])
    assert not day_first(["03/04/2026", "01/31/2026"])
    assert read("Title,Minutes,Date\nA,1,03/04/2026\nB,1,01/31/2026\n").rows[0].day == date(2026, 3, 4)


def test_equal_study_has_an_equal_key_however_it_is_written() -> None:
    a, b, c = (
        row(line) for line in ("A  Talk,60,2026-11-02,,,", '"a talk",1 h,02/11/2026,BBC,,', "A talk,61,2026-11-02,,,")
    )
    assert a.key == b.key != c.key
