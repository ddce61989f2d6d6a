"""The exceptions of the knowledge core.

    KnowledgeError
    ├── DataFileError        a bundled or taught data file is not as it should be
    ├── UnknownDocumentError no document of that number is loaded
    ├── UnknownClauseError   the document has no clause of that ref
    └── StorageError         the database cannot be opened, read or written
        └── NewerSchemaError the database was made by a later version

Each message is one Vietnamese sentence that names the value and the remedy, fit to show to a person.
"""


class KnowledgeError(Exception):
    """Anything the knowledge core reports to the person who uses it."""


class DataFileError(KnowledgeError):
    """A data file is missing, malformed, or names what does not exist."""


class UnknownDocumentError(KnowledgeError):
    """No document of that number is loaded."""


class UnknownClauseError(KnowledgeError):
    """The document has no clause of that ref."""


class StorageError(KnowledgeError):
    """The database cannot be opened, read or written."""


class NewerSchemaError(StorageError):
    """The database was made by a later version of the program."""
