import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('webhooks', '0001_initial'),
    ]

    dependencies = [
        ('people', '0001_tables'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=100)),
                ('data', models.JSONField(help_text='ids and codes only')),
                ('number', models.CharField(blank=True, help_text='of the learner, for those webhooks that ask for it', max_length=100)),
                ('occurred_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['occurred_at'], name='webhook_message_age')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='a_message_is_made_once')],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('url', models.CharField(max_length=1000)),
                ('events', models.JSONField(default=list, help_text='kinds of messages that it wants')),
                ('with_numbers', models.BooleanField(default=False, help_text="messages name the school's own number of the learner")),
                ('sealed_secret', models.BinaryField()),
                ('previous_secret', models.BinaryField(help_text='sealed; signs too until `previous_until`', null=True)),
                ('previous_until', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('paused_at', models.DateTimeField(null=True)),
                ('paused_because', models.CharField(blank=True, choices=[('staff', 'by staff'), ('failing', 'because it has not answered for three days'), ('gone', 'because it said that nothing should be sent to it any more')], max_length=10)),
                ('rests_until', models.DateTimeField(help_text='it could not be reached or was busy: nothing is sent before', null=True)),
                ('failing_since', models.DateTimeField(help_text='the first failure since it last took anything', null=True)),
                ('told_at', models.DateTimeField(help_text='when its keepers were last told that it fails', null=True)),
                ('closed_at', models.DateTimeField(help_text='removed: nothing is sent, and it stands in no list', null=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'closed_at'], name='webhooks_of_organisation')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('url', ''), _negated=True)), name='webhooks_are_named'), models.CheckConstraint(condition=models.Q(models.Q(('paused_at__isnull', True), ('paused_because', '')), models.Q(('paused_at__isnull', False), models.Q(('paused_because', ''), _negated=True)), _connector='OR'), name='paused_webhooks_say_why'), models.CheckConstraint(condition=models.Q(models.Q(('previous_secret__isnull', True), ('previous_until__isnull', True)), models.Q(('previous_secret__isnull', False), ('previous_until__isnull', False)), _connector='OR'), name='previous_secrets_run_out')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('delivered', 'Delivered'), ('dead', 'Could not be delivered'), ('dropped', 'Left')], default='waiting', max_length=10)),
                ('due_at', models.DateTimeField(help_text='when to try next; while it is being sent, when another worker may take it')),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('tries', models.PositiveIntegerField(default=0, help_text='attempts since it was queued, or sent again by staff')),
                ('ended_at', models.DateTimeField(null=True)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='webhooks.message')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='webhooks.webhook')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['webhook', 'due_at'], name='webhook_deliveries_due'), models.Index(fields=['webhook', 'state'], name='webhook_deliveries_by_state')],
                'constraints': [models.UniqueConstraint(fields=('webhook', 'message'), name='a_message_is_delivered_to_a_webhook_once'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='deliveries_that_ended_say_when')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('milliseconds', models.PositiveIntegerField()),
                ('status', models.PositiveSmallIntegerField(help_text='empty: nothing was answered', null=True)),
                ('failure', models.CharField(blank=True, help_text='a code, where nothing was answered', max_length=40)),
                ('digest', models.CharField(help_text='SHA-256 of the body that was sent, in hexadecimal digits', max_length=64)),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='log', to='webhooks.delivery')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('delivery', 'number'), name='attempts_at_a_delivery_are_numbered'), models.CheckConstraint(condition=models.Q(models.Q(('failure', ''), ('status__isnull', False)), models.Q(('status__isnull', True), models.Q(('failure', ''), _negated=True)), _connector='OR'), name='attempts_say_what_came_of_them')],
            },
        ),
    ]
