"""Which passwords are taken."""

import pytest

from learnhub.people.password_rules import PasswordFault, fault_of


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("four slow green trains", None),
        ("Zażółć gęślą jaźń", None),  # any letters will do
        ("correcthorse1", None),
        ("elevenchars", PasswordFault.SHORT),
        ("", PasswordFault.SHORT),
        ("x" * 201, PasswordFault.LONG),
        ("lena marsh 12345", PasswordFault.YOURS),
        ("learner@demo.example", PasswordFault.YOURS),
        ("Marsh-Lena-2026!", PasswordFault.YOURS),
        ("lena likes slow trains", None),  # a name among other words is no fault
        ("aaaaaaaaaaaaaaa", PasswordFault.PLAIN),
        ("abababababab", PasswordFault.PLAIN),
        ("abcdefghijklmn", PasswordFault.PLAIN),
        ("qwertyuiopasdfgh", PasswordFault.PLAIN),
        ("nmlkjihgfedcba", PasswordFault.PLAIN),
        ("Password123456", PasswordFault.PLAIN),
        ("welcome2026!!", PasswordFault.PLAIN),
    ],
)
def test_a_password_is_long_and_not_easily_guessed(password: str, fault: PasswordFault | None) -> None:
    assert fault_of(password, name="Lena Marsh", email="learner@demo.example") == fault
