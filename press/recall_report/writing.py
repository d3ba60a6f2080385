"""A report as files: CSV for whoever counts, PDF for the file of the office."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from locales.moments import with_zone
from locales.registry import tag_of
from locales.tables.writing import csv_of
from press.recall_report.content import HEADINGS, Report, headings
from promotion.languages.reader import reader_language
from promotion.typeset import engine
from promotion.typeset.pieces import Piece, piece

TEMPLATE = "recall-report.typ"
LONGEST = 400
"""Letters of a cell in the PDF; the CSV has them all."""


def csv_of_report(report: Report) -> bytes:
    """One line for each organisation, those that haven't answered first."""
    return csv_of(list(headings().values()), ([getattr(line, name) for name in HEADINGS] for line in report.lines))


def pdf_of_report(report: Report) -> bytes:
    """Raises TypesetError."""
    data = _data(report)
    tags = {data["tag"], "en", "vi", *(told["tag"] for told in _pieces(data))}
    data["writings"] = {tag: engine.writing(tag) for tag in sorted(tags)}
    return engine.pdf(TEMPLATE, data, {}, made_at=report.made_at)


def _data(report: Report) -> dict[str, Any]:
    recall = report.recall
    counted = _("%(answered)d of %(told)d") % {"answered": report.answered, "told": len(report.lines)}
    facts = [
        (_("Kind"), recall.get_kind_display()),
        (_("Province"), str(recall.province)),
        (_("Opened"), with_zone(recall.opened_at)),
        (_("Answers by"), with_zone(recall.due_at)),
        (_("Responsible"), str(recall.officer or "–")),
        (_("State"), _closed(report) if recall.closed_at else _("open")),
        (_("Answered"), counted),
        (_("Conclusion"), recall.conclusion),
    ]
    words = headings()
    return {
        "tag": tag_of(reader_language()),
        "title": piece(_("Report on a recall")),
        "made": piece(_("As of %(moment)s") % {"moment": with_zone(report.made_at)}),
        "facts": [[piece(name), piece(value, 2000)] for name, value in facts if value],
        "words": {
            "subjects": piece(_("What was recalled")),
            "lines": piece(_("Who held it, and what they did")),
            "reason": piece(_("Reason")),
            "identifier": piece(_("Identifier")),
            "successor": piece(_("To be used instead")),
        },
        "subjects": [
            {
                "title": piece(subject.title or subject.uuid),
                "uuid": subject.uuid,
                "reason": piece(subject.reason, 1000),
                "successor": subject.successor,
            }
            for subject in report.subjects
        ],
        "lines": [
            {
                "name": piece(f"{line.organisation} ({line.country})"),
                "answered": line.is_answered,
                "answer": piece(line.answer),
                "cells": [
                    [piece(words[name]), piece(getattr(line, name), LONGEST)]
                    for name in HEADINGS
                    if name not in ("organisation", "country", "answer") and getattr(line, name)
                ],
            }
            for line in report.lines
        ],
    }


def _closed(report: Report) -> str:
    told = {"moment": with_zone(report.recall.closed_at), "name": report.recall.closed_by or "–"}  # type: ignore[arg-type]
    return _("closed on %(moment)s by %(name)s") % told


def _pieces(data: Any) -> list[Piece]:
    match data:
        case {"text": _text, "tag": _tag}:
            return [data]
        case dict():
            return [found for value in data.values() for found in _pieces(value)]
        case list():
            return [found for value in data for found in _pieces(value)]
    return []
