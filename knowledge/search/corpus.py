"""Turning texts into numbers: one array of syllable ids for a whole corpus."""

import multiprocessing
import os
import re
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from knowledge.language.normalize import clean, match_form

_CHUNK: Final = 2_000  # texts handed to a worker at a time
_PARALLEL_FROM: Final = 8_000  # texts; starting processes costs more than it saves below this
_HEADING_LETTERS: Final = 200
# Syllables and figures as in ``tokens``, and the places where a sentence ends.
_PIECE: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[.;!?](?=\s)|\n")
_ENDS: Final = (".", ";", "!", "?", "\n")
LONGEST: Final = 100  # syllables; a longer sentence, or text without stops, is cut
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:\.\d{3})+")


@dataclass(frozen=True, slots=True)
class Corpus:
    """All texts of a corpus as syllable ids.

    Attributes:
        forms: the distinct syllables and figures.
        ids: int32, the syllables of all texts one after another.
        offsets: int64, where each text begins in ``ids``; one more entry than there are texts.
        sentences: int64 ascending, where each sentence begins in ``ids``; none is empty.
    """

    forms: list[str]
    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]
    sentences: NDArray[np.int64]


def canonical(form: str) -> str:
    """Return the one spelling of a figure that matching uses: "1.056" -> "1056", "07" -> "7"."""
    if not form[0].isdigit():
        return form
    whole, comma, rest = form.partition(",")
    if _THOUSANDS.fullmatch(whole):
        whole = whole.replace(".", "")
    if whole.isdigit():
        whole = whole.lstrip("0") or "0"
    return whole + comma + rest


def read_corpus(texts: Sequence[str], *, progress: bool = False) -> Corpus:
    """Read all texts, on all cores when there are many.

    Args:
        texts: the texts; the first line of one with several counts twice, as its heading.
        progress: whether to show a progress bar on standard error.
    """
    vocabulary: defaultdict[str, int] = defaultdict()
    vocabulary.default_factory = vocabulary.__len__
    parts: list[NDArray[np.int32]] = []
    lengths: list[NDArray[np.int64]] = []
    stops: list[NDArray[np.int64]] = []
    done = 0
    chunks = [texts[at : at + _CHUNK] for at in range(0, len(texts), _CHUNK)]
    # The first chunk starts the workers: the bar brings a thread, and threads forbid forking.
    stream = _read_chunks(chunks, len(texts))
    first = list(islice(stream, 1))
    with tqdm(total=len(texts), unit=" texts", disable=not progress, leave=False) as bar:
        for forms, ids, length, stop in chain(first, stream):
            place = np.array([vocabulary[canonical(form)] for form in forms], dtype=np.int32)
            parts.append(place[ids] if len(forms) else ids)
            lengths.append(length)
            stops.append(stop + done)
            done += len(ids)
            bar.update(len(length))
    offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    if not parts:
        return Corpus([], np.zeros(0, dtype=np.int32), offsets, np.zeros(0, dtype=np.int64))
    np.cumsum(np.concatenate(lengths), out=offsets[1:])
    sentences = _sentences(np.concatenate(stops), offsets)
    return Corpus(list(vocabulary), np.concatenate(parts), offsets, sentences)


def _sentences(stops: NDArray[np.int64], offsets: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each sentence begins, long ones cut into equal parts."""
    starts = np.unique(np.concatenate((offsets, stops)))
    lengths = np.diff(starts)
    parts = -(-lengths // LONGEST)
    first = np.cumsum(parts) - parts
    within = np.arange(int(parts.sum())) - np.repeat(first, parts)
    cut: NDArray[np.int64] = np.repeat(starts[:-1], parts)
    cut += within * np.repeat(lengths, parts) // np.repeat(parts, parts)
    return cut


# Forms, their places in the texts, the texts' lengths, and after how many syllables a stop comes.
_Chunk = tuple[list[str], NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]


def _read_chunks(chunks: list[Sequence[str]], size: int) -> Iterator[_Chunk]:
    workers = os.cpu_count() or 1
    # Forking a process that runs threads may deadlock; such a program reads on one core.
    alone = threading.active_count() == 1 and "fork" in multiprocessing.get_all_start_methods()
    if size < _PARALLEL_FROM or workers < 2 or not alone:
        yield from map(_read_chunk, chunks)
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield from pool.map(_read_chunk, chunks)


def _read_chunk(texts: Iterable[str]) -> _Chunk:
    vocabulary: defaultdict[str, int] = defaultdict()
    vocabulary.default_factory = vocabulary.__len__
    ends = len(_ENDS)
    for end in _ENDS:
        vocabulary[end]
    found: list[int] = []
    edges = [0]
    for text in texts:
        pieces = _PIECE.findall(match_form(_with_heading(clean(text))))
        found += map(vocabulary.__getitem__, pieces)
        edges.append(len(found))
    ids = np.array(found, dtype=np.int32)
    kept = ids >= ends
    before = np.zeros(len(ids) + 1, dtype=np.int64)
    np.cumsum(kept, out=before[1:])
    forms = list(vocabulary)[ends:]
    return forms, ids[kept] - ends, np.diff(before[edges]), before[:-1][~kept]


def _with_heading(text: str) -> str:
    """Write the first line of a text twice when it is short enough to be a heading."""
    heading, _, rest = text.strip().partition("\n")
    if len(heading) <= _HEADING_LETTERS and len(rest) > len(heading):
        return f"{heading}\n{text}"
    return text
