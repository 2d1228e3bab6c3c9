"""The tags are strict: what is missing or unknown fails at once, not as an empty spot on a page."""

import datetime as dt
import re

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from vorort.ui import slots
from vorort.ui.charts import ChartPictures
from vorort.ui.parts import Column, Link, Progress, Row, Step, Table


def render(source: str, **context) -> str:
    html = Template("{% load vo %}" + source).render(Context(context))
    return re.sub(r"\s+", " ", html).strip()


@pytest.mark.parametrize(
    "source",
    [
        '{% verdict "certain" %}',
        "{% verdict unknown_name %}",
        '{% state "läuft" "green" %}',
        '{% state "" %}',
        '{% icon "unicorn" %}',
        '{% button "" %}',
        '{% button "Senden" "huge" %}',
        '{% action "Weiter" "" %}',
        '{% verdict "sure" colour="red" %}',
        '{% empty "Nichts da." colour="red" %}',
        '{% figure title="x" unit="y" say="" source="z" %}{% endfigure %}',
        '{% figure id="" title="x" unit="y" say="" source="z" %}{% endfigure %}',
        '{% figure id="a" title="x" unit="y" say="" source="z" verdict="good" %}{% endfigure %}',
        '{% multiple title="x" meta="" verdict="good" %}{% endmultiple %}',
        '{% alert "Gespeichert" "pink" %}{% endalert %}',
        '{% tile label="x" value="1" unit="" range_text="" say="" verdict="good" %}',
        '{% slot "" %}',
        "{% field nothing %}",
        '{% tabs items "" %}',
        "{% crumbs nothing %}",
    ],
)
def test_wrong_use_raises(source) -> None:
    with pytest.raises(TemplateSyntaxError):
        render(source, items=[("Start", "/")])


def test_records_refuse_unknown_names() -> None:
    with pytest.raises(TypeError):
        render("{% crumbs items %}", items=[{"label": "Start", "link": "/"}])
    with pytest.raises(TypeError):
        Step.of(42)
    assert Link.of("Start") == Link("Start")
    assert Link.of(("Start", "/")) == Link("Start", "/")
    assert Link.of({"label": "Start"}) == Link("Start")


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("sure", "mehr als Zufall"),
        ("chance", "nicht von Zufall zu unterscheiden"),
        ("few", "zu wenige Fälle"),
        ("none", "nicht bewertbar"),
    ],
)
def test_verdict_has_words_and_a_shape(kind, words) -> None:
    html = render("{% verdict kind %}", kind=kind)
    assert words in html
    assert f"vo-verdict--{kind}" in html
    assert 'aria-hidden="true"' in html


def test_text_of_people_is_escaped_everywhere() -> None:
    bad = "<script>alert(1)</script>"
    table = Table(bad, (Column(bad),), (Row((bad,)),))
    sources = [
        "{% state bad %}",
        '{% empty bad text=bad url="/x" label=bad %}',
        "{% button bad %}",
        '{% action bad "/x" %}',
        "{% data_table table %}",
        "{% crumbs crumbs %}",
        '{% figure id="a" title=bad unit=bad say=bad source=bad table=table %}{% endfigure %}',
        '{% tile label=bad value=bad unit=bad range_text=bad say=bad verdict="none" %}',
        "{% progress progress %}",
        "{% note title=bad %}{{ bad }}{% endnote %}",
    ]
    for source in sources:
        html = render(
            source, bad=bad, table=table, crumbs=[(bad, "/"), (bad,)], progress=Progress(bad)
        )
        assert "<script" not in html, source
        assert "&lt;script&gt;" in html, source


def test_crumbs_end_with_the_page_itself() -> None:
    html = render(
        "{% crumbs items %}", items=[("Lindenau", "/k/x/"), ("Lagebilder", ""), ("2025",)]
    )
    assert '<a href="/k/x/">Lindenau</a>' in html
    assert '<span aria-current="page">2025</span>' in html


def test_pages_keep_the_filters_of_the_address() -> None:
    request = RequestFactory().get("/liste/", {"status": "offen", "seite": "2"})
    page = Paginator(range(300), 50).get_page(2)
    html = render('{% pages page label="Seiten" %}', page=page, request=request)
    assert "?status=offen&amp;seite=3" in html
    assert 'aria-current="page" aria-label="Seite 2"' in html
    assert 'rel="prev"' in html
    assert 'rel="next"' in html
    assert render("{% pages page %}", page=Paginator(range(9), 50).get_page(1)) == ""
    assert "?seite=2" in render("{% pages page %}", page=Paginator(range(99), 50).get_page(1))


def test_steps_say_what_is_done() -> None:
    html = render(
        "{% steps items %}",
        items=[("Datei", "", "done"), ("Vorschau", "prüfen", "current"), ("Ende",)],
    )
    assert html.count("erledigt") == 1
    assert html.count('aria-current="step"') == 1
    with pytest.raises(TemplateSyntaxError):
        render("{% steps items %}", items=[("Datei", "", "finished")])


def test_chain_has_five_links_and_says_which_are_open() -> None:
    links = [
        ("finding", "Mehr Diebstahl", "Lagebild", "/f/"),
        ("need", "Räder stehen allein", "", "/n/"),
        {"step": "goal", "note": "Ziel setzen", "url": "/neu/"},
        ("measure",),
        {"step": "effect", "title": "Zwischenstand", "tone": "chance", "is_open": True},
    ]
    html = render('{% chain links current="need" %}', links=links)
    assert html.count("<li") == 5
    assert html.count('class="is-open"') == 3
    assert html.count('aria-current="step"') == 1
    assert html.count("noch offen") == 2
    assert '<a href="/f/">Mehr Diebstahl</a>' in html
    assert '<a href="/neu/">Ziel setzen</a>' in html
    assert "/n/" not in html, "the page's own link leads nowhere"
    assert "nicht von Zufall zu unterscheiden" in html
    for wrong in ('{% chain links current="other" %}', "{% chain four %}"):
        with pytest.raises(TemplateSyntaxError):
            render(wrong, links=links, four=links[:4])
    with pytest.raises(TemplateSyntaxError):
        render("{% chain links %}", links=[*links[:4], {"step": "effect", "tone": "loud"}])


def test_table_refuses_rows_of_another_length() -> None:
    table = Table("T", (Column("a"), Column("b", numeric=True)), (Row(("1",)),))
    with pytest.raises(ValueError, match="zip"):
        render("{% data_table table %}", table=table)


def test_table_has_heads_and_a_foot() -> None:
    table = Table(
        "Fälle",
        (Column("Jahr"), Column("Fälle", numeric=True)),
        (Row(("2025", "38"), current=True),),
        foot=("zusammen", "38"),
        caption_visible=False,
    )
    html = render("{% data_table table %}", table=table)
    assert '<caption class="kern-sr-only">Fälle</caption>' in html
    assert '<th scope="row">2025</th>' in html
    assert '<td class="vo-num">38</td>' in html
    assert '<tr aria-current="true">' in html
    assert "<tfoot>" in html


def test_progress_without_a_known_end_has_no_value() -> None:
    html = render("{% progress job %}", job=Progress("Lagebild berechnen"))
    assert "max=" not in html
    html = render("{% progress job %}", job={"label": "Lesen", "done": 1204, "total": 1215})
    assert "1.204 von 1.215" in html
    assert 'max="1215" value="1204"' in html


def test_filters() -> None:
    moment = dt.datetime(2026, 11, 23, 16, 2, tzinfo=dt.UTC)
    html = render(
        "{{ a|zahl }}|{{ b|zahl:1 }}|{{ c|prozent }}|{{ d|anteil:1 }}|{{ none|zahl }}|{{ y|jahr }}|"
        "{{ none|jahr }}|{{ m|datum }}|{{ m|zeit }}|{{ m|uhrzeit }}|{{ none|datum }}|{{ e|vorzeichen }}|"
        "{{ s|groesse }}|{% bereich 1 2 %}",
        a=1204,
        b=421.7,
        c=38,
        d=0.105,
        none=None,
        y=2025,
        m=moment,
        e=-3,
        s=412_000,
    ).replace("\u00a0", " ")
    assert html == (
        "1.204|421,7|38 %|10,5 %|–|2025|–|23.11.2026|23.11.2026, 17:02 Uhr|17:02 Uhr|–|−3|412 kB|1 – 2"
    )


def test_chart_takes_pictures_or_one_picture() -> None:
    assert render("{% chart p %}", p=ChartPictures("<svg>w</svg>", "<svg>n</svg>")) == (
        "<svg>w</svg><svg>n</svg>"
    )
    assert render("{% chart p %}", p="<svg>w</svg>") == "<svg>w</svg>"


class Form(forms.Form):
    name = forms.CharField(label="Name", help_text="Wie im Ausweis.")
    file = forms.FileField(label="Datei")
    ok = forms.BooleanField(label="Einverstanden")
    kind = forms.ChoiceField(
        label="Art", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")]
    )
    year = forms.IntegerField(label="Jahr", error_messages={"required": "Welches Jahr?"})
    note = forms.CharField(label="Notiz", required=False, widget=forms.Textarea)

    def clean(self):
        raise forms.ValidationError("Die Angaben passen nicht zusammen.")


def test_field_is_wired_for_screen_readers() -> None:
    html = render("{% field form.name %}", form=Form())
    assert '<label class="kern-label" for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_hinweis"' in html
    assert "aria-invalid" not in html
    failed = Form(data={})
    html = render("{% field form.name %}", form=failed)
    assert 'aria-describedby="id_name_hinweis id_name_fehler"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_fehler"' in html
    assert "(freiwillig)" in render("{% field form.note %}", form=failed)
    assert "(freiwillig)" not in render("{% field form.note dense=True %}", form=failed)
    assert 'class="kern-sr-only"' in render("{% field form.name hide_label=True %}", form=Form())


def test_choices_stand_in_a_fieldset() -> None:
    html = render("{% field form.kind %}", form=Form(data={"kind": "b"}))
    assert "<legend" in html
    assert html.count('type="radio"') == 2
    assert re.search(r'value="b"\s+checked', html)


def test_error_summary_leads_to_the_fields_and_says_what_to_do() -> None:
    html = render("{% errors form %}", form=Form(data={}))
    assert "Bitte prüfen Sie 6 Angaben" in html
    assert "<li>Die Angaben passen nicht zusammen.</li>" in html
    assert '<a href="#id_name">Name: Bitte füllen Sie dieses Feld aus.</a>' in html
    assert '<a href="#id_file">Datei: Bitte wählen Sie eine Datei.</a>' in html
    assert '<a href="#id_ok">Einverstanden: Bitte bestätigen Sie das.</a>' in html
    # The first of the radio buttons takes the focus.
    assert '<a href="#id_kind_0">Art: Bitte wählen Sie etwas aus.</a>' in html
    assert '<a href="#id_year">Jahr: Welches Jahr?</a>' in html
    assert render("{% errors form %}", form=Form()) == ""


def test_slots_collect_parts_in_order() -> None:
    name = "test.place"
    slots.register(name, lambda context: f"<b>{context['town']}</b>", order=20)
    slots.register(name, "ui/components/few_words_for_a_test.html", order=10)
    try:
        slots._parts[name][0] = (10, lambda _context: "<i>zuerst</i>")
        assert render('{% slot "test.place" %}', town="Lindenau") == "<i>zuerst</i><b>Lindenau</b>"
        assert name in slots.names()
    finally:
        del slots._parts[name]
    assert render('{% slot "test.place" %}') == ""


def test_the_same_part_counts_once() -> None:
    slots.register("test.once", "ui/components/note.html")
    slots.register("test.once", "ui/components/note.html")
    try:
        assert len(slots.parts("test.once")) == 1
        assert "vo-note" in render('{% slot "test.once" %}', content="x")
    finally:
        del slots._parts["test.once"]
