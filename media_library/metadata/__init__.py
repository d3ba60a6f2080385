"""Photo metadata: read from what comes in, written into what goes out.

    found = read(data)                       # EXIF, IIM and XMP as one PhotoMetadata
    said = packet(Outgoing(title={"vi": …}))  # the XMP packet; its digest is stable
    out = embed(data, said, keep_location=False)

`mapping.FIELDS` says where each field lives; `docs/metadata-mapping.md` is made of it (`documentation`).
"""

from media_library.metadata.embedding import embed, stripped
from media_library.metadata.errors import MetadataError, UnsupportedContainer
from media_library.metadata.model import Licensor, Outgoing, PhotoMetadata
from media_library.metadata.reading import read, read_packet
from media_library.metadata.text import LangText
from media_library.metadata.xmp.writing import packet

__all__ = [
    "LangText",
    "Licensor",
    "MetadataError",
    "Outgoing",
    "PhotoMetadata",
    "UnsupportedContainer",
    "embed",
    "packet",
    "read",
    "read_packet",
    "stripped",
]
