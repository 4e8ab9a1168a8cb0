"""The Dushanbe facts, communiqué and glossary: complete, in two languages, in our own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefgen.content.model import (
    Document,
    Glossary,
    Pack,
    Segment,
    Status,
    Summit,
    Targets,
    TargetSegment,
    source_hash,
)

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "content" / "dushanbe-2025"
SOURCE = ROOT.parent / "shared" / "source" / "dushanbe-2025-nca.txt"

LONGEST_SHARED_RUN = 7
"""Words: as long as the names and fixed terms that a paraphrase has to share."""

# What each paragraph of the source says, in our words: its figures, dates, names, verbs and
# each member of its lists, as `paragraph: English/Russian, …`; Russian endings are cut or
# are those that the sentence asks for.
CLAIMS = """
pre.1: 9 October 2025/9 октября 2025 г., second/второй, Summit/саммит, Dushanbe/Душанбе,
    Kassym-Jomart Tokayev/Касым-Жомарт Токаев, Sadyr Japarov/Садыр Жапаров,
    Vladimir Putin/Владимир Путин, Emomali Rahmon/Эмомали Рахмон,
    Serdar Berdimuhamedov/Сердар Бердымухамедов, Shavkat Mirziyoyev/Шавкат Мирзиёев,
    Kazakhstan/Казахстан, Kyrgyzstan/Кыргызстан, Russia/Росси, Tajikistan/Таджикистан,
    Turkmenistan/Туркменистан, Uzbekistan/Узбекистан
pre.2: trust/довери, mutual understanding/взаимопонимани, Presidents/президенты, world/мире,
    region/регион, goals/задач, deeply/углублени, security/безопасност,
    sustainable development/устойчивого развития, prosperity/процветани, fraternal/братских,
    six states/шести государств, key points/ключевых положений
1: multipolar/многополярн, taking shape/формирующ, effective/эффективн, cultures/культурно,
    civilizations/цивилизацион, identity/самобытност, equal opportunities/равные возможности,
    every state/всем государствам, geography/географическ, size/размер,
    inhabitants/численности населения, resource potential/ресурсного потенциала,
    political/политическ, economic/экономическ, social/социальн, best rest on/оптимальной основой,
    diversity/многообразие, models of development/моделей развития, indivisible/неделимость,
    strict observance/неукоснительное соблюдение, international law/международного права,
    UN Charter/Уставом ООН
2: emphasized/подчеркнули, alignment/сопряжени, potential/потенциал, organizations/организаци,
    multilateral associations/многосторонних объединений, Eurasia/Евразии, continent/континент,
    broad/широкого, open/открытого, mutual benefit/взаимовыгодного, equal/равноправного,
    partnership/партнёрства
3: positive/положительн, growth/рост, Central Asian/Центральной Азии, Russia/России,
    reaffirmed/подтвердили, intend/намерение, needless obstacles/излишние барьеры,
    strengthening/укреплени, wide-ranging economic ties/широких экономических связей, trade/торговл,
    interconnected/взаимосвязанных, efficient/эффективных, transport/транспорт, logistics/логистич,
    stable/стабильных, production/производства, supply/поставок, prosperity/процветани,
    peoples/народов
4: confirmed/подтвердили, committed/приверженность, sustainable/устойчивого, stability/стабильност,
    long term/долгосрочной перспективе, agreed/сошлись, important/важност,
    multilateral organizations/многосторонних организаций, stronger/укреплени,
    architecture/архитектур, equal/равной, indivisible/неделимой, in the region/в регионе
5: high value/высоко оценили, Commonwealth of Independent States (CIS)/Содружества Независимых
    Государств (СНГ), effective mechanism/эффективный механизм, many kinds/многопланового,
    regional cooperation/регионального, supported/поддержали, wider contacts/расширение контактов,
    partners outside/внешними партнёрами, deeper integration/углубление интеграции,
    every area/всем направлениям
6: without wavering/неизменная, goal/цель, good-neighbourly/добрососедские, long term/долгосрочные,
    potentials/потенциалы, various fields/различных областях, historical ties/исторические связи,
    deep/глубокие, traditions/традиции, culture/культур, language/языковую, closeness/близость,
    formats/форматы, equal integration/равноправной интеграции, exist/существующие,
    welcomed/приветствовалось, established/создание,
    International Organization for the Russian Language/Международной организации по русскому языку
7: Russia/Россия, strategic partner/стратегический партнёр, ally/союзник,
    five states/пяти государств, full support/всецело поддерживает, consolidation/консолидирующ,
    results/итогах,
    regular/регулярных, Consultative Meetings/Консультативных встреч,
    Heads of State of Central Asia/глав государств Центральной Азии, rests/основу,
    progressive development/поступательного развития
8: Central Asia/Центральной Азии, stressed/подчеркнули, stronger still/дальнейшего укрепления,
    strategic partnerships/стратегического партнёрства, Russia/Россией, deepen/углублени,
    many-sided/многоплановых, economy/экономических, investment/инвестиционных, projects/проектных,
    common space/общего пространства, industrial cooperation/промышленной кооперации,
    more intensively/активизации, new sectors/новых отраслях, digital trade/цифровая торговля,
    artificial intelligence (AI)/искусственный интеллект (ИИ), low-carbon energy/низкоуглеродн,
    circular economy/экономика замкнутого цикла, bioeconomy/биоэкономик
9: Central Asian states/государств Центральной Азии, Russia/России, secure/безопасности,
    foster/способствовать, further/дальнейшему, six-party/шестисторонн, extremism/экстремизм,
    terrorism/терроризм, illegal migration/незаконной миграции, illicit/незаконному,
    production/производств, traffic/оборот, narcotic drugs/наркотических средств,
    psychotropic substances/психотропных веществ, precursors/прекурсор, exchanging/обмен,
    information/информаци, take account/с учётом, regional/региональных,
    international organizations/международных организаций, peace/мира
10: go on/продолжена, connect/взаимосвязанност, infrastructure/инфраструктур,
    transport/транспорт, logistics/логистич, barriers to trade/торговых барьеров,
    business climate/делового климата, attractive/привлекательн, bilateral/двусторонних,
    multilateral/многосторонних, mechanisms/механизмов, settlement/расчётам,
    national currencies/национальных валютах, production/производства, supply/поставок,
    stable/стабильност
11: agreed/договорились, promote/содействовать, between regions/межрегиональн,
    across borders/приграничн, key means/ключевого инструмента, stronger/укреплени,
    between states/межгосударственных, Eurasia/Евразии
12: priority/приоритетн, attracting/привлечению, from one another/взаимных, investment/инвестици,
    favourable conditions/благоприятных условий, enterprise/предпринимател, energy/энергетич,
    industry/промышленн, promising/перспективных, joint ventures/совместных предприятий,
    reliable/надёжных, sustainable/устойчивых, diversified/диверсифицированных,
    value chains/цепочек добавленной стоимости, noted/отметили,
    government agencies/государственными ведомствами, scientific/научными,
    educational organizations/образовательными организациями, share knowledge/обмена знаниями,
    educational programmes/образовательных программ, train/подготовки, retrain/переподготовки,
    specialists/специалистов, branches of industry/отраслей промышленности,
    high technologies/высоких технологий, innovation/инновационн
13: more freight/грузооборота, between the countries/взаимного, comprehensive/комплексные,
    international transport corridors/международных транспортных коридоров, Eurasia/евразийских,
    readiness/готовность, raise/наращивани, capacity/пропускной способности,
    North–South International Transport Corridor/международного транспортного коридора «Север – Юг»
14: Eurasian Development Bank (EDB)/Евразийского банка развития (ЕАБР), role/роль,
    note was taken/отмечена, regional investment/региональных инвестиций,
    concept/концепцией, Eurasian Transport Framework/Евразийского транспортного каркаса,
    unlock/раскрытие, potential/потенциал, international corridors/международных коридоров,
    North–South/«Север – Юг», welcomed/приветствовалась
15: Eurasian Fund for Stabilization and Development (EFSD)/Евразийского фонда стабилизации
    и развития (ЕФСР), acknowledged/признан, contributes/вклад, economic/экономической,
    financial stability/финансовой стабильности, sustainable development/устойчивого развития,
    technical assistance/технического содействия, macroeconomic policy/макроэкономической политики,
    governance/управления, support/поддержка, comprehensive/комплексной,
    analytical expertise/аналитической работы, concessional/льготных, loans/кредитов,
    financial and investment/финансовых и инвестиционных, grants/грантов,
    social projects/социальные проекты
16: reaffirmed/подтвердили, intensive/активизации, climate change/изменением климата,
    adapt/адаптации, follows from it/последствиям, aims/целям, principles/принципам,
    Paris Agreement/Парижского соглашения,
    UN Framework Convention on Climate Change (UNFCCC)/Рамочной конвенции ООН об изменении климата
    (РКИК ООН), need/необходимость, inclusive/инклюзивного, fair/справедливого,
    transition/перехода, green energy/«зелёной» энергетике,
    international commitments/международными обязательствами
17: uninterrupted/бесперебойного, cooperation/сотрудничество, traditional/традиционные,
    renewable/возобновляемые, noted/отмечена, important/важность, stay in contact/контактов,
    agencies/ведомствами, companies/компаниями
18: Russia/России, welcomed/приветствовалась, ready/готовность, share/делиться, energy/энерго,
    water/водосберегающих, low in carbon/низкоуглеродных, efficient/эффективных,
    technologies/технологий, best practices/передовых практик, energy/энергетике,
    industry/промышленности, agriculture/сельском хозяйстве, water management/водном хозяйстве,
    environmental protection/охране окружающей среды
19: underlined/подчеркнули, join forces/объединения усилий, innovative/инновационных,
    production processes/производственные процессы,
    artificial intelligence/искусственного интеллекта,
    energy efficiency/энергоэффективност, operating costs/эксплуатационных затрат,
    as small as possible/к минимуму, environment/окружающую среду, particular/особую,
    digital development/цифрового развития, information technology/информационных технологий,
    step up/наращивани, interaction/взаимодействи, digital transformation/цифровой трансформации,
    various spheres/различных сфер, public life/общественной жизни
20: consistently/последовательного, migration/миграции, countries of the region/стран региона,
    Russia/России, reaffirmed/подтвердили, committed/приверженность, security/безопасности,
    rights/прав, legal interests/законных интересов, honour/чести, dignity/достоинства,
    citizens/граждан, six states/шести государств, territories/территориях, noted/отмечена,
    optimized/оптимизации, mechanisms/механизмов, public security/общественной безопасности,
    challenges/вызовы, decent conditions of work/достойные условия труда
21: stressed/подчёркнута, deepen/углублени, humanitarian/гуманитарного, culture/культура,
    education/образование, science/наука, sport/спорт, direct partnership ties/прямых партнёрских
    связей, oblasts/областями, regions/регионами, Central Asian states/государств Центральной Азии,
    Russian Federation/Российской Федерации, subjects/субъектами,
    youth exchanges/молодёжных обменов,
    preserve/сохранени, heritage/наследия, culture/культурно, history/историческ
22: go on/продолжат, promoting/содействовать, tourism/туризма, designing/разработку,
    into effect/реализацию, joint tourism products/совместных туристических продуктов
23: further impetus/дальнейший импульс, health care/здравоохранения,
    medical tourism/медицинского туризма, recognized/признали, epidemics/эпидемическ,
    neutralize/нейтрализации, biological security/биологической безопасности, risks/рисков,
    joint projects/совместных проектов, infectious diseases/инфекционными заболеваниями,
    across borders/трансграничного, dangerous infections/опасных инфекций,
    scientific research/научных исследований
24: satisfaction/удовлетворением, this year/в этом году, high level/высоком уровне, 80th/80-летия,
    anniversary/торжества, Victory/Победы, Great Patriotic War/Великой Отечественной войне,
    1941–1945/1941–1945 годов, world history/всемирно-историческое, momentous/огромное,
    confirmed/подтвердили, ready/готовность, memory/памяти, shared/общей, peoples/народов,
    Russia/России, region/региона, outstanding pages/выдающихся страницах,
    historical heritage/исторического наследия, in common/общего
25: reaffirmed/подтверждена, commitment/приверженность, approaches/подходов, challenges/вызовам,
    threats/угрозам, today/современным, strictly/строгом, UN Charter/Уставом ООН,
    international law/международным правом
26: condemn/осуждая, every form/во всех его формах, terrorism/терроризм,
    inhumane crimes/бесчеловечным преступлениям, civilians/мирных жителей, justify/оправдания,
    go on/продолжат, efforts/усилия, evil/злу
27: noted/отметив, Afghanistan/Афганистане, humanitarian/гуманитарную,
    unfavourable/неблагоприятную, peace/мир, stability/стабильность, key factors/ключевые факторы,
    Central Asia/Центральной Азии, coordinate/координировать, tangible results/ощутимых результатов
28: Joint Action Plan for 2025–2027/Совместный план действий на 2025–2027 годы, adopted/принят,
    directions/направления, six-party/шестисторонн, foreign ministries/министерства иностранных дел,
    coordinate/координировать, reviewed/рассматриваться, progress/ход, regular/регулярных,
    meetings of ministers/встречах министров, presented/представлены,
    third Central Asia–Russia Summit/третьем саммите «Центральная Азия – Россия»,
    2027/в 2027 году, agreed/согласовано, diplomatic channels/дипломатическим каналам
29: thanked/признательность, Tajikistan/Таджикистану, hospitality/гостеприимство,
    high level/высокий уровень, organized/организации,
    second Central Asia–Russia Summit/второго саммита «Центральная Азия – Россия»
end.1: Dushanbe/Душанбе, 9 October 2025/9 октября 2025 г.
"""


def load(path: Path) -> Any:
    """Return a YAML file with every scalar as text."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def claims() -> dict[str, list[tuple[str, str]]]:
    """Return the pairs of CLAIMS by paragraph."""
    blocks = re.split(r"^(\S+): ", CLAIMS.strip(), flags=re.MULTILINE)[1:]
    return {
        key: [
            (english, russian)
            for claim in " ".join(text.split()).split(", ")
            for english, _, russian in [claim.strip().partition("/")]
        ]
        for key, text in zip(blocks[::2], blocks[1::2], strict=True)
    }


def plain(text: str) -> str:
    """Return the text as it is searched: no-break spaces as spaces, no capitals."""
    return text.replace("\u00a0", " ").casefold()


def words(text: str) -> list[str]:
    """Return the words of a text without capitals."""
    return re.findall(r"\w+", text.casefold())


def longest_shared_run(one: list[str], other: list[str]) -> list[str]:
    """Return the longest run of words that stands in both texts."""
    best: list[str] = []
    ends = [0] * (len(other) + 1)
    for position, word in enumerate(one, start=1):
        previous, ends = ends, [0] * (len(other) + 1)
        for index, candidate in enumerate(other, start=1):
            if word == candidate:
                ends[index] = previous[index - 1] + 1
                if ends[index] > len(best):
                    best = one[position - ends[index] : position]
    return best


def in_russian(value: Any) -> Iterator[str]:
    """Return every string under a key ``ru``, at any depth."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "ru":
                yield from [inner] if isinstance(inner, str) else inner
            else:
                yield from in_russian(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from in_russian(inner)


@pytest.fixture(scope="module")
def summit() -> Summit:
    return Summit.model_validate(load(FOLDER / "summit.yaml"))


@pytest.fixture(scope="module")
def communique() -> Document:
    return Document.model_validate(load(FOLDER / "communique.yaml"))


@pytest.fixture(scope="module")
def russian() -> Targets:
    return Targets.model_validate(load(FOLDER / "communique.ru.yaml"))


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary.model_validate(load(FOLDER / "glossary.yaml"))


@pytest.fixture(scope="module")
def pairs(communique: Document, russian: Targets) -> dict[str, tuple[Segment, TargetSegment]]:
    targets = {segment.key: segment for segment in russian.segments}
    return {segment.key: (segment, targets[segment.key]) for segment in communique.segments()}


@pytest.fixture(scope="module")
def russian_strings(russian: Targets) -> list[str]:
    texts = [segment.text for segment in russian.segments]
    for name in ("summit.yaml", "communique.yaml", "glossary.yaml"):
        texts += in_russian(load(FOLDER / name))
    return [russian.title, *texts]


def test_all_29_paragraphs_are_there_in_order_with_introduction_and_closing(
    communique: Document,
) -> None:
    assert [segment.key for segment in communique.paragraphs] == [str(n) for n in range(1, 30)]
    assert [segment.key for segment in communique.preamble] == ["pre.1", "pre.2"]
    assert [segment.key for segment in communique.closing] == ["end.1"]


def test_every_segment_is_rendered_in_russian_from_the_text_as_it_stands(
    communique: Document, russian: Targets
) -> None:
    rendered = [(segment.key, segment.source_hash) for segment in russian.segments]
    assert rendered == [
        (segment.key, source_hash(segment.heading, segment.text))
        for segment in communique.segments()
    ]


def test_the_status_claims_no_more_than_a_paraphrase_and_its_unofficial_translation(
    communique: Document, russian: Targets
) -> None:
    assert (communique.status, russian.status) == (Status.PARAPHRASE, Status.UNOFFICIAL_TRANSLATION)
    assert communique.source is not None
    assert communique.source.publisher == "nCa – News Central Asia"
    assert communique.source.date == "2025-10-09"
    assert communique.source.note is not None
    assert "slightly paraphrased translation" in communique.source.note["en"]


def test_themes_and_actors_are_those_of_the_summit_and_each_is_used(
    summit: Summit, communique: Document
) -> None:
    segments = list(communique.segments())
    actors = {*summit.countries, *(organisation.id for organisation in summit.organisations)}
    assert all(segment.themes for segment in communique.paragraphs)
    assert {theme for segment in segments for theme in segment.themes} == {
        theme.id for theme in summit.themes
    }
    assert {actor for segment in segments for actor in segment.actors} == actors


def test_the_communique_is_public(communique: Document) -> None:
    assert {segment.handling for segment in communique.segments()} == {"public"}


def test_the_table_of_claims_has_every_segment(communique: Document) -> None:
    assert list(claims()) == [segment.key for segment in communique.segments()]


@pytest.mark.parametrize("key", list(claims()))
def test_a_paragraph_has_every_figure_date_name_and_commitment_in_both_languages(
    key: str, pairs: dict[str, tuple[Segment, TargetSegment]]
) -> None:
    segment, target = pairs[key]
    lost = [
        stem
        for english, russian in claims()[key]
        for stem, text in ((english, segment.text), (russian, target.text))
        if plain(stem) not in plain(text)
    ]
    assert not lost


def test_both_languages_have_the_same_figures(
    pairs: dict[str, tuple[Segment, TargetSegment]],
) -> None:
    for segment, target in pairs.values():
        assert sorted(re.findall(r"\d+", segment.text)) == sorted(re.findall(r"\d+", target.text))


def test_six_presidents_took_part_and_are_named_alike_in_summit_and_communique(
    summit: Summit, pairs: dict[str, tuple[Segment, TargetSegment]]
) -> None:
    english, russian = (version.text for version in pairs["pre.1"])
    assert len(summit.participants) == 6
    for participant in summit.participants:
        assert participant.country is not None
        country = summit.countries[participant.country]
        assert participant.office["en"] == f"President of {country['en']}"
        assert participant.name["en"] in english
        assert f"{participant.office['ru']} {participant.name['ru']}" in russian


def test_the_facts_are_those_of_the_communique(summit: Summit, communique: Document) -> None:
    assert (summit.edition, summit.dates.start) == (2, "2025-10-09")
    assert (summit.hosts, summit.chairs) == (("TJ",), ("TJ",))
    assert [outcome.document for outcome in summit.outcomes] == [communique.id, None]
    assert summit.outcomes[0].title["en"] == communique.title
    assert summit.next_meeting is not None
    assert summit.next_meeting.date == "2027"


def test_every_reader_finds_both_languages(summit: Summit, glossary: Glossary) -> None:
    def localized(value: Any) -> Iterator[dict[str, str]]:
        if isinstance(value, dict):
            if isinstance(value.get("en", value.get("ru")), str):
                yield value
            else:
                for inner in value.values():
                    yield from localized(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                yield from localized(inner)

    for model in (summit, glossary):
        assert all(set(words) == {"en", "ru"} for words in localized(model.model_dump()))


def test_the_glossary_is_sorted_and_has_no_term_twice(glossary: Glossary) -> None:
    ids = [term.id for term in glossary.terms]
    assert ids == sorted(set(ids))
    assert 30 <= len(ids) <= 60


def test_every_glossary_term_is_what_the_texts_say(
    glossary: Glossary, communique: Document, russian: Targets
) -> None:
    english = plain(" ".join([communique.title, *(s.text for s in communique.segments())]))
    stems = {
        word[:4]
        for text in (russian.title, *(s.text for s in russian.segments))
        for word in words(text)
    }
    for term in glossary.terms:
        assert plain(re.sub(r" \(.*?\)$", "", term.names["en"])) in english, term.id
        assert {word[:4] for word in words(term.names["ru"])} <= stems, term.id


def test_russian_is_typeset_as_russian(russian_strings: list[str]) -> None:
    faults = (
        r"[\"“”'’]",  # quotation marks are « » and „ “
        r"[ \w]—|[^\d\u00a0]–|\d–\D|\u00a0–\S",  # dashes: spaced with U+00A0 before, or in ranges
        r"\d г\.|\d годы?|\d [а-я]+ \d{4}",  # U+00A0 in dates
        r"г\. [А-Я]",  # and in «г. Душанбе»
        r"[A-Za-z]",  # a Latin look-alike, or a word left as it was
        r"[ \u00a0]{2}",
    )
    for text in russian_strings:
        assert not [found[0] for fault in faults if (found := re.search(fault, text))], text
        assert text.count("«") == text.count("»"), text


def test_no_paragraph_shares_a_long_run_of_words_with_the_source(communique: Document) -> None:
    if not SOURCE.exists():
        pytest.skip("the source text is not beside this checkout")
    source = words(SOURCE.read_text(encoding="utf-8"))
    for segment in communique.segments():
        run = longest_shared_run(words(segment.text), source)
        assert len(run) <= LONGEST_SHARED_RUN, (segment.key, " ".join(run))


def test_a_shared_run_of_words_is_found_whatever_its_case_and_place() -> None:
    assert longest_shared_run(words("a B c d e"), words("x b C d y d e")) == ["b", "c", "d"]


def test_the_pack_orders_the_documents_that_its_readers_expect() -> None:
    pack = Pack.model_validate(load(ROOT / "content" / "packs" / "dushanbe-2025.yaml"))
    ordered = {
        (kind, audience, language, form)
        for order in pack.documents
        for kind in order.kinds
        for audience in order.audiences
        for language in order.languages
        for form in order.formats
    }
    formats = ("pdf", "docx", "html")
    assert pack.summit == "dushanbe-2025"
    assert ordered == {
        (kind, audience, language, form)
        for kind in ("briefing", "one-pager")
        for audience in ("minister", "analyst", "press")
        for language in ("en", "ru")
        for form in formats
    } | {
        ("bilingual-table", audience, ("en", "ru"), form)
        for audience in ("analyst", "translator")
        for form in formats
    }
