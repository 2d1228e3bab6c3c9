"""Names leave the log, details get a salted hash, existing chains are sealed anew.

What was sealed before held the name of the actor; it cannot stay sealed and be erasable. The old
and the new end of each chain stand in an entry of the platform's own chain.
"""

import datetime as dt
import hashlib
import json
import secrets

from django.db import migrations, models


def _packed(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _commit(salt, event):
    details = {"label": event.object_label, "before": event.before, "after": event.after}
    return hashlib.sha256(f"{salt}{_packed(details)}".encode()).hexdigest()


def _content(event):
    return {
        "authority": event.authority_id,
        "verb": event.verb,
        "actor": event.actor_id,
        "kind": event.object_kind,
        "object": event.object_id,
        "details": event.commitment,
        "occurred_at": event.occurred_at.astimezone(dt.UTC).isoformat(),
        "recorded_at": event.recorded_at.astimezone(dt.UTC).isoformat(),
    }


def seal_anew(apps, _schema_editor):
    Event = apps.get_model("audit", "Event")
    ChainHead = apps.get_model("audit", "ChainHead")
    events = Event._base_manager.all()
    for event in events.filter(commitment="").iterator(chunk_size=1000):
        event.salt = secrets.token_hex(16)
        event.commitment = _commit(event.salt, event)
        events.filter(pk=event.pk).update(salt=event.salt, commitment=event.commitment)
    moved = {}
    for head in ChainHead.objects.filter(position__gt=0):
        previous = ""
        chain = events.filter(authority_id=head.chain or None, chain_position__isnull=False)
        for event in chain.order_by("chain_position").iterator(chunk_size=1000):
            text = _packed([previous, event.chain_position, _content(event)])
            own = hashlib.sha256(text.encode()).hexdigest()
            events.filter(pk=event.pk).update(previous_hash=previous, hash=own)
            previous = own
        moved[str(head.chain)] = {"before": head.hash, "after": previous}
        ChainHead.objects.filter(pk=head.pk).update(hash=previous)
    if moved:
        now = dt.datetime.now(dt.UTC)
        entry = Event(
            verb="audit.chains_sealed_anew",
            object_kind="audit.chainhead",
            object_id="-",
            object_label="Namen aus dem Protokoll entfernt",
            after=moved,
            occurred_at=now,
            recorded_at=now,
            salt=secrets.token_hex(16),
        )
        entry.commitment = _commit(entry.salt, entry)
        entry.save()


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="salt",
            field=models.CharField(blank=True, default="", max_length=32),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="event",
            name="commitment",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="event",
            name="erased_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Einzelheiten gelöscht"),
        ),
        migrations.AddField(
            model_name="chainhead",
            name="start_position",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="chainhead",
            name="start_hash",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.RemoveField(model_name="event", name="actor_label"),
        migrations.RunPython(seal_anew, migrations.RunPython.noop),
    ]
