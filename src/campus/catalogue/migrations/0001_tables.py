import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models

from campus.base import row_rules
from campus.catalogue import immutable

class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('catalogue', '0001_initial'),
        ('catalogue', '0002_initial'),
        ('catalogue', '0003_immutable_versions'),
        ('catalogue', '0004_draft_form'),
        ('catalogue', '0005_offers'),
        ('catalogue', '0006_editions'),
        ('catalogue', '0007_approved_and_due'),
        ('catalogue', '0008_offers_anew'),
        ('catalogue', '0009_templates_and_invitations'),
        ('catalogue', '0010_written_by'),
    ]

    dependencies = [
        ('people', '0001_tables'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Design',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('changes_requested', 'Changes requested'), ('approved', 'Approved, not yet published'), ('published', 'Published'), ('review_due', 'Published, review due'), ('retired', 'No longer offered')], default='draft', max_length=20)),
                ('draft', models.JSONField(help_text='a laurel.annex1 MicroCredential in the making; may be incomplete')),
                ('draft_revision', models.PositiveIntegerField(default=1, help_text='goes up with every save; stale saves are refused')),
                ('draft_form', models.CharField(blank=True, help_text='the opened form that saved last, as its person typed', max_length=32)),
                ('edited_by', models.JSONField(default=list, help_text='keys of everyone who changed the draft since the last version; none of them may approve it')),
                ('written_by', models.JSONField(default=list, help_text='keys of everyone who changed the text of a published version')),
                ('image', models.BinaryField(blank=True, help_text='uploaded badge picture, re-encoded PNG; empty: drawn from the facts', null=True)),
                ('review_due_on', models.DateField(help_text='until when what is published has to be looked at again', null=True)),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'state'], name='design_by_state')],
            },
        ),
        migrations.CreateModel(
            name='DesignInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('invited_at', models.DateTimeField()),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.design')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('design', 'email'), name='an_address_is_invited_once'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='invited_addresses_are_in_lower_case')],
            },
        ),
        migrations.CreateModel(
            name='DesignTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('draft', models.JSONField(help_text='as of a Design, without for whom it was made')),
                ('created_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='templates_have_a_name')],
            },
        ),
        migrations.CreateModel(
            name='DesignVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('record', models.TextField(help_text='canonical JSON of the approved MicroCredential')),
                ('digest', models.CharField(help_text='SHA-256 of `record`, hex', max_length=64)),
                ('title_bg', models.CharField(blank=True, max_length=500)),
                ('title_en', models.CharField(blank=True, max_length=500)),
                ('image', models.BinaryField(blank=True, null=True)),
                ('published_at', models.DateTimeField()),
                ('approved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='catalogue.design')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('design', 'number'), name='versions_are_numbered_once'), models.CheckConstraint(condition=models.Q(('author', models.F('approved_by')), _negated=True), name='four_eyes_approve_a_version')],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(blank=True, help_text='tells editions apart where dates do not: “evening group”', max_length=200)),
                ('state', models.CharField(choices=[('open', 'Open for applications'), ('closed', 'Applications closed'), ('cancelled', 'Cancelled')], default='open', max_length=20)),
                ('rolling', models.BooleanField(default=False, help_text='one may begin on any day; then there are no dates')),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('apply_by', models.DateField(blank=True, help_text='the last day to apply, to its end in `time_zone`', null=True)),
                ('time_zone', models.CharField(default='Europe/Sofia', help_text='an IANA name', max_length=64)),
                ('language', models.CharField(help_text='of instruction, ISO 639-1', max_length=2)),
                ('mode', models.CharField(help_text='a value of laurel.annex1 Participation', max_length=20)),
                ('place', models.CharField(blank=True, help_text='empty where everything is online', max_length=200)),
                ('country', models.CharField(blank=True, help_text='of the place, ISO 3166-1', max_length=2)),
                ('price', models.DecimalField(blank=True, decimal_places=2, help_text='0: free; null: not said', max_digits=9, null=True)),
                ('currency', models.CharField(blank=True, help_text='ISO 4217, where there is something to pay', max_length=3)),
                ('capacity', models.PositiveIntegerField(blank=True, help_text='how many can take part; null: not said', null=True)),
                ('apply_url', models.URLField(blank=True, help_text='where one applies, if not here', max_length=500)),
                ('revision', models.PositiveIntegerField(default=1, help_text='goes up with every change; stale changes are refused')),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('cancelled_because', models.CharField(blank=True, help_text='shown to the public', max_length=300)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='catalogue.design')),
            ],
            options={
                'indexes': [models.Index(fields=['design', 'state', 'starts_on'], name='edition_by_start')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ends_on__isnull', True), ('rolling', True), ('starts_on__isnull', True)), models.Q(('rolling', False), ('starts_on__isnull', False)), _connector='OR'), name='an_edition_rolls_or_has_a_first_day'), models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='editions_end_after_they_start'), models.CheckConstraint(condition=models.Q(('apply_by__isnull', True), ('ends_on__isnull', True), ('apply_by__lte', models.F('ends_on')), _connector='OR'), name='one_applies_before_an_edition_ends'), models.CheckConstraint(condition=models.Q(models.Q(('currency', ''), ('price__isnull', True)), models.Q(('currency', ''), ('price', 0)), models.Q(('price__gt', 0), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='an_edition_is_free_or_names_a_currency'), models.CheckConstraint(condition=models.Q(('capacity__isnull', True), ('capacity__gt', 0), _connector='OR'), name='an_edition_has_room_for_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', False), ('state', 'cancelled')), models.Q(models.Q(('state', 'cancelled'), _negated=True), ('cancelled_at__isnull', True)), _connector='OR'), name='cancelled_editions_say_when'), models.CheckConstraint(condition=models.Q(('state__in', ('open', 'closed', 'cancelled'))), name='editions_have_a_known_state')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title_bg', models.CharField(blank=True, max_length=500)),
                ('title_en', models.CharField(blank=True, max_length=500)),
                ('summary', models.JSONField(default=dict, help_text='the first words of the description, by language')),
                ('hours', models.DecimalField(decimal_places=2, max_digits=8, null=True)),
                ('ects', models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ('published_at', models.DateTimeField()),
                ('design', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.design')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.designversion')),
            ],
            options={
                'indexes': [models.Index(fields=['-published_at', '-id'], name='offer_newest'), models.Index(fields=['hours', 'id'], name='offer_shortest')],
            },
        ),
        migrations.CreateModel(
            name='OfferFacet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facet', models.CharField(max_length=20)),
                ('value', models.CharField(max_length=200)),
                ('offer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facets', to='catalogue.offer')),
            ],
            options={
                'indexes': [models.Index(fields=['facet', 'value', 'offer'], name='offers_by_facet')],
                'constraints': [models.UniqueConstraint(fields=('offer', 'facet', 'value'), name='a_facet_value_stands_once')],
            },
        ),
        row_rules.standing(immutable.guard, immutable.unguard),
    ]
