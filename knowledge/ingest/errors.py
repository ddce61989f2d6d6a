"""Why a file cannot be loaded. Each message is one Vietnamese sentence for the person who sent the file.

KnowledgeError
└── IngestError
    ├── UnsupportedFormatError  not a kind of file that is read
    ├── TooLargeError           over a limit of size, pages or unpacked size
    ├── DamagedFileError        cannot be opened as what it claims to be
    └── NoTextError             a scan without a text layer, or an empty file
"""

from knowledge.errors import KnowledgeError


class IngestError(KnowledgeError):
    """A file cannot be loaded."""


class UnsupportedFormatError(IngestError):
    """The file is of a kind that is not read."""


class TooLargeError(IngestError):
    """The file is over a limit of size, pages or unpacked size."""


class DamagedFileError(IngestError):
    """The file cannot be opened as what it claims to be."""


class NoTextError(IngestError):
    """The file holds no text: a scan, or nothing at all."""
