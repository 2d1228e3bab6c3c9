"""Reads of organisations; scoped by the town of the address."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import QuerySet

from vorort.authorities.models import Authority
from vorort.core.errors import NotVisible
from vorort.partners.choices import TargetGroup, Topic
from vorort.partners.models import Organisation


@dataclass(frozen=True)
class TopicLine:
    """A topic and who is there for it."""

    topic: Topic
    organisations: tuple[Organisation, ...]


def list_organisations(
    authority: Authority, *, kind: str = "", text: str = "", past: bool = False
) -> QuerySet[Organisation]:
    """Return the organisations of a town by name, of one kind or whose name holds a text."""
    rows = Organisation.objects.filter(authority=authority, is_active=not past)
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(name__icontains=text)
    return rows.prefetch_related("people").order_by("name", "id")


def get_organisation(authority: Authority, public_id: str) -> Organisation:
    """Return one organisation; ``NotVisible`` for others."""
    found = Organisation.objects.filter(authority=authority, public_id=public_id).first()
    if found is None:
        raise NotVisible("Diese Seite gibt es nicht.")
    return found


def has_organisations(authority: Authority) -> bool:
    """Return whether any organisation is known here; scoped."""
    return Organisation.objects.filter(authority=authority, is_active=True).exists()


def list_by_topic(authority: Authority) -> tuple[TopicLine, ...]:
    """Return "Wer ist zuständig?": each topic that somebody is there for, in the usual order."""
    organisations = list(list_organisations(authority))
    lines = [
        TopicLine(topic, tuple(one for one in organisations if topic.value in one.topics))
        for topic in Topic
    ]
    return tuple(line for line in lines if line.organisations)


def known_names(authority: Authority) -> dict[str, Organisation]:
    """Return the organisations by their name in small letters."""
    rows = Organisation.objects.filter(authority=authority)
    return {organisation.name.casefold(): organisation for organisation in rows}


def topic_labels(codes: Iterable[str]) -> list[str]:
    """Return the words of topics, in the usual order; codes of no topic are left out."""
    wanted = set(codes)
    return [str(topic.label) for topic in Topic if topic.value in wanted]


def group_labels(codes: Iterable[str]) -> list[str]:
    """Return the words of target groups, in the usual order."""
    wanted = set(codes)
    return [str(group.label) for group in TargetGroup if group.value in wanted]


def labels(vocabulary: type[models.TextChoices], codes: Iterable[str]) -> list[str]:
    """Return the words of codes in the usual order; codes of no meaning are left out."""
    wanted = set(codes)
    return [str(one.label) for one in vocabulary if one.value in wanted]
