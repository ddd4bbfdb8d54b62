"""What a file may be, told by its content: each hostile one is refused for what it is."""

import pytest

from learnhub.study.evidence_content import LARGEST, FileRefused, FileType, checked, clean_name
from tests.study.files import GOOD, HOSTILE


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_it_says(name: str) -> None:
    file = checked(GOOD[name], name)
    assert file.name == name
    assert file.content == GOOD[name]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file(name: str) -> None:
    content, why = HOSTILE[name]
    with pytest.raises(FileRefused) as refused:
        checked(content, name)
    assert refused.value.why == why


def test_five_megabytes_are_not_too_many() -> None:
    assert checked(b"a" * LARGEST, "x.txt").type is FileType.TEXT


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("certificate.pdf", "certificate.pdf"),
        ("Tystysgrif Siân.PDF", "Tystysgrif Siân.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\windows\\win.ini", "win.ini.pdf"),
        ("C:\\Users\\lena\\my file.pdf", "my file.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe.pdf"),
        ("a\x00b\r\nSet-Cookie: x=1.pdf", "ab Set-Cookie x=1.pdf"),
        ('quo"te;<b>.pdf', "quoteb.pdf"),
        ("run.bat", "run.bat.pdf"),
        ("....", "evidence.pdf"),
        ("", "evidence.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("a" * 500 + ".pdf", "a" * 100 + ".pdf"),
    ],
)
def test_a_name_to_download_under(name: str, kept: str) -> None:
    assert clean_name(name, FileType.PDF) == kept
