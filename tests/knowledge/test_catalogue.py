"""Documents found as questions name them, the same as by a pass over all of them."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalogue import Catalogue
from knowledge.language.keys import plain_key
from knowledge.language.normalize import fold
from knowledge.storage.documents import DocumentSummary

NUMBERS = st.lists(
    st.sampled_from(
        ["07-NQ/ĐU", "7-NQ/ĐU", "107-NQ/ĐU", "57-NQ/TW", "57-NQ/TWĐ", "12", "Số 1/2025/QĐ", "--"]
    ),
    unique=True,
)
TEXTS = st.text(alphabet="0157 -/nqdutwđố2NQĐU", max_size=40)
PERIODS = st.sampled_from(["", "2025", "2026", "2027"])


def _summary(number: str, period: str = "2026", in_force: bool = True) -> DocumentSummary:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return DocumentSummary(number, "t", "Đảng ủy", "", period, None, in_force, "", now, "")


@given(NUMBERS, TEXTS)
def test_numbers_are_found_in_a_text(numbers: list[str], text: str) -> None:
    catalogue = Catalogue(map(_summary, numbers))
    words = fold(text.lower())
    written = [entry.number for entry in catalogue.written_in(words)]
    assert written == [number for number in numbers if fold(number.lower()) in words]
    named = [entry.number for entry in catalogue.named_in([text])]
    assert named == [number for number in numbers if plain_key(number) in plain_key(text)]


@given(st.lists(st.tuples(PERIODS, st.booleans()), max_size=6), st.integers(0, 5))
def test_the_latest_in_force_is_asked(rows: list[tuple[str, bool]], rather: int) -> None:
    entries = list(Catalogue(_summary(str(n), *row) for n, row in enumerate(rows)))
    own = [entry for entry in entries if entry.in_force]
    best = max(own, key=lambda entry: (entry.period, entry.number == str(rather)), default=None)
    catalogue = Catalogue(_summary(str(n), *row) for n, row in enumerate(rows))
    assert catalogue.latest("danguy", str(rather)) == (best.number if best else None)


def test_a_number_is_known_by_its_letters_and_digits() -> None:
    catalogue = Catalogue([_summary("57-NQ/TW"), _summary("07-NQ/ĐU", "2027")])
    found = catalogue.of_key("57 nq/tw")
    assert found is not None
    assert found.number == "57-NQ/TW"
    assert catalogue.of_key("58-NQ/TW") is None
    assert catalogue.of_number("07-NQ/ĐU") is catalogue[1]
    assert [entry.number for entry in catalogue.named_in((), ["2027"])] == ["07-NQ/ĐU"]
