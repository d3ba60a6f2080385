from __future__ import annotations

import re

import pytest

from locales.slugs import LIMIT, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Đà Nẵng: biển & núi", "da-nang-bien-nui"),
        ("Ngành trọng điểm", "nganh-trong-diem"),
        ("Größe und Œuvre", "grosse-und-oeuvre"),
        ("下龙湾", "xia-long-wan"),
        ("ハロン湾", "haron-wan"),
        ("하롱베이", "halongbei"),
        ("Бухта Халонг", "bukhta-khalong"),
        ("Объезд", "obezd"),
        ("2026年の祭り", "2026-nian-no-ji-ri"),
        ("", ""),
        ("…!?", ""),
    ],
)
def test_titles_become_addresses_that_can_be_read(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@pytest.mark.parametrize("title", ["ອ່າວຮາລອງ", "ឈូងសមុទ្រហាឡុង", "สวัสดี", "خليج هالونج", "הַיי", "العربية ٢٠٢٦"])
def test_other_scripts_give_letters_too(title: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of(title))


def test_a_long_title_is_cut_between_words() -> None:
    slug = slug_of("biển xanh " * 40)
    assert len(slug) <= LIMIT and slug.endswith(("bien", "xanh"))
    assert len(slug_of("ກ" * 300)) == LIMIT
    assert slug_of("a\0b/../c?d=1#e") == "abcd1e"
