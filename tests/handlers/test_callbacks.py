"""Button data: what is written is read, what is forged is nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.callbacks import LIMIT, Tap, Verb, data, read
from knowledge.resolution.bundle import load_bundled


def test_data_read_back() -> None:
    """Buttons about every clause fit and come back."""
    for clause in load_bundled().clauses:
        for verb in (Verb.VERBATIM, Verb.RELATED, Verb.STATUS, Verb.OPEN):
            assert read(data(verb, clause.ref)) == Tap(verb, (clause.ref,))
        assert read(data(Verb.WRONG, clause.ref, 12)) == Tap(Verb.WRONG, (clause.ref, "12"))
    assert read("x") == Tap(Verb.CANCEL)
    assert read("a:chỉ tiêu: BHYT") == Tap(Verb.ASK, ("chỉ tiêu: BHYT",))


@pytest.mark.parametrize(
    "forged",
    [
        None, "", "q", "q:", "q:II.2.10:1", "q:II..2", "q:../x", "zz:II.2.10", "t:-1", "t:01",
        "t:99999", "t:1:1", "x:", "x:1", "km:xyz", "a:", "a: ", "ku:0", "n:Targets",
        "q:" + "I" * 80, "\ud800", "q:II.2.10\n", "w:II.2.10", "Q:II.2.10",
    ],
)  # fmt: skip
def test_read_forged(forged: str | None) -> None:
    """What no button says is nothing."""
    assert read(forged) is None


@given(st.text(max_size=70))
def test_read_anything(text: str) -> None:
    """Any text is either nothing or exactly what a button would say."""
    tap = read(text)
    if tap is not None:
        assert len(text.encode()) <= LIMIT
        assert data(tap.verb, *tap.arguments) == text


def test_data_too_long() -> None:
    """A button that would not fit is refused when it is made."""
    with pytest.raises(ValueError, match="no button"):
        data(Verb.ASK, "chỉ tiêu " * 10)
