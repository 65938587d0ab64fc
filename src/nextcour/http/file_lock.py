"""A lock on an open file that other processes respect. The operating system frees that of a process that is killed."""

from __future__ import annotations

import sys
from typing import IO, Any

if sys.platform == "win32":

    def taken(file: IO[Any]) -> bool:
        """Whether we have the lock of `file` now; it is free again once the file is closed."""
        import msvcrt  # noqa: PLC0415

        try:
            file.seek(1 << 30)  # a byte that nobody writes: the content stays readable
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def taken(file: IO[Any]) -> bool:
        """Whether we have the lock of `file` now; it is free again once the file is closed."""
        import fcntl  # noqa: PLC0415

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # this file system knows no locks
        return True
