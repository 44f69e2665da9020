"""Signing keys, status lists, batches and the credentials themselves."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campus.catalogue.models import DesignVersion
from campus.people.models import Organisation, Person


class RevocationReason(models.TextChoices):
    """Why a credential no longer counts. Shown to the holder and on the badge page; the status list says only that it is so."""

    ISSUED_IN_ERROR = "issued_in_error", _("Issued in error")
    WRONG_FACTS = "wrong_facts", _("Facts in it are wrong; a corrected one replaces it")
    ACADEMIC_INTEGRITY = "academic_integrity", _("Breach of academic integrity")
    HOLDER_REQUEST = "holder_request", _("Asked for by the holder")
    OTHER = "other", _("Another reason")


class SigningKey(models.Model):
    """A key an organisation signs with. The private part is sealed; only `issuing.keys` opens it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="1, 2, … in order of making; part of the verification method's name")
    algorithm = models.CharField(max_length=20)
    public_multikey = models.CharField(max_length=200)
    sealed_private_key = models.BinaryField()
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, help_text="no longer signs; what it signed stays valid")
    compromised_at = models.DateTimeField(null=True, help_text="nothing signed after this may be trusted")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="keys_are_numbered_once"),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(retired_at__isnull=True) & Q(compromised_at__isnull=True),
                name="one_key_signs_at_a_time",
            ),
        ]


class StatusList(models.Model):
    """One published bit string. `published` is the signed list credential, served byte for byte."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, default="revocation")
    for_statements = models.BooleanField(default=False, help_text="its places are those of statements, not of badges")
    entries = models.PositiveIntegerField(default=131_072)
    reserved = models.PositiveIntegerField(default=0, help_text="how many indexes have been given out")
    published = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True, help_text="when the published text asks to be fetched again")
    stale_since = models.DateTimeField(null=True, help_text="a bit changed and the published text does not show it yet")


class Batch(models.Model):
    """One order to issue many credentials. Its items are the truth; a running worker only follows them."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Issuing")
        PAUSED = "paused", _("Paused")
        FINISHED = "finished", _("Finished")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    design_version = models.ForeignKey(DesignVersion, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    ordered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    already_issued = models.PositiveIntegerField(default=0, help_text="awards of the order that had a credential before")
    issued = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    lease = models.PositiveIntegerField(default=0, help_text="fencing token: a worker with an older number writes nothing")
    leased_until = models.DateTimeField(null=True)
    run_began_at = models.DateTimeField(null=True, help_text="when the present lease was taken: the rate is counted from here")
    run_began_with = models.PositiveIntegerField(default=0, help_text="how many items were done then")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_batch_counts_no_more_than_it_has", condition=Q(total__gte=models.F("issued") + models.F("failed"))
            )
        ]


class Credential(models.Model):
    """One signed badge, and before that the intention to sign it. One award has one, for ever.

    Order of issuing: reserve (row, status index) -> store the exact unsigned text -> sign -> store `document`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="its id is urn:uuid:<this>")
    award_key = models.CharField(max_length=100, unique=True, help_text="the award it proves, named by the floor above")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    design_version = models.ForeignKey(DesignVersion, models.PROTECT, related_name="+")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="items")
    recipient_name = models.CharField(max_length=300, blank=True)
    recipient_email = models.EmailField()
    awarded_at = models.DateTimeField()
    grade = models.CharField(max_length=100, blank=True)
    results = models.JSONField(default=list, help_text='[{"assessment": slug, "value": "72"}]')
    conditions = models.JSONField(default=dict, help_text="how it was known who the learner is, how work was watched")
    parts = models.JSONField(default=list, help_text='[{"id": urn, "name": title}] of credentials that it rests on')
    status_list = models.ForeignKey(StatusList, models.PROTECT, null=True, related_name="+")
    status_index = models.PositiveIntegerField(null=True)
    signing_key = models.ForeignKey(SigningKey, models.PROTECT, null=True, related_name="+")
    unsigned = models.TextField(blank=True, help_text="the exact text that was, or will be, signed")
    document = models.TextField(blank=True, help_text="the signed credential, exactly as sent")
    jwt = models.TextField(blank=True, help_text="the same credential as VC-JWT")
    issued_at = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)
    failure = models.TextField(blank=True, help_text="why it could not be issued, as JSON {code, en, bg}; else empty")
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=30, choices=RevocationReason, blank=True)
    revoked_because = models.CharField(max_length=500, blank=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="a_status_index_is_used_once"),
            models.CheckConstraint(
                name="revoked_credentials_say_why", condition=Q(revoked_at__isnull=True) | ~Q(revoked_because="")
            ),
            models.CheckConstraint(
                name="issued_credentials_have_a_document", condition=Q(issued_at__isnull=True) | ~Q(document="")
            ),
            models.CheckConstraint(
                name="what_is_signed_has_a_status_index",
                condition=Q(document="") | (Q(status_list__isnull=False) & Q(status_index__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["batch", "issued_at"], name="credential_in_batch"),
            models.Index(fields=["recipient_email"], name="credential_recipient"),
            models.Index(fields=["organisation", "-issued_at"], name="credential_of_organisation"),
        ]


class Statement(models.Model):
    """A signed document that awards no micro-credential, such as a decision on recognition. It can be revoked like a badge."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="its id is urn:uuid:<this>")
    key = models.CharField(max_length=100, unique=True, help_text="what it states, named by the floor above: it is stated once")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    status_list = models.ForeignKey(StatusList, models.PROTECT, related_name="+")
    status_index = models.PositiveIntegerField()
    document = models.TextField(help_text="exactly as signed")
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="a_statements_index_is_used_once"),
            models.CheckConstraint(name="statements_have_a_document", condition=~Q(document="")),
        ]


class TransparencyLog(models.Model):
    """The site's log of what happened to credentials: its name, its keys, and how far it goes. There is one."""

    number = models.PositiveSmallIntegerField(unique=True, default=1)
    origin = models.CharField(max_length=255, help_text="its name in every checkpoint, for ever")
    log_multikey = models.CharField(max_length=200, help_text="public key that signs checkpoints")
    clock_multikey = models.CharField(max_length=200, help_text="public key that says when a checkpoint was signed")
    sealed_log_key = models.BinaryField()
    sealed_clock_key = models.BinaryField()
    size = models.PositiveBigIntegerField(default=0, help_text="entries in the tiles and under the newest checkpoint")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="the_site_has_one_log", condition=Q(number=1))]


class LogEvent(models.Model):
    """Something that happened to a credential, recorded in the transaction in which it happened; later an entry of the log.

    The log shows a commitment under `salt`. Without the salt it says nothing, so emptying it erases.
    """

    class Kind(models.TextChoices):
        ISSUE = "issue"
        REVOKE = "revoke"

    kind = models.CharField(max_length=20, choices=Kind)
    credential = models.ForeignKey(Credential, models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    salt = models.BinaryField(help_text="32 random bytes; empty once destroyed")
    position = models.PositiveBigIntegerField(null=True, unique=True, help_text="place in the log; empty while it waits")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["credential", "kind"], name="one_event_one_leaf")]
        indexes = [models.Index(fields=["id"], condition=Q(position__isnull=True), name="log_event_waits")]


class LogTile(models.Model):
    """256 hashes of one height (or entries, at level -1), as far as they are known: `content` only ever grows."""

    level = models.SmallIntegerField()
    number = models.PositiveBigIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "number"], name="a_tile_stands_once")]


class LogCheckpoint(models.Model):
    """A signed state of the log, served as it stands."""

    size = models.PositiveBigIntegerField(unique=True)
    text = models.TextField()
    signed_at = models.DateTimeField()
