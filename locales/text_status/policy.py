"""Which state a text is in, from digests alone."""

from __future__ import annotations

from collections.abc import Iterable

from locales.text_status.models import TextState, TextStatus


def state_of(row: TextStatus, source: str, *, is_source: bool, in_review: bool) -> TextState:
    """The state of a text as it is worked on. `source`: digest of the source that readers get.

    `in_review`: the whole record is, which concerns the texts that aren't worked on by themselves.
    """
    if not row.work_digest and not row.text_digest:
        return TextState.MISSING
    if row.work_digest == row.text_digest:
        settled = is_source or row.source_digest == source
        return TextState.APPROVED if settled else TextState.OUTDATED
    if row.submitted_digest and row.submitted_digest == row.work_digest:
        return TextState.REVIEW
    if row.is_by_machine:
        return TextState.MACHINE
    return TextState.REVIEW if in_review and not row.is_apart else TextState.DRAFT


def goes_with_the_record(row: TextStatus | None, text: str, *, has_open_comments: bool) -> bool:
    """Whether an approval of the whole record approves this text too.

    What a translator or a machine is at by itself waits for an approval of its own, unless it was submitted
    and nobody objects.
    """
    if row is None or row.text_digest == text:
        return True
    if row.is_apart or (row.machine_digest and row.machine_digest == text):
        return bool(text) and row.submitted_digest == text and not has_open_comments
    return True


def source_digest_of(rows: Iterable[TextStatus], source_language: str) -> str:
    """Digest of the source: what was approved of it, else what is written."""
    row = next((row for row in rows if row.language == source_language), None)
    return (row.text_digest or row.work_digest) if row else ""
