"""Rendering: what Telegram takes, whatever the answer says."""

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.render import LIMIT, Block, pages, render, utf16_length
from knowledge.answers.answer import Answer, Intent, Part, PartKind
from tests.standin import parse_html

TEXT = st.text(
    alphabet=st.one_of(
        st.characters(), st.sampled_from("<>&\"'/ \n\x00;.đ😀"), st.characters(categories=["Cs"])
    ),
    max_size=60,
)
LONG = st.builds(lambda text, times: text * times, TEXT, st.integers(1, 400))


def answer_of(*parts: Part) -> Answer:
    """An answer that says just these parts."""
    return Answer("?", True, Intent.CLAUSE, 1.0, parts)


@st.composite
def parts(draw: st.DrawFn) -> Part:
    """Any part, with a bold slice or without."""
    text = draw(st.one_of(TEXT, LONG))
    bold = draw(st.none() | st.tuples(st.integers(0, 200), st.integers(0, 400)))
    return Part(draw(st.sampled_from(PartKind)), text, "II.2.10", bold)


@settings(max_examples=150, deadline=None)
@given(st.lists(parts(), max_size=12), st.booleans())
def test_render_any_answer(said: list[Part], short: bool) -> None:
    """Every page parses as Telegram parses it, within the limit, and shows something."""
    for page in render(answer_of(*said), short=short):
        text, entities = parse_html(page)
        assert 0 < utf16_length(text.strip()) <= LIMIT
        for entity in entities:
            assert entity["offset"] + entity["length"] <= utf16_length(text)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(alphabet="aăâ bcd.;, <&", min_size=1, max_size=300), min_size=1, max_size=9)
)
def test_pages_keep_every_word(texts: list[str]) -> None:
    """Nothing is lost or doubled where an answer is cut into messages."""
    made = pages([Block(text, "blockquote") for text in texts], limit=80)
    shown = "".join(parse_html(page)[0] for page in made)
    assert "".join(shown.split()) == "".join("".join(texts).split())


def test_render_a_target() -> None:
    """Figure bold, clause quoted, citation italic right under it."""
    made = render(
        answer_of(
            Part(PartKind.LEAD, "Đạt 96,2 % trở lên"),
            Part(PartKind.QUOTE, "(10) BHYT <96,2>"),
            Part(PartKind.CITATION, "Chỉ tiêu (10)"),
            Part(PartKind.STATUS, "Tiến độ: chưa có báo cáo tiến độ."),
        )
    )
    assert made == [
        "<b>Đạt 96,2 % trở lên</b>\n\n"
        "<blockquote>(10) BHYT &lt;96,2&gt;</blockquote>\n"
        "<i>Chỉ tiêu (10)</i>\n\n"
        "Tiến độ: chưa có báo cáo tiến độ."
    ]


def test_render_splits_between_clauses() -> None:
    """A page ends where a clause does; a quotation keeps its citation."""
    said = []
    for number in range(6):
        said.append(Part(PartKind.QUOTE, f"{number} " + "lời " * 250))
        said.append(Part(PartKind.CITATION, f"Chỉ tiêu ({number})"))
    made = render(answer_of(*said))
    assert len(made) > 1
    for page in made:
        assert page.count("<blockquote") == page.count("<i>")
        assert page.endswith("</i>")


def test_render_splits_a_long_clause_at_a_sentence() -> None:
    """A clause longer than a message goes on in the next, in the same tag."""
    made = render(answer_of(Part(PartKind.QUOTE, "Một câu vừa phải. " * 400)))
    assert len(made) == 2
    assert all(page.startswith("<blockquote") for page in made)
    assert made[0].endswith("phải.</blockquote>")


def test_render_bold_slice() -> None:
    """The part asked for is bold within the quotation, and stays so over a cut."""
    page = render(answer_of(Part(PartKind.QUOTE, "a & b; c", bold=(4, 5))))[0]
    assert page == "<blockquote>a &amp; <b>b</b>; c</blockquote>"
    long = Part(PartKind.QUOTE, "x " * 3000, bold=(4000, 5000))
    assert all("<b>" in page for page in render(answer_of(long)))


def test_render_long_quote_is_expandable() -> None:
    """A long quotation is folded."""
    assert "<blockquote expandable>" in render(answer_of(Part(PartKind.QUOTE, "từ " * 200)))[0]


def test_render_short() -> None:
    """In a group: no related clauses, few items, a long quotation cut."""
    made = render(
        answer_of(
            Part(PartKind.QUOTE, "từ " * 400),
            *(Part(PartKind.ITEM, f"- mục {n}") for n in range(9)),
            Part(PartKind.TEXT, "Liên quan:"),
            Part(PartKind.RELATED, "Chỉ tiêu (1)"),
        ),
        short=True,
    )
    assert len(made) == 1
    assert "Liên quan" not in made[0]
    assert "mục 4" in made[0]
    assert "mục 5" not in made[0]
    assert "và 4 mục nữa" in made[0]
    assert utf16_length(made[0]) < 900


def test_what_takes_several_pages_begins_under_what_is_there() -> None:
    """A short line stays with the list below it; a list that one page holds is not torn apart."""
    line, item = Block("Áp dụng từ 01/01/2027."), Block("một chỉ tiêu " * 40, glued=True)
    long = pages([line, Block("Danh sách:"), *[item] * 20])
    assert "Danh sách:" in long[0]
    assert "một chỉ tiêu" in long[0]
    filled = Block("x" * (LIMIT - 100))
    short = pages([filled, Block("Danh sách:"), item])
    assert "Danh sách:" not in short[0]
    whole = pages([filled, Block("Danh sách:"), *[item] * 20])
    assert "Danh sách:" not in whole[0]
