"""Reviews go through a chain of stages; each person has one part in a round."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0007_approved_and_due'),
        ('people', '0005_approvers'),
        ('quality', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('stages', models.JSONField(help_text="in order: kind, days, and its own name (`name_bg`, `name_en`) if it has one")),
                ('publishes_at_once', models.BooleanField(default=True, help_text='the last approval publishes; else a person does')),
                ('because', models.TextField(blank=True, help_text='why the organisation decided so; a single stage needs a reason')),
                ('made_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.CharField(blank=True, help_text='JSON pointer into the draft; empty: about the whole', max_length=300)),
                ('text', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('resolved_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['made_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('because', models.TextField(blank=True)),
                ('given_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['given_at', 'pk'],
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
            ],
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
            ],
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
            ],
            options={
                'ordering': ['position'],
            },
        ),
        migrations.AddField(
            model_name='review',
            name='chain_number',
            field=models.PositiveIntegerField(default=0, help_text="the chain that was copied; 0: the usual one"),
        ),
        migrations.AddField(
            model_name='review',
            name='digest',
            field=models.CharField(blank=True, help_text='SHA-256 of `submitted` as canonical JSON (RFC 8785), hex', max_length=64),
        ),
        migrations.AddField(
            model_name='review',
            name='picture_digest',
            field=models.CharField(blank=True, help_text='SHA-256 of the uploaded picture, hex; empty: drawn', max_length=64),
        ),
        migrations.AddField(
            model_name='review',
            name='publishes_at_once',
            field=models.BooleanField(default=True, help_text='copied from the chain'),
        ),
        migrations.AddField(
            model_name='review',
            name='publishing_report',
            field=models.JSONField(default=list, help_text='what the gates said when it was published'),
        ),
        migrations.AddField(
            model_name='review',
            name='report',
            field=models.JSONField(default=list, help_text='what the gates said when it was handed in'),
        ),
        migrations.AddField(
            model_name='review',
            name='version',
            field=models.OneToOneField(help_text='what it published', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.designversion'),
        ),
        migrations.AlterField(
            model_name='review',
            name='decided_by',
            field=models.ForeignKey(help_text='who decided last', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='answer',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='chain',
            name='made_by',
            field=models.ForeignKey(help_text='null: the command line', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='chain',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation'),
        ),
        migrations.AddField(
            model_name='comment',
            name='design',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.design'),
        ),
        migrations.AddField(
            model_name='comment',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='comment',
            name='resolved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='comment',
            name='review',
            field=models.ForeignKey(help_text='the round in which it was made', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='quality.review'),
        ),
        migrations.AddField(
            model_name='answer',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='quality.comment'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='given_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='delegation',
            name='given_to',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='party',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='party',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='quality.review'),
        ),
        migrations.AddField(
            model_name='reviewerinvitation',
            name='invited_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='stage',
            name='assigned_to',
            field=models.ForeignKey(help_text='nobody else may decide it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='stage',
            name='review',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='quality.review'),
        ),
        migrations.AddField(
            model_name='reviewerinvitation',
            name='stage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='quality.stage'),
        ),
        migrations.AddField(
            model_name='party',
            name='stage',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='decided', to='quality.stage'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='stage',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='delegations', to='quality.stage'),
        ),
        migrations.AddField(
            model_name='comment',
            name='stage',
            field=models.ForeignKey(help_text='the stage that was open then', on_delete=django.db.models.deletion.CASCADE, related_name='+', to='quality.stage'),
        ),
        migrations.AddConstraint(
            model_name='chain',
            constraint=models.UniqueConstraint(fields=('organisation', 'number'), name='chains_are_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='answers_say_something'),
        ),
        migrations.AddConstraint(
            model_name='stage',
            constraint=models.UniqueConstraint(fields=('review', 'position'), name='stages_have_one_place'),
        ),
        migrations.AddConstraint(
            model_name='stage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', True), ('opened_at__isnull', True)), models.Q(('due_at__isnull', False), ('opened_at__isnull', False)), _connector='OR'), name='open_stages_have_a_deadline'),
        ),
        migrations.AddConstraint(
            model_name='reviewerinvitation',
            constraint=models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True)), fields=('stage',), name='one_living_invitation_per_stage'),
        ),
        migrations.AddConstraint(
            model_name='reviewerinvitation',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('invited_at'))), name='reviewers_are_invited_for_a_time'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.UniqueConstraint(fields=('review', 'person'), name='one_part_in_a_review'),
        ),
        migrations.AddConstraint(
            model_name='party',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', False), ('part', 'decided'), ('stage__isnull', False), ('decision__in', ['approved', 'changes_requested']), models.Q(('digest', ''), _negated=True)), models.Q(models.Q(('part', 'decided'), _negated=True), ('decided_at__isnull', True), ('decision', ''), ('digest', ''), ('stage__isnull', True)), _connector='OR'), name='whoever_decides_says_what_on_which_text'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('given_by', models.F('given_to')), _negated=True), name='a_stage_is_handed_to_somebody_else'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(fields=['design', 'resolved_at'], name='comments_by_design'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('resolved_at__isnull', True), ('resolved_by__isnull', True)), models.Q(('resolved_at__isnull', False), ('resolved_by__isnull', False)), _connector='OR'), name='resolved_comments_say_by_whom'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='comments_say_something'),
        ),
    ]
