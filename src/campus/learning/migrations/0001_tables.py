import datetime
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('learning', '0001_initial'),
        ('learning', '0002_quizzes'),
        ('learning', '0003_enrolling'),
        ('learning', '0004_holds'),
        ('learning', '0005_conditions'),
    ]

    dependencies = [
        ('catalogue', '0001_tables'),
        ('people', '0001_tables'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Cohort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=300)),
                ('starts_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, null=True)),
                ('fixed_list', models.BooleanField(default=False, help_text='gradebooks may not add learners')),
                ('supervision', models.JSONField(default=dict, help_text='how each assessment is watched here: {"exam": "onsite"}')),
                ('created_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('design_version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.designversion')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'title'), name='cohort_titles_are_unique'), models.CheckConstraint(condition=models.Q(('starts_on__isnull', True), ('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='cohorts_end_after_they_start')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=100)),
                ('name', models.CharField(blank=True, max_length=300)),
                ('email', models.EmailField(max_length=254)),
                ('withdrawn', models.BooleanField(default=False)),
                ('completed_on', models.DateField(help_text='the day the gradebook names; the award bears it', null=True)),
                ('meets_rules', models.BooleanField(default=False, help_text='written together with the results, by the same transaction')),
                ('identity', models.CharField(blank=True, help_text='an IdentityLevel; empty: nothing is recorded', max_length=15)),
                ('identity_assurance', models.CharField(blank=True, help_text='an Assurance, of an identity provider', max_length=15)),
                ('identity_on', models.DateField(help_text='when that was found out', null=True)),
                ('supervision', models.JSONField(default=dict, help_text='where it was otherwise than for the cohort')),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='enrolments', to='learning.cohort')),
                ('person', models.ForeignKey(help_text='who enrolled here; null: known by the e-mail alone', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['cohort', 'meets_rules', 'withdrawn'], name='enrolment_standing')],
                'constraints': [models.UniqueConstraint(fields=('cohort', 'number'), name='a_learner_is_enrolled_once'), models.UniqueConstraint(fields=('cohort', 'email'), name='an_email_is_enrolled_once'), models.CheckConstraint(condition=models.Q(('identity', ''), ('identity_on__isnull', False), _connector='OR'), name='identity_is_known_since_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=100, unique=True)),
                ('overall', models.DecimalField(decimal_places=4, max_digits=12, null=True)),
                ('grade', models.CharField(blank=True, max_length=100)),
                ('results', models.JSONField(default=list)),
                ('conditions', models.JSONField(default=dict, help_text='who the learner was known to be, how work was watched: then')),
                ('awarded_at', models.DateTimeField()),
                ('contradicted_at', models.DateTimeField(help_text='a result was changed since, and the badge says otherwise', null=True)),
                ('awarded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='award', to='learning.enrolment')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('contradicted_at__isnull', False)), fields=['contradicted_at'], name='contradicted_awards')],
            },
        ),
        migrations.CreateModel(
            name='GradebookUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('uploaded_at', models.DateTimeField()),
                ('file_name', models.CharField(max_length=255)),
                ('content', models.BinaryField(help_text='the file itself; removed 30 days after import', null=True)),
                ('digest', models.CharField(max_length=64)),
                ('layout', models.CharField(blank=True, help_text='a key of gradebook.LAYOUTS', max_length=20)),
                ('reading', models.JSONField(default=dict, help_text='how to read it where a person chose: {"encoding": …, "sheet": …}')),
                ('mapping', models.JSONField(default=dict, help_text='a gradebook.Mapping as JSON')),
                ('state', models.CharField(choices=[('uploaded', 'Uploaded'), ('checking', 'Being checked'), ('checked', 'Checked'), ('importing', 'Being imported'), ('imported', 'Imported'), ('refused', 'Refused'), ('dropped', 'Dropped')], default='uploaded', max_length=20)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('done_rows', models.PositiveIntegerField(default=0, help_text='progress of the check or import under way')),
                ('problems', models.JSONField(default=list, help_text='the first 200: [{"row": 3, "column": "B", "code": …, facts}]')),
                ('problem_count', models.PositiveIntegerField(default=0)),
                ('bad_rows', models.PositiveIntegerField(default=0)),
                ('summary', models.JSONField(default=dict, help_text='counts: new, changed, unchanged, award_stands, …; or why it was refused')),
                ('finished_at', models.DateTimeField(null=True)),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to='learning.cohort')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('integrity', 'A question about how the work was done is open'), ('appeal', 'An appeal against a result is open'), ('identity', 'It is being checked who the learner is')], max_length=10)),
                ('opened_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='learning.enrolment')),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('lifted_at__isnull', True)), fields=['enrolment'], name='open_holds')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', True)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='holds_that_were_lifted_say_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='QuestionBank',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField()),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'title'), name='bank_titles_are_unique')],
            },
        ),
        migrations.CreateModel(
            name='BankQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('kind', models.CharField(help_text='a name of quizzes.questions.TYPES', max_length=20)),
                ('category', models.CharField(blank=True, max_length=200)),
                ('content', models.JSONField(help_text='a quizzes Question')),
                ('digest', models.CharField(help_text='of the content: the same question is not imported twice', max_length=64)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('changed_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(null=True)),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('bank', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='learning.questionbank')),
            ],
            options={
                'indexes': [models.Index(fields=['bank', 'retired_at', 'category'], name='questions_of_a_category')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('bank', 'digest'), name='a_bank_holds_a_question_once')],
            },
        ),
        migrations.CreateModel(
            name='QuestionPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='SHA-256 of the content', max_length=64)),
                ('content', models.BinaryField(help_text='PNG')),
                ('bank', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pictures', to='learning.questionbank')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('bank', 'name'), name='a_bank_holds_a_picture_once')],
            },
        ),
        migrations.CreateModel(
            name='Quiz',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('assessment', models.CharField(help_text='id of the assessment in the design version', max_length=64)),
                ('title_bg', models.CharField(blank=True, max_length=200)),
                ('title_en', models.CharField(blank=True, max_length=200)),
                ('intro_bg', models.TextField(blank=True)),
                ('intro_en', models.TextField(blank=True)),
                ('attempts_allowed', models.PositiveSmallIntegerField(default=3, help_text='null: as many as one likes', null=True)),
                ('cool_down', models.DurationField(default=datetime.timedelta(days=7), help_text='between the end of an attempt and the next')),
                ('time_limit', models.DurationField(null=True)),
                ('opens_at', models.DateTimeField(null=True)),
                ('closes_at', models.DateTimeField(null=True)),
                ('counts', models.CharField(choices=[('best', 'The best attempt'), ('last', 'The last attempt'), ('first', 'The first attempt')], default='best', max_length=10)),
                ('shuffle_questions', models.BooleanField(default=True)),
                ('release', models.CharField(choices=[('at_once', 'as soon as an attempt is handed in'), ('after_close', 'once the quiz has closed'), ('on_date', 'on a date')], default='at_once', help_text='when feedback is shown', max_length=20)),
                ('release_at', models.DateTimeField(null=True)),
                ('shows_answers', models.BooleanField(default=False, help_text='feedback shows the right answers too')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Open'), ('closed', 'Closed')], default='draft', max_length=10)),
                ('statistics', models.JSONField(default=dict, help_text='figures by question as of `counted_at`')),
                ('counted_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quizzes', to='learning.cohort')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('cohort', 'assessment'), name='one_quiz_gives_an_assessment'), models.CheckConstraint(condition=models.Q(models.Q(('title_bg', ''), _negated=True), models.Q(('title_en', ''), _negated=True), _connector='OR'), name='quizzes_have_a_title'), models.CheckConstraint(condition=models.Q(('opens_at__isnull', True), ('closes_at__isnull', True), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='quizzes_close_after_they_open'), models.CheckConstraint(condition=models.Q(models.Q(models.Q(('release', 'on_date'), _negated=True), ('release_at__isnull', False), _connector='OR'), models.Q(models.Q(('release', 'after_close'), _negated=True), ('closes_at__isnull', False), _connector='OR')), name='feedback_has_its_date'), models.CheckConstraint(condition=models.Q(('attempts_allowed__isnull', True), ('attempts_allowed__gte', 1), _connector='OR'), name='a_quiz_can_be_attempted')],
            },
        ),
        migrations.CreateModel(
            name='QuizAllowance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('extra_time', models.DurationField(default=datetime.timedelta(0))),
                ('extra_attempts', models.PositiveSmallIntegerField(default=0)),
                ('given_at', models.DateTimeField()),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.enrolment')),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('quiz', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='allowances', to='learning.quiz')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('quiz', 'enrolment'), name='one_allowance_a_learner')],
            },
        ),
        migrations.CreateModel(
            name='QuizAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField()),
                ('most', models.PositiveSmallIntegerField(help_text='attempts the learner had when this one began', null=True)),
                ('seed', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('open', 'Under way'), ('submitted', 'Handed in'), ('marked', 'Marked')], default='open', max_length=10)),
                ('started_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(help_text='when its time is up', null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('by_clock', models.BooleanField(default=False, help_text='its time was up; nobody handed it in')),
                ('score', models.DecimalField(decimal_places=4, max_digits=12, null=True)),
                ('maximum', models.DecimalField(decimal_places=4, max_digits=12)),
                ('marks', models.JSONField(default=list)),
                ('marked_at', models.DateTimeField(null=True)),
                ('result_due', models.BooleanField(default=False, help_text='marked, and not yet handed on to the assessment')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.enrolment')),
                ('quiz', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='learning.quiz')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'ends_at'], name='attempts_whose_time_is_up'), models.Index(fields=['quiz', 'result_due'], name='attempts_to_hand_on'), models.Index(fields=['quiz', 'state', 'score'], name='attempts_by_score')],
                'constraints': [models.UniqueConstraint(fields=('quiz', 'enrolment', 'number'), name='attempts_are_numbered'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('quiz', 'enrolment'), name='one_open_attempt_a_learner'), models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(('most__isnull', True), ('number__lte', models.F('most')), _connector='OR')), name='no_attempt_beyond_the_maximum'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), ('ended_at__isnull', True)), models.Q(models.Q(('state', 'open'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='attempts_that_ended_say_when'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'marked'), ('score__isnull', False), ('marked_at__isnull', False)), models.Q(models.Q(('state', 'marked'), _negated=True), ('score__isnull', True)), _connector='OR'), name='marked_attempts_have_a_score'), models.CheckConstraint(condition=models.Q(('score__isnull', True), models.Q(('score__gte', 0), ('score__lte', models.F('maximum'))), _connector='OR'), name='scores_keep_their_bounds')],
            },
        ),
        migrations.CreateModel(
            name='QuizAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slot', models.PositiveSmallIntegerField()),
                ('value', models.JSONField(help_text='a quizzes Answer')),
                ('saved_at', models.DateTimeField()),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='learning.quizattempt')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('attempt', 'slot'), name='one_answer_a_question')],
            },
        ),
        migrations.CreateModel(
            name='QuizPaper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('content', models.TextField(help_text='a quizzes Paper, as made')),
                ('digest', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('quiz', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='learning.quiz')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('quiz', 'number'), name='papers_are_numbered')],
            },
        ),
        migrations.AddField(
            model_name='quizattempt',
            name='paper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.quizpaper'),
        ),
        migrations.CreateModel(
            name='QuizPool',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('category', models.CharField(blank=True, max_length=200)),
                ('draw', models.PositiveSmallIntegerField(default=0)),
                ('points', models.DecimalField(decimal_places=2, help_text="each; null: the question's own", max_digits=6, null=True)),
                ('bank', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.questionbank')),
                ('quiz', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pools', to='learning.quiz')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('quiz', 'position'), name='pools_have_their_places'), models.CheckConstraint(condition=models.Q(('points__isnull', True), ('points__gt', 0), _connector='OR'), name='pools_give_points')],
            },
        ),
        migrations.CreateModel(
            name='Result',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assessment', models.CharField(help_text='id of the assessment in the design version', max_length=64)),
                ('score', models.DecimalField(decimal_places=4, max_digits=12, null=True)),
                ('word', models.CharField(blank=True, max_length=100)),
                ('recorded_at', models.DateTimeField()),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='results', to='learning.enrolment')),
                ('upload', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='learning.gradebookupload')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'assessment'), name='one_result_per_assessment'), models.CheckConstraint(condition=models.Q(('score__isnull', False), models.Q(('word', ''), _negated=True), _connector='OR'), name='a_result_says_something')],
            },
        ),
    ]
