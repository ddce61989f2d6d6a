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
        for verb in (Verb.VERBATIM, Verb.OPEN, Verb.REPORT_CLAUSE, Verb.ASSIGN_CLAUSE):
            said = data(verb, clause.ref, document=12)
            assert said == f"{verb.value}:12~{clause.ref}"
            assert read(said) == Tap(verb, (clause.ref,), 12)
        taught = data(Verb.TEACH, "0123456789ab", clause.ref, document=12)
        assert read(taught) == Tap(Verb.TEACH, ("0123456789ab", clause.ref), 12)
    assert read("t:3~1") == Tap(Verb.TARGETS, ("1",), 3)
    assert read("t:1") == Tap(Verb.TARGETS, ("1",))
    assert read("m:3~-:0") == Tap(Verb.TREE, ("-", "0"), 3)
    assert read("vd:3~card") == Tap(Verb.DOCUMENT, ("card",), 3)
    assert read("x") == Tap(Verb.CANCEL)
    assert read("a:chỉ tiêu: BHYT") == Tap(Verb.ASK, ("chỉ tiêu: BHYT",))


@pytest.mark.parametrize(
    "forged",
    [
        None, "", "q", "q:", "q:II.2.10:1", "q:II..2", "q:../x", "zz:II.2.10", "t:-1", "t:01",
        "t:99999", "t:1:1", "x:", "x:1", "km:xyz", "a:", "a: ", "ku:0", "n:Targets",
        "q:0~II.2.10", "q:03~II.2.10", "q:~II.2.10", "q:3~", "q:3~4~II.2.10", "q:-3~II.2.10",
        "q:3~-", "t:3~", "vb:3~0", "km:3~0123456789ab", "h:3~report:1:0",
        "q:9999999999999999999999~I", "hr:II.2.10:3~0", "kt:3~0123456789ab:I", "q:٣~II.2.10",
        "q:" + "I" * 80, "\ud800", "q:II.2.10\n", "w:II.2.10", "Q:II.2.10",
    ],
)  # fmt: skip
def test_read_forged(forged: str | None) -> None:
    """What no button says is nothing."""
    assert read(forged) is None


@given(
    st.one_of(
        st.text(max_size=70),
        st.from_regex(
            r"[a-z]{1,2}:([0-9]{0,20}~){0,2}[A-Za-z0-9./-]{0,20}(:[0-9]{1,3})?", fullmatch=True
        ),
    )
)
def test_read_anything(text: str) -> None:
    """Any text is either nothing or exactly what a button would say."""
    tap = read(text)
    if tap is not None:
        assert len(text.encode()) <= LIMIT
        assert data(tap.verb, *tap.arguments, document=tap.document) == text


def test_data_too_long() -> None:
    """A button that would not fit is refused when it is made."""
    with pytest.raises(ValueError, match="no button"):
        data(Verb.ASK, "chỉ tiêu " * 10)


def test_data_of_no_document() -> None:
    """A button that can't say which document it is of is refused when it is made."""
    with pytest.raises(ValueError, match="of no document"):
        data(Verb.MENU, "targets", document=3)
