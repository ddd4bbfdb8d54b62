"""What a file of evidence may be: the checks that every upload shares, under this room's name."""

from learnhub.web.file_content import (
    EICAR,
    LARGEST,
    Checked,
    FileFault,
    FileRefused,
    FileType,
    checked,
    clean_name,
)

__all__ = ["EICAR", "LARGEST", "Checked", "FileFault", "FileRefused", "FileType", "checked", "clean_name"]
