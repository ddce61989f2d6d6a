"""Vietnamese numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.numbers import NUMBER, format_number, parse_number, small_number_word


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10,5", "10.5"),  # a comma before decimals
        ("1.056", "1056"),  # a dot between thousands
        ("32.160", "32160"),
        ("1.234.567,89", "1234567.89"),
        ("0,248", "0.248"),
        ("01", "1"),
        (" 98 ", "98"),
        ("95.8", "95.8"),  # a phone's decimal point: not possibly thousands
        ("96.25", "96.25"),
        ("1.0567", "1.0567"),
    ],
)
def test_parse_number(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1/7",  # a date
        "5-6",  # a range
        "1,2,3",  # a list
        "12a",
        "1.23.456",  # no grouping
        "-5",
        "٣",  # a digit of another script
        "½",
        "9" * 25,  # too long to be meant
    ],
)
def test_parse_no_number(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("114.920", "114,92"),
        ("1056", "1.056"),
        ("1234567.5", "1.234.567,5"),
        ("0", "0"),
        ("0.248", "0,248"),
        ("-1056.10", "-1.056,1"),
        ("1E+3", "1.000"),  # no exponent is ever shown
        ("100", "100"),
    ],
)
def test_format_number(value: str, text: str) -> None:
    assert format_number(Decimal(value)) == text


@pytest.mark.parametrize(
    ("word", "value"),
    [("bốn", 4), ("tư", 4), ("mười", 10), ("năm", 5), ("không", 0), ("tieu", None)],
)
def test_small_number_word(word: str, value: int | None) -> None:
    assert small_number_word(word) == value


@given(st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False, allow_infinity=False))
def test_what_is_written_is_read_again(value: Decimal) -> None:
    assert parse_number(format_number(value)) == value


@given(st.text(max_size=40) | st.text(alphabet="0123456789.,-/ %", max_size=40))
def test_parse_anything(text: str) -> None:
    value = parse_number(text)
    assert value is None or value.is_finite()


@given(st.text(max_size=60))
def test_figures_in_text_stand_in_it(text: str) -> None:
    assert all(match[0] in text for match in NUMBER.finditer(text))
