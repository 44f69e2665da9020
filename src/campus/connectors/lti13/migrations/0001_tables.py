import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('lti13', '0001_initial'),
    ]

    dependencies = [
        ('learning', '0001_tables'),
        ('people', '0001_tables'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('deployment_id', models.CharField(max_length=255)),
                ('context_id', models.CharField(max_length=255)),
                ('title', models.CharField(blank=True, max_length=300)),
                ('memberships_url', models.CharField(blank=True, max_length=2000)),
                ('lineitems_url', models.CharField(blank=True, max_length=2000)),
                ('lineitem_url', models.CharField(blank=True, help_text='the column that belongs to our link', max_length=2000)),
                ('scopes', models.JSONField(default=list, help_text='what it allows us to do with its grades')),
                ('award_lineitem_url', models.CharField(blank=True, help_text='the column into which awards go', max_length=2000)),
                ('sends_awards', models.BooleanField(default=False)),
                ('scores_failure', models.CharField(blank=True, help_text='why awards do not reach it now, as a code', max_length=60)),
                ('created_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(help_text='its last launch')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.cohort')),
            ],
        ),
        migrations.CreateModel(
            name='Collection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('learners', 'Learners'), ('grades', 'Grades')], max_length=20)),
                ('match_addresses', models.BooleanField(default=False, help_text='learners of the cohort may be known by their e-mail alone')),
                ('columns', models.JSONField(default=list, help_text='grades: [[assessment of the design, address of the column], …]')),
                ('column', models.PositiveIntegerField(default=0, help_text='the one being read')),
                ('next_url', models.CharField(blank=True, max_length=2000)),
                ('pages', models.PositiveIntegerField(default=0)),
                ('gathered', models.PositiveIntegerField(default=0)),
                ('strangers', models.PositiveIntegerField(default=0, help_text='grades of people who are not in the list')),
                ('state', models.CharField(choices=[('running', 'Under way'), ('done', 'Done'), ('failed', 'Could not be done')], default='running', max_length=20)),
                ('failure', models.CharField(blank=True, help_text='a code; while it runs: of the last attempt', max_length=60)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('ordered_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('ordered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('upload', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='learning.gradebookupload')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='collections', to='lti13.course')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('course', 'kind'), name='one_collection_of_a_kind_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='CourseMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(help_text="`sub` of the platform's messages", max_length=255)),
                ('number', models.CharField(help_text='number of the enrolment in the cohort', max_length=100)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='lti13.course')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('course', 'subject'), name='a_person_is_in_a_course_once'), models.UniqueConstraint(fields=('course', 'number'), name='a_number_is_one_person_of_a_course')],
            },
        ),
        migrations.CreateModel(
            name='Gathered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=255)),
                ('number', models.CharField(blank=True, max_length=300)),
                ('name', models.CharField(blank=True, max_length=400)),
                ('email', models.CharField(blank=True, max_length=400)),
                ('assessment', models.CharField(blank=True, max_length=64)),
                ('value', models.CharField(blank=True, max_length=60)),
                ('collection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lti13.collection')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('collection', 'subject', 'assessment'), name='a_person_is_gathered_once')],
            },
        ),
        migrations.CreateModel(
            name='Platform',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('issuer', models.CharField(help_text='`iss` of its messages, compared byte for byte', max_length=500)),
                ('client_id', models.CharField(blank=True, help_text='empty until the platform has given it', max_length=255)),
                ('auth_url', models.CharField(max_length=1000)),
                ('token_url', models.CharField(max_length=1000)),
                ('token_audience', models.CharField(blank=True, help_text='empty: the token address', max_length=1000)),
                ('jwks_url', models.CharField(max_length=1000)),
                ('site_url', models.CharField(blank=True, help_text="where its people open it, if not at the issuer's", max_length=500)),
                ('jwks', models.TextField(blank=True, help_text='its public keys as last fetched')),
                ('jwks_fetched_at', models.DateTimeField(null=True)),
                ('jwks_tried_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(help_text='since when nothing of it is accepted', null=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('client_id', ''), _negated=True), fields=('organisation', 'issuer', 'client_id'), name='a_platform_is_registered_once'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('issuer', ''), _negated=True)), name='platforms_are_named')],
            },
        ),
        migrations.CreateModel(
            name='Login',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('login_hint', models.TextField()),
                ('message_hint', models.TextField(blank=True)),
                ('browser_digest', models.CharField(max_length=64)),
                ('state_digest', models.CharField(blank=True, max_length=64)),
                ('nonce_digest', models.CharField(blank=True, max_length=64)),
                ('begun_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('platform', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lti13.platform')),
            ],
            options={
                'indexes': [models.Index(fields=['begun_at'], name='lti_login_age')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state_digest', ''), _negated=True), fields=('state_digest',), name='a_state_is_one_login')],
            },
        ),
        migrations.CreateModel(
            name='Deployment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deployment_id', models.CharField(max_length=255)),
                ('created_at', models.DateTimeField()),
                ('platform', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deployments', to='lti13.platform')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('platform', 'deployment_id'), name='a_deployment_is_listed_once')],
            },
        ),
        migrations.AddField(
            model_name='course',
            name='platform',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='courses', to='lti13.platform'),
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=255)),
                ('given', models.DecimalField(decimal_places=4, max_digits=12)),
                ('maximum', models.DecimalField(decimal_places=4, max_digits=12)),
                ('timestamp', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('sending', 'Being sent'), ('sent', 'Sent'), ('refused', 'Refused by the platform')], default='waiting', max_length=20)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('status', models.PositiveSmallIntegerField(help_text="the platform's last answer", null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.award')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='lti13.course')),
            ],
            options={
                'indexes': [models.Index(fields=['course', 'state'], name='lti_score_state')],
                'constraints': [models.UniqueConstraint(fields=('course', 'award'), name='an_award_is_sent_to_a_course_once'), models.CheckConstraint(condition=models.Q(('maximum__gt', 0), ('given__gte', 0)), name='scores_lie_on_their_scale'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='sent_scores_say_when')],
            },
        ),
        migrations.CreateModel(
            name='ToolKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kid', models.CharField(max_length=64, unique=True)),
                ('public_jwk', models.JSONField()),
                ('sealed_private_key', models.BinaryField()),
                ('created_at', models.DateTimeField()),
                ('platform', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lti13.platform')),
            ],
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('deployment_id', models.CharField(max_length=255)),
                ('subject', models.CharField(max_length=255)),
                ('is_teacher', models.BooleanField()),
                ('secret_digest', models.CharField(max_length=64)),
                ('placing', models.JSONField(help_text='deep linking: where the choice goes, and what comes back with it', null=True)),
                ('placed_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('course', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lti13.course')),
                ('platform', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='lti13.platform')),
            ],
            options={
                'indexes': [models.Index(fields=['expires_at'], name='lti_visit_age')],
            },
        ),
        migrations.AddConstraint(
            model_name='course',
            constraint=models.UniqueConstraint(fields=('platform', 'deployment_id', 'context_id', 'cohort'), name='a_course_leads_to_a_cohort_once'),
        ),
    ]
