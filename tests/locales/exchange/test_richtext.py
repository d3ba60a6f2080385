"""Rich text: structure from the source, words from the translator, and nothing of the translator's lost."""

from __future__ import annotations

import pytest

from locales.exchange import markup, richtext
from locales.exchange.markup import BadMarkup

SOURCE = (
    '<h2 data-block-key="h">Vì sao</h2>'
    '<p data-block-key="a">Đọc <a linktype="page" id="3">trang <b>này</b></a><br/>ngay &amp; luôn</p>'
    '<hr/><ul><li data-block-key="l1">Một</li><li data-block-key="l2">Hai</li></ul>'
)


def units(source: str, target: str = "") -> dict[str, tuple[str, str]]:
    original, translation = richtext.read(source), richtext.read(target)
    known = richtext.paired(original, translation)
    assert known is not None
    return {
        run.key: (
            markup.write(run.parts),
            richtext.tagged_as(run.parts, known[run.key].parts) if run.key in known else "",
        )
        for run in original.runs()
    }


def written(source: str, target: str, texts: dict[str, str]) -> str:
    return richtext.render(richtext.read(source), richtext.read(target), texts)


def test_each_paragraph_is_a_segment_with_codes() -> None:
    found = units(SOURCE)
    assert list(found) == ["k-h", "k-a", "k-l1", "k-l2"]
    assert found["k-a"][0] == "Đọc <a1>trang <b2>này</b2></a1><br3/>ngay &amp; luôn"


def test_codes_get_the_sources_tags_and_can_be_moved() -> None:
    target = written(SOURCE, "", {"k-a": "<b2>Now</b2>: read <a1>this &lt;page></a1><br3/>&amp; go".replace(">)", ")")})
    assert target == (
        '<p data-block-key="a"><b>Now</b>: read <a linktype="page" id="3">this &lt;page&gt;</a><br/>&amp; go</p><hr/>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "no codes at all",
        "<a1>twice</a1><a1>twice</a1><b2>x</b2><br3/>",
        "<a1><b2>crossed</a1></b2><br3/>",
        "<a1><b2>x</b2></a1><br3/><i4>more</i4>",
        '<a href="https://evil.example">x</a>',
        "<script>alert(1)</script>",
    ],
)
def test_codes_that_dont_fit_are_refused(text: str) -> None:
    with pytest.raises(BadMarkup):
        written(SOURCE, "", {"k-a": text})


def test_a_partial_translation_keeps_what_is_there_and_leaves_out_what_is_missing() -> None:
    target = written(SOURCE, '<h2 data-block-key="h">Why</h2>', {"k-l2": "Two"})
    assert target == '<h2 data-block-key="h">Why</h2><hr/><ul><li data-block-key="l2">Two</li></ul>'


def test_a_paragraph_that_the_source_gained_does_not_move_the_others() -> None:
    source = '<p data-block-key="a">Một</p><p data-block-key="n">Mới</p><p data-block-key="b">Hai</p>'
    target = '<p data-block-key="a">One</p><p data-block-key="b">Two</p>'
    assert units(source, target)["k-n"] == ("Mới", "")
    assert written(source, target, {"k-n": "New"}) == (
        '<p data-block-key="a">One</p><p data-block-key="n">New</p><p data-block-key="b">Two</p>'
    )


def test_what_the_translator_added_stays_in_its_place() -> None:
    source = '<p data-block-key="a">Một</p><p data-block-key="b">Hai</p>'
    target = '<p data-block-key="a">One</p><p data-block-key="x">A note for readers</p><p data-block-key="b">Two</p>'
    assert written(source, target, {"k-b": "The second"}) == target.replace("Two", "The second")


def test_a_list_with_a_line_of_its_own_is_not_taken_apart() -> None:
    source = '<ul><li data-block-key="a">Một</li></ul>'
    target = '<ul><li data-block-key="a">One</li><li data-block-key="x">Own line</li></ul>'
    assert richtext.paired(richtext.read(source), richtext.read(target)) is None


def test_texts_without_keys_are_paired_by_position_or_not_at_all() -> None:
    assert units("<p>Một</p><p>Hai</p>", "<p>One</p><p>Two</p>")["n2"] == ("Hai", "Two")
    assert richtext.paired(richtext.read("<p>Một</p><p>Hai</p>"), richtext.read("<p>Both</p>")) is None


def test_broken_html_is_survived() -> None:
    broken = "<p>Một <b>hai</p></i><p>Ba</b></p>" + "<div>" * 500 + "Sâu"
    found = units(broken)
    assert found["n1"][0] == "Một <b1/>hai"
    same = {key: source for key, (source, _target) in found.items()}
    assert "Sâu" in written(broken, "", same)


def test_people_read_words_and_no_markup() -> None:
    before = '<p data-block-key="a">Bốn <b>giờ</b> sáng &amp; trời tối.</p><ul><li data-block-key="b">Thuyền</li></ul>'
    after = before.replace("Bốn", "Năm")
    assert richtext.as_read(before) == "Bốn giờ sáng & trời tối.\nThuyền"
    assert richtext.as_read("a < b & <c>") == "a < b & <c>"
    assert "".join(piece.text for piece in richtext.changes_as_read(before, after) if piece.kind != "gone") == (
        richtext.as_read(after)
    )
    assert not any("<" in piece.text for piece in richtext.changes_as_read(before, after))
    assert richtext.changes_as_read(before, before.replace("<b>", "<i>").replace("</b>", "</i>")) == []
    assert richtext.changes_as_read("", "") == []
