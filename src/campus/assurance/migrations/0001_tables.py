import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('assurance', '0001_initial'),
        ('assurance', '0002_dossiers'),
        ('assurance', '0003_endorsements'),
        ('assurance', '0004_voices'),
        ('assurance', '0005_told'),
    ]

    dependencies = [
        ('catalogue', '0001_tables'),
        ('people', '0001_tables'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('text_digest', models.CharField(help_text='SHA-256 of what was looked at, as canonical JSON, hex', max_length=64)),
                ('purpose', models.CharField(choices=[('publishing', 'Before publishing'), ('periodic', 'Periodic review'), ('occasion', 'On an occasion')], max_length=20)),
                ('set_id', models.SlugField(max_length=40)),
                ('set_version', models.CharField(max_length=20)),
                ('criteria', models.JSONField(help_text='the set as it was when the review began')),
                ('opened_at', models.DateTimeField()),
                ('due_on', models.DateField(help_text='until when it should be decided')),
                ('decision', models.CharField(blank=True, choices=[('fulfilled', 'Fulfilled'), ('conditions', 'Fulfilled with conditions'), ('not_fulfilled', 'Not fulfilled')], max_length=20)),
                ('decided_at', models.DateTimeField(null=True)),
                ('comment', models.TextField(blank=True)),
                ('feedback', models.JSONField(default=list, help_text='what learners and employers said when it was decided')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.design')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(help_text='null: the draft', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.designversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('decision', '')), fields=('design',), name='one_open_dossier_per_design'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('decision', '')), models.Q(models.Q(('decision', ''), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='decided_dossiers_say_who_and_when')],
            },
        ),
        migrations.CreateModel(
            name='CriterionFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(max_length=20)),
                ('outcome', models.CharField(choices=[('met', 'Met'), ('partly', 'Partly met'), ('not_met', 'Not met'), ('not_applicable', 'Not applicable')], max_length=20)),
                ('text', models.TextField(blank=True)),
                ('found_at', models.DateTimeField()),
                ('found_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='assurance.dossier')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('dossier', 'criterion'), name='a_criterion_is_found_once'), models.CheckConstraint(condition=models.Q(('outcome', 'met'), models.Q(('text', ''), _negated=True), _connector='OR'), name='what_is_not_simply_met_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Endorsement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('quality', 'Quality assurance'), ('employer', 'Employer'), ('other', 'Another organisation')], max_length=20)),
                ('endorser_did', models.CharField(help_text='the name it signs under', max_length=500)),
                ('endorser_name', models.CharField(max_length=300)),
                ('state', models.CharField(choices=[('requested', 'Asked for'), ('signed', 'Signed'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn')], default='requested', max_length=20)),
                ('reason', models.TextField(help_text='why it was asked for')),
                ('requested_at', models.DateTimeField()),
                ('comment', models.TextField(blank=True, help_text='what the endorser says')),
                ('document', models.TextField(blank=True, help_text='the signed EndorsementCredential, exactly as signed')),
                ('signed_at', models.DateTimeField(null=True)),
                ('ended_because', models.TextField(blank=True, help_text='why it was declined or withdrawn')),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('endorser', models.ForeignKey(help_text='null: an organisation that is not on this site', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('requested_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.designversion')),
            ],
            options={
                'indexes': [models.Index(fields=['version', 'state'], name='endorsements_of_version')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['requested', 'signed'])), fields=('version', 'endorser_did'), name='one_endorsement_by_each_endorser'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'signed'), models.Q(('document', ''), _negated=True), ('signed_at__isnull', False)), models.Q(('state', 'signed'), _negated=True), _connector='OR'), name='what_is_signed_has_its_document'), models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'signed']), models.Q(models.Q(('ended_because', ''), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='what_is_declined_or_withdrawn_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('criterion', models.CharField(blank=True, help_text='empty: for the review as a whole', max_length=20)),
                ('title', models.CharField(max_length=200)),
                ('url', models.URLField(blank=True, max_length=1000)),
                ('file_name', models.CharField(blank=True, max_length=200)),
                ('media_type', models.CharField(blank=True, max_length=100)),
                ('content', models.BinaryField(null=True)),
                ('size', models.PositiveIntegerField(default=0, help_text='bytes')),
                ('digest', models.CharField(blank=True, help_text='SHA-256 of the file, hex', max_length=64)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='assurance.dossier')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('url', ''), ('content__isnull', False), models.Q(('digest', ''), _negated=True)), models.Q(models.Q(('url', ''), _negated=True), ('content__isnull', True)), _connector='OR'), name='evidence_is_a_file_or_an_address')],
            },
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('due_on', models.DateField()),
                ('fulfilled_at', models.DateTimeField(null=True)),
                ('reminded_at', models.DateTimeField(null=True)),
                ('fulfilled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conditions', to='assurance.dossier')),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='assurance.evidence')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('dossier', 'number'), name='conditions_are_numbered_once'), models.CheckConstraint(condition=models.Q(models.Q(('fulfilled_at__isnull', True), ('fulfilled_by__isnull', True)), models.Q(('evidence__isnull', False), ('fulfilled_at__isnull', False), ('fulfilled_by__isnull', False)), _connector='OR'), name='conditions_are_fulfilled_by_evidence')],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(choices=[('learner', 'Learners'), ('employer', 'Employers')], max_length=10)),
                ('scores', models.JSONField(help_text='1 to 5 by question')),
                ('told', models.BooleanField(default=False, help_text='part of what is shown; until then it waits for others')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.designversion')),
            ],
        ),
        migrations.CreateModel(
            name='FeedbackGiven',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.designversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('version', 'person'), name='feedback_is_given_once')],
            },
        ),
        migrations.CreateModel(
            name='FeedbackLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret_digest', models.CharField(max_length=64, unique=True)),
                ('expires_on', models.DateField()),
                ('used', models.BooleanField(default=False)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.designversion')),
            ],
        ),
        migrations.CreateModel(
            name='GateRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(choices=[('publish', 'At publishing'), ('issue', 'At issuing')], max_length=10)),
                ('about', models.CharField(blank=True, help_text='at issuing: the batch', max_length=60)),
                ('checked_at', models.DateTimeField()),
                ('people', models.PositiveSmallIntegerField(help_text='different people who wrote, reviewed and approved it')),
                ('answer', models.CharField(help_text='the worst answer of any rule', max_length=10)),
                ('report', models.TextField(help_text='every finding as it was, JSON')),
                ('checked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.designversion')),
            ],
            options={
                'indexes': [models.Index(fields=['version', 'stage', '-checked_at'], name='gate_by_version')],
            },
        ),
        migrations.CreateModel(
            name='OwnCriteria',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('set_id', models.SlugField(max_length=40)),
                ('version', models.CharField(max_length=20)),
                ('text', models.TextField(help_text='the TOML file')),
                ('created_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'set_id', 'version'), name='criteria_versions_are_named_once')],
            },
        ),
        migrations.CreateModel(
            name='ProviderNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField(choices=[('deqar', 'DEQARINST'), ('eter', 'ETER / OrgReg')], max_length=10)),
                ('value', models.CharField(max_length=60)),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.ForeignKey(help_text='null: the command line', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('scheme', 'value'), name='a_number_names_one_organisation'), models.UniqueConstraint(fields=('organisation', 'scheme'), name='one_number_for_each_register')],
            },
        ),
        migrations.CreateModel(
            name='QualityPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('review_months', models.PositiveSmallIntegerField(default=12, help_text='time between reviews of a design')),
                ('feedback_route', models.CharField(blank=True, help_text='where learners say what they think', max_length=500)),
                ('complaints_route', models.CharField(blank=True, help_text='where learners complain', max_length=500)),
                ('criteria_set', models.CharField(blank=True, help_text='a review by this set comes before publishing; empty: none is asked for', max_length=40)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('review_months__gte', 1), ('review_months__lte', 60)), name='reviews_come_within_five_years')],
            },
        ),
        migrations.CreateModel(
            name='RegisterImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(help_text='SHA-256 of the file, hex', max_length=64, unique=True)),
                ('begun_at', models.DateTimeField()),
                ('last_row', models.PositiveIntegerField(default=0, help_text='as a spreadsheet counts; everything up to it is done')),
                ('entered', models.PositiveIntegerField(default=0)),
                ('unchanged', models.PositiveIntegerField(default=0)),
                ('elsewhere', models.PositiveIntegerField(default=0)),
                ('finished_at', models.DateTimeField(null=True)),
                ('begun_by', models.ForeignKey(help_text='null: the command line', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reviewed_at', models.DateTimeField(help_text='the last periodic review; null: none since it was published', null=True)),
                ('cross_border_since', models.DateTimeField(help_text='offered to learners of other countries since', null=True)),
                ('cross_border_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('design', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='catalogue.design')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('cross_border_since__isnull', True), ('cross_border_by__isnull', False), _connector='OR'), name='who_opens_across_borders_says_when')],
            },
        ),
        migrations.CreateModel(
            name='Accreditation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('confirmed', models.BooleanField(help_text='entered from a register by somebody who is not the organisation')),
                ('source', models.CharField(help_text="names the record: agency and report; the organisation's own: self", max_length=200)),
                ('agency', models.CharField(max_length=200)),
                ('scope', models.CharField(choices=[('institution', 'The institution'), ('programme', 'A programme')], default='institution', max_length=20)),
                ('activity', models.CharField(blank=True, max_length=300)),
                ('decision', models.CharField(choices=[('positive', 'Positive'), ('conditions', 'Positive with conditions'), ('negative', 'Negative'), ('not_applicable', 'No decision')], max_length=20)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('report_url', models.URLField(blank=True, max_length=1000)),
                ('entered_at', models.DateTimeField()),
                ('entered_by', models.ForeignKey(help_text='null: the command line', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'source'), name='a_report_is_entered_once'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='accreditations_end_after_they_begin')],
            },
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('relation', models.CharField(choices=[('learner', 'Learner in a cohort'), ('holder', 'Holder of the badge'), ('staff', 'Member of the organisation')], max_length=20)),
                ('text', models.TextField()),
                ('filed_at', models.DateTimeField()),
                ('due_on', models.DateField(help_text='until when it has to be answered')),
                ('outcome', models.CharField(blank=True, choices=[('upheld', 'Justified'), ('partly', 'Partly justified'), ('not_upheld', 'Not justified'), ('taken_back', 'Taken back')], max_length=20)),
                ('answer', models.TextField(blank=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('assigned_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.design')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('filed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('design', 'filed_by'), name='one_open_complaint_of_a_person_on_a_design'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True), ('outcome', '')), models.Q(('ended_at__isnull', False), ('ended_by', models.F('filed_by')), ('outcome', 'taken_back')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), ('outcome__in', ['upheld', 'partly', 'not_upheld']), models.Q(('ended_by', models.F('filed_by')), _negated=True), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='nobody_answers_their_own_complaint')],
            },
        ),
    ]
