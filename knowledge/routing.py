"""Which document a question is about: by number, by issuer or title, by year; else the one questions go to anyway."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.catalogue import Catalogue, Entry
from knowledge.language.keys import plain_key
from knowledge.language.normalize import clean, fold

_DOC: Final = r"(?:nghi quyet|nq|quyet dinh|qd|nghi dinh|chi thi|ket luan|quy dinh|thong tu|ke hoach|chuong trinh|van ban)"
_NUMBERED: Final = r"(?:nghi quyet|nq|quyet dinh|qd|nghi dinh|chi thi|ket luan|thong tu)"
_LETTERS: Final = r"[a-z]{1,8}\d{0,2}"
_CODE: Final = rf"\d{{1,5}}(?:/\d{{4}})?(?:\s?[-/]\s?{_LETTERS}(?:\s?[-/]\s?{_LETTERS})*)?"
_MENTION: Final = re.compile(
    rf"\b{_DOC}(?:\s+so)?\s+(?P<after>{_CODE})(?![\w%,.]*\d)"
    r"|(?<![\w/-])(?P<alone>\d{1,5}(?:/\d{4})?[-/](?:nq|qd|kh|nd|ct|kl|tt|qc|hd|ctr)(?:[-/][a-z]+\d*)*)"
)
_LEADING: Final = r"(?:(?:hay |cho |xin )?(?:xem|hoi|tra|doc)\s+)?(?:(?:theo|trong|cua|tai|o)\s+)?"
_COUNTED: Final = re.compile(
    r"\s*(?:chi tieu|nhiem vu|muc|dieu|khoan|diem|noi dung|giai phap|phan|trang|nam|%|lan|viec|y|cau)\b"
)
_YEAR_CODE: Final = re.compile(r"(?:19|20)\d\d")
# What is done with a document, in a question about another one that cites it.
_DONE_BEFORE: Final = re.compile(
    r"\b(?:thuc hien|trien khai|quan triet|hoc tap|cu the hoa|the che hoa|can cu|thi hanh|tinh than|tuyen truyen|viec)\b"
    r"(?: \w+){0,2}\s*$"
)
_DONE_AFTER: Final = re.compile(
    r"^\s*(?:\w+ ){0,4}?(?:duoc|bi|da duoc) (?:nhac|trien khai|thuc hien|vien dan|trich|neu|cu the|quan triet|de cap|phuong)"
)
_LOOKED_IN: Final = re.compile(r"\b(?:trong|theo|tai|xem)\s+(?:\w+ )?$")
_SPOKEN: Final = (
    (r"\bhdnd\b", "hoi dong nhan dan"),
    (r"\bubnd\b", "uy ban nhan dan"),
    (r"\bbct\b", "bo chinh tri"),
    (r"\bqh\b", "quoc hoi"),
    (r"\btp\b", "thanh pho"),
    (r"\b(?:dang uy|bch dang bo)\b", "dang bo"),
)
_BODIES: Final = (
    "bo chinh tri", "ban bi thu", "quoc hoi", "chinh phu", "thu tuong", "hoi dong nhan dan", "uy ban nhan dan", "thanh uy",
    "tinh uy", "dang bo", "mat tran to quoc",
)  # fmt: skip
_OF: Final = r"(?:\s+(?:so\s+)?[\w/-]*\d[\w/-]*)?(?:\s+(?:cua|do|ben|tu|ma))?\s+"
_ABOUT: Final = re.compile(rf"\b{_DOC}(?:\s+(?:cua|do)(?: \w+){{1,6}}?)?\s+ve\s+(?P<what>.+)")
_SMALL_WORDS: Final = frozenset(
    {"ve", "va", "cua", "thanh", "pho", "tinh", "phuong", "xa", "nhan", "dan", "viec", "cac", "nam"}
)
_NAMING: Final = frozenset(
    [
        "nghi",
        "quyet",
        "nq",
        "dinh",
        "qd",
        "van",
        "ban",
        "so",
        "do",
        "la",
        "gi",
        "noi",
        "ban",
        "hanh",
        "hdnd",
        "ubnd",
        "bct",
        "tw",
        "cp",
        "qh",
        "tp",
        "ha",
        "xem",
        "theo",
        "trong",
        "nay",
        "the",
        "nao",
    ]
)
_NEAR_YEAR: Final = re.compile(
    r"\b(?:(?P<past>nam (?:ngoai|truoc|roi|vua roi|vua qua))|(?P<next>nam (?:sau|toi)|sang nam))\b"
)
_NAMED_YEAR: Final = re.compile(r"(?<![\d/.,-])\b(?P<year>(?:19|20)\d\d)\b(?!\s*[-–/]\s*\d)")
_NOT_OF_YEAR: Final = re.compile(
    r"(?:den|toi|truoc|sau|tu|voi|hon|giai doan|ky|thang|ngay|khoa|[-–/])\s*(?:nam\s*|quy \w+\s*)?$"
)
_RESULTS: Final = re.compile(
    r"\b(?:ket qua|dat duoc|duoc bao nhieu|da (?:dat|lam|thu|co|thuc hien)|thuc hien duoc|hien co|co bao nhieu|thanh tich|con bao nhieu|han che)\b"
)
COMPARES: Final = re.compile(
    r"\bso (?:voi|sanh)\b|\bkhac (?:gi|nhau)\b|\bhon nam\b|\bva nam \d{4}\b|\bdoi chieu\b"
)

_COMPARING: Final = re.compile(
    r"(?:\b(?:tang|giam|hon|kem|cao|thap|chenh|khac)(?: (?:len|xuong|hon|bao nhieu|may|the nao|gi|nhau)){0,2}\s+)?"
    r"\b(?:so (?:voi|sanh)(?: voi)?|doi chieu voi|khac)(?: (?:nghi quyet|chi tieu|muc|ke hoach|cua|trong|so))*"
    r"(?: (?:nam \d{4}|\d{4}|nam ngoai|nam truoc|nam roi|nam qua|nam cu))?(?: (?:tang|giam|hon|kem|the nao|ra sao|bao nhieu|thi sao))*"
    r"|\bva nam \d{4}\b"
)


@dataclass(frozen=True, slots=True)
class Route:
    """Where a question goes.

    Attributes:
        number: the document it names, "" for none.
        asked: the question without the words that only point to it; "" where nothing else is asked.
        missing: the document it names that is not loaded, as typed; "" for none.
        by_year: whether only a year points to it, so that the one questions go to anyway may know too.
    """

    number: str = ""
    asked: str = ""
    missing: str = ""
    by_year: bool = False


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    code: str


class Routes:
    """Finds them among the documents of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._by_lead: dict[int, list[Entry]] = {}
        self._by_body: dict[str, list[Entry]] = {}
        self._titles = [(_telling(entry.title), entry) for entry in catalogue]
        for entry in catalogue:
            lead = re.match(r"\d+", entry.number)
            if lead:
                self._by_lead.setdefault(int(lead[0]), []).append(entry)
            for body in _BODIES:
                if body in entry.body:
                    self._by_body.setdefault(body, []).append(entry)

    def route(self, question: str, home: str, cites: Callable[[int], bool]) -> Route:
        """Tell where a question goes.

        Args:
            question: as typed.
            home: the document that questions go to which name none.
            cites: tells whether that document cites one of a number.
        """
        text = clean(question)
        words = fold(text.lower())
        if len(words) != len(text):
            text = words
        own = self._catalogue.of_number(home)
        for mention in _mentions(words):
            if self._cited_only(words, mention):
                continue
            entry = self._named(words, mention, home)
            if entry is not None:
                return _to(entry, text, words, mention)
            if self._unknown(words, mention) and not cites(_lead(mention.code)):
                return Route(missing=text[mention.start : mention.end])
        entry = self._by_written(words) or self._by_issuer(words, own) or self._by_title(words, own)
        if entry is not None:
            return Route() if entry.number == home else Route(entry.number, text)
        if own is None or COMPARES.search(words):
            return Route()
        return self._by_year_of(words, text, own)

    def in_year(self, own: Entry, year: str) -> Entry | None:
        """Return the document of the same issuer whose period is ``year``."""
        entries = self._catalogue.named_in((), [year])
        return next((entry for entry in entries if entry.issuer == own.issuer), None)

    # -- by number ------------------------------------------------------------------------------

    def _named(self, words: str, mention: _Mention, home: str) -> Entry | None:
        exact = self._catalogue.of_key(mention.code)
        if exact is not None:
            return exact
        key = plain_key(mention.code)
        known = [
            e for e in self._by_lead.get(_lead(mention.code), ()) if _agrees(e, mention.code, key)
        ]
        if len(known) < 2:
            return known[0] if known else None
        kind = _letters_of(words[mention.start :])
        best = [
            entry for entry in known if any(body in words for body in _BODIES if body in entry.body)
        ] or [entry for entry in known if kind and kind in plain_key(entry.number)]
        at_home = [entry for entry in known if entry.number == home]
        return (best or at_home or known)[0]

    @staticmethod
    def _cited_only(words: str, mention: _Mention) -> bool:
        """Whether a document is only spoken of: "nghị quyết 57 được nhắc ở đâu", "thực hiện nghị quyết 57"."""
        before, after = words[: mention.start], words[mention.end :]
        if _DONE_AFTER.match(after):
            return True
        return bool(_DONE_BEFORE.search(before)) and not _LOOKED_IN.search(before)

    @staticmethod
    def _unknown(words: str, mention: _Mention) -> bool:
        """Whether a number that no document has names one: not a count, not a plan for five years."""
        said = words[mention.start : mention.end]
        if "-" in mention.code or "/" in mention.code:
            return True
        if _COUNTED.match(words[mention.end :]) or _YEAR_CODE.fullmatch(mention.code):
            return False
        return bool(re.match(_NUMBERED, said))

    # -- by name --------------------------------------------------------------------------------

    def _by_written(self, words: str) -> Entry | None:
        """A document whose number has no digits in front ("KTXH-2025"), as typed."""
        found = self._catalogue.written_in(words)
        return next((e for e in found if len(e.number) > 4 and not e.number[0].isdigit()), None)

    def _by_issuer(self, words: str, own: Entry | None) -> Entry | None:
        """ "nghị quyết của Bộ Chính trị", "nghị quyết hđnd hà nội": the one by that body, by the title where it has several."""
        for short, full in _SPOKEN:
            words = re.sub(short, full, words)
        for body, entries in self._by_body.items():
            found = re.search(rf"\b{_DOC}{_OF}(?:thuong truc )?{body}\b", words)
            if found is None:
                continue
            if self._cited_only(words, _Mention(found.start(), found.end(), "")):
                continue
            ranked = sorted(entries, key=lambda entry: -_shared(words[found.end() :], entry))
            first = ranked[0]
            if (
                own is not None
                and own in entries
                and _shared(words[found.end() :], own) >= _shared(words[found.end() :], first)
            ):
                return own
            if len(ranked) == 1 or _shared(words, first) > _shared(words, ranked[1]):
                return first
        return None

    def _by_title(self, words: str, own: Entry | None) -> Entry | None:
        """ "nghị quyết về khoa học công nghệ": the one whose title goes on like that."""
        found = _ABOUT.search(words)
        if found is None:
            return None
        said = [word for word in re.findall(r"\w+", found["what"]) if word not in _SMALL_WORDS]
        for size in range(min(len(said), 8), 2, -1):
            run = " ".join(said[:size])
            known = [entry for title, entry in self._titles if run in title]
            if known:
                return own if own in known else known[0]
        return None

    # -- by year --------------------------------------------------------------------------------

    def _by_year_of(self, words: str, text: str, own: Entry) -> Route:
        year = _year_meant(words, own)
        if not year or year == own.period:
            return Route()
        other = self.in_year(own, year)
        if other is None or (int(own.period) - 1 == int(year) and _RESULTS.search(words)):
            return Route()
        # "năm ngoái" is said from where the question would go otherwise; the other document has a year before of its own.
        near = _NEAR_YEAR.search(words)
        if near is not None and not _NAMED_YEAR.search(words):
            text = f"{text[: near.start()]}năm {year}{text[near.end() :]}"
        return Route(other.number, text, by_year=True)


def without_comparing(question: str, periods: Sequence[str] = ()) -> str:
    """Return a question without the words that compare: "BHYT 2027 so với năm 2026" -> "BHYT".

    Args:
        question: as typed.
        periods: the years that are compared, which say nothing of what is asked.
    """
    text = clean(question)
    words = fold(text.lower())
    if len(words) != len(text):
        text = words
    spans = [match.span() for match in _COMPARING.finditer(words)]
    # In "kết quả năm 2025 so với năm 2024" the year says whose results are meant.
    for period in () if _RESULTS.search(words) else periods:
        of_year = rf"(?:\b(?:cua|trong|giua)\s+)?(?:\bnam\s+)?(?<![\w/.,-]){re.escape(period)}(?![\w/]|[.,]\d)"
        spans += [match.span() for match in re.finditer(of_year, words)]
    kept = ["" if any(a <= at < b for a, b in spans) else letter for at, letter in enumerate(text)]
    for start, _ in spans:
        kept[start] = " "
    return " ".join("".join(kept).split()) or question


def only_compares(question: str) -> bool:
    """Tell whether a question has no words but those that compare: "so với năm 2026 thì sao"."""
    return not _COMPARING.sub(" ", fold(clean(question).lower())).strip(" ?!.,")


def years_in(words: str, own: Entry) -> list[str]:
    """Return the years a question names, those told by "năm ngoái", "năm sau" too, in its order."""
    found = [(match.start(), match["year"]) for match in _NAMED_YEAR.finditer(words)]
    if own.period.isdecimal():
        for match in _NEAR_YEAR.finditer(words):
            step = -1 if match["past"] else 1
            found.append((match.start(), str(int(own.period) + step)))
    return list(dict.fromkeys(year for _, year in sorted(found)))


def _year_meant(words: str, own: Entry) -> str:
    """The year a question is about; "" for none, or where years only say till when or since when."""
    if not own.period.isdecimal():
        return ""
    for match in _NAMED_YEAR.finditer(words):
        if not _NOT_OF_YEAR.search(words[: match.start()]):
            return match["year"]
    for match in _NEAR_YEAR.finditer(words):
        if not _NOT_OF_YEAR.search(words[: match.start()]):
            return str(int(own.period) + (-1 if match["past"] else 1))
    return ""


def _mentions(words: str) -> Iterator[_Mention]:
    for match in _MENTION.finditer(words):
        group = "after" if match["after"] else "alone"
        code = re.sub(r"\s", "", match[group])
        start = match.start()
        yield _Mention(start, match.end(), code)


def _lead(code: str) -> int:
    return int(re.match(r"\d+", code)[0])  # type: ignore[index]  # a code begins with a figure


def _agrees(entry: Entry, code: str, key: str) -> bool:
    """Whether a number as typed may be a document's: "57", "63/2025", "57-nq"."""
    lead = re.match(r"\d+", code)
    rest = key.removeprefix(plain_key(lead[0]) if lead else "")
    number = plain_key(entry.number)
    number = number.removeprefix(re.match(r"\d*", number)[0])  # type: ignore[index]  # matches anything
    whole = plain_key(entry.number)
    return not rest or number.startswith(rest) or rest in whole


def _letters_of(said: str) -> str:
    letters = {"nghi quyet": "nq", "nq": "nq", "quyet dinh": "qd", "qd": "qd", "ke hoach": "kh"}
    return next((short for name, short in letters.items() if said.startswith(name)), "")


def _to(entry: Entry, text: str, words: str, mention: _Mention) -> Route:
    """To the document of a number, which is no part of what is asked of it."""
    pointing = re.search(rf"{_LEADING}$", words[: mention.start])
    start = pointing.start() if pointing else mention.start
    rest = f"{text[:start]} {text[mention.end :]}"
    rest = re.sub(r"^[\s,.:;?-]+|[\s,.:;?-]+$", "", " ".join(rest.split()))
    return Route(entry.number, rest)


def _telling(text: str) -> str:
    return " ".join(word for word in re.findall(r"\w+", text) if word not in _SMALL_WORDS)


def _shared(words: str, entry: Entry) -> int:
    """How many telling words a question shares with a document's issuer and title."""
    known = set(re.findall(r"\w+", f"{entry.body} {entry.title}")) - _SMALL_WORDS
    return len(known.intersection(re.findall(r"\w+", words)))


def asks_only_for(rest: str, entry: Entry) -> bool:
    """Tell whether what is left of a question names the document further and asks nothing of it."""
    words = set(re.findall(r"\w+", fold(clean(rest).lower())))
    known = set(re.findall(r"\w+", f"{entry.body} {entry.title}"))
    return not words - known - _SMALL_WORDS - _NAMING


def loaded_numbers(catalogue: Sequence[Entry], most: int = 8) -> str:
    """Return the numbers of the documents that can be asked, those in force first."""
    numbers = [entry.number for entry in catalogue[:most]]
    return ", ".join(numbers) + (", …" if len(catalogue) > most else "")
