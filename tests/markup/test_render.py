"""Rendering: templates see a View and little else, and every mistake has its line."""

from __future__ import annotations

import re
import threading
import time
import tracemalloc

import pytest

from briefgen.diagnostics import Place, Severity
from briefgen.languages import ProfileFile, make_profile
from briefgen.markup.failures import running_place
from briefgen.markup.provenance import split_trailer
from briefgen.markup.render import Renderer
from briefgen.markup.translations import tag_borrowed
from tests.markup.rendering import (
    PAGE,
    PROFILES,
    SHEET,
    parse,
    render,
    segment,
    view,
    with_text,
    write_templates,
)

FILE = f"templates/{SHEET}"


def text_of(root, template, of=None, **config) -> str:
    """The markup without its marks."""
    markup, problems = render(root, template, of, **config)
    assert problems == []
    text, _files = split_trailer(markup)
    return re.sub(r' data-[tc]="[\d:]+"', "", text)


def problem_of(root, template, of=None, **config):
    markup, problems = render(root, template, of, **config)
    assert markup is None
    assert len(problems) == 1
    return problems[0]


# --- what templates are and see --------------------------------------------------------


def test_a_template_prints_what_the_view_says(tmp_path):
    assert text_of(tmp_path, "<p>{{ view.summit.title }}</p>") == "<p>The Lake Meeting</p>"


def test_blocks_on_lines_of_their_own_leave_no_lines(tmp_path):
    template = "<ul>\n  {% for i in [1, 2] %}\n  <li>{{ i }}</li>\n  {% endfor %}\n</ul>\n"
    assert text_of(tmp_path, template) == "<ul>\n  <li>1</li>\n  <li>2</li>\n</ul>\n"


def test_an_audiences_own_template_comes_before_the_kinds(tmp_path):
    templates = {SHEET: "<p>kind</p>", "audiences/guests/sheet.html.j2": "<p>guests</p>"}
    assert text_of(tmp_path, templates) == "<p>guests</p>"
    assert text_of(tmp_path, templates, view(audience="others")) == "<p>kind</p>"


def test_a_project_overrides_one_block_of_the_packages_template(tmp_path, monkeypatch):
    package = tmp_path / "package"
    monkeypatch.setattr("briefgen.project.package_templates", lambda: package)
    (package / "kinds").mkdir(parents=True)
    (package / SHEET).write_text("<h1>{% block a %}A{% endblock %}</h1><p>B</p>")
    (package / "base.html.j2").write_text("<p>shipped</p>")
    own = '{% extends "package:kinds/sheet.html.j2" %}{% block a %}own{% endblock %}'
    assert text_of(tmp_path / "own", own) == "<h1>own</h1><p>B</p>"
    assert text_of(tmp_path / "bare", '{% include "base.html.j2" %}') == "<p>shipped</p>"


def test_a_kind_without_a_template_names_the_file_to_write(tmp_path):
    problem = problem_of(tmp_path, {})
    assert (problem.code, problem.hint) == ("T002", f"write {FILE}")
    assert problem.place == Place(FILE)


def test_templates_are_read_once(tmp_path):
    project = write_templates(tmp_path, {SHEET: "<p>a</p>"})
    renderer = Renderer(project, PROFILES)
    first = renderer.render(view())
    (tmp_path / FILE).write_text("<p>b</p>")
    assert renderer.render(view()) == first
    assert "b" in (Renderer(project, PROFILES).render(view())[0] or "")


def test_a_byte_order_mark_and_crlf_change_nothing(tmp_path):
    plain = text_of(tmp_path / "a", "<p>\n{{ 1 }}\n</p>\n")
    assert text_of(tmp_path / "b", {SHEET: b"\xef\xbb\xbf<p>\r\n{{ 1 }}\r\n</p>\r\n"}) == plain


def test_dates_names_and_numbers_are_in_the_documents_language(tmp_path):
    template = (
        "{{ '2030-05-04'|date }}/{{ '2030-05'|date('en') }}/{{ 'KZ'|country }}/{{ 2|ordinal }}/"
        "{{ 1234.5|number }}/{{ 'kk'|language_name }}/{{ date_range('2030-05-04') }}/"
        "{{ profile.autonym }}"
    )
    assert text_of(tmp_path, template, view("ru")).replace("\xa0", "_") == (
        "4_мая_2030\u202fг./May_2030/Казахстан/2/1_234,5/казахский/4_мая_2030\u202fг./Русский"
    )


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("none|date", "a date is wanted"),
        ("'soon'|date", "soon"),
        ("'2030'|date('qq')", "the language 'qq' has no profile"),
        ("'2030'|date('rus')", "did you mean 'ru'?"),
        ("'QZ'|country", "no name is known for the country 'QZ'"),
        ("date_range(none)", "a date is wanted"),
        ("at('x')", "at() wants something of the View"),
    ],
)
def test_a_filter_that_can_not_do_it_says_why_at_its_line(tmp_path, expression, words):
    problem = problem_of(tmp_path, f"<p>\n{{{{ {expression} }}}}</p>")
    assert (problem.code, problem.place.line) == ("T005", 2)
    assert words in problem.message


def test_an_imported_value_is_not_kept_from_one_language_to_the_next(tmp_path):
    templates = {
        SHEET: '{% import "inner.html.j2" as m %}{{ m.when }}',
        "inner.html.j2": '{% import "innermost.html.j2" as m %}{% set when = m.when %}',
        "innermost.html.j2": "{% set when = '2030-05'|date %}",
    }
    renderer = Renderer(write_templates(tmp_path, templates), PROFILES)
    texts = [split_trailer(renderer.render(view(tag))[0])[0] for tag in ("en", "ru", "en")]
    assert texts == ["May\xa02030", "май\xa02030\u202fг.", "May\xa02030"]


# --- where things came from ------------------------------------------------------------


def test_each_element_knows_its_templates_line_and_its_content(tmp_path):
    body = (
        "\n<main>\n{% for item in view.brief.key_messages %}\n<p{{ at(item) }}><em>{{ item.text }}"
        "</em></p>\n{% endfor %}\n{{ inner() }}</main>\n"
    )
    macro = '{% macro inner() %}\n<section id="s">\n<p>x</p></section>{% endmacro %}'
    markup, problems = render(tmp_path, macro + PAGE.format(body))
    assert problems == []
    document, problems = parse(markup)
    assert problems == []
    origins = [
        (element.tag, origin.template.line, origin.content.line if origin.content else None)
        for element, origin in zip(document.root.iter(), document.origins, strict=True)
    ]
    assert origins[3:] == [
        ("body", 3, None),
        ("main", 4, None),
        ("p", 6, 10),
        ("em", 6, 10),
        ("p", 6, 20),
        ("em", 6, 20),
        ("section", 2, None),
        ("p", 3, None),
    ]
    assert {origin.template.file for origin in document.origins} == {FILE}
    assert document.origins[5].content == Place("content/lake/brief.yaml", 10, 5, 4)


@pytest.mark.parametrize(
    "template",
    [
        '<p{% if view.marking %} class="a"{% endif %}>x</p>',
        '<p{% if view.kind %} class="a"{% endif %}>x</p>',
        "<h{{ 1 + 0 }}>x</h1>",
        '<h{{ 1 }} class="{{ view.kind }}">x</h1>',
        "<p{{ at(view.summit) }}>x</p>",
        "<p {{ at(view.summit) }} class='{{ view.kind }}'>x</p>",
        '{% macro a() %} lang="{{ view.language }}"{% endmacro %}<p{{ a() }}>x</p>',
        "<p>{% raw %}{{ x }}<em>y</em>{% endraw %}</p>",
        "<p>{% trans %}a <em>b</em>{% endtrans %}</p>",
        "<p>{% trans n=2 %}a <b>{{ n }}</b>{% pluralize %}as {{ n }}{% endtrans %}</p>",
        "<p>\n  {%- if true -%}\n <em>x</em> {% endif %}</p>",
        "<p title='a > b'>x<br/></p><!-- <p> --><hr />",
        "{% set x %}<em>x</em>{% endset %}<p>{{ x }}</p>",
    ],
)
def test_marks_are_all_that_is_added_to_a_templates_text(tmp_path, template):
    import jinja2  # noqa: PLC0415

    plain = jinja2.Environment(
        trim_blocks=True, lstrip_blocks=True, autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    plain.install_null_translations(newstyle=True)
    expected = plain.from_string(template).render(view=view(), at=lambda _thing: "")
    assert text_of(tmp_path, template) == expected


def test_every_start_tag_of_a_template_has_one_mark(tmp_path):
    template = (
        "<div>\n<p>a</p><p\n class='b'>c</p>{% if true %}<h{{ 2 }}>d</h2>{% endif %}<hr/></div>"
    )
    markup, _ = render(tmp_path, template)
    assert re.findall(r'<([a-z0-9]+) data-t="0:(\d+)"', markup) == [
        ("div", "1"),
        ("p", "2"),
        ("p", "2"),
        ("h2", "3"),
        ("hr", "3"),
    ]
    assert markup.count("data-t=") == 5


# --- content is text (hazards 14 and 15) -----------------------------------------------


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{{ 7*7 }}", "{{ 7*7 }}"),
        ("{% raw %}", "{% raw %}"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a & b", "a &amp; b"),
        ('" onclick="x', "&#34; onclick=&#34;x"),
        ("it's", "it&#39;s"),
    ],
)
def test_content_is_printed_as_it_stands(tmp_path, text, printed):
    template = '<p class="{{ view.brief.bottom_line.text }}">{{ view.brief.bottom_line.text }}</p>'
    assert text_of(tmp_path, template, with_text(text)) == f'<p class="{printed}">{printed}</p>'


def test_escaping_can_not_be_turned_off_by_a_filter(tmp_path):
    problem = problem_of(tmp_path, "<p>\n{{ view.summit.title|safe }}</p>")
    assert (problem.code, str(problem.place)) == ("T004", f"{FILE}:2:22")


@pytest.mark.parametrize(
    "block", ["{% autoescape false %}", "{%- autoescape view.audience == 'x' -%}"]
)
def test_escaping_can_not_be_turned_off_by_a_block(tmp_path, block):
    problem = problem_of(
        tmp_path, f"<p>\n{block}{{{{ view.summit.title }}}}{{% endautoescape %}}</p>"
    )
    assert (problem.code, problem.place.line) == ("T004", 2)


@pytest.mark.parametrize(
    ("template", "where"),
    [
        ("<p class={{ view.kind }}>x</p>", "an attribute without quotation marks"),
        ("<p class=a{{ view.kind }}>x</p>", "an attribute without quotation marks"),
        ("<p class={{ at(view.summit) }}>x</p>", "an attribute without quotation marks"),
        ("<p {{ view.kind }}>x</p>", "a tag"),
        ("<p {{ view.kind|upper }}>x</p>", "a tag"),
        ("<style>p { color: {{ view.kind }} }</style>", "a style or script element"),
        ("<script>{{ view.kind }}</script>", "a style or script element"),
        ("<!-- {{ view.kind }} -->", "a comment"),
        ("<![CDATA[{{ view.kind }}]]>", "a CDATA section"),
        ("<?x {{ view.kind }}?>", "a processing instruction"),
        ("<p>x</{{ view.kind }}>", "an end tag"),
    ],
)
def test_content_where_escaping_does_not_help_is_refused(tmp_path, template, where):
    problem = problem_of(tmp_path, f"<html>\n{template}")
    assert (problem.code, problem.place.line) == ("T009", 2)
    assert problem.place.column == template.index("{{") + 1
    assert problem.message == f"content may not stand in {where}"


def test_text_after_a_style_element_is_text_again(tmp_path):
    template = "<style>p {}</style><p>{{ view.kind }}</p>"
    assert text_of(tmp_path, template) == "<style>p {}</style><p>sheet</p>"


# --- mistakes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "line", "words"),
    [
        ("<p>\n{% if %}</p>", 2, "Expected an expression"),
        ("<p>{{ a", 1, "unexpected end of template"),
        ("<p>{%", 1, ""),
        ("<p>\n\n{{ x|nosuch }}</p>", 3, "No filter named 'nosuch'"),
        ("{% for x in y %}\n", 1, "Unexpected end of template"),
        ("<p>\n{% nosuch %}</p>", 2, "unknown tag 'nosuch'"),
    ],
)
def test_a_template_that_can_not_be_understood_is_told_at_its_line(tmp_path, template, line, words):
    problem = problem_of(tmp_path, template)
    assert problem.code == "T001"
    assert (problem.place.file, problem.place.line) == (FILE, line)
    assert words in problem.message


def test_a_mistake_in_an_included_template_is_told_there(tmp_path):
    templates = {
        SHEET: '<p>\n{% include "base/part.html.j2" %}</p>',
        "base/part.html.j2": "\n{{ x }}",
    }
    problem = problem_of(tmp_path, templates)
    assert (problem.code, str(problem.place)) == ("T003", "templates/base/part.html.j2:2:4")


def test_an_undefined_name_has_its_column_and_a_near_name(tmp_path):
    problem = problem_of(tmp_path, "<p>\n  {{ veiw.kind }}</p>")
    assert (problem.code, str(problem.place)) == ("T003", f"{FILE}:2:6")
    assert (problem.place.length, problem.hint) == (4, "did you mean 'view'?")


def test_an_unknown_field_names_the_content_it_was_printing(tmp_path):
    template = "<ul>\n{% for m in view.brief.key_messages %}\n<li>{{ m.txt }}</li>{% endfor %}</ul>"
    problem = problem_of(tmp_path, template)
    assert (problem.code, str(problem.place)) == ("T003", f"{FILE}:3:10")
    assert problem.hint == "did you mean 'text'?"
    assert problem.related == (("while printing this", Place("content/lake/brief.yaml", 10, 5, 4)),)


def test_a_mistake_in_a_macro_names_the_content_it_was_given(tmp_path):
    template = (
        "{% macro line(thing) %}\n{{ thing.question.text }}{% endmacro %}\n"
        "{% for m in view.brief.key_messages %}{{ line(m) }}{% endfor %}"
    )
    problem = problem_of(tmp_path, template)
    assert (problem.code, problem.place.line) == ("T003", 2)
    assert problem.related[0][1].line == 10


def test_a_mistake_after_at_names_what_at_was_called_on(tmp_path):
    template = "<p{{ at(view.brief.key_messages[1]) }}>\n{{ 1 + 'a' }}</p>"
    problem = problem_of(tmp_path, template)
    assert (problem.code, problem.place.line) == ("T005", 2)
    assert "unsupported operand" in problem.message
    assert problem.related[0][1].line == 20


def test_a_mistake_that_printed_no_content_has_no_related_place(tmp_path):
    assert problem_of(tmp_path, "{{ nope }}").related == ()


BRIEF = "content/lake/brief.yaml"
MACRO = "{% macro m() %}\n{{ view.nope }}{% endmacro %}\n"
CALLER = "{% macro m() %}{{ caller(view.brief.bottom_line) }}{% endmacro %}\n"


@pytest.mark.parametrize(
    ("template", "line"),
    [
        # The element that prints it, a loop's item, what a macro was given.
        ("<p{{ at(view.brief.bottom_line) }}>{{ view.brief.nope }}</p>", 3),
        ("<p{{ at(view.brief.bottom_line) }}><br/><em>a</em>\n{{ view.nope }}</p>", 3),
        ("<p{{ at(view.brief.key_messages[1]) }}>{% if view.nope %}{% endif %}</p>", 20),
        ("{% for a in view.brief.key_messages %}\n{{ view.nope }}{% endfor %}", 10),
        ("{% for n, a in [(1, view.brief.bottom_line)] %}\n{{ view.nope }}{% endfor %}", 3),
        ("{% macro m(a, b=1) %}\n{{ b.nope }}{% endmacro %}{{ m(view.brief.bottom_line) }}", 3),
        (f"{MACRO}<p{{{{ at(view.brief.bottom_line) }}}}>{{{{ m() }}}}</p>", 3),
        (f"{CALLER}{{% call(x) m() %}}\n{{{{ x.nope }}}}{{% endcall %}}", 3),
        # Nothing of the above: what came before, or has been closed.
        ("<p{{ at(view.brief.bottom_line) }}>a</p>\n{{ view.nope }}", None),
        ("<p{{ at(view.brief.bottom_line) }}>a</p>{{ view.nope }}", None),
        ("<img{{ at(view.brief.bottom_line) }} alt='>'/>{{ view.nope }}", None),
        ("{# <p{{ at(view.summit) }}> #}{{ view.nope }}", None),
        ("{% set summit = view.summit %}<p>{{ summit.title }}{{ view.nope }}</p>", None),
        (
            "{% for a in view.brief.key_messages %}{{ a.text }}{% endfor %}\n{{ view.nope }}",
            None,
        ),
        ("{% macro m(a) %}{{ a.title }}{% endmacro %}{{ m(view.summit) }}\n{{ view.nope }}", None),
        ("<p{{ at(nope) }}>x</p>", None),
        ("<p{{ at(view.brief.key_messages[7]) }}>x</p>", None),
    ],
)
def test_only_the_content_around_a_mistake_is_named_with_it(tmp_path, template, line):
    problem = problem_of(tmp_path, template)
    assert problem.code == "T003"
    assert [place.line for _, place in problem.related if place.file == BRIEF] == (
        [line] if line else []
    )
    assert len(problem.related) == (1 if line else 0)


@pytest.mark.parametrize(
    ("template", "message", "hint"),
    [
        ("{{ view.brief.onwer }}", "a BriefView has no 'onwer'", "did you mean 'owner'?"),
        (
            "{{ view.document.segmets }}",
            "a DocumentView has no 'segmets'",
            "did you mean 'segments'?",
        ),
        ("{{ view.brief.bottom_line.txt }}", "an ItemView has no 'txt'", "did you mean 'text'?"),
        ("{{ {'a-b': 1}['a-c'] }}", "a mapping has no 'a-c'", None),
        (
            "{{ view.brief.owner.name }}",
            "none has no 'name'",
            "what may be left out is none then: ask for it with {% if … %}",
        ),
        ("{{ view.brief.key_messages[7].text }}", "a list has no '7'", None),
        ("{{ view.kind.name }}", "a text has no 'name'", None),
        ("{{ self.bdoy() }}", "the template's blocks have no 'bdoy'", None),
        ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}", "the macro is not given its 'a'", None),
        (
            "{% macro m() %}{{ caller() }}{% endmacro %}{{ m() }}",
            "the macro must be called with {% call %}",
            None,
        ),
        ("{{ veiw }}", "there is no 'veiw' here", "did you mean 'view'?"),
        ("{% block a %}{{ super() }}{% endblock %}", "there is no parent block called 'a'.", None),
    ],
)
def test_what_is_not_there_is_told_in_a_template_authors_words(tmp_path, template, message, hint):
    problem = problem_of(tmp_path, template)
    assert (problem.code, problem.message, problem.hint) == ("T003", message, hint)


PARTS = (
    "{% set parts = {'bottom-line': 1, 'commitments': 1} %}\n"
    "{% for name in view.sections %}{{ parts[name] }}{% endfor %}"
)
PLACES = tuple(Place("templates/audiences/guests/audience.yaml", 4, n) for n in (3, 9, 20))


def test_a_part_that_the_kind_does_not_have_is_told_where_the_audience_asks_for_it(tmp_path):
    asked = view(sections=("bottom-line", "comitments", "zoo"), section_places=PLACES)
    markup, problems = render(tmp_path, PARTS, asked)
    assert markup is None
    assert [(p.code, p.message, p.place, p.hint) for p in problems] == [
        ("T013", "unknown part 'comitments'", PLACES[1], "did you mean 'commitments'?"),
        ("T013", "unknown part 'zoo'", PLACES[2], "known: bottom-line, commitments"),
    ]


def test_an_unknown_part_hides_no_other_mistake(tmp_path):
    asked = view(sections=("zoo",), section_places=PLACES[:1])
    _, problems = render(tmp_path, PARTS.replace("{% for", "{{ nope }}{% for"), asked)
    assert [problem.code for problem in problems] == ["T013", "T003"]


@pytest.mark.parametrize("name", ["base/none.html.j2", "../../etc/hosts", "/etc/hosts", "%2e%2e/x"])
def test_a_template_that_is_not_there_is_told_where_it_is_asked_for(tmp_path, name):
    problem = problem_of(tmp_path, f'<p>\n{{% include "{name}" %}}</p>')
    assert (problem.code, problem.place.line) == ("T002", 2)
    assert name in problem.message


def test_none_of_several_templates_is_told_with_their_names(tmp_path):
    problem = problem_of(tmp_path, '{% include ["a.html.j2", "b.html.j2"] %}')
    assert problem.code == "T002"
    assert "a.html.j2, b.html.j2" in problem.message


def test_a_link_that_leaves_the_project_is_not_followed(tmp_path):
    (tmp_path / "secret").write_text("secret")
    root = tmp_path / "project"
    write_templates(root, {SHEET: '{% include "base/link.html.j2" %}', "base/x": ""})
    (root / "templates/base/link.html.j2").symlink_to(tmp_path / "secret")
    problem = problem_of(root, {})
    assert problem.code == "G002"


def test_a_template_that_is_not_utf_8_is_told_at_the_line(tmp_path):
    problem = problem_of(tmp_path, {SHEET: "<p>\nä</p>".encode("latin-1")})
    assert (problem.code, problem.place.line) == ("T008", 2)


def test_templates_that_include_each_other_end(tmp_path):
    templates = {SHEET: '{% include "a.html.j2" %}', "a.html.j2": '{% include "a.html.j2" %}'}
    problem = problem_of(tmp_path, templates)
    assert (problem.code, "without an end" in problem.message) == ("T005", True)


# --- what templates may not (hazard 13) ------------------------------------------------


@pytest.mark.parametrize(
    "expression",
    [
        "view.__class__",
        "view.summit.__class__.__mro__",
        "view|attr('__class__')",
        "''.__class__.__base__.__subclasses__()",
        "'{0.__class__}'.format(view)",
        "'{x.__class__}'.format_map({'x': view})",
        "at.__globals__",
        "('x'|string).__init__",
        "view.languages.__add__",
        "cycler.__init__.__globals__",
        "'a'.translate({97: 'b'})",
    ],
)
def test_the_insides_of_python_are_out_of_reach(tmp_path, expression):
    problem = problem_of(tmp_path, f"<p>\n{{{{ {expression} }}}}</p>")
    assert problem.code == "T004"
    assert problem.place.line == 2


def test_the_view_can_not_be_changed(tmp_path):
    terms = "{% set x = {'a': 1} %}\n{{ x.update(b=2) }}"
    assert problem_of(tmp_path, terms).code == "T004"


def test_names_that_differ_from_run_to_run_are_not_given(tmp_path):
    assert problem_of(tmp_path / "a", "{{ lipsum() }}").code == "T003"
    assert problem_of(tmp_path / "b", "{{ [1, 2]|random }}").code == "T001"


# --- limits (hazard 18) ----------------------------------------------------------------

LOOP = "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}"
RECURSIVE = (
    "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(60) }}"
)


@pytest.mark.parametrize("template", [LOOP, RECURSIVE])
def test_a_template_without_an_end_is_ended_and_the_next_document_is_made(tmp_path, template):
    templates = {SHEET: "<p>\n" + template + "</p>", "kinds/other.html.j2": "<p>x</p>"}
    renderer = Renderer(write_templates(tmp_path, templates, seconds=1), PROFILES)
    markup, [problem] = renderer.render(view())
    assert (markup, problem.code, problem.place.line) == (None, "T006", 2)
    assert renderer.render(view(kind="other"))[1] == []


def test_a_template_is_ended_in_any_thread(tmp_path):
    renderer = Renderer(write_templates(tmp_path, {SHEET: LOOP}, seconds=1), PROFILES)
    results = []
    thread = threading.Thread(target=lambda: results.append(renderer.render(view())))
    thread.start()
    thread.join(10)
    assert [problem.code for problem in results[0][1]] == ["T006"]


@pytest.mark.parametrize(
    "expression",
    [
        "'%1000000000d'|format(1)",
        "'%1000000000d' % 1",
        "'%.1000000000f' % 1",
        "'%99999999999999999999d' % 1",
        "'%*d' % (1000000000, 1)",
        "'{:1000000000d}'.format(1)",
        "'{:{}}'.format(1, 1000000000)",
        "'a' * 1000000000",
        "1000000000 * 'a'",
        "[1] * 1000000000",
        "10 ** 100000",
        "(10 ** 300) * (10 ** 300)",
        "'a'.ljust(1000000000)",
        "'a'.zfill(1000000000)",
        "('a' * 100000).replace('a', 'b' * 100000)",
        "('a' * 100000)|replace('a', 'b' * 100000)",
        "('a' * 100000).join('b' * 1000)",
        "(range(1000)|map('string'))|join('a' * 100000)",
        "('a' * 600000) + ('b' * 600000)",
        "('a' * 600000) ~ ('b' * 600000)",
    ],
)
def test_an_operation_that_would_make_too_much_is_refused(tmp_path, expression):
    tracemalloc.start()
    try:
        problem = problem_of(tmp_path, f"<p>\n{{{{ {expression} }}}}</p>")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (problem.code, problem.place.line) == ("T004", 2)
    assert most < 20 * 2**20


@pytest.mark.parametrize(
    ("expression", "printed"),
    [
        ("'%05.1f|%s|%%' % (2.25, 'a')", "002.2|a|%"),
        ("'%(a)s'|format(a=1)", "1"),
        ("'{:>5}{{}}{x}'.format(1, x=2)", "    1{}2"),
        ("3 * 4 + 2 ** 8", "268"),
        ("2 ** 0.5 > 1", "True"),
        ("1.5 % 1", "0.5"),
        ("'ab' * 2 ~ 1 ~ 'c'", "abab1c"),
        ("[1] + [2]", "[1, 2]"),
        ("'a'.center(3)", " a "),
        ("'a b'.replace('a', 'c')", "c b"),
        ("', '.join(['a', 'b'])", "a, b"),
        ("['a', 'b']|join(', ')", "a, b"),
        ("'a-b'|replace('-', '+')", "a+b"),
        ("'<' ~ '>'", "&lt;&gt;"),
        ("','.join(view.brief.key_messages|map(attribute='id'))", "one,two"),
        ("'a'.upper()", "A"),
        ("', '.join()|string if false else 'x'", "x"),
    ],
)
def test_what_is_not_too_much_is_done(tmp_path, expression, printed):
    assert text_of(tmp_path, f"{{{{ {expression} }}}}") == printed


def test_a_loop_still_knows_its_length_and_its_last_turn(tmp_path):
    template = "{% for i in range(3) %}{{ loop.length }}{% if loop.last %}.{% endif %}{% endfor %}"
    assert text_of(tmp_path, template) == "333."
    tree = "{% for i in [[[]]] recursive %}({{ loop(i) }}){% endfor %}"
    assert text_of(tmp_path / "b", tree) == "(())"


@pytest.mark.parametrize(
    "template",
    [
        "{% for i in range(99999) %}<p>aaaaaaaaaaaaaaaaaaaaa</p>{% endfor %}",
        "{% set x %}{% for i in range(99999) %}<p>aaaaaaaa</p>{% endfor %}{% endset %}{{ x }}",
    ],
)
def test_a_document_may_hold_so_many_characters(tmp_path, template):
    project = write_templates(tmp_path, {SHEET: template})
    markup, [problem] = Renderer(project, PROFILES, characters=100_000).render(view())
    assert (markup, problem.code) == (None, "T007")
    assert problem.hint == "is a loop too long?"


# --- interface words -------------------------------------------------------------------

PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: ru\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n<5 ? 1 : 2);\\n"

msgid "Contents"
msgstr "Содержание"

msgctxt "month"
msgid "May"
msgstr "май"

msgid "%(num)s page"
msgid_plural "%(num)s pages"
msgstr[0] "%(num)s страница"
msgstr[1] "%(num)s страницы"
msgstr[2] "%(num)s страниц"

msgid "Hello, %(name)s"
msgstr "Здравствуйте, %(name)s"
"""
WORDS = (
    "{{ _('Contents') }}, {{ pgettext('month', 'May') }}, "
    "{{ ngettext('%(num)s page', '%(num)s pages', 3) }}, "
    "{% trans name=view.summit.title %}Hello, {{ name }}{% endtrans %}"
)
CATALOGUE = "locale/ru/messages.po"


def test_interface_words_come_from_the_catalogue_of_the_language(tmp_path):
    templates = {SHEET: WORDS, CATALOGUE: PO}
    russian = "Содержание, май, 3 страницы, Здравствуйте, The Lake Meeting"
    assert text_of(tmp_path, templates, view("ru")) == russian
    english = "Contents, May, 3 pages, Hello, The Lake Meeting"
    assert text_of(tmp_path, templates, view("en")) == english


def test_numbers_in_interface_words_have_the_digits_of_the_language(tmp_path, monkeypatch):
    file = ProfileFile(autonym="Русский", digits="arabext")
    monkeypatch.setitem(PROFILES, "ru", make_profile("ru", file))
    words = (
        "{{ ngettext('%(num)s page', '%(num)s pages', 3) }}, {{ _('%(a)s of %(b)s', a='1', b=2) }}"
    )
    po = PO + '\nmsgid "%(a)s of %(b)s"\nmsgstr "%(a)s из %(b)s"\n'
    text = text_of(tmp_path, {SHEET: words, CATALOGUE: po}, view("ru"))
    assert text == "۳ страницы, 1 из ۲"


def test_content_in_interface_words_is_escaped(tmp_path):
    template = "{{ _('Hello, %(name)s', name=view.brief.bottom_line.text) }}"
    assert text_of(tmp_path, template, with_text("<b>")) == "Hello, &lt;b&gt;"


def test_words_that_are_not_translated_are_told_once_at_their_line(tmp_path):
    template = (
        "<p>{{ _('Contents') }}</p>\n{% for i in [1, 2] %}\n<p>{{ _('Annex') }}</p>{% endfor %}\n"
        "{{ pgettext('verb', 'May') }}{{ ngettext('a', 'b', 1) }}{{ npgettext('c', 'd', 'e', 2) }}"
    )
    markup, problems = render(tmp_path, {SHEET: template, CATALOGUE: PO}, view("ru"))
    assert markup is None
    told = [
        (problem.code, problem.place.line, problem.message.split("'")[1]) for problem in problems
    ]
    assert told == [("T011", 3, "Annex"), ("T011", 4, "May"), ("T011", 4, "a"), ("T011", 4, "d")]
    assert (
        problems[0].hint == "add 'msgid' and 'msgstr' for them to templates/locale/ru/messages.po"
    )


def test_words_outside_of_any_template_have_no_place():
    assert running_place() is None


def test_untranslated_words_are_told_for_each_document(tmp_path):
    templates = {SHEET: "{{ _('Annex') }}", CATALOGUE: PO}
    renderer = Renderer(write_templates(tmp_path, templates), PROFILES)
    assert [len(renderer.render(view("ru"))[1]) for _ in range(2)] == [1, 1]


def test_a_language_without_a_catalogue_borrows_words_and_is_told_once(tmp_path, monkeypatch):
    monkeypatch.setattr("briefgen.project.package_templates", lambda: tmp_path / "none")
    markup, [problem] = render(tmp_path, "{{ _('a') }}{{ _('b') }}", view("kk"))
    assert (problem.code, problem.severity) == ("T010", Severity.WARNING)
    assert markup.startswith("ab<?")  # no language is known to have them
    assert problem.hint.startswith("fill in templates/locale/kk/messages.po;")
    assert text_of(tmp_path / "silent", "<p>x</p>", view("kk")) == "<p>x</p>"


BORROWING = (
    "<html><head><title>{{ _('Contents') }}</title></head><body><p lang=\"{{ view.language }}\""
    " class=\"{{ _('Contents') }}\">{{ _('Contents') }}</p>{{ _('Annex to %(name)s', name='X') }}"
    "{{ pgettext('month', 'May') }}{{ ngettext('a', 'b', 2) }}{{ npgettext('c', 'd', 'e', 2) }}"
    "{{ pgettext('list', ', ') }}"
)


def test_borrowed_words_are_tagged_but_for_titles_attributes_and_what_has_no_letters(
    tmp_path, monkeypatch
):
    package = tmp_path / "package"
    monkeypatch.setattr("briefgen.project.package_templates", lambda: package)
    (package / "locale/en").mkdir(parents=True)
    (package / "locale/en/profile.yaml").write_text("autonym: English\nmsgids: true\n")
    empty = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    names = ("Contents", "Annex to %(name)s")
    empty += "".join(f'msgid "{name}"\nmsgstr ""\n\n' for name in names)
    empty += 'msgctxt "month"\nmsgid "May"\nmsgstr ""\n\n'
    empty += 'msgctxt "list"\nmsgid ", "\nmsgstr ""\n\n'
    empty += 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\n\n'
    empty += 'msgctxt "c"\nmsgid "d"\nmsgid_plural "e"\nmsgstr[0] ""\n'
    templates = {SHEET: BORROWING, "locale/kk/messages.po": empty}
    files = {**templates, CATALOGUE: PO}
    renderer = Renderer(write_templates(tmp_path, files), PROFILES)
    markup, problems = renderer.render(view("kk"), "ru")
    assert [(problem.code, problem.severity) for problem in problems] == [
        ("T010", Severity.WARNING)
    ]
    plain = re.sub(r' data-t="[^"]*"', "", markup).partition("<?")[0]
    assert plain == (
        "<html><head><title>Содержание</title></head>"
        '<body><p lang="kk" class="Содержание"><span lang="ru">Содержание</span></p>'
        '<span lang="en">Annex to </span>X<span lang="ru">май</span><span lang="en">b</span>'
        '<span lang="en">e</span>, '
    )


def test_borrowed_words_of_the_other_direction_say_so():
    marked = "<p>\ufdd0en lBriefing\ufdd1</p>"
    assert tag_borrowed(marked, "rtl") == '<p><span lang="en" dir="ltr">Briefing</span></p>'
    assert tag_borrowed(marked, "ltr") == '<p><span lang="en">Briefing</span></p>'


def test_a_projects_catalogue_goes_before_the_packages_word_by_word(tmp_path, monkeypatch):
    package = tmp_path / "package"
    monkeypatch.setattr("briefgen.project.package_templates", lambda: package)
    (package / "locale/ru").mkdir(parents=True)
    (package / CATALOGUE).write_text(PO, encoding="utf-8")
    own = PO.replace('"Содержание"', '"Оглавление"').replace('msgstr "май"', 'msgstr ""')
    templates = {SHEET: "{{ _('Contents') }} {{ pgettext('month', 'May') }}", CATALOGUE: own}
    assert text_of(tmp_path / "own", templates, view("ru")) == "Оглавление май"


@pytest.mark.parametrize(
    ("po", "line"),
    [
        ('msgid "a"\nmsgstr "b"\nnonsense\n', 3),
        (PO.replace("nplurals=3; plural=(n", "nplurals=3; plural=(import os"), 1),
        (PO.encode("cp1251"), 1),
    ],
)
def test_a_catalogue_that_can_not_be_understood_is_told_at_its_line(tmp_path, po, line):
    markup, problems = render(tmp_path, {SHEET: "<p>x</p>", CATALOGUE: po}, view("ru"))
    assert markup is None
    assert [problem.code for problem in problems] == ["T012"]
    assert str(problems[0].place) == f"templates/{CATALOGUE}:{line}:1"


def test_a_catalogue_that_leads_out_of_the_project_is_refused(tmp_path):
    (tmp_path / "secret.po").write_text(PO, encoding="utf-8")
    root = tmp_path / "project"
    write_templates(root, {SHEET: "<p>x</p>", "locale/ru/x": ""})
    (root / "templates" / CATALOGUE).symlink_to(tmp_path / "secret.po")
    assert "G002" in {problem.code for problem in render(root, {}, view("ru"))[1]}


# --- size ------------------------------------------------------------------------------


def test_rendering_a_long_table_is_linear(tmp_path):
    template = (
        "<table>{% for s in view.document.paragraphs %}<tr{{ at(s) }}><td>{{ s.number }}</td>"
        "<td>{{ s.text }}</td></tr>{% endfor %}</table>"
    )
    renderer = Renderer(write_templates(tmp_path, {SHEET: template}), PROFILES)
    seconds = []
    for count in (500, 500, 5000):
        made = view()
        rows = tuple(segment(str(n), "word " * 40, n) for n in range(count))
        document = made.document.__class__(
            **{name: getattr(made.document, name) for name in made.document.__dataclass_fields__}
            | {"paragraphs": rows}
        )
        started = time.process_time()
        markup, problems = renderer.render(view(document=document))
        seconds.append(time.process_time() - started)
        assert problems == []
        assert markup.count("<tr") == count
    assert seconds[2] < 40 * seconds[1]
