"""The bytes of a package, from a folder or a zip, and no byte from anywhere else.

Nothing is ever unpacked onto the disk. A zip whose entries lead out of it, or that would
swell beyond `LARGEST`, is refused before its contents are read.
"""

import re
import stat
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from positions.exchange.package.problems import Broken, Problem, shown
from positions.exchange.package.tables import NEGOTIATION_FILE, TABLES, TEXT_FOLDER

LARGEST = 512 * 1024 * 1024  # bytes, all files together
OUR_FILES = {NEGOTIATION_FILE, *(table.file for table in TABLES.values())}


def read_files(path: Path) -> Mapping[str, bytes]:
    """The files of the package by name, such as "parties.csv" and "articles/<key>.txt". Others are left unread."""
    try:
        if path.is_dir():
            return from_folder(path)
        if path.is_file():
            return from_zip(path)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise Broken([Problem("", f"{shown(str(path))} cannot be read: {error}.")]) from error
    raise Broken([Problem("", f"There is no folder and no zip file at {shown(str(path))}.")])


def is_ours(name: str) -> bool:
    return name in OUR_FILES or (name.startswith(TEXT_FOLDER) and name.endswith(".txt") and name.count("/") == 1)


def from_folder(folder: Path) -> dict[str, bytes]:
    root = folder.resolve()
    texts = folder / TEXT_FOLDER
    found = [folder / name for name in sorted(OUR_FILES)]
    found += sorted(texts.glob("*.txt")) if texts.is_dir() else []
    files, problems, total = {}, [], 0
    for file in found:
        if not file.is_file():
            continue
        name = file.relative_to(folder).as_posix()
        if not file.resolve().is_relative_to(root):
            problems.append(Problem(printable(name), "This is a link out of the folder. Put the file itself there."))
            continue
        total += file.stat().st_size
        check_size(total)
        files[name] = file.read_bytes()
    if problems:
        raise Broken(problems)
    return files


def from_zip(file: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            check_names(entries)
            folder = common_folder([entry.filename for entry in entries])
            ours = [(entry.filename.removeprefix(folder), entry) for entry in entries]
            ours = [(name, entry) for name, entry in ours if is_ours(name)]
            check_size(sum(entry.file_size for _, entry in ours))
            return {name: archive.read(entry) for name, entry in ours}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError) as error:
        # RuntimeError: it asks for a password. NotImplementedError: a compression we do not have.
        message = f"This is not a zip file that can be read ({error}). Zip the folder again, without a password."
        raise Broken([Problem(printable(file.name), message)]) from error


def check_names(entries: list[zipfile.ZipInfo]) -> None:
    problems, seen = [], set()
    for entry in entries:
        name = entry.filename
        if leads_out(name) or stat.S_ISLNK(entry.external_attr >> 16):
            problems.append(Problem(printable(name), "This name leads out of the package. Zip the folder again."))
        elif name in seen:
            problems.append(Problem(printable(name), "The zip file contains this file twice. Zip the folder again."))
        seen.add(name)
    if problems:
        raise Broken(problems)


def leads_out(name: str) -> bool:
    return (
        name.startswith("/") or "\\" in name or bool(re.match(r"[A-Za-z]:", name)) or ".." in PurePosixPath(name).parts
    )


def common_folder(names: list[str]) -> str:
    """Whoever zips a folder gets it inside the zip: its name with a slash, or nothing."""
    names = [name for name in names if not name.startswith("__MACOSX/")]
    firsts = {name.split("/", 1)[0] for name in names if "/" in name}
    if len(firsts) == 1 and all("/" in name for name in names) and firsts != {TEXT_FOLDER.rstrip("/")}:
        return f"{firsts.pop()}/"
    return ""


def check_size(total: int) -> None:
    if total > LARGEST:
        limit = LARGEST // 1024 // 1024
        raise Broken([Problem("", f"The files of this package are larger than {limit} MB together. Split it.")])


def printable(name: str) -> str:
    return shown(name).strip("“”")
