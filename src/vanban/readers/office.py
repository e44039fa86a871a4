"""Old Word files (.doc) and RTF, converted to .docx by a headless LibreOffice with a profile of its own.

Two LibreOffice processes that share a profile disturb each other, so each conversion makes a fresh one; the profile
forbids macros and the update of links, so that a document cannot fetch anything.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import struct
import subprocess
import tempfile
from pathlib import Path
from typing import Final

import msgspec

from vanban.errors import VanbanError
from vanban.readers import docx, media
from vanban.readers.blocks import Reading
from vanban.readers.limits import Limits
from vanban.readers.pasted import Recogniser

_PROGRAMS: Final = ("soffice", "libreoffice")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACRO_STORAGES: Final = ("_VBA_PROJECT", "Macros")
_WORD_MAGIC: Final = 0xA5EC
_ENCRYPTED: Final = 0x0100
_SECTOR: Final = 512
_ENTRY: Final = 128
_MEMORY: Final = "/dev/shm"  # noqa: S108 - a fresh folder of its own is made there
#: What a conversion writes: source and result, and the profile of the program.
_TIMES_ITS_SIZE: Final = 4
_PROFILE_BYTES: Final = 32 * 1024 * 1024
_SCRIPTING: Final = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS: Final = (
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
)
_PROFILE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    + "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}"><value>{value}</value></prop></item>'
        for path, name, value in _SETTINGS
    )
    + "</oor:items>\n"
)


def read(data: bytes, limits: Limits, recogniser: Recogniser) -> Reading:
    """Read a .doc or .rtf file.

    Raises VanbanError: `macro`, `encrypted`, `needs-libreoffice` where it is not installed, `too-long`, `damaged`.
    """
    media_type = media.DOC if data.startswith(_OLE) else media.RTF
    reading = docx.read(converted(data, limits), limits, recogniser)
    return msgspec.structs.replace(reading, media_type=media_type)


def converted(data: bytes, limits: Limits) -> bytes:
    """A .doc or .rtf file as .docx.

    The converter works on a file: it lies in a folder of its own, in memory where the system offers a file system
    there, and is removed when the conversion ends. Raises the codes of `read`.
    """
    is_word = data.startswith(_OLE)
    if is_word:
        _refuse_unsafe(data)
    short_name = media.SHORT_NAMES[media.DOC if is_word else media.RTF]
    return _convert(data, ".doc" if is_word else ".rtf", short_name, limits)


def _refuse_unsafe(data: bytes) -> None:
    if any(_entry(data, name) is not None for name in _MACRO_STORAGES):
        raise VanbanError("macro")
    entry = _entry(data, "WordDocument")
    if entry is None:
        raise VanbanError("damaged", format=media.SHORT_NAMES[media.DOC])
    start = struct.unpack_from("<I", data, entry + 116)[0]
    header = (start + 1) * _SECTOR
    if header + 12 <= len(data):
        magic, flags = struct.unpack_from("<H", data, header)[0], struct.unpack_from("<H", data, header + 10)[0]
        if magic == _WORD_MAGIC and flags & _ENCRYPTED:
            raise VanbanError("encrypted")


def _entry(data: bytes, name: str) -> int | None:
    """Where the directory entry of a stream or storage stands in a compound file ([MS-CFB] 2.6)."""
    pattern = name.encode("utf-16-le") + b"\x00\x00"
    position = data.find(pattern)
    while position >= 0:
        whole_entry = position % _ENTRY == 0 and position + _ENTRY <= len(data)
        if whole_entry and struct.unpack_from("<H", data, position + 64)[0] == len(pattern):
            return position
        position = data.find(pattern, position + 1)
    return None


def _convert(data: bytes, suffix: str, short_name: str, limits: Limits) -> bytes:
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise VanbanError("needs-libreoffice", format=short_name)
    with tempfile.TemporaryDirectory(prefix="lotrinh-", dir=_folder_in_memory(len(data))) as folder:
        place = Path(folder)
        profile = place / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        source = place / f"source{suffix}"
        source.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
            "--outdir",
            str(place / "out"),
            str(source),
        ]
        _run(command, place, limits)
        target = place / "out" / "source.docx"
        if not target.is_file():
            raise VanbanError("damaged", format=short_name)
        if target.stat().st_size > limits.max_bytes:
            raise VanbanError("too-large", size=target.stat().st_size, limit=limits.max_bytes)
        return target.read_bytes()


def _folder_in_memory(size: int) -> str | None:
    """The file system in memory, None where there is none with room for a conversion."""
    try:
        free = shutil.disk_usage(_MEMORY).free
    except OSError:
        return None
    return _MEMORY if os.access(_MEMORY, os.W_OK) and free > size * _TIMES_ITS_SIZE + _PROFILE_BYTES else None


def _run(command: list[str], home: Path, limits: Limits) -> None:
    """Run the converter in a session of its own and end the whole session when its time is over."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    seconds = min(limits.max_seconds, limits.max_conversion_seconds)
    with subprocess.Popen(  # noqa: S603 - a fixed program; the document is a file of our own naming
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as process:
        try:
            if hasattr(resource, "prlimit"):
                resource.prlimit(process.pid, resource.RLIMIT_AS, (limits.max_memory_bytes, limits.max_memory_bytes))
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise VanbanError("too-long", limit=seconds) from error
        except ProcessLookupError:
            process.wait()
        finally:
            _end_session(process.pid)


def _end_session(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
