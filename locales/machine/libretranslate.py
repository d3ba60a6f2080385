"""LibreTranslate's HTTP API (https://docs.libretranslate.com), also of a server in one's own house.

`POST /translate` with `q` (a list), `source`, `target`, `format`, `api_key`; the answer's `translatedText` is a
list as long. Answers are bounded in time and size; redirects aren't followed, so the key goes nowhere else.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils.translation import gettext as _

from locales.machine.engines import EngineError, register_engine
from locales.machine.html import as_html, from_html

NAME = "libretranslate"
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 5, 30, 60
LARGEST_ANSWER = 4 * 1024 * 1024
TEXTS_AT_ONCE = 25
_CODES = {"zh-hans": "zh-Hans"}
"""Where its name of a language isn't ours."""


class LibreTranslate:
    name = "LibreTranslate"

    def __init__(self, url: str, key: str = "", *, read_seconds: float = READ_SECONDS) -> None:
        self.url = url.rstrip("/")
        self.key = key
        self.read_seconds = read_seconds

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        found: list[str] = []
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            found += self._some(texts[start : start + TEXTS_AT_ONCE], source, target)
        return found

    def _some(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        question = {
            "q": [as_html(text) for text in texts],
            "source": _CODES.get(source, source),
            "target": _CODES.get(target, target),
            "format": "html",
        }
        if self.key:
            question["api_key"] = self.key
        answer = self._ask(question)
        translated = answer.get("translatedText") if isinstance(answer, dict) else None
        if not isinstance(translated, list) or len(translated) != len(texts):
            raise EngineError(_("The translation service answered something else than translations."))
        if not all(isinstance(text, str) for text in translated):
            raise EngineError(_("The translation service answered something else than translations."))
        return [from_html(text) for text in translated]

    def _ask(self, question: dict[str, Any]) -> Any:
        try:
            with requests.post(
                f"{self.url}/translate",
                json=question,
                timeout=(CONNECT_SECONDS, self.read_seconds),
                allow_redirects=False,
                stream=True,
            ) as response:
                body = self._body(response)
                _check_status(response.status_code, body)
        except requests.Timeout as error:
            raise EngineError(_("The translation service took too long. Try again later.")) from error
        except requests.RequestException as error:
            raise EngineError(_("The translation service can't be reached.")) from error
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise EngineError(_("The translation service answered something else than translations.")) from error

    def _body(self, response: requests.Response) -> bytes:
        """The answer, as long as it is neither too large nor too slow in dripping in."""
        body = bytearray()
        deadline = time.monotonic() + WHOLE_SECONDS
        for chunk in response.iter_content(64 * 1024):
            body += chunk
            if len(body) > LARGEST_ANSWER:
                raise EngineError(_("The translation service answered far too much."))
            if time.monotonic() > deadline:
                raise EngineError(_("The translation service took too long. Try again later."))
        return bytes(body)


def _check_status(status: int, body: bytes) -> None:
    if status == 200:
        return
    if status == 429:
        raise EngineError(_("The translation service is asked too often. Try again in a few minutes."))
    if status in (401, 403):
        raise EngineError(_("The translation service doesn't accept this site's key. Tell your administrator."))
    if status == 400 and b"not supported" in body:
        raise EngineError(_("The translation service doesn't know this language."))
    raise EngineError(_("The translation service failed (status %(status)s).") % {"status": status})


def _from_settings() -> LibreTranslate | None:
    url = settings.MACHINE_TRANSLATION_URL
    if urlsplit(url).scheme not in ("http", "https"):
        return None
    return LibreTranslate(url, settings.MACHINE_TRANSLATION_KEY)


def register() -> None:
    register_engine(NAME, _from_settings)
