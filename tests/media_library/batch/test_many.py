"""What many photos cost, and that none of the guarantees of one is lost by doing them together."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, ReferenceIndex
from wagtail.search.backends import get_search_backend

from cms.site_setup import ensure_site
from locales.text_status.models import TextItem, TextStatus
from locales.text_status.together import settled_together
from media_library.batch import services, waiting
from media_library.batch.hindrances import changeable
from media_library.batch.planning import by_steps, plan
from media_library.batch.revising import Reviser
from media_library.batch.steps import Operation, Step
from media_library.columns import texts_of
from media_library.drafts import draft_of, drafts_of
from media_library.models import BatchEdit, BatchState, Licence, Photo
from media_library.worklists.query import found_by
from provinces.models import Sector
from provinces.teams import Role
from tests.media_library import factories

pytestmark = pytest.mark.django_db
NEW = Step("caption_vi", Operation.REPLACE, "Mới")


@pytest.fixture(autouse=True)
def _site() -> None:
    ensure_site(["vi", "en"])


@pytest.fixture
def editor() -> Any:
    return factories.user("editor", Role.EDITOR, of=factories.province())


def planned(editor: Any, photos: list[Photo], *steps: Step) -> BatchEdit:
    chosen = changeable(editor).filter(pk__in=[photo.pk for photo in photos]).select_related("latest_revision")
    return plan(chosen, by_steps(steps), user=editor, words="…")


def caption(photo: Photo) -> str:
    return str(draft_of(Photo.objects.select_related("latest_revision").get(pk=photo.pk)).caption_vi)


def test_a_photo_costs_a_handful_of_queries(editor: Any) -> None:
    """Set-up for every 25, and for each photo its savepoint, its row (two tables), its revision, what it
    moves, and the states of its texts in every language."""
    licence = Step("licence", Operation.REPLACE, "cc-by-4.0")
    sectors = Step("sectors", Operation.REPLACE, Sector.objects.order_by("pk")[0].slug)

    def costs(number: int, *steps: Step) -> tuple[int, int]:
        photos = [factories.draft(caption_vi="Cũ") for _ in range(number)]
        with CaptureQueriesContext(connection) as planning:
            batch = planned(editor, photos, *steps)
        with CaptureQueriesContext(connection) as making:
            services.apply(batch, user=editor)
        assert batch.items.exclude(made_revision=None).count() == number
        return len(planning), len(making)

    texts = (NEW, Step("title_en", Operation.APPEND, "New"))
    costs(1, *texts)
    (few_planned, few), (many_planned, many) = costs(4, *texts), costs(20, *texts)
    assert few_planned == many_planned
    assert (many - few) / 16 <= 9 and few - 4 * 9 <= 50, (few, many)
    (_, few), (_, many) = costs(4, *texts, licence, sectors), costs(20, *texts, licence, sectors)
    assert (many - few) / 16 <= 17, (few, many)


def states() -> dict[str, Any]:
    """All that is kept of every text, but for the moment of keeping it and its own keys."""
    items = TextItem.objects.order_by("kind", "key").values_list(
        "kind", "key", "title", "source_language", "province_id", "owner", "in_review"
    )
    texts = TextStatus.objects.order_by("content_type", "object_id", "language").values()
    left_out = ("id", "changed_at", "item_id")
    return {
        "items": list(items),
        "texts": [{name: value for name, value in row.items() if name not in left_out} for row in texts],
    }


STEPS = (
    (NEW,),
    (Step("title_en", Operation.APPEND, "New"), Step("caption_ja", Operation.REPLACE, "新しい")),
    (Step("title_vi", Operation.APPEND, "Mới"), Step("title_en", Operation.CLEAR)),
    (Step("caption_en", Operation.CLEAR), Step("title_en", Operation.CLEAR), Step("alt_text_en", Operation.CLEAR)),
)


def test_states_are_the_same_as_when_settled_one_by_one(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts, approved photos, one in review and one that no item was ever made for; made and undone."""
    live, reviewed, unknown = factories.approved(), factories.draft(), factories.draft(caption_en="Old")
    photos = [factories.draft(caption_vi="Cũ", title_en="A", caption_en="B"), live, reviewed, unknown]
    TextItem.objects.filter(key=str(reviewed.pk)).update(in_review=True)
    TextItem.objects.filter(key=str(unknown.pk)).delete()
    TextStatus.objects.filter(object_id=live.pk, language="en").update(machine_digest="0" * 64, item=None)

    def way(steps: tuple[Step, ...]) -> list[Any]:
        seen = []
        with transaction.atomic():
            batch = planned(editor, photos, *steps)
            services.apply(batch, user=editor)
            assert batch.items.exclude(made_revision=None).exists()
            seen.append(states())
            services.undo(batch, user=editor)
            seen.append(states())
            transaction.set_rollback(True)
        return seen

    for steps in STEPS:
        together = way(steps)
        with monkeypatch.context() as patched:
            patched.setattr(services, "settled_together", nullcontext)
            alone = way(steps)
        for one, other in zip(together, alone, strict=True):
            assert one["items"] == other["items"]
            differing = [pair for pair in zip(one["texts"], other["texts"], strict=True) if pair[0] != pair[1]]
            assert not differing, steps


def test_what_fails_as_a_whole_settles_nothing(editor: Any) -> None:
    photo = factories.draft(caption_vi="Cũ")
    before = states()
    with pytest.raises(RuntimeError), transaction.atomic(), settled_together():
        photo.caption_vi = "Mới"
        photo.save_revision()
        assert states() == before, "it waits"
        raise RuntimeError
    assert states() == before


def test_every_index_knows_what_was_changed_together(editor: Any) -> None:
    draft, live = factories.draft(), factories.approved()
    steps = Step("caption_vi", Operation.REPLACE, "Chợ nổi"), Step("licence", Operation.REPLACE, "cc-by-4.0")
    services.apply(planned(editor, [draft, live], *steps), user=editor)
    assert set(Photo.objects.filter(found_by("cho noi"))) == {draft, live}, "the editors' search"
    licence = Licence.objects.get(code="cc-by-4.0")
    users = ReferenceIndex.get_references_to(licence).values_list("object_id", flat=True)
    assert str(draft.pk) in users and str(live.pk) not in users, "an approved photo's row waits for the approver"
    titled = factories.draft()
    services.apply(planned(editor, [titled], Step("title_vi", Operation.REPLACE, "Thuyền thúng")), user=editor)
    assert list(get_search_backend().search("Thuyền thúng", Photo)) == [titled], "Wagtail's own"


def test_the_history_says_who_changed_what(editor: Any) -> None:
    photo = factories.draft()
    batch = planned(editor, [photo], NEW)
    services.apply(batch, user=editor)
    entry = ModelLogEntry.objects.filter(object_id=str(photo.pk), action="wagtail.edit").latest("timestamp")
    assert entry.user == editor and entry.content_changed
    assert entry.revision_id == batch.items.get().made_revision == Photo.objects.get(pk=photo.pk).latest_revision_id


def test_one_that_fails_leaves_the_others_be(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    photos = [factories.draft(caption_vi="Cũ") for _ in range(3)]
    batch = planned(editor, photos, NEW)
    clean = Photo.full_clean

    def refusing(self: Photo, *args: Any, **kwargs: Any) -> None:
        if self.pk == photos[1].pk:
            raise ValidationError("Không được")
        clean(self, *args, **kwargs)

    monkeypatch.setattr(Photo, "full_clean", refusing)
    services.apply(batch, user=editor)
    assert [caption(photo) for photo in photos] == ["Mới", "Cũ", "Mới"]
    assert batch.items.get(photo=photos[1]).problem == "Không được" and batch.state == BatchState.APPLIED


def test_after_a_crash_it_goes_on_where_it_was(editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    photos = [factories.draft(caption_vi="Cũ") for _ in range(5)]
    batch = planned(editor, photos, Step("caption_vi", Operation.APPEND, "Mới"))
    monkeypatch.setattr(services, "AT_A_TIME", 2)
    revise, calls = Reviser.revise, []

    def dying(self: Reviser, *args: Any) -> int:
        calls.append(1)
        if len(calls) == 4:
            raise RuntimeError("the power went")
        return revise(self, *args)

    monkeypatch.setattr(Reviser, "revise", dying)
    with pytest.raises(RuntimeError):
        services.apply(batch, user=editor)
    assert batch.items.exclude(made_revision=None).count() == 2
    monkeypatch.setattr(Reviser, "revise", revise)
    services.apply(batch, user=editor)
    assert {caption(photo) for photo in photos} == {"Cũ Mới"}, "each once, none twice"


def test_a_dead_worker_is_replaced_when_somebody_looks(editor: Any, django_capture_on_commit_callbacks: Any) -> None:
    photos = [factories.draft(caption_vi="Cũ") for _ in range(2)]
    batch = planned(editor, photos, NEW)
    long_ago = timezone.now() - waiting.FORSAKEN_AFTER * 2
    BatchEdit.objects.filter(pk=batch.pk).update(state=BatchState.APPLYING, touched_at=long_ago)
    client = Client()
    client.force_login(editor)
    with django_capture_on_commit_callbacks(execute=True):
        client.get(reverse("media_library_batch_edit_one", args=[batch.pk]))
    assert caption(photos[0]) == "Mới" and BatchEdit.objects.get().state == BatchState.APPLIED


def test_drafts_of_many_are_those_of_each() -> None:
    one = factories.draft(consent=factories.consent(), shows_people=True)
    one.sectors.set(Sector.objects.all()[:2])
    one.save()
    one.save_revision()
    live = factories.approved()
    live.caption_en = "waits"
    live.save_revision()
    read = list(Photo.objects.select_related("latest_revision").order_by("pk"))
    together = drafts_of(read)
    for photo in read:
        alone = draft_of(photo)
        assert texts_of(together[photo.pk]) == texts_of(alone)
        now = {"updated_at": None}  # the moment of serialising
        assert together[photo.pk].serializable_data() | now == alone.serializable_data() | now
