"""What may be chosen of a kit: files, sizes, forms of captions, languages; and what is refused."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from docx import Document

from press import copies
from press.archive.formats import CaptionsFormat, formats, register_format
from press.models import PreparedCopy, Receipt
from tests.media_library.factories import approved, in_state
from tests.press.factories import bearer, kit, organisation

pytestmark = pytest.mark.django_db


def opened(response: Any) -> zipfile.ZipFile:
    assert response.status_code == 200, response.content
    content = b"".join(response.streaming_content)
    assert len(content) == int(response["Content-Length"])
    return zipfile.ZipFile(io.BytesIO(content))


def test_sized_copies_are_exact_signed_for_and_resumed() -> None:
    photo, film = approved(), in_state("approved", kind="video")
    made, headers = kit([photo, film]), bearer(organisation())
    address = f"/api/v1/kits/{made.uuid}/download?size=medium"
    whole = Client().get(address, headers=headers)
    archive = opened(whole)
    files = {one["asset"]: one for one in json.loads(archive.read("manifest.json"))["files"]}
    sized, original = files[str(photo.uuid)], files[str(film.uuid)]
    assert (sized["variant"], sized["type"]) == ("medium", "image/jpeg")
    assert "variant" not in original
    for one in files.values():
        assert hashlib.sha256(archive.read(one["path"])).hexdigest() == one["sha256"]
    assert {line.variant: line.sha256 for line in Receipt.objects.all()} == {
        "medium": sized["sha256"],
        "original": original["sha256"],
    }
    rest = Client().get(address, headers={**headers, "Range": "bytes=500-", "If-Range": whole["ETag"]})
    assert rest.status_code == 206
    assert PreparedCopy.objects.count() == 1


def test_copies_that_arent_there_are_made_by_the_queue_with_progress() -> None:
    made = kit([approved(), approved()])
    with mock.patch("press.tasks.prepare_copies") as queued:
        page = Client().get(f"/en/press/kits/{made.slug}/download/?size=large")
        api = Client().get(f"/api/v1/kits/{made.uuid}/download?size=large")
    assert page.status_code == api.status_code == 202
    assert "0 of 2 pictures are ready" in page.content.decode() and page["Refresh"]
    assert api.json() == {"status": "preparing", "ready": 0, "total": 2} and api["Retry-After"]
    (call,) = queued.enqueue.call_args_list
    copies.prepare(*call.args)
    assert len(opened(Client().get(f"/api/v1/kits/{made.uuid}/download?size=large")).namelist()) > 2


def test_a_broken_original_keeps_nobody_waiting() -> None:
    from media_library.renditions.decoding import Failure, RenderError

    made = kit([approved(), approved()])
    with mock.patch("press.copies.store.make", side_effect=RenderError(Failure.DAMAGED)):
        archive = opened(Client().get(f"/api/v1/kits/{made.uuid}/download?size=large"))
    assert json.loads(archive.read("manifest.json"))["files"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("size=huge", "size"),
        ("size=", "size"),
        ("size=large&size=medium", "size"),
        ("captions=exe", "captions"),
        ("captions=none&captions=txt", "captions"),
        ("lang=tlh", "lang"),
        ("lang=../../etc", "lang"),
        ("lang=%00", "lang"),
        ("lang=" + "a" * 5000, "lang"),
        ("asset=1", "asset"),
        ("asset=%F0%9F%92%A9", "asset"),
        ("&".join(f"asset={number}" for number in range(2100)), "asset"),
    ],
)
def test_bad_values_are_a_clear_400(query: str, field: str) -> None:
    made = kit([approved()])
    response = Client().get(f"/api/v1/kits/{made.uuid}/download?{query}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["field"] == field
    page = Client().get(f"/en/press/kits/{made.slug}/download/?{query}")
    assert page.status_code == (404 if field == "asset" else 400)
    assert not Receipt.objects.exists()


def test_a_file_of_another_kit_looks_like_none() -> None:
    made = kit([approved()])
    for uuid in (approved().uuid, "00000000-0000-4000-8000-000000000000"):
        assert Client().get(f"/api/v1/kits/{made.uuid}/download?asset={uuid}").status_code == 404


TEXTS = {
    "vi": "Bình minh trên vịnh",
    "lo": "ຕາເວັນຂຶ້ນທີ່ອ່າວຮາລອງ",
    "ja": "ハロン湾の夜明け",
    "en": "Dawn \x0b over\x00 the bay",
}


def test_captions_and_release_in_every_form_and_script() -> None:
    texts = {f"caption_{code}": text.replace("\x00", "") for code, text in TEXTS.items()}
    bodies = {f"release_body_{code}": text.replace("\x00", "") for code, text in TEXTS.items()}
    made = kit([approved(**texts)], quotes_ja="三夜。\n— ハン、委員長", **bodies)
    address = f"/api/v1/kits/{made.uuid}/download?captions=docx&captions=json&lang=ja&lang=lo&lang=vi&lang=en"
    archive = opened(Client().get(address))
    assert not any(name.endswith(".txt") for name in archive.namelist())
    for code, text in TEXTS.items():
        wanted = text.replace("\x00", "").replace("\x0b", "")
        for name in ("captions", "release"):
            document = Document(io.BytesIO(archive.read(f"{name}.{code}.docx")))
            assert wanted in "\n".join(paragraph.text for paragraph in document.paragraphs)
            assert f'w:lang w:val="{code}"' in document.element.xml
        told = json.loads(archive.read(f"captions.{code}.json"))
        assert told["language"] == code and told["files"][0]["caption"]
    assert json.loads(archive.read("release.ja.json"))["quotes"] == [
        {"text": "三夜。", "speaker": "ハン", "role": "委員長"}
    ]
    first, second = Client().get(address), Client().get(address)
    assert b"".join(first.streaming_content) == b"".join(second.streaming_content)


def test_a_word_document_runs_from_right_to_left_in_arabic() -> None:
    from press.archive.release import Release
    from press.archive.word import release_word

    written = release_word(Release(headline="مهرجان الأضواء", paragraphs=["ثلاث ليال"]), "ar")
    document = Document(io.BytesIO(written))
    assert [paragraph.text for paragraph in document.paragraphs] == ["مهرجان الأضواء", "ثلاث ليال"]
    assert document.element.xml.count("<w:bidi/>") == 2 and 'w:bidi="ar"' in document.element.xml


def test_captions_may_be_left_out() -> None:
    made = kit([approved()])
    names = opened(Client().get(f"/api/v1/kits/{made.uuid}/download?captions=none")).namelist()
    assert [name.partition("/")[0] for name in names] == ["manifest.json", "manifest.json.sig", "pictures"]


def test_a_form_of_captions_is_registered_once() -> None:
    for extension in ("txt", "none", "a/b", ""):
        with pytest.raises(ValueError, match="registered already"):
            register_format(CaptionsFormat(extension, "", formats()["txt"].captions, formats()["txt"].release))


@pytest.mark.parametrize("number", [1, 5])
def test_queries_of_sized_archives_dont_grow(number: int, django_assert_max_num_queries: Any) -> None:
    made, headers = kit([approved() for _index in range(number)]), bearer(organisation())
    address = f"/api/v1/kits/{made.uuid}/download?size=medium&captions=docx"
    b"".join(Client().get(address, headers=headers).streaming_content)
    with django_assert_max_num_queries(18):
        b"".join(Client().get(address, headers=headers).streaming_content)
