"""Why a file cannot be used, in the words of whoever configured it."""

from __future__ import annotations

import errno
from typing import Final

_WORDS: Final = {
    errno.ENOENT: "bestaat niet",
    errno.ENOTDIR: "de map ervan bestaat niet",
    errno.EISDIR: "is een map",
    errno.EACCES: "geen toegang",
    errno.EPERM: "geen toegang",
    errno.EROFS: "de schijf is alleen te lezen",
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "de schijf is vol",
    errno.ELOOP: "verwijst naar zichzelf",
    errno.ENAMETOOLONG: "de naam is te lang",
}


def why(error: OSError) -> str:
    """What is wrong, without the path; of an error that is not in the list the name of its number (``EIO``)."""
    number = error.errno or 0
    return _WORDS.get(number) or errno.errorcode.get(number, "onbekende fout")
