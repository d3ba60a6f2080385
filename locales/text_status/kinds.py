"""The kinds of record and page whose texts are followed. Each is registered once, by its own app's `ready()`.

See docs/how-to/add-a-translated-record.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model

from locales.text_status.scope import NOWHERE, Action, Scope, ScopeOf
from locales.text_status.texts import Texts

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from locales.text_status.models import TextItem, TextStatus


class TextStore(Protocol):
    """Where the texts of a kind are, and how one language of them is written."""

    def find(self, kind: Kind, key: str, code: str, *, lock: bool = False) -> Any:
        """The object that holds this language: the record itself, or the page in it. None where there is none."""
        ...

    def working(self, kind: Kind, holder: Any, rows: Mapping[str, TextStatus]) -> dict[str, Texts]:
        """What is being worked on, approved or not, in every language that the holder holds."""
        ...

    def shown(self, kind: Kind, holder: Any) -> dict[str, Texts] | None:
        """What readers get, where the holder itself says so; None where approvals alone do."""
        ...

    def labels(self, kind: Kind, holder: Any) -> dict[str, str]:
        """{field: its name for people}, in the order of the form."""
        ...

    def write(self, kind: Kind, holder: Any, row: TextStatus, texts: Texts, user: Any) -> None:
        """Keep `texts` as a draft of the row's language; other languages and what readers get stay as they are."""
        ...

    def publish(self, kind: Kind, holder: Any, row: TextStatus, texts: Texts, user: Any) -> None:
        """Have readers get `texts` in the row's language, and nothing else that is being worked on."""
        ...

    def submit(self, kind: Kind, holder: Any, code: str, user: Any) -> None:
        """Ask the approvers, beyond noting it."""
        ...

    def send_back(self, kind: Kind, holder: Any, code: str, user: Any, words: str) -> None:
        """Tell whoever submitted, beyond noting it."""
        ...

    def told_of_return(self, holder: Any) -> int | None:
        """Primary key of the person whom `send_back` tells by itself."""
        ...


def _none(*args: Any) -> None:
    return None


def _nothing(*args: Any) -> list[str]:
    return []


def _no_scope(user: Any, action: Action) -> Scope:
    return NOWHERE


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One type of record or page.

    `province_of` and `owner_of` give primary keys or None. `title_of`: where its first text is no title.
    `named_with`: relations that its name is made of, read together where there are many.
    `edit_url(item, code)` is where the text of this language is worked on; None where it can't be begun.
    `hindrances(holder, code, texts)` says what speaks against approving, in words.
    `after_approval(holder, code, user)` does what follows for readers.
    `essential`: a language isn't offered to readers before all of these speak it.
    """

    slug: str
    label: StrOrPromise
    model: type[Model]
    store: TextStore
    fields: Sequence[str] = ()
    shape: Literal["record", "page"] = "record"
    scope: ScopeOf = field(default=_no_scope)
    title_of: Callable[[Any], str] | None = None
    named_with: Sequence[str] = ()
    province_of: Callable[[Any], int | None] = field(default=_none)
    owner_of: Callable[[Any], int | None] = field(default=_none)
    edit_url: Callable[[TextItem, str], str | None] = field(default=_none)
    hindrances: Callable[[Any, str, Texts], list[str]] = field(default=_nothing)
    after_approval: Callable[[Any, str, Any], None] = field(default=_none)
    essential: bool = False

    @property
    def is_page(self) -> bool:
        return self.shape == "page"


_kinds: dict[str, Kind] = {}
_by_model: dict[type[Model], Kind] = {}


def register(kind: Kind) -> None:
    """Raises ImproperlyConfigured for a slug or a model that is registered already."""
    if kind.slug in _kinds or kind.model in _by_model:
        raise ImproperlyConfigured(f"a kind of text {kind.slug!r} for {kind.model.__name__} is registered already")
    from locales.text_status.listening import listen_to

    _kinds[kind.slug] = kind
    _by_model[kind.model] = kind
    listen_to(kind)


def all_kinds() -> tuple[Kind, ...]:
    return tuple(_kinds.values())


def kind(slug: str) -> Kind | None:
    return _kinds.get(slug)


def kind_of(obj: Model | type[Model]) -> Kind | None:
    """The kind of a record or page (or of its class); None for what isn't followed."""
    model = obj if isinstance(obj, type) else type(obj)
    return _by_model.get(model)
