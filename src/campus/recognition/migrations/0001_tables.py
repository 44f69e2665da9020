import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from campus.base import row_rules
from campus.recognition import immutable

class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('recognition', '0001_stacks'),
        ('recognition', '0002_curricula'),
        ('recognition', '0003_cases'),
        ('recognition', '0004_decisions_count'),
        ('recognition', '0005_whose_evidence'),
        ('recognition', '0006_agreements'),
        ('recognition', '0007_desk_terms'),
    ]

    dependencies = [
        ('catalogue', '0001_tables'),
        ('issuing', '0001_tables'),
        ('people', '0001_tables'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('partner_name', models.CharField(max_length=300)),
                ('partner_issuer', models.CharField(help_text='DID or address that its credentials name as issuer', max_length=500)),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_because', models.TextField(blank=True, max_length=2000)),
                ('organisation', models.ForeignKey(help_text='which recognises', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('partner', models.ForeignKey(help_text='if it is on this site', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['partner_issuer'], name='agreements_by_issuer')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('ended_because', ''), _negated=True), _connector='OR'), name='agreements_say_why_they_ended'), models.CheckConstraint(condition=models.Q(('partner__isnull', True), models.Q(('partner', models.F('organisation')), _negated=True), _connector='OR'), name='nobody_agrees_alone')],
            },
        ),
        migrations.CreateModel(
            name='AgreementText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('scope', models.TextField(help_text='what it is about, in words', max_length=4000)),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField()),
                ('signatory_email', models.EmailField(help_text='who signs for the other side', max_length=254)),
                ('offered_at', models.DateTimeField(help_text='put forward to be signed; nothing changes from here on', null=True)),
                ('digest', models.CharField(blank=True, help_text='SHA-256 of all it says, hex, once it is put forward', max_length=64)),
                ('in_force_at', models.DateTimeField(help_text='when the second side signed', null=True)),
                ('superseded_at', models.DateTimeField(help_text='when another text took its place', null=True)),
                ('agreement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='recognition.agreement')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('agreement', 'number'), name='agreement_texts_are_counted'), models.UniqueConstraint(condition=models.Q(('in_force_at__isnull', True)), fields=('agreement',), name='an_agreement_has_one_text_in_the_making'), models.UniqueConstraint(condition=models.Q(('in_force_at__isnull', False), ('superseded_at__isnull', True)), fields=('agreement',), name='one_text_of_an_agreement_holds'), models.CheckConstraint(condition=models.Q(('valid_until__gte', models.F('valid_from'))), name='agreements_last'), models.CheckConstraint(condition=models.Q(models.Q(('digest', ''), ('offered_at__isnull', True)), models.Q(('digest', ''), _negated=True), _connector='OR'), name='agreements_are_put_forward_as_they_are'), models.CheckConstraint(condition=models.Q(('in_force_at__isnull', True), ('offered_at__isnull', False), _connector='OR'), name='agreements_are_put_forward_first')],
            },
        ),
        migrations.CreateModel(
            name='AgreementSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('here', 'for the institution that recognises'), ('there', 'for the other institution')], max_length=5)),
                ('name', models.CharField(help_text='as the person was called then', max_length=300)),
                ('position', models.CharField(help_text='in whose capacity', max_length=200)),
                ('digest', models.CharField(max_length=64)),
                ('signed_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='recognition.agreementtext')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('text', 'side'), name='each_side_signs_once'), models.UniqueConstraint(fields=('text', 'person'), name='nobody_signs_for_both_sides')],
            },
        ),
        migrations.CreateModel(
            name='AgreementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('achievement', models.CharField(blank=True, help_text='its identifier; with no title either: all of them', max_length=500)),
                ('title', models.CharField(blank=True, max_length=500)),
                ('learning', models.CharField(blank=True, help_text='as of CaseEvidence; blank: whatever the issuer', max_length=64)),
                ('target_title', models.CharField(blank=True, help_text='or a module; blank as well: whatever is asked for', max_length=500)),
                ('outcome', models.CharField(choices=[('full', 'In full'), ('partial', 'In part')], max_length=10)),
                ('ects', models.DecimalField(decimal_places=2, help_text='credits granted, without a grade', max_digits=5, null=True)),
                ('note', models.TextField(blank=True, help_text='which outcomes stand for which, in words', max_length=2000)),
                ('design', models.ForeignKey(help_text='what it is recognised as', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.design')),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='recognition.agreementtext')),
            ],
            options={
                'indexes': [models.Index(fields=['learning'], name='agreement_lines_by_learning')],
                'constraints': [models.UniqueConstraint(fields=('text', 'number'), name='lines_of_an_agreement_are_counted')],
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(help_text='as it will stand in the decision', max_length=300)),
                ('purpose', models.CharField(choices=[('exemption', 'Exemption from a course or module'), ('admission', 'Admission to a programme'), ('transfer', 'Transfer of credits'), ('employment', 'Employment'), ('stack', 'Counting towards a programme of micro-credentials')], max_length=12)),
                ('state', models.CharField(choices=[('submitted', 'Waits for an officer'), ('review', 'Being looked at'), ('waiting', 'Information asked for'), ('decided', 'Decided'), ('appealed', 'Appealed'), ('withdrawn', 'Withdrawn')], default='submitted', max_length=12)),
                ('target', models.JSONField(help_text='the other side, as of recognition.case_sides: frozen when it was submitted')),
                ('note', models.TextField(blank=True, help_text="the applicant's own words", max_length=4000)),
                ('accepted', models.JSONField(help_text='ids of outcomes that an officer takes as covered; null: as proposed', null=True)),
                ('graded', models.JSONField(default=dict, help_text='{"quality": 2}: steps that a person set, by criterion')),
                ('committee', models.PositiveSmallIntegerField(default=1, help_text='how many have to vote before it is decided')),
                ('submitted_at', models.DateTimeField()),
                ('due_on', models.DateField(help_text='to be decided by then (R-45)')),
                ('days_to_appeal', models.PositiveSmallIntegerField(default=30, help_text="as the desk's terms were when it was submitted")),
                ('reminded_on', models.DateField(help_text='when the desk was last told that the deadline is near', null=True)),
                ('appealed_at', models.DateTimeField(null=True)),
                ('appeal_grounds', models.TextField(blank=True, max_length=4000)),
                ('changed_at', models.DateTimeField()),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(help_text='whose desk decides', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('target_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.designversion')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'state', 'due_on'], name='recognition_queue'), models.Index(fields=['person', '-submitted_at'], name='recognition_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('submitted', 'review', 'waiting', 'decided', 'appealed', 'withdrawn'))), name='recognition_cases_have_a_known_state'), models.CheckConstraint(condition=models.Q(models.Q(('appeal_grounds', ''), ('appealed_at__isnull', True)), models.Q(('appeal_grounds', ''), _negated=True), _connector='OR'), name='appeals_give_grounds'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'appealed'), _negated=True), ('appealed_at__isnull', False), _connector='OR'), name='appealed_cases_say_when'), models.CheckConstraint(condition=models.Q(('committee__gte', 1)), name='somebody_decides_a_case')],
            },
        ),
        migrations.CreateModel(
            name='CaseEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('content', models.BinaryField(help_text='what was handed in')),
                ('digest', models.CharField(help_text='SHA-256 of `content`, hex', max_length=64)),
                ('report', models.JSONField(help_text='the verification report, as the library gives it')),
                ('report_digest', models.CharField(help_text="SHA-256 of the report's canonical JSON, hex", max_length=64)),
                ('learning', models.CharField(help_text='SHA-256 of issuer and achievement: the same learning, whoever has it', max_length=64)),
                ('side', models.JSONField(help_text='what it attests, as of recognition.case_sides')),
                ('facts', models.JSONField(default=dict, help_text='what the seven criteria ask about, as far as it is stated')),
                ('belongs', models.BooleanField(default=False, help_text='it names an e-mail address that the applicant has confirmed')),
                ('checked_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='recognition.case')),
            ],
            options={
                'indexes': [models.Index(fields=['learning'], name='evidence_of_learning')],
                'constraints': [models.UniqueConstraint(fields=('case', 'digest'), name='a_credential_is_handed_in_once')],
            },
        ),
        migrations.CreateModel(
            name='CaseMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by_desk', models.BooleanField()),
                ('kind', models.CharField(choices=[('message', 'Message'), ('request', 'Question'), ('answer', 'Answer')], max_length=10)),
                ('text', models.TextField(max_length=4000)),
                ('at', models.DateTimeField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='recognition.case')),
            ],
        ),
        migrations.CreateModel(
            name='CaseSeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('vote', models.CharField(blank=True, choices=[('full', 'Recognised in full'), ('partial', 'Recognised in part'), ('conditional', 'Recognised under a condition'), ('refused', 'Not recognised')], max_length=12)),
                ('because', models.TextField(blank=True, max_length=4000)),
                ('voted_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='recognition.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'person'), name='an_appeal_has_another_panel'), models.CheckConstraint(condition=models.Q(('round__in', (1, 2))), name='a_case_has_two_rounds'), models.CheckConstraint(condition=models.Q(('vote', ''), ('voted_at__isnull', False), _connector='OR'), name='votes_say_when')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField(help_text='1: on the case; 2: on the appeal')),
                ('outcome', models.CharField(choices=[('full', 'Recognised in full'), ('partial', 'Recognised in part'), ('conditional', 'Recognised under a condition'), ('refused', 'Not recognised')], max_length=12)),
                ('reasons', models.TextField(max_length=8000)),
                ('condition', models.TextField(blank=True, help_text='what has to be met first', max_length=4000)),
                ('differences', models.JSONField(default=list, help_text='[{"element": "level", "en": …, "bg": …}] that it rests on')),
                ('difference_count', models.PositiveSmallIntegerField(default=0)),
                ('covered', models.JSONField(default=list, help_text='[{"en": …, "bg": …}] outcomes of the target')),
                ('missing', models.JSONField(default=list, help_text='as `covered`: what a partial recognition lacks (R-47)')),
                ('missing_count', models.PositiveSmallIntegerField(default=0)),
                ('ects', models.DecimalField(decimal_places=2, help_text='credits granted; never a grade (R-46)', max_digits=5, null=True)),
                ('decided_at', models.DateTimeField()),
                ('digest', models.CharField(help_text='SHA-256 of what stands in it, hex', max_length=64)),
                ('superseded_at', models.DateTimeField(null=True)),
                ('signed_at', models.DateTimeField(help_text='when the signed credential was made', null=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='recognition.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'number'), name='a_round_decides_once'), models.UniqueConstraint(condition=models.Q(('superseded_at__isnull', True)), fields=('case',), name='one_decision_holds'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'refused'), _negated=True), models.Q(('difference_count__gte', 1), models.Q(('reasons', ''), _negated=True)), _connector='OR'), name='nobody_refuses_without_a_difference'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'partial'), _negated=True), ('missing_count__gte', 1), _connector='OR'), name='partial_recognition_lists_what_is_missing'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'conditional'), _negated=True), models.Q(('condition', ''), _negated=True), _connector='OR'), name='conditions_are_told'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'refused'), _negated=True), ('ects__isnull', True), _connector='OR'), name='refusals_give_no_credit')],
            },
        ),
        migrations.CreateModel(
            name='Degree',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=60)),
                ('title_bg', models.CharField(blank=True, max_length=300)),
                ('title_en', models.CharField(blank=True, max_length=300)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'code'), name='degrees_are_coded_once')],
            },
        ),
        migrations.CreateModel(
            name='DegreeModule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60)),
                ('title_bg', models.CharField(blank=True, max_length=300)),
                ('title_en', models.CharField(blank=True, max_length=300)),
                ('ects', models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ('level', models.PositiveSmallIntegerField(help_text='EQF', null=True)),
                ('outcomes', models.TextField(blank=True)),
                ('degree', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='modules', to='recognition.degree')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('degree', 'code'), name='modules_are_coded_once'), models.CheckConstraint(condition=models.Q(('level__isnull', True), ('level__range', (1, 8)), _connector='OR'), name='modules_have_an_eqf_level'), models.CheckConstraint(condition=models.Q(('ects__isnull', True), ('ects__gt', 0), _connector='OR'), name='modules_bring_credits')],
            },
        ),
        migrations.CreateModel(
            name='DeskTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('months_to_decide', models.PositiveSmallIntegerField(default=4)),
                ('days_to_appeal', models.PositiveSmallIntegerField(default=30)),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('months_to_decide__gte', 1), ('months_to_decide__lte', 4)), name='desks_decide_within_four_months'), models.CheckConstraint(condition=models.Q(('days_to_appeal__gte', 14), ('days_to_appeal__lte', 180)), name='desks_leave_time_to_appeal')],
            },
        ),
        migrations.CreateModel(
            name='ModuleMatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(choices=[('embedded', 'embedded in the module'), ('exempts', 'exempts from the module')], max_length=10)),
                ('ground', models.CharField(blank=True, help_text='the decision or agreement that says so', max_length=300)),
                ('made_at', models.DateTimeField()),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.design')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('module', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matches', to='recognition.degreemodule')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('module', 'design'), name='a_module_and_a_design_match_in_one_way'), models.CheckConstraint(condition=models.Q(('relation__in', ('embedded', 'exempts'))), name='module_matches_have_a_relation'), models.CheckConstraint(condition=models.Q(models.Q(('relation', 'exempts'), _negated=True), models.Q(('ground', ''), _negated=True), _connector='OR'), name='exemptions_have_a_ground')],
            },
        ),
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
            options={
                'indexes': [models.Index(fields=['organisation', 'state'], name='programme_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'published', 'retired'))), name='programmes_have_a_known_state')],
            },
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
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'number'), name='programme_versions_are_numbered_once'), models.CheckConstraint(condition=models.Q(('author', models.F('published_by')), _negated=True), name='four_eyes_publish_a_programme')],
            },
        ),
        migrations.CreateModel(
            name='RecognisedLearning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('learning', models.CharField(max_length=64)),
                ('released_at', models.DateTimeField(help_text='another decision took the place of this one', null=True)),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recognised', to='recognition.decision')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('released_at__isnull', True)), fields=('organisation', 'person', 'learning'), name='the_same_learning_counts_once')],
            },
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
            options={
                'indexes': [models.Index(fields=['programme', 'state', 'applied_at'], name='stack_applications_queue')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('applied', 'awarded'))), fields=('programme', 'person'), name='one_applies_for_a_programme_once'), models.CheckConstraint(condition=models.Q(('state__in', ('applied', 'awarded', 'refused', 'withdrawn'))), name='stack_applications_have_a_known_state'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('state', 'applied')), models.Q(models.Q(('state', 'applied'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='decided_stack_applications_say_when'), models.CheckConstraint(condition=models.Q(('state', 'withdrawn'), ('decided_by__isnull', True), models.Q(('decided_by', models.F('person')), _negated=True), _connector='OR'), name='nobody_awards_themselves'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('because', ''), _negated=True), _connector='OR'), name='refused_stacks_say_why')],
            },
        ),
        migrations.CreateModel(
            name='CountedCredential',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('requirement', models.CharField(help_text='the id of the requirement that it fills', max_length=64)),
                ('once', models.BooleanField(help_text='it may count nowhere else (R-33)')),
                ('credential', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='issuing.credential')),
                ('decision', models.ForeignKey(help_text='what the desk recognised, instead of a badge', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='recognition.decision')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counted', to='recognition.stackapplication')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application', 'credential'), name='a_credential_fills_one_requirement'), models.UniqueConstraint(condition=models.Q(('once', True)), fields=('credential',), name='a_credential_counts_once'), models.UniqueConstraint(fields=('application', 'decision'), name='a_decision_fills_one_requirement'), models.UniqueConstraint(condition=models.Q(('once', True)), fields=('decision',), name='a_decision_counts_once'), models.CheckConstraint(condition=models.Q(models.Q(('credential__isnull', False), ('decision__isnull', True)), models.Q(('credential__isnull', True), ('decision__isnull', False)), _connector='OR'), name='a_credential_or_a_decision_counts')],
            },
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
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('finished_at__isnull', True)), fields=('version',), name='one_survey_of_a_version_at_a_time')],
            },
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
            options={
                'constraints': [models.UniqueConstraint(fields=('survey', 'person'), name='a_survey_looks_at_everybody_once')],
            },
        ),
        row_rules.standing(immutable.guard, immutable.unguard),
    ]
