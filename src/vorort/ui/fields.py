"""How a form field becomes a component: which template, which classes, which wiring."""

from typing import Any

from django.forms import (
    BaseForm,
    BooleanField,
    BoundField,
    ChoiceField,
    Field,
    FileField,
    ModelChoiceField,
    widgets,
)
from django.utils.translation import gettext as _


def messages(bound: BoundField) -> list[str]:
    """Return what is wrong with a field; Django's bare "required" says what to do instead."""
    usual = bound.field.error_messages.get("required")
    done = []
    for error in bound.errors.as_data():
        if (
            error.code == "required"
            and error.message == usual == Field.default_error_messages["required"]
        ):
            done.append(str(_what_to_do(bound.field)))
        else:
            done += [str(text) for text in error.messages]
    return done


def _what_to_do(field: Field) -> Any:
    if isinstance(field, FileField):
        return _("Bitte wählen Sie eine Datei.")
    if isinstance(field, BooleanField):
        return _("Bitte bestätigen Sie das.")
    if isinstance(field, ChoiceField | ModelChoiceField):
        return _("Bitte wählen Sie etwas aus.")
    return _("Bitte füllen Sie dieses Feld aus.")


def _ids(bound: BoundField) -> str:
    ids = []
    if bound.help_text:
        ids.append(f"{bound.auto_id}_hinweis")
    if bound.errors:
        ids.append(f"{bound.auto_id}_fehler")
    return " ".join(ids)


def field_context(bound: BoundField, *, dense: bool) -> tuple[str, dict[str, Any]]:
    """Return the kind of a field (input, check, group) and what its template needs."""
    widget = bound.field.widget
    context: dict[str, Any] = {
        "bound": bound,
        "label": bound.label,
        "hint": bound.help_text,
        "hint_id": f"{bound.auto_id}_hinweis",
        "error_id": f"{bound.auto_id}_fehler",
        "errors": messages(bound),
        # Dense fields are filters and cells: there "(freiwillig)" would stand everywhere.
        "optional": not bound.field.required and not dense,
        "described_by": _ids(bound),
        "dense": dense,
    }
    if isinstance(widget, widgets.RadioSelect | widgets.CheckboxSelectMultiple):
        many = isinstance(widget, widgets.CheckboxSelectMultiple)
        return "group", {**context, "many": many, "choices": _choices(bound, many=many)}
    attrs: dict[str, Any] = {"aria-describedby": _ids(bound) or None}
    bad = " kern-form-input__input--error" if bound.errors else ""
    if isinstance(widget, widgets.CheckboxInput):
        attrs["class"] = "kern-form-check__checkbox" + (
            " kern-form-check__checkbox--error" if bound.errors else ""
        )
        return "check", {**context, "control": bound.as_widget(attrs=_clean(attrs))}
    is_select = isinstance(widget, widgets.Select)
    if dense:
        attrs["class"] = "vo-select" if is_select else "vo-input"
    elif is_select:
        attrs["class"] = "kern-form-input__select" + (
            " kern-form-input__select--error" if bound.errors else ""
        )
    else:
        attrs["class"] = f"kern-form-input__input{bad}"
    context["is_select"] = is_select
    return "input", {**context, "control": bound.as_widget(attrs=_clean(attrs))}


def _choices(bound: BoundField, *, many: bool) -> list[dict[str, Any]]:
    kind = "checkbox" if many else "radio"
    bad = f" kern-form-check__{kind}--error" if bound.errors else ""
    return [
        {
            "control": sub.data | {"attrs": {**sub.data["attrs"]}},
            "id": sub.data["attrs"].get("id", sub.id_for_label),
            "name": sub.data["name"],
            "value": sub.data["value"],
            "checked": sub.data["selected"],
            "label": sub.choice_label,
            "kind": kind,
            "css": f"kern-form-check__{kind}{bad}",
        }
        for sub in bound.subwidgets
    ]


def _clean(attrs: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attrs.items() if value is not None}


def summary_lines(form: BaseForm) -> list[dict[str, str]]:
    """Return each message of a failed form with the id of its field (none for the whole form)."""
    if not form.is_bound:
        return []
    lines = [{"text": str(text), "target": ""} for text in form.non_field_errors()]
    for bound in form:
        target = bound.auto_id
        if isinstance(
            bound.field.widget, widgets.RadioSelect | widgets.CheckboxSelectMultiple
        ) and len(bound.subwidgets):
            target = bound.subwidgets[0].id_for_label
        lines += [
            {"text": str(text), "target": str(target), "label": str(bound.label)}
            for text in messages(bound)
        ]
    return lines
