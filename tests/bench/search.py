"""The image bank's search in 100,000 assets with texts in eleven languages, against `icontains` over the same rows.

Every asset has about 1,500 characters of text, drawn from vocabularies in which few words are common and most
rare, as in real captions. Questions are single words from common to unknown, two words, phrases, prefixless
scripts (Chinese, Japanese, Lao, Khmer, Korean), words without their marks, and words with filters; half are
asked for their first page, half for the second. Ours counts all hits, decides what the reader may see, ranks
and reads the page. The baseline filters caption, alternative text and place in all languages by each word and
takes a page of ids; it is asked fewer questions, because it is slow.

    DATABASE_URL=postgres://… python -m tests.bench.search
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from tests.bench.site import fresh_site, quantiles_ms, scaled, timed

ASSETS = 100_000
PAGE = 24
ROUNDS = 2
BASELINE_QUESTIONS = 12
AIM_P95_MS = {"sqlite": 40, "postgresql": 100}
REMEMBERED = 2_000
"""Assets whose texts are kept beside, to count by reading them what a question must find."""
MISTYPED = ("cofee", "hravest", "mountian", "waterfal", "forrest", "montange", "paisaje", "halong")
UNFINISHED = ("co", "ter", "ha lo", "mon", "下", "コー", "ha", "riv", "pag", "festiv")

VOCABULARIES = {
    "vi": "hạ_long bình_minh vịnh hòn_đảo thuyền nông_dân ruộng_bậc_thang lễ_hội chùa cầu_rồng biển đèo mây phố_cổ "
    "cà_phê chè lúa cảng đường núi sông hồ thác rừng vườn_quốc_gia di_sản văn_hóa làng_nghề gốm dệt_lụa đảo",
    "en": "dawn bay island boat farmer rice terrace festival pagoda bridge dragon sea pass cloud old quarter coffee "
    "tea port road mountain river lake waterfall forest park heritage culture craft village pottery silk",
    "fr": "aube baie île bateau paysan rizière terrasse fête pagode pont dragon mer col nuage vieux quartier café "
    "thé port route montagne fleuve lac cascade forêt parc patrimoine culture artisanat village poterie soie",
    "es": "alba bahía isla barco campesino arrozal terraza fiesta pagoda puente dragón mar puerto nube barrio café té "
    "camino montaña río lago cascada bosque parque patrimonio cultura artesanía aldea cerámica seda",
    "ru": "рассвет залив остров лодка крестьянин рис терраса праздник пагода мост дракон море перевал облако квартал "
    "кофе чай порт дорога гора река озеро водопад лес парк наследие культура ремесло деревня керамика шёлк",
    "de": "morgen bucht insel boot bauer reis terrasse fest pagode brücke drache meer pass wolke altstadt kaffee tee "
    "hafen straße berg fluss see wasserfall wald park erbe kultur handwerk dorf töpferei seide",
    "zh_hans": "下龙湾 日出 岛屿 渔船 农民 梯田 节日 寺庙 龙桥 大海 山口 云海 古城 咖啡 茶叶 港口 公路 高山 河流 湖泊",
    "ja": "夜明け ハロン湾 島 漁船 農家 棚田 祭り 寺院 龍の橋 海 峠 雲海 旧市街 コーヒー お茶 港 道路 山 川 湖 滝 森",
    "ko": "새벽 하롱베이 섬 어선 농부 계단식논 축제 사원 용다리 바다 고개 구름 구시가지 커피 녹차 항구 도로 산 강 호수",
    "lo": "ອາລຸນ ຮາລອງ ເກາະ ເຮືອ ຊາວນາ ນາຂັ້ນໄດ ບຸນ ວັດ ຂົວມັງກອນ ທະເລ ພູ ເມກ ເມືອງເກົ່າ ກາເຟ ຊາ ທ່າເຮືອ ຖະໜົນ ແມ່ນ້ຳ",
    "km": "ព្រឹក ហាឡុង កោះ ទូក កសិករ ស្រែ បុណ្យ វត្ត ស្ពាន សមុទ្រ ភ្នំ ពពក ទីក្រុងចាស់ កាហ្វេ តែ កំពង់ផែ ផ្លូវ ទន្លេ បឹង",
}
LENGTHS = {"title": 5, "caption": 16, "alt_text": 7, "place": 2}
QUESTIONS = (
    "hạ long", "ha long", "binh minh", "cà phê", "dawn", "dawn over", "coffee port", "fête", "fete", "рассвет",
    "下龙湾", "龙", "日出 咖啡", "夜明け", "ハロン湾", "コーヒー", "새벽", "하롱베이", "ຮາລອງ", "ກາເຟ", "ហាឡុង", "កាហ្វេ",
    "rare7", "rare77", "rare777 dawn", "zzzunknown", "brücke", "brucke", '"rice terrace"', '"ruộng bậc thang"',
    "montagne baie", "đảo thuyền nông dân", "lúa", "isla barco", "Morgen Kaffee", "rare5",
)  # fmt: skip
FILTERS: tuple[dict[str, str], ...] = ({}, {"orientation": "landscape"}, {"province": "quang-ninh"})


def run() -> dict[str, Any]:
    count = scaled(ASSETS)
    with fresh_site(any_database=True):
        from django.db import connection

        from media_library.rights import PUBLIC_AUDIENCE
        from media_library.selectors import AssetQuery, search

        remembered: dict[int, list[str]] = {}
        built = timed(lambda: _build(count, remembered))
        questions = [(words, filters) for words in QUESTIONS for filters in FILTERS[: 3 if len(words) > 4 else 1]]
        seconds: list[tuple[float, str]] = []
        hits: dict[str, int] = {}
        for turn in range(ROUNDS + 1):
            for words, filters in questions:
                begun = perf_counter()
                page = search(AssetQuery(q=words, **filters), PUBLIC_AUDIENCE, "en", page=1 + turn % 2, per_page=PAGE)
                if turn:
                    seconds.append((perf_counter() - begun, words))
                hits[words] = max(hits.get(words, 0), page.total)
        newest = [timed(lambda: search(AssetQuery(), PUBLIC_AUDIENCE, "en", per_page=PAGE)) for _ in range(20)]
        plain = [timed(lambda words=words: _icontains(words)) for words in QUESTIONS[:BASELINE_QUESTIONS]]  # type: ignore[misc]
        vendor = connection.vendor
        recall = _recall(remembered)
        meant = [timed(lambda words=words: _meant(words)) for words in MISTYPED * 2]  # type: ignore[misc]
        suggested = [timed(lambda words=words: _suggested(words)) for words in UNFINISHED * 2]  # type: ignore[misc]
        quality = _quality()
    ours, baseline = quantiles_ms([one for one, _ in seconds]), quantiles_ms(plain)
    slowest = sorted(seconds, reverse=True)[:5]
    return {
        "assets": count,
        "languages": len(VOCABULARIES),
        "database": vendor,
        "build_seconds": round(built, 1),
        "questions": len(seconds),
        "ours": ours,
        "aim_p95_ms": AIM_P95_MS[vendor],
        "recall": recall,
        "did_you_mean": quantiles_ms(meant),
        "suggestions": quantiles_ms(suggested),
        "quality": quality,
        "without_words": quantiles_ms(newest),
        "icontains": baseline,
        "ratio": round(baseline["p50_ms"] / ours["p50_ms"], 1),
        "slowest": [{"words": words, "ms": round(1000 * took, 1), "hits": hits[words]} for took, words in slowest],
        "questions_without_hits": [words for words in QUESTIONS if not hits[words]],
    }


def _recall(remembered: dict[int, list[str]]) -> dict[str, float]:
    """{question: part found of what stands in the remembered texts}; only questions of which something is lacking."""
    from django.db import connection

    from media_library.search import ASSET_INDEX
    from tests.locales.search.corpus import stands_in_all

    lacking: dict[str, float] = {}
    for words in QUESTIONS:
        phrases = [words.strip('"')] if words.startswith('"') else words.split()
        expected = {pk for pk, texts in remembered.items() if stands_in_all(texts, phrases)}
        matching = ASSET_INDEX.matching(words)
        with connection.cursor() as cursor:
            cursor.execute(matching.sql, matching.params)
            found = {pk for (pk,) in cursor.fetchall()}
        if expected - found:
            lacking[words] = round(len(expected & found) / len(expected), 3)
    return lacking


def _meant(words: str) -> None:
    from media_library.rights import PUBLIC_AUDIENCE
    from promotion.search.sources import PICTURES
    from promotion.search.spelling import did_you_mean

    did_you_mean(words, PUBLIC_AUDIENCE, "en", [PICTURES], 0)


def _suggested(words: str) -> None:
    from media_library.rights import PUBLIC_AUDIENCE
    from promotion.search.sources import PICTURES
    from promotion.search.suggestions import suggest

    suggest(words, PUBLIC_AUDIENCE, "en", [PICTURES])


def _quality() -> dict[str, Any]:
    """The table of `tests/locales/search/quality.toml`, on this database."""
    from django.db import connection
    from django.db.migrations.state import ProjectState

    from locales.search.index import FoldedIndex
    from locales.search.operations import FoldedIndexOperation
    from tests.locales.search.corpus import build
    from tests.locales.search.quality import CorpusSource, summary

    with connection.schema_editor() as editor:
        FoldedIndexOperation("bench_quality").database_forwards("locales", editor, ProjectState(), ProjectState())
    source = CorpusSource(FoldedIndex("bench_quality"), build())
    source.corpus.put_into(source.index)
    return summary(source)


def _build(count: int, remembered: dict[int, list[str]]) -> None:
    """`count` public assets, their documents and the index over them."""
    from django.db import connection, transaction

    from media_library.models import Asset, PublishedDocument
    from media_library.search import ASSET_INDEX
    from provinces.selectors import names_for_search
    from tests.bench.many_assets import multiply
    from tests.media_library.factories import approved, province

    template = approved()
    body = PublishedDocument.objects.get(pk=template.pk).body
    ids = multiply(template, count - 1, documents=True) if count > 1 else []
    names = list(names_for_search(province()))
    uuids = dict(Asset.objects.values_list("pk", "uuid"))
    plain = [field for field in LENGTHS if field != "title"]
    columns = [f"{field}_{code}" for field in plain for code in VOCABULARIES]
    writer = _Writer()
    with _gin_afterwards(ASSET_INDEX.name):
        for start in range(0, len(ids), 2000):
            texts = {pk: writer.texts() for pk in ids[start : start + 2000]}
            documents = {pk: _fields(said, names) for pk, said in texts.items()}
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.executemany(
                    f"UPDATE media_library_asset SET {', '.join(f'{name} = %s' for name in columns)} WHERE id = %s",  # noqa: S608
                    [
                        [*(said[field][code] for field in plain for code in VOCABULARIES), pk]
                        for pk, said in texts.items()
                    ],
                )
                cursor.executemany(
                    "UPDATE media_library_publisheddocument SET body = %s WHERE asset_id = %s",
                    [(json.dumps({**body, **_own(uuids[pk], said)}), pk) for pk, said in texts.items()],
                )
                ASSET_INDEX.put_many(documents.items())
            if len(remembered) < REMEMBERED:
                remembered |= {pk: [text for text, *_ in fields] for pk, fields in documents.items()}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


@contextmanager
def _gin_afterwards(name: str) -> Iterator[None]:
    """PostgreSQL makes the same indexes in a fraction of the time once all rows are there, as a restore does."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexdef LIKE %s", [name, "% gin %"]
        )
        made = cursor.fetchall()
        for index, _definition in made:
            cursor.execute(f'DROP INDEX "{index}"')
    yield
    with connection.cursor() as cursor:
        for _index, definition in made:
            cursor.execute(definition)


def _own(uuid: Any, texts: dict[str, dict[str, str]]) -> dict[str, Any]:
    """What one document has for itself; languages are codes, as everywhere but in column names."""
    said = {field: {code.replace("_", "-"): text for code, text in by.items()} for field, by in texts.items()}
    return {"uuid": str(uuid), "texts": said, "languages": [code.replace("_", "-") for code in VOCABULARIES]}


def _fields(texts: dict[str, dict[str, str]], names: list[str]) -> list[Any]:
    from locales.search.dialect import Field

    weights = {"title": "A", "caption": "B", "alt_text": "C", "place": "C"}
    found = [
        Field(text, weights[field], code.replace("_", "-"))
        for field, by_language in texts.items()
        for code, text in by_language.items()
    ]
    return [*found, *(Field(name, "C") for name in names)]


class _Writer:
    """Texts in eleven languages. A sixth of the words are those of `VOCABULARIES`, the rest comes from 4,000 others;
    word number n of a vocabulary comes about 1/n as often as the first (Zipf)."""

    def __init__(self) -> None:
        import numpy

        self._chance = numpy.random.default_rng(11)
        self._words = {code: [word.replace("_", " ") for word in words.split()] for code, words in VOCABULARIES.items()}
        self._others = {code: self._vocabulary("".join(words).replace(" ", "")) for code, words in self._words.items()}
        self._numbers = self._stream()

    def _vocabulary(self, letters: str, count: int = 4000) -> list[str]:
        """Words of 3 to 7 letters that nobody has heard of, in the script of a language."""
        lengths = self._chance.integers(3, 8, count)
        return [
            "".join(letters[place] for place in self._chance.integers(0, len(letters), length)) for length in lengths
        ]

    def _stream(self) -> Iterator[float]:
        while True:
            yield from self._chance.random(100_000).tolist()

    def texts(self) -> dict[str, dict[str, str]]:
        return {
            field: {code: self._sentence(code, length) for code in VOCABULARIES} for field, length in LENGTHS.items()
        }

    def _sentence(self, code: str, length: int) -> str:
        chosen = []
        for _ in range(length):
            words = self._words[code] if next(self._numbers) < 1 / 6 else self._others[code]
            chosen.append(words[int(len(words) ** next(self._numbers)) - 1])
        if next(self._numbers) < 0.2:
            chosen.append(f"rare{int(100_000 ** next(self._numbers))}")
        return ("" if code in ("zh_hans", "ja", "lo", "km") else " ").join(chosen)


def _icontains(words: str) -> list[int]:
    from django.db.models import Q

    from media_library.rights import PUBLIC_AUDIENCE
    from media_library.selectors import visible

    found = visible(PUBLIC_AUDIENCE)
    for word in words.replace('"', "").split():
        said = Q()
        for field in LENGTHS:
            if field != "title":
                for code in VOCABULARIES:
                    said |= Q(**{f"{field}_{code}__icontains": word})
        found = found.filter(said)
    found.count()
    return list(found.order_by("-approved_at", "-pk").values_list("pk", flat=True)[:PAGE])


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(), indent=2, ensure_ascii=False) + "\n")
