"""A browser that opens share links."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from django.test import Client


class Visitor:
    """Keeps the cookies of one visit."""

    def __init__(self, **defaults: Any) -> None:
        self.client = Client(**defaults)

    def page(self, address: str, **headers: str) -> Any:
        return self.client.get(address, headers=headers)

    def text(self, address: str) -> str:
        response = self.page(address)
        assert response.status_code == 200, response.status_code
        return str(response.content.decode())

    def zip_address(self, address: str) -> str:
        found = re.search(r'href="(/press/files/[^"]+/kit\.zip)"', self.text(address))
        assert found
        return found[1]

    def file_addresses(self, address: str) -> list[str]:
        return sorted(set(re.findall(r'href="(/press/files/[^"]+/original)"', self.text(address))))

    def post(self, address: str, **values: str) -> Any:
        """With the mark that stands in the page's form."""
        mark = re.search(r'name="mark" value="([^"]+)"', self.page(address).content.decode())
        return self.client.post(address, {"mark": mark[1] if mark else "", **values})


def taken(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def names_in(response: Any) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(taken(response))) as archive:
        return [name for name in archive.namelist() if name.startswith("pictures/")]
