"""The form renderer: label, hint, error and audience tied to the control, values kept."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.template import Context, Engine
from django.utils import translation

from portal.ui.forms import PortalFormRenderer
from tests.ui.markup import squeeze


class Reply(forms.Form):
    default_renderer = PortalFormRenderer

    text = forms.CharField(
        label="Bericht", help_text="Noem geen namen", min_length=5, widget=forms.Textarea
    )
    subject = forms.CharField(label="Onderwerp", required=False)
    kind = forms.ChoiceField(
        label="Soort", choices=[("a", "Vraag"), ("b", "Tip")], widget=forms.RadioSelect
    )
    mail = forms.BooleanField(label="Mail mij", required=False, help_text="Eén per dag")
    topic = forms.CharField(widget=forms.HiddenInput, required=False)

    text.audience = "Zichtbaar voor je groep"  # type: ignore[attr-defined]


class Elements(HTMLParser):
    """Every element by id, and every element in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.by_id: dict[str, dict[str, str | None]] = {}
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.all.append((tag, values))
        if identifier := values.get("id"):
            assert identifier not in self.by_id, f"two elements with id {identifier}"
            self.by_id[identifier] = values


@pytest.fixture(autouse=True)
def _english() -> object:
    with translation.override("en"):
        yield


BAD = {"text": "hoi", "kind": "", "topic": "7"}


def test_hint_error_and_audience_are_tied_to_the_control() -> None:
    elements = Elements(str(Reply(BAD)))
    control = elements.by_id["id_text"]
    assert control["aria-invalid"] == "true"
    described = str(control["aria-describedby"]).split()
    assert described == ["id_text_helptext", "id_text_error", "id_text_audience"]
    assert set(described) <= set(elements.by_id)


def test_a_good_field_is_described_by_what_is_there() -> None:
    control = Elements(str(Reply())).by_id["id_text"]
    assert control["aria-describedby"] == "id_text_helptext id_text_audience"
    assert "aria-invalid" not in control
    assert "aria-describedby" not in Elements(str(Reply())).by_id["id_subject"]


def test_a_description_set_on_the_widget_wins() -> None:
    form = Reply()
    form.fields["text"].widget.attrs["aria-describedby"] = "elsewhere"
    assert Elements(str(form)).by_id["id_text"]["aria-describedby"] == "elsewhere"


def test_every_control_has_a_label() -> None:
    elements = Elements(str(Reply()))
    labelled = {attrs.get("for") for tag, attrs in elements.all if tag == "label"}
    controls = {
        attrs["id"]
        for tag, attrs in elements.all
        if tag in ("input", "textarea", "select") and attrs.get("type") != "hidden"
    }
    assert controls == {"id_text", "id_subject", "id_kind_0", "id_kind_1", "id_mail"}
    assert controls <= labelled


def test_what_was_typed_stays() -> None:
    html = str(Reply({**BAD, "subject": "Mijn <vraag>"}))
    assert ">\nhoi</textarea>" in html
    assert 'value="Mijn &lt;vraag&gt;"' in html
    assert 'name="topic" value="7"' in html


def test_optional_is_said_and_required_is_not() -> None:
    form = Reply()
    assert "not required" in str(form["subject"].as_field_group())
    assert "not required" not in str(form["text"].as_field_group())
    assert "not required" not in str(form["mail"].as_field_group())


def test_a_group_of_choices_has_a_legend_and_its_error() -> None:
    html = squeeze(str(Reply(BAD)["kind"].as_field_group()))
    fieldset = next(attrs for tag, attrs in Elements(html).all if tag == "fieldset")
    assert fieldset["aria-describedby"] == "id_kind_error"
    assert '<legend class="p-label">Soort</legend>' in html


def test_the_summary_links_to_each_wrong_field() -> None:
    elements = Elements(str(Reply(BAD)))
    summary = next(attrs for tag, attrs in elements.all if attrs.get("role") == "alert")
    assert summary["tabindex"] == "-1"
    assert "data-focus" in summary
    assert summary["aria-labelledby"] in elements.by_id
    targets = [str(attrs["href"])[1:] for tag, attrs in elements.all if tag == "a"]
    assert targets == ["id_text", "id_kind_group"]
    assert set(targets) <= set(elements.by_id)


def test_errors_of_the_whole_form_are_in_the_summary() -> None:
    form = Reply({"text": "lang genoeg", "kind": "a"})
    form.add_error(None, "Dit onderwerp is <gesloten>")
    html = str(form)
    assert "<li>Dit onderwerp is &lt;gesloten&gt;</li>" in html
    assert "aria-invalid" not in html


def test_two_forms_on_a_page_share_no_ids() -> None:
    html = str(Reply(BAD, prefix="one")) + str(Reply(BAD, prefix="two"))
    assert Elements(html).by_id


def test_no_summary_without_errors() -> None:
    assert "p-summary" not in str(Reply())


@pytest.mark.parametrize(("data", "title"), [(BAD, "Error: Reply"), (None, "Reply")])
def test_the_title_says_error_first(data: dict[str, str] | None, title: str) -> None:
    template = Engine.get_default().from_string("{% load ui %}{% error_prefix form %}Reply")
    assert template.render(Context({"form": Reply(data)})) == title
    assert template.render(Context({})) == "Reply"
