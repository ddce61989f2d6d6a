"""Deep links: a ref and its payload, one to one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.deeplinks import clause_link, decode_ref, encode_ref, ref_in_link, share_link
from knowledge.resolution.bundle import load_bundled
from tests.standin.checks import START_PARAMETER

REFS = st.from_regex(r"[0-9A-Za-zđàê]{1,5}([./][0-9A-Za-zđàê]{1,4}){0,3}", fullmatch=True)


@pytest.mark.parametrize(
    ("ref", "payload"),
    [
        ("II.2.10", "II-2-10"),
        ("I/1", "I_1"),
        ("II.3.2.1/9", "II-3-2-1_9"),
        ("preamble/1", "preamble_1"),
        ("III.đ", "III-_-111-"),
    ],
)
def test_encode_ref(ref: str, payload: str) -> None:
    """The payloads people see in links."""
    assert encode_ref(ref) == payload
    assert decode_ref(payload) == ref


@given(REFS)
def test_encode_any_ref(ref: str) -> None:
    """Every ref comes back from its payload, and Telegram takes the payload."""
    try:
        payload = encode_ref(ref)
    except ValueError:
        return
    assert START_PARAMETER.fullmatch(payload)
    assert decode_ref(payload) == ref


@given(st.one_of(st.text(max_size=70), st.from_regex(START_PARAMETER, fullmatch=True)))
def test_decode_any_payload(payload: str) -> None:
    """A payload is either nothing or what some ref makes: one to one the other way too."""
    ref = decode_ref(payload)
    if ref is not None:
        assert encode_ref(ref) == payload


def test_every_clause_has_a_link() -> None:
    """All refs of the resolution have payloads, no two the same."""
    refs = [clause.ref for clause in load_bundled().clauses]
    payloads = [encode_ref(ref) for ref in refs]
    assert len(set(payloads)) == len(refs)
    for ref in refs:
        link = clause_link("a_bot", ref)
        assert ref_in_link(link) == ref_in_link(share_link(link, "x & y")) == ref
