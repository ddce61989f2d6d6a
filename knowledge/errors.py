"""The exceptions of the knowledge core.

    KnowledgeError
    ├── DataFileError        a bundled or taught data file is not as it should be
    ├── UnknownDocumentError no document of that number is loaded
    ├── UnknownClauseError   the document has no clause of that ref
    ├── StorageError         the database cannot be opened, read or written
    │   ├── NewerSchemaError the database was made by a later version
    │   └── BackupError      a file is no sound backup of this program's database
    ├── DocumentInUseError   assignments or reports refer to the document
    ├── NothingToUndoError   nothing is left to undo
    ├── RefusedError         the person may not do this
    ├── InvitationError      the invitation is unknown, used, revoked or expired
    ├── UnknownPersonError   the roster has no such person
    ├── UnknownUnitError     the roster has no such unit
    ├── UnknownAssignmentError  there is no such assignment
    ├── UnknownReportError   there is no such progress report
    ├── UnknownTeachingError there is no such teaching
    ├── InvalidInputError    a value does not fit what it is given for
    ├── ConfirmationError    a doubtful value has not been confirmed
    ├── TooLateError         the time for taking a report back is over
    ├── WorkbookError        a workbook cannot be read, or is too large
    └── DemoError            demonstration data and real data would mix

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


class BackupError(StorageError):
    """A file is no sound backup of this program's database."""


class DocumentInUseError(KnowledgeError):
    """Assignments or reports refer to the document."""


class NothingToUndoError(KnowledgeError):
    """Nothing is left to undo."""


class RefusedError(KnowledgeError):
    """The person may not do this."""


class InvitationError(KnowledgeError):
    """The invitation is unknown, used, revoked or expired."""


class UnknownPersonError(KnowledgeError):
    """The roster has no such person."""


class UnknownUnitError(KnowledgeError):
    """The roster has no such unit."""


class UnknownAssignmentError(KnowledgeError):
    """There is no such assignment."""


class UnknownReportError(KnowledgeError):
    """There is no such progress report."""


class UnknownTeachingError(KnowledgeError):
    """There is no such teaching."""


class InvalidInputError(KnowledgeError):
    """A value does not fit what it is given for."""


class ConfirmationError(KnowledgeError):
    """A doubtful value has not been confirmed."""


class TooLateError(KnowledgeError):
    """The time for taking a report back is over."""


class WorkbookError(KnowledgeError):
    """A workbook cannot be read, or is too large."""


class DemoError(KnowledgeError):
    """Demonstration data and real data would mix."""
