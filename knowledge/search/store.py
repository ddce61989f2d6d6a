"""Keeping an index in one file, so that the next start builds nothing."""

import json
import os
import tempfile
import zipfile
from dataclasses import fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import DataFileError
from knowledge.language.accents import PairCounts
from knowledge.search.corpus import Corpus
from knowledge.search.postings import Postings

_VERSION: Final = 3
_CORPUS: Final = ("ids", "offsets", "sentences")


def write_index(path: Path, ids: list[str], corpus: Corpus, postings: Postings) -> None:
    """Write an index to ``path``; a reader sees the old file or the new one, never a part."""
    texts = {"version": _VERSION, "ids": ids, "forms": corpus.forms, "folds": postings.folds}
    arrays: dict[str, Any] = {
        field.name: getattr(postings, field.name)
        for field in fields(Postings)
        if field.name not in ("folds", "pairs")
    }
    arrays |= {
        f"pairs_{field.name}": getattr(postings.pairs, field.name) for field in fields(PairCounts)
    }
    encoded = json.dumps(texts, ensure_ascii=True).encode("ascii")
    arrays["texts"] = np.frombuffer(encoded, dtype=np.uint8)
    arrays |= {f"corpus_{name}": getattr(corpus, name) for name in _CORPUS}
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
        corpus = Corpus(texts["forms"], *(arrays.pop(f"corpus_{name}") for name in _CORPUS))
        pairs = PairCounts(
            **{field.name: arrays.pop(f"pairs_{field.name}") for field in fields(PairCounts)}
        )
        return texts["ids"], corpus, Postings(folds=texts["folds"], pairs=pairs, **arrays)
    except FileNotFoundError as error:
        raise DataFileError(f"Không có chỉ mục {path}; hãy tạo lại.") from error
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise DataFileError(f"Chỉ mục {path} bị hỏng; hãy xóa tệp để tạo lại.") from error
