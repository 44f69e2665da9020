import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('wallet', '0001_initial'),
        ('wallet', '0002_imported'),
    ]

    dependencies = [
        ('issuing', '0001_tables'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Holding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('claimed_at', models.DateTimeField()),
                ('credential', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issuing.credential')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret_digest', models.CharField(max_length=64, unique=True)),
                ('generation', models.PositiveIntegerField(default=1, help_text='goes up when earlier links must stop working')),
                ('queued_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField(help_text='empty once sent or given up', null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField(null=True)),
                ('failure', models.TextField(blank=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('credential', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='issuing.credential')),
            ],
            options={
                'indexes': [models.Index(fields=['next_try_at'], name='delivery_due')],
            },
        ),
        migrations.CreateModel(
            name='ImportedCredential',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('content', models.BinaryField(help_text='exactly as it came')),
                ('file_name', models.CharField(max_length=200)),
                ('source', models.CharField(blank=True, help_text='the address that it was fetched from; empty for a file', max_length=2000)),
                ('key', models.CharField(help_text='SHA-256 over issuer and identifier: the same in whatever file it comes', max_length=64)),
                ('title', models.CharField(blank=True, max_length=500)),
                ('issuer', models.CharField(help_text="the issuer's identifier", max_length=500)),
                ('issuer_name', models.CharField(blank=True, max_length=500)),
                ('belongs', models.CharField(choices=[('address', 'issued to an e-mail address of yours that you have confirmed'), ('declared', 'you say that it is yours; the credential does not prove it')], max_length=10)),
                ('report', models.JSONField(help_text="of the last check, as the verifier gave it; strangers' text")),
                ('verdict', models.CharField(help_text='of that report: accept, warn or reject', max_length=6)),
                ('added_at', models.DateTimeField()),
                ('checked_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-added_at'], name='imported_of_person')],
                'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='a_credential_is_imported_once'), models.CheckConstraint(condition=models.Q(('verdict__in', ('accept', 'warn', 'reject'))), name='imported_have_a_verdict'), models.CheckConstraint(condition=models.Q(('belongs__in', ('address', 'declared'))), name='imported_belong_to_somebody'), models.CheckConstraint(condition=models.Q(('checked_at__gte', models.F('added_at'))), name='imported_are_checked_after_they_came')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, help_text='names it to its owner', unique=True)),
                ('token', models.CharField(help_text='256 random bits, base64url', max_length=43, unique=True)),
                ('note', models.CharField(blank=True, help_text="the learner's own note: for whom", max_length=200)),
                ('show_name', models.BooleanField(default=True)),
                ('show_results', models.BooleanField(default=True)),
                ('allow_download', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('views', models.PositiveIntegerField(default=0)),
                ('holding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='wallet.holding')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__isnull', True), ('expires_at__gt', models.F('created_at')), _connector='OR'), name='shares_expire_after_they_begin')],
            },
        ),
    ]
