"""Programmes, applications for their award, surveys; published versions stay as they were."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from campus.recognition.immutable import guard, unguard


def install(apps, schema_editor):
    for statement in guard(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in unguard(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalogue', '0010_written_by'),
        ('issuing', '0004_credential_parts'),
        ('people', '0005_approvers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('retired', 'No longer offered')], default='draft', max_length=12)),
                ('draft', models.JSONField(help_text='as of recognition.stack_drafts; may be incomplete')),
                ('draft_revision', models.PositiveIntegerField(default=1, help_text='goes up with every change; stale changes are refused')),
                ('edited_by', models.JSONField(default=list, help_text='keys of everyone who changed the draft since the last version')),
                ('created_at', models.DateTimeField()),
                ('updated_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='ProgrammeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('record', models.TextField(help_text='canonical JSON of the draft, with the numbers of its rules')),
                ('digest', models.CharField(help_text='SHA-256 of `record`, hex', max_length=64)),
                ('title_bg', models.CharField(blank=True, max_length=500)),
                ('title_en', models.CharField(blank=True, max_length=500)),
                ('published_at', models.DateTimeField()),
                ('author', models.ForeignKey(help_text='who wrote it last', on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('awards', models.ForeignKey(help_text='what is issued to whoever completes it', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.design')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='recognition.programme')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='StackApplication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(help_text='as it will stand in what is awarded', max_length=300)),
                ('email', models.EmailField(max_length=254)),
                ('state', models.CharField(choices=[('applied', 'Waits for a decision'), ('awarded', 'Awarded'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], default='applied', max_length=12)),
                ('shown', models.JSONField(default=dict, help_text='what the credentials amounted to when applying, in both languages')),
                ('applied_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(help_text='when it stopped waiting, also when it was withdrawn', null=True)),
                ('because', models.TextField(blank=True, help_text='the applicant reads it', max_length=2000)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='recognition.programme')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='recognition.programmeversion')),
            ],
        ),
        migrations.CreateModel(
            name='CountedCredential',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('requirement', models.CharField(help_text='the id of the requirement that it fills', max_length=64)),
                ('once', models.BooleanField(help_text='it may count nowhere else (R-33)')),
                ('credential', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issuing.credential')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counted', to='recognition.stackapplication')),
            ],
        ),
        migrations.CreateModel(
            name='StackSurvey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ordered_at', models.DateTimeField()),
                ('total', models.PositiveIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('last_person', models.PositiveBigIntegerField(default=0, help_text='learners up to this key are looked at')),
                ('finished_at', models.DateTimeField(null=True)),
                ('ordered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='recognition.programmeversion')),
            ],
        ),
        migrations.CreateModel(
            name='Prospect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complete', models.BooleanField()),
                ('missing', models.DecimalField(decimal_places=2, help_text='ECTS credits', max_digits=7)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prospects', to='recognition.stacksurvey')),
            ],
        ),
        migrations.AddIndex(
            model_name='programme',
            index=models.Index(fields=['organisation', 'state'], name='programme_by_state'),
        ),
        migrations.AddConstraint(
            model_name='programme',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'published', 'retired'))), name='programmes_have_a_known_state'),
        ),
        migrations.AddConstraint(
            model_name='programmeversion',
            constraint=models.UniqueConstraint(fields=('programme', 'number'), name='programme_versions_are_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='programmeversion',
            constraint=models.CheckConstraint(condition=models.Q(('author', models.F('published_by')), _negated=True), name='four_eyes_publish_a_programme'),
        ),
        migrations.AddIndex(
            model_name='stackapplication',
            index=models.Index(fields=['programme', 'state', 'applied_at'], name='stack_applications_queue'),
        ),
        migrations.AddConstraint(
            model_name='stackapplication',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('applied', 'awarded'))), fields=('programme', 'person'), name='one_applies_for_a_programme_once'),
        ),
        migrations.AddConstraint(
            model_name='stackapplication',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('applied', 'awarded', 'refused', 'withdrawn'))), name='stack_applications_have_a_known_state'),
        ),
        migrations.AddConstraint(
            model_name='stackapplication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'applied')), models.Q(models.Q(('state', 'applied'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='decided_stack_applications_say_when'),
        ),
        migrations.AddConstraint(
            model_name='stackapplication',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'withdrawn'), ('decided_by__isnull', True), models.Q(('decided_by', models.F('person')), _negated=True), _connector='OR'), name='nobody_awards_themselves'),
        ),
        migrations.AddConstraint(
            model_name='stackapplication',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('because', ''), _negated=True), _connector='OR'), name='refused_stacks_say_why'),
        ),
        migrations.AddConstraint(
            model_name='countedcredential',
            constraint=models.UniqueConstraint(fields=('application', 'credential'), name='a_credential_fills_one_requirement'),
        ),
        migrations.AddConstraint(
            model_name='countedcredential',
            constraint=models.UniqueConstraint(condition=models.Q(('once', True)), fields=('credential',), name='a_credential_counts_once'),
        ),
        migrations.AddConstraint(
            model_name='stacksurvey',
            constraint=models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True)), fields=('version',), name='one_survey_of_a_version_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='prospect',
            constraint=models.UniqueConstraint(fields=('survey', 'person'), name='a_survey_looks_at_everybody_once'),
        ),
        migrations.RunPython(install, remove),
    ]
