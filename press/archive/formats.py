"""The forms in which captions and release lie in an archive. See docs/how-to/add-a-captions-format.md."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from locales.registry import tag_of
from press.archive.captions import KitText, captions_text
from press.archive.release import Release, release_text
from press.archive.word import captions_word, release_word

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class CaptionsFormat:
    """`extension` is also what `?captions=` names it by.

    Both writers take the text and Django's code of the language for labels, and give the same bytes for the same text:
    an interrupted download goes on in them.
    """

    extension: str
    label: StrOrPromise
    captions: Callable[[KitText, str], bytes]
    release: Callable[[Release, str], bytes]


_formats: dict[str, CaptionsFormat] = {}


def register_format(one: CaptionsFormat) -> None:
    """Offer a form. Raises ValueError for an extension that is taken or couldn't be asked for."""
    if one.extension in _formats or not one.extension.isalnum() or one.extension == "none":
        raise ValueError(f"{one.extension!r} is registered already, or no name for a form of captions")
    _formats[one.extension] = one


def formats() -> dict[str, CaptionsFormat]:
    """{extension: format} in the order of registration."""
    return dict(_formats)


def captions_json(kit: KitText, language: str) -> bytes:
    """Every value under the name it has in `KitText`; times in UTC, `language` as a BCP 47 tag."""
    return _json(asdict(kit), language)


def release_json(release: Release, language: str) -> bytes:
    return _json(asdict(release), language)


def _json(body: dict[str, Any], language: str) -> bytes:
    body = {"language": tag_of(language), **body}
    return json.dumps(body, ensure_ascii=False, indent=1, default=lambda moment: moment.isoformat()).encode()


register_format(CaptionsFormat("txt", _("Plain text"), captions_text, release_text))
register_format(CaptionsFormat("docx", _("Word document"), captions_word, release_word))
register_format(CaptionsFormat("json", _("JSON, for programs"), captions_json, release_json))
