import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from campus.base import row_rules
from campus.quality import guard

class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('quality', '0001_initial'),
        ('quality', '0002_chains'),
        ('quality', '0003_earlier_rounds'),
        ('quality', '0004_guarded_chains'),
        ('quality', '0005_who_wrote'),
    ]

    dependencies = [
        ('catalogue', '0001_tables'),
        ('people', '0001_tables'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submitted', models.JSONField(help_text='the draft as it was submitted')),
                ('digest', models.CharField(blank=True, help_text='SHA-256 of `submitted` as canonical JSON (RFC 8785), hex', max_length=64)),
                ('picture_digest', models.CharField(blank=True, help_text='SHA-256 of the uploaded picture, hex; empty: drawn', max_length=64)),
                ('submitted_at', models.DateTimeField()),
                ('report', models.JSONField(default=list, help_text='what the gates said when it was handed in')),
                ('chain_number', models.PositiveIntegerField(default=0, help_text='the chain that was copied; 0: the usual one')),
                ('publishes_at_once', models.BooleanField(default=True, help_text='copied from the chain')),
                ('decision', models.CharField(blank=True, choices=[('approved', 'Approved'), ('changes_requested', 'Changes requested'), ('withdrawn', 'Withdrawn by the author')], max_length=20)),
                ('decided_at', models.DateTimeField(null=True)),
                ('comment', models.TextField(blank=True)),
                ('publishing_report', models.JSONField(default=list, help_text='what the gates said when it was published')),
                ('decided_by', models.ForeignKey(help_text='who decided last', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.design')),
                ('submitted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.OneToOneField(help_text='what it published', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.designversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('decision', '')), fields=('design',), name='one_open_review_per_design'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'approved'), _negated=True), models.Q(('submitted_by', models.F('decided_by')), _negated=True), _connector='OR'), name='nobody_approves_their_own_design'), models.CheckConstraint(condition=models.Q(models.Q(('decision', 'approved'), ('version__isnull', False)), models.Q(models.Q(('decision', 'approved'), _negated=True), ('version__isnull', True)), _connector='OR'), name='approved_reviews_name_their_version')],
            },
        ),
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('quality_review', 'Internal quality review'), ('faculty', 'Faculty council'), ('examination_board', 'Examination board'), ('academic_approval', 'Academic approval'), ('external_review', 'External reviewer')], max_length=30)),
                ('name_bg', models.CharField(blank=True, max_length=200)),
                ('name_en', models.CharField(blank=True, max_length=200)),
                ('days', models.PositiveSmallIntegerField(help_text='how long it may take')),
                ('opened_at', models.DateTimeField(help_text='since when it waits for a decision', null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('overdue_told_at', models.DateTimeField(null=True)),
                ('assigned_to', models.ForeignKey(help_text='nobody else may decide it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='quality.review')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('review', 'position'), name='stages_have_one_place'), models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', True), ('opened_at__isnull', True)), models.Q(('due_at__isnull', False), ('opened_at__isnull', False)), _connector='OR'), name='open_stages_have_a_deadline')],
            },
        ),
        migrations.CreateModel(
            name='ReviewerInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(max_length=300)),
                ('language', models.CharField(default='bg', help_text='of the mail', max_length=5)),
                ('secret_digest', models.CharField(max_length=64, unique=True)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('opened_at', models.DateTimeField(help_text='when the link was first used', null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='quality.stage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('stage',), name='one_living_invitation_per_stage'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('invited_at'))), name='reviewers_are_invited_for_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('author', 'Author'), ('submitter', 'Handed it in'), ('editor', 'Changed it'), ('decided', 'Decided')], max_length=20)),
                ('decision', models.CharField(blank=True, choices=[('approved', 'Approved'), ('changes_requested', 'Changes requested')], max_length=20)),
                ('comment', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('digest', models.CharField(blank=True, help_text='of the text decided on, as in the review', max_length=64)),
                ('report', models.JSONField(default=list, help_text='what the gates said at that moment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='quality.review')),
                ('stage', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='decided', to='quality.stage')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('review', 'person'), name='one_part_in_a_review'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('part', 'decided'), ('stage__isnull', False), ('decision__in', ['approved', 'changes_requested']), models.Q(('digest', ''), _negated=True)), models.Q(models.Q(('part', 'decided'), _negated=True), ('decided_at__isnull', True), ('decision', ''), ('digest', ''), ('stage__isnull', True)), _connector='OR'), name='whoever_decides_says_what_on_which_text')],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.TextField(blank=True)),
                ('given_at', models.DateTimeField()),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('given_to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delegations', to='quality.stage')),
            ],
            options={
                'ordering': ['given_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('given_by', models.F('given_to')), _negated=True), name='a_stage_is_handed_to_somebody_else')],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.CharField(blank=True, help_text='JSON pointer into the draft; empty: about the whole', max_length=300)),
                ('text', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('resolved_at', models.DateTimeField(null=True)),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.design')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('review', models.ForeignKey(help_text='the round in which it was made', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='quality.review')),
                ('stage', models.ForeignKey(help_text='the stage that was open then', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='quality.stage')),
            ],
            options={
                'ordering': ['made_at', 'pk'],
                'indexes': [models.Index(fields=['design', 'resolved_at'], name='comments_by_design')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', True), ('resolved_by__isnull', True)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='resolved_comments_say_by_whom'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comments_say_something')],
            },
        ),
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('stages', models.JSONField(help_text='in order: kind, days, and its own name (`name_bg`, `name_en`) if it has one')),
                ('publishes_at_once', models.BooleanField(default=True, help_text='the last approval publishes; else a person does')),
                ('because', models.TextField(blank=True, help_text='why the organisation decided so; a single stage needs a reason')),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(help_text='null: the command line', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'number'), name='chains_are_numbered_once')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('comment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='quality.comment')),
            ],
            options={
                'ordering': ['made_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='answers_say_something')],
            },
        ),
        row_rules.standing(guard.guard, guard.unguard),
    ]
