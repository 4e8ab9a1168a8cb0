"""A pack in, its documents out."""

import pytest

from briefgen.content.model import Located, Pack
from briefgen.diagnostics import Place
from briefgen.pipeline.plan import Narrowing, plan


def pack(*orders):
    value = Pack.model_validate({"summit": "ferry", "documents": list(orders)})
    places = {(): Place("p.yaml")}
    places |= {("documents", n): Place("p.yaml", 10 + n, 5) for n in range(len(orders))}
    return Located(value, "p.yaml", places)


def order(**changes):
    asked = {"kinds": ["note"], "audiences": ["staff"], "languages": ["en"], "formats": ["pdf"]}
    return {**asked, **changes}


def test_an_order_is_every_kind_for_every_audience_in_every_language():
    entries, found = plan(
        "ferry",
        pack(
            order(
                kinds=["note", "table"], audiences=["staff", "all"], languages=["ru", ["en", "ru"]]
            )
        ),
    )
    assert found == []
    assert [entry.name for entry in entries] == [
        f"{audience}/{kind}.{tags}"
        for audience in ("all", "staff")
        for kind in ("note", "table")
        for tags in ("en-ru", "ru")
    ]
    assert (entries[0].languages, entries[1].languages) == (("en", "ru"), ("ru",))
    assert entries[0].place == Place("p.yaml", 10, 5)


def test_two_orders_of_one_document_make_it_once_in_the_formats_of_both():
    entries, found = plan("ferry", pack(order(formats=["html"]), order(formats=["pdf", "html"])))
    assert [(entry.name, entry.formats) for entry in entries] == [
        ("staff/note.en", ("pdf", "html"))
    ]
    assert found == []


@pytest.mark.parametrize("name", ["con", "aux", "com1", "lpt9"])
def test_a_name_that_windows_keeps_for_a_device_is_refused(name):
    _, (audience,) = plan("ferry", pack(order(audiences=[name])))
    assert (audience.code, str(audience.place)) == ("B101", "p.yaml:10:5")
    _, (whole,) = plan(name, pack(order()))
    assert (whole.code, str(whole.place)) == ("B101", "p.yaml:1:1")


def test_a_name_that_is_longer_than_a_file_s_may_be_is_refused():
    many = [["en", *["uz-Latn"] * 40]]
    _, (found,) = plan("ferry", pack(order(languages=many)))
    assert (found.code, "longer than 250 bytes" in found.message) == ("B101", True)


def test_nothing_asked_for_is_everything():
    entries, _ = plan("ferry", pack(order(), order(audiences=["all"])))
    assert Narrowing().apply(entries) == entries
    assert Narrowing(formats=frozenset(["html"])).apply(entries) == ()
