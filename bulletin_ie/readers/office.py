"""Old office files (doc, wps, rtf), through an installed LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from ..errors import ReadError, UnsupportedFormatError

__all__ = ["to_docx"]

TIMEOUT = 120.0


def to_docx(data: bytes, suffix: str, origin: str) -> bytes:
    """The same document as OOXML.

    Raises:
        UnsupportedFormatError: no LibreOffice is installed.
        ReadError: it cannot convert the file, or not in time.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise UnsupportedFormatError(
            f"{origin}: {suffix} files need LibreOffice (the command soffice), which is not installed"
        )
    with tempfile.TemporaryDirectory(prefix="bulletin_ie_") as folder:
        place = Path(folder) / f"notice{suffix}"
        place.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "docx",
                   "--outdir", folder, str(place)]  # fmt: skip
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)
            return place.with_suffix(".docx").read_bytes()
        except (OSError, subprocess.SubprocessError) as e:
            raise ReadError(f"{origin}: LibreOffice cannot convert it: {e}") from e
