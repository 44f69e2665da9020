"""People, organisations, and what a person may do in one."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class People(BaseUserManager["Person"]):
    """How people come into being."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Create a person; the e-mail is kept in lower case."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Create an operator of this site: who may add organisations and keep the list of known issuers."""
        return self.create_user(email, password, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Someone with a log-in: learner, member of staff, or both."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=[("en", "English"), ("bg", "Български")], default="bg")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(name="email_is_lower_case", condition=Q(email=Lower("email"))),
        ]

    def __str__(self) -> str:
        return self.name or str(self.public_id)


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    AUTHOR = "author", _("Author")
    ASSESSOR = "assessor", _("Assessor")
    QA_OFFICER = "qa_officer", _("Quality officer")
    APPROVER = "approver", _("Approver")
    REGISTRAR = "registrar", _("Registrar and issuer")
    RECOGNITION_OFFICER = "recognition_officer", _("Recognition officer")


class Organisation(models.Model):
    """A tenant: it designs, approves, issues. Nothing of it is visible to members of another one."""

    class Kind(models.TextChoices):
        UNIVERSITY = "university", _("University")
        BUSINESS_SCHOOL = "business_school", _("Business school")
        COMPANY = "company", _("Company")
        TRAINING_PROVIDER = "training_provider", _("Training provider")
        AGENCY = "agency", _("Quality agency")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(
        unique=True, max_length=60, help_text=_("short name in web addresses; cannot change once badges are issued")
    )
    kind = models.CharField(max_length=30, choices=Kind, default=Kind.UNIVERSITY)
    name_bg = models.CharField(max_length=300, blank=True)
    name_en = models.CharField(max_length=300, blank=True)
    country = models.CharField(max_length=2, help_text=_("two letters, for example BG"))
    region = models.CharField(max_length=100, blank=True)
    registration = models.CharField(max_length=100, blank=True)
    url = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    colour = models.CharField(max_length=7, default="#1f6b45", help_text=_("main colour of its badges"))
    logo = models.BinaryField(null=True, blank=True, help_text="re-encoded PNG")
    created_at = models.DateTimeField(auto_now_add=True)
    vouched_at = models.DateTimeField(null=True, help_text="since when this site knows it as an issuer")
    vouched_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", help_text="null: the command line")

    class Meta:
        constraints = [
            models.CheckConstraint(name="organisations_have_a_name", condition=~Q(name_bg="") | ~Q(name_en="")),
            models.CheckConstraint(
                name="who_vouches_says_when", condition=Q(vouched_by__isnull=True) | Q(vouched_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.name_en or self.name_bg

    def name_in(self, language: str) -> str:
        """Its name in `language`, else in the other one."""
        return (self.name_bg or self.name_en) if language == "bg" else (self.name_en or self.name_bg)


class Membership(models.Model):
    """One role of one person in one organisation."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation", "role"], name="a_role_is_held_once"),
        ]


class Invitation(models.Model):
    """An offer of roles to an e-mail address; the link's secret is kept only as a digest."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    roles = models.JSONField()
    secret_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=5, default="bg", help_text="of the mail")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at__isnull=True) & Q(withdrawn_at__isnull=True),
                name="one_open_invitation_per_address",
            ),
            models.CheckConstraint(name="invitations_are_in_lower_case", condition=Q(email=Lower("email"))),
        ]


class ApiKey(models.Model):
    """A key with which an organisation's software acts in some of its roles."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12, unique=True, help_text="shown; finds the row")
    secret_digest = models.CharField(max_length=64)
    roles = models.JSONField(default=list)
    acts_as = models.ForeignKey(Person, models.PROTECT, related_name="+", help_text="who is responsible for it")
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class PersonalToken(models.Model):
    """A key with which a person's own software reads and shares their badges. It opens nothing else."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12, unique=True, help_text="shown; finds the row")
    secret_digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="personal_tokens_expire_after_they_begin", condition=Q(expires_at__gt=models.F("created_at"))
            )
        ]
