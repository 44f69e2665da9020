import django.db.models.deletion
import django.db.models.expressions
import uuid
from django.conf import settings
from django.db import migrations, models

from campus.base import row_rules
from campus.issuing import transparency_guard

class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('issuing', '0001_initial'),
        ('issuing', '0002_transparency_log'),
        ('issuing', '0003_log_is_append_only'),
        ('issuing', '0004_credential_parts'),
        ('issuing', '0005_statements'),
        ('issuing', '0006_conditions'),
    ]

    dependencies = [
        ('catalogue', '0001_tables'),
        ('people', '0001_tables'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='LogCheckpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.PositiveBigIntegerField(unique=True)),
                ('text', models.TextField()),
                ('signed_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('queued', 'Waiting'), ('running', 'Issuing'), ('paused', 'Paused'), ('finished', 'Finished')], default='queued', max_length=20)),
                ('ordered_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('total', models.PositiveIntegerField(default=0)),
                ('already_issued', models.PositiveIntegerField(default=0, help_text='awards of the order that had a credential before')),
                ('issued', models.PositiveIntegerField(default=0)),
                ('failed', models.PositiveIntegerField(default=0)),
                ('lease', models.PositiveIntegerField(default=0, help_text='fencing token: a worker with an older number writes nothing')),
                ('leased_until', models.DateTimeField(null=True)),
                ('run_began_at', models.DateTimeField(help_text='when the present lease was taken: the rate is counted from here', null=True)),
                ('run_began_with', models.PositiveIntegerField(default=0, help_text='how many items were done then')),
                ('design_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.designversion')),
                ('ordered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('total__gte', django.db.models.expressions.CombinedExpression(models.F('issued'), '+', models.F('failed')))), name='a_batch_counts_no_more_than_it_has')],
            },
        ),
        migrations.CreateModel(
            name='Credential',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, help_text='its id is urn:uuid:<this>', unique=True)),
                ('award_key', models.CharField(help_text='the award it proves, named by the floor above', max_length=100, unique=True)),
                ('recipient_name', models.CharField(blank=True, max_length=300)),
                ('recipient_email', models.EmailField(max_length=254)),
                ('awarded_at', models.DateTimeField()),
                ('grade', models.CharField(blank=True, max_length=100)),
                ('results', models.JSONField(default=list, help_text='[{"assessment": slug, "value": "72"}]')),
                ('conditions', models.JSONField(default=dict, help_text='how it was known who the learner is, how work was watched')),
                ('parts', models.JSONField(default=list, help_text='[{"id": urn, "name": title}] of credentials that it rests on')),
                ('status_index', models.PositiveIntegerField(null=True)),
                ('unsigned', models.TextField(blank=True, help_text='the exact text that was, or will be, signed')),
                ('document', models.TextField(blank=True, help_text='the signed credential, exactly as sent')),
                ('jwt', models.TextField(blank=True, help_text='the same credential as VC-JWT')),
                ('issued_at', models.DateTimeField(null=True)),
                ('valid_until', models.DateTimeField(null=True)),
                ('failure', models.TextField(blank=True, help_text='why it could not be issued, as JSON {code, en, bg}; else empty')),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoked_reason', models.CharField(blank=True, choices=[('issued_in_error', 'Issued in error'), ('wrong_facts', 'Facts in it are wrong; a corrected one replaces it'), ('academic_integrity', 'Breach of academic integrity'), ('holder_request', 'Asked for by the holder'), ('other', 'Another reason')], max_length=30)),
                ('revoked_because', models.CharField(blank=True, max_length=500)),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='issuing.batch')),
                ('design_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.designversion')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['batch', 'issued_at'], name='credential_in_batch'), models.Index(fields=['recipient_email'], name='credential_recipient'), models.Index(fields=['organisation', '-issued_at'], name='credential_of_organisation')],
                'constraints': [models.CheckConstraint(condition=models.Q(('revoked_at__isnull', True), models.Q(('revoked_because', ''), _negated=True), _connector='OR'), name='revoked_credentials_say_why'), models.CheckConstraint(condition=models.Q(('issued_at__isnull', True), models.Q(('document', ''), _negated=True), _connector='OR'), name='issued_credentials_have_a_document')],
            },
        ),
        migrations.CreateModel(
            name='LogEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('issue', 'Issue'), ('revoke', 'Revoke')], max_length=20)),
                ('happened_at', models.DateTimeField()),
                ('salt', models.BinaryField(help_text='32 random bytes; empty once destroyed')),
                ('position', models.PositiveBigIntegerField(help_text='place in the log; empty while it waits', null=True, unique=True)),
                ('credential', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issuing.credential')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('position__isnull', True)), fields=['id'], name='log_event_waits')],
                'constraints': [models.UniqueConstraint(fields=('credential', 'kind'), name='one_event_one_leaf')],
            },
        ),
        migrations.CreateModel(
            name='LogTile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.SmallIntegerField()),
                ('number', models.PositiveBigIntegerField()),
                ('content', models.BinaryField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('level', 'number'), name='a_tile_stands_once')],
            },
        ),
        migrations.CreateModel(
            name='SigningKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(help_text="1, 2, … in order of making; part of the verification method's name")),
                ('algorithm', models.CharField(max_length=20)),
                ('public_multikey', models.CharField(max_length=200)),
                ('sealed_private_key', models.BinaryField()),
                ('created_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(help_text='no longer signs; what it signed stays valid', null=True)),
                ('compromised_at', models.DateTimeField(help_text='nothing signed after this may be trusted', null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'number'), name='keys_are_numbered_once'), models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True), ('compromised_at__isnull', True)), fields=('organisation',), name='one_key_signs_at_a_time')],
            },
        ),
        migrations.AddField(
            model_name='credential',
            name='signing_key',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issuing.signingkey'),
        ),
        migrations.CreateModel(
            name='StatusList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('purpose', models.CharField(default='revocation', max_length=20)),
                ('for_statements', models.BooleanField(default=False, help_text='its places are those of statements, not of badges')),
                ('entries', models.PositiveIntegerField(default=131072)),
                ('reserved', models.PositiveIntegerField(default=0, help_text='how many indexes have been given out')),
                ('published', models.TextField(blank=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('valid_until', models.DateTimeField(help_text='when the published text asks to be fetched again', null=True)),
                ('stale_since', models.DateTimeField(help_text='a bit changed and the published text does not show it yet', null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, help_text='its id is urn:uuid:<this>', unique=True)),
                ('key', models.CharField(help_text='what it states, named by the floor above: it is stated once', max_length=100, unique=True)),
                ('status_index', models.PositiveIntegerField()),
                ('document', models.TextField(help_text='exactly as signed')),
                ('issued_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('status_list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issuing.statuslist')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('status_list', 'status_index'), name='a_statements_index_is_used_once'), models.CheckConstraint(condition=models.Q(('document', ''), _negated=True), name='statements_have_a_document')],
            },
        ),
        migrations.AddField(
            model_name='credential',
            name='status_list',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issuing.statuslist'),
        ),
        migrations.CreateModel(
            name='TransparencyLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(default=1, unique=True)),
                ('origin', models.CharField(help_text='its name in every checkpoint, for ever', max_length=255)),
                ('log_multikey', models.CharField(help_text='public key that signs checkpoints', max_length=200)),
                ('clock_multikey', models.CharField(help_text='public key that says when a checkpoint was signed', max_length=200)),
                ('sealed_log_key', models.BinaryField()),
                ('sealed_clock_key', models.BinaryField()),
                ('size', models.PositiveBigIntegerField(default=0, help_text='entries in the tiles and under the newest checkpoint')),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('number', 1)), name='the_site_has_one_log')],
            },
        ),
        migrations.AddConstraint(
            model_name='credential',
            constraint=models.UniqueConstraint(fields=('status_list', 'status_index'), name='a_status_index_is_used_once'),
        ),
        migrations.AddConstraint(
            model_name='credential',
            constraint=models.CheckConstraint(condition=models.Q(('document', ''), models.Q(('status_list__isnull', False), ('status_index__isnull', False)), _connector='OR'), name='what_is_signed_has_a_status_index'),
        ),
        row_rules.standing(transparency_guard.guard, transparency_guard.unguard),
    ]
