"""Looking into an answer's HTML as a reader's program would."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from lxml import html


def parse(response: Any) -> Any:
    return html.document_fromstring(response.content.decode())


def text_of(response: Any) -> str:
    return " ".join(parse(response).text_content().split())


def canonical(document: Any) -> str:
    (href,) = document.xpath("//link[@rel='canonical']/@href")
    return str(href)


def alternates(document: Any) -> dict[str, str]:
    links = document.xpath("//link[@rel='alternate'][@hreflang]")
    return {link.get("hreflang"): link.get("href") for link in links}


def structured(document: Any) -> list[dict[str, Any]]:
    return [json.loads(block.text) for block in document.xpath("//script[@type='application/ld+json']")]


def problems(document: Any) -> list[str]:
    """What a strict content policy would block, and what breaks a document's outline."""
    found = [f"style on {node.tag}" for node in document.xpath("//*[@style]")]
    found += ["a style element" for _node in document.xpath("//style")]
    own = "//script[not(@src) and not(@type='application/ld+json')]"
    found += ["a script in the page itself" for _node in document.xpath(own)]
    found += [
        f"{name} on {node.tag}" for node in document.iter() for name in node.attrib if name.lower().startswith("on")
    ]
    ids = document.xpath("//@id")
    found += [f"id {name} twice" for name in set(ids) if ids.count(name) > 1]
    if len(document.xpath("//h1")) != 1:
        found.append(f"{len(document.xpath('//h1'))} h1")
    found += ["a picture without alt" for _node in document.xpath("//img[not(@alt)]")]
    found += ["a picture without size" for _node in document.xpath("//img[not(@width) or not(@height)]")]
    found += [
        f"from elsewhere: {src}"
        for src in document.xpath("//script/@src | //img/@src | //link[@rel='stylesheet']/@href")
        if "//" in src
    ]
    levels = [int(node.tag[1]) for node in document.xpath("//h1|//h2|//h3|//h4")]
    found += [f"h{after} after h{before}" for before, after in pairwise(levels) if after > before + 1]
    return found
