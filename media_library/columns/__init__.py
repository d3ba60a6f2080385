"""The table of what people write about an asset as text: lists beside files, the API, batch editing, spreadsheets."""

from media_library.columns.table import (
    Column,
    Sort,
    assign,
    changed_together,
    columns,
    texts_of,
    value_of,
    written_beside_files,
)
from media_library.columns.text import as_text

__all__ = [
    "Column",
    "Sort",
    "as_text",
    "assign",
    "changed_together",
    "columns",
    "texts_of",
    "value_of",
    "written_beside_files",
]
