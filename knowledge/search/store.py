"""Keeping an index in one file, so that the next start builds nothing."""

import json
import os
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import DataFileError
from knowledge.language.accents import PairCounts
from knowledge.search.corpus import Corpus
from knowledge.search.postings import Postings

_VERSION: Final = 4
_CORPUS: Final = tuple(field.name for field in fields(Corpus) if field.name != "forms")
_PAIRS: Final = tuple(field.name for field in fields(PairCounts))
_POSTINGS: Final = tuple(
    field.name for field in fields(Postings) if field.name not in ("folds", "pairs")
)


def pack_corpus(corpus: Corpus) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return a corpus as values that JSON can hold and arrays; ``unpack_corpus`` reads them."""
    return {"forms": "\n".join(corpus.forms)}, {
        f"corpus_{name}": getattr(corpus, name) for name in _CORPUS
    }


def unpack_corpus(texts: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Corpus:
    """Read what ``pack_corpus`` gave; other names beside it are left alone."""
    return Corpus(_lines(texts["forms"]), *(arrays[f"corpus_{name}"] for name in _CORPUS))


def pack_postings(postings: Postings) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return postings as values that JSON can hold and arrays; ``unpack_postings`` reads them."""
    arrays = {name: getattr(postings, name) for name in _POSTINGS}
    arrays |= {f"pairs_{name}": getattr(postings.pairs, name) for name in _PAIRS}
    return {"folds": "\n".join(postings.folds)}, arrays


def unpack_postings(texts: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Postings:
    """Read what ``pack_postings`` gave; other names beside it are left alone."""
    pairs = PairCounts(**{name: arrays[f"pairs_{name}"] for name in _PAIRS})
    return Postings(
        folds=_lines(texts["folds"]), pairs=pairs, **{name: arrays[name] for name in _POSTINGS}
    )


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def write_index(path: Path, ids: list[str], corpus: Corpus, postings: Postings) -> None:
    """Write an index to ``path``; a reader sees the old file or the new one, never a part."""
    texts: dict[str, Any] = {"version": _VERSION, "ids": ids}
    arrays: dict[str, Any] = {}
    for more_texts, more_arrays in (pack_corpus(corpus), pack_postings(postings)):
        texts |= more_texts
        arrays |= more_arrays
    encoded = json.dumps(texts, ensure_ascii=True).encode("ascii")
    arrays["texts"] = np.frombuffer(encoded, dtype=np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **arrays)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def read_index(path: Path) -> tuple[list[str], Corpus, Postings]:
    """Read what ``write_index`` wrote.

    Raises:
        DataFileError: the file is missing or is not an index of this version.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            arrays: dict[str, NDArray[Any]] = {name: stored[name] for name in stored.files}
        texts = json.loads(arrays.pop("texts").tobytes())
        if texts["version"] != _VERSION:
            raise DataFileError(f"Chỉ mục {path} thuộc phiên bản khác; hãy xóa tệp để tạo lại.")
        return texts["ids"], unpack_corpus(texts, arrays), unpack_postings(texts, arrays)
    except FileNotFoundError as error:
        raise DataFileError(f"Không có chỉ mục {path}; hãy tạo lại.") from error
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise DataFileError(f"Chỉ mục {path} bị hỏng; hãy xóa tệp để tạo lại.") from error
