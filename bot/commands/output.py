"""Writing what a command hands out into a file."""

from pathlib import Path
from typing import Final

import click

_EXISTS: Final = "Tệp {file} đã có; thêm --force để ghi đè."


def refuse_existing(file: Path, force: bool) -> None:
    """Refuse to write over a file that is there already, before any work is done.

    Raises:
        ClickException: it is there, and ``force`` was not given.
    """
    if file.exists() and not force:
        raise click.ClickException(_EXISTS.format(file=file))


def write_out(file: Path, data: bytes) -> None:
    """Write a file.

    Raises:
        FileError: it cannot be written.
    """
    try:
        file.write_bytes(data)
    except OSError as error:
        raise click.FileError(str(file), error.strerror) from error
