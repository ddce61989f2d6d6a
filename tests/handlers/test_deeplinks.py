"""Deep links: a clause and its payload, one to one, whatever document it stands in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.deeplinks import (
    COMMAND_PREFIX,
    INVITATION_PREFIX,
    address_in_link,
    can_link,
    clause_link,
    decode,
    encode,
    share_link,
)
from knowledge.resolution.bundle import load_bundled
from tests.standin.checks import START_PARAMETER

REFS = st.from_regex(r"[0-9A-Za-zđàê]{1,5}([./][0-9A-Za-zđàê]{1,4}){0,3}", fullmatch=True)
KEYS = st.integers(min_value=0, max_value=10**17)


@pytest.mark.parametrize(
    ("document", "ref", "payload"),
    [
        (0, "II.2.10", "II-2-10"),
        (0, "I/1", "I_1"),
        (0, "II.3.2.1/9", "II-3-2-1_9"),
        (0, "preamble/1", "preamble_1"),
        (0, "III.đ", "III-_-111-"),
        (3, "II.2.8", "_3_II-2-8"),
        (12, "II.1/3", "_12_II-1_3"),
        (3, "đ.1", "_3__-111--1"),
        (3, "5", "_3_5"),
    ],
)
def test_encode(document: int, ref: str, payload: str) -> None:
    """The payloads people see in links."""
    assert encode(ref, document) == payload
    assert decode(payload) == (document, ref)


@given(REFS, KEYS)
def test_encode_any_clause(ref: str, document: int) -> None:
    """Every clause comes back from its payload, Telegram takes it, and it is no other kind of payload."""
    if not can_link(ref, document):
        return
    payload = encode(ref, document)
    assert START_PARAMETER.fullmatch(payload)
    assert decode(payload) == (document, ref)
    if document:
        assert not payload.startswith((COMMAND_PREFIX, INVITATION_PREFIX))


@given(REFS, REFS, KEYS, KEYS)
def test_no_two_clauses_share_a_payload(one: str, other: str, first: int, second: int) -> None:
    """Neither two refs nor the same ref of two documents, nor a bare ref and one with a key."""
    if can_link(one, first) and can_link(other, second):
        same = (one, first) == (other, second)
        assert (encode(one, first) == encode(other, second)) is same


@given(
    st.one_of(
        st.text(max_size=70),
        st.from_regex(START_PARAMETER, fullmatch=True),
        st.from_regex(r"_[0-9]{1,20}_[A-Za-z0-9_-]{0,30}", fullmatch=True),
    )
)
def test_decode_any_payload(payload: str) -> None:
    """A payload is either nothing or what some clause makes: one to one the other way too."""
    found = decode(payload)
    if found is not None:
        document, ref = found
        assert encode(ref, document) == payload


@pytest.mark.parametrize(
    "forged", ["_0_II-2-8", "_03_II-2-8", "_3_", "_3_-", "_3", "_-3_II", "__3_II", "_3_go-", "3_"]
)
def test_decode_forged(forged: str) -> None:
    """What no link of this bot says is nothing."""
    assert decode(forged) is None


def test_every_clause_has_a_link() -> None:
    """All refs of the resolution have payloads, no two the same."""
    refs = [clause.ref for clause in load_bundled().clauses]
    payloads = [encode(ref) for ref in refs]
    assert len(set(payloads)) == len(refs)
    for ref in refs:
        for document in (0, 3):
            link = clause_link("a_bot", ref, document)
            found = address_in_link(link)
            assert found == address_in_link(share_link(link, "x & y")) == (document, ref)
