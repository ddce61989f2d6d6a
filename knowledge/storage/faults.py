"""From a fault of SQLite or of the disk to one sentence that says what to do."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from knowledge.errors import StorageError

IS_FOLDER: Final = (
    "“{path}” là thư mục, không phải tệp dữ liệu; đặt NGHIQUYET_DATABASE thành đường dẫn tệp."
)
NO_PERMISSION: Final = (
    "Không có quyền đọc, ghi “{path}”; cấp quyền cho tài khoản chạy chương trình."
)
READ_ONLY: Final = "“{path}” chỉ đọc được, không ghi được; mở quyền ghi cho tệp và thư mục chứa nó."
FULL: Final = "Đĩa chứa “{path}” đã đầy; dọn chỗ rồi làm lại, dữ liệu đã xác nhận vẫn còn nguyên."
CORRUPT: Final = "“{path}” bị hỏng; khôi phục từ bản sao lưu bằng lệnh nghiquyet restore."
NOT_A_DATABASE: Final = (
    "“{path}” không phải tệp dữ liệu SQLite; chỉ đúng tệp hoặc chọn tên tệp mới."
)
FOREIGN: Final = "“{path}” là dữ liệu của chương trình khác; chọn tên tệp khác."
NO_FOLDER: Final = "Không tạo được thư mục chứa “{path}”; kiểm tra đường dẫn."
BUSY: Final = "“{path}” đang bị chương trình khác giữ; thử lại sau ít phút."
DISK: Final = "Đĩa báo lỗi khi đọc, ghi “{path}” ({code}); kiểm tra đĩa rồi làm lại."
OTHER: Final = "Không dùng được tệp dữ liệu “{path}” ({code}); chạy nghiquyet doctor để kiểm tra."
NEWER: Final = (
    "“{path}” do phiên bản mới hơn tạo ra (có bước {name}); nâng cấp chương trình rồi mở lại."
)

_BY_CODE: Final = (
    (sqlite3.SQLITE_READONLY, READ_ONLY),
    (sqlite3.SQLITE_FULL, FULL),
    (sqlite3.SQLITE_CORRUPT, CORRUPT),
    (sqlite3.SQLITE_NOTADB, NOT_A_DATABASE),
    (sqlite3.SQLITE_BUSY, BUSY),
    (sqlite3.SQLITE_LOCKED, BUSY),
    (sqlite3.SQLITE_PERM, NO_PERMISSION),
    (sqlite3.SQLITE_AUTH, NO_PERMISSION),
    (sqlite3.SQLITE_CANTOPEN, NO_PERMISSION),
    (sqlite3.SQLITE_IOERR, DISK),
)
_BY_ERRNO: Final = {
    errno.EACCES: NO_PERMISSION,
    errno.EPERM: NO_PERMISSION,
    errno.EROFS: READ_ONLY,
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EISDIR: IS_FOLDER,
    errno.ENOTDIR: NO_FOLDER,
    errno.EEXIST: NO_FOLDER,
    errno.EFBIG: FULL,
}


@contextmanager
def storage_faults(path: Path) -> Iterator[None]:
    """Turn what SQLite and the disk raise into StorageError.

    A broken constraint passes through: it is a defect of the program, not of the disk.

    Raises:
        StorageError: the file cannot be opened, read or written.
    """
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        raise StorageError(_sentence(error, path)) from error
    except OSError as error:
        form = _BY_ERRNO.get(error.errno or 0, OTHER)
        code = error.strerror or type(error).__name__
        raise StorageError(form.format(path=path, code=code)) from error


def _sentence(error: sqlite3.DatabaseError, path: Path) -> str:
    code = getattr(error, "sqlite_errorcode", 0)
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    for primary, form in _BY_CODE:
        if code & 0xFF == primary:  # the low byte of an extended code is the primary one
            return form.format(path=path, code=name)
    return OTHER.format(path=path, code=name)
