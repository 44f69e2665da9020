import django.db.models.deletion
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('enrolling', '0001_enrolling'),
        ('enrolling', '0002_identity'),
        ('enrolling', '0003_plans'),
    ]

    dependencies = [
        ('catalogue', '0001_tables'),
        ('learning', '0001_tables'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Intake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('admission', models.CharField(choices=[('open', 'Whoever meets what is asked'), ('decision', 'A person decides on each application'), ('invitation', 'Invited people only')], default='open', max_length=12)),
                ('waiting_places', models.PositiveIntegerField(help_text='how long the waiting list gets; null: without an end', null=True)),
                ('offer_days', models.PositiveSmallIntegerField(default=3, help_text='so long a seat is kept for whoever it is offered to')),
                ('prerequisites', models.JSONField(default=list, help_text='entries as of enrolling.prerequisites')),
                ('revision', models.PositiveIntegerField(default=1, help_text='goes up with every change; stale changes are refused')),
                ('paused_at', models.DateTimeField(help_text='nobody can apply for the time being', null=True)),
                ('opened_at', models.DateTimeField()),
                ('cohort', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='learning.cohort')),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.edition')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('offer_days__range', (1, 60))), name='offers_stand_for_a_while')],
            },
        ),
        migrations.CreateModel(
            name='ListUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('uploaded_at', models.DateTimeField()),
                ('file_name', models.CharField(max_length=255)),
                ('content', models.BinaryField(help_text='the file itself; removed once it is done', null=True)),
                ('language', models.CharField(default='bg', help_text='of the messages to those it names', max_length=5)),
                ('state', models.CharField(choices=[('checking', 'Being checked'), ('checked', 'Checked'), ('enrolling', 'People are being enrolled'), ('done', 'Done'), ('refused', 'Refused'), ('dropped', 'Dropped')], default='checking', max_length=10)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('done_rows', models.PositiveIntegerField(default=0, help_text='progress of the check under way')),
                ('problems', models.JSONField(default=list, help_text='the first 200, as of gradebook.Problem')),
                ('problem_count', models.PositiveIntegerField(default=0)),
                ('bad_rows', models.PositiveIntegerField(default=0)),
                ('summary', models.JSONField(default=dict, help_text='counts: new, known; enrolled, waiting; or why it was refused')),
                ('finished_at', models.DateTimeField(null=True)),
                ('intake', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lists', to='enrolling.intake')),
                ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PlaceInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(default='bg', help_text='of the mail', max_length=5)),
                ('secret_digest', models.CharField(max_length=64, unique=True)),
                ('invited_at', models.DateTimeField()),
                ('expires_on', models.DateField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('intake', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='enrolling.intake')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('used_at__isnull', True), ('withdrawn_at__isnull', True)), fields=('intake', 'email'), name='one_open_invitation_an_address'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='place_invitations_are_in_lower_case')],
            },
        ),
        migrations.CreateModel(
            name='Sponsor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('seats', models.PositiveIntegerField(help_text='set aside out of the places of the edition')),
                ('domain', models.CharField(blank=True, help_text='of e-mail addresses, in lower case', max_length=253)),
                ('code_digest', models.CharField(blank=True, help_text='SHA-256 of the code; it is shown once', max_length=64)),
                ('expires_on', models.DateField(help_text='the last day on which its seats can be taken', null=True)),
                ('added_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(help_text="its free seats are everybody's again", null=True)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('intake', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sponsors', to='enrolling.intake')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('intake', 'name'), name='a_sponsor_is_named_once'), models.UniqueConstraint(condition=models.Q(('code_digest', ''), _negated=True), fields=('code_digest',), name='a_code_belongs_to_one_sponsor'), models.CheckConstraint(condition=models.Q(models.Q(('domain', ''), _negated=True), models.Q(('code_digest', ''), _negated=True), _connector='OR'), name='sponsors_have_a_way_in'), models.CheckConstraint(condition=models.Q(('seats__gte', 1)), name='sponsors_pay_for_seats')],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.CharField(help_text="the learner's number in the cohort", max_length=12)),
                ('name', models.CharField(help_text="as in the person's documents", max_length=300)),
                ('email', models.EmailField(max_length=254)),
                ('language', models.CharField(default='bg', help_text='of the messages', max_length=5)),
                ('statement', models.TextField(blank=True, help_text='what the applicant wrote')),
                ('way', models.CharField(choices=[('self', 'by oneself'), ('invited', 'invited'), ('listed', 'from a list')], default='self', max_length=8)),
                ('state', models.CharField(choices=[('applied', 'Waits for a decision'), ('waitlisted', 'On the waiting list'), ('offered', 'A seat is offered'), ('enrolled', 'Enrolled'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn'), ('expired', 'Offer expired')], max_length=10)),
                ('seat', models.PositiveIntegerField(help_text='from 1, among those of its sponsor or of everybody', null=True)),
                ('met', models.JSONField(default=dict, help_text='how each prerequisite stood: met, waived, unmet; by its id')),
                ('applied_at', models.DateTimeField()),
                ('waits_since', models.DateTimeField(null=True)),
                ('offer_expires_at', models.DateTimeField(null=True)),
                ('why_refused', models.CharField(blank=True, choices=[('prerequisites', 'What is asked beforehand is not met'), ('places', 'There are too few places'), ('other_group', 'The edition is meant for others'), ('incomplete', 'The application is not complete'), ('other', 'Another reason')], max_length=15)),
                ('explanation', models.CharField(blank=True, help_text='of a refusal, for the applicant', max_length=1000)),
                ('ended_at', models.DateTimeField(null=True)),
                ('enrolment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='learning.enrolment')),
                ('person', models.ForeignKey(help_text='null: listed by staff', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('intake', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='applications', to='enrolling.intake')),
                ('sponsor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='enrolling.sponsor')),
            ],
            options={
                'indexes': [models.Index(fields=['intake', 'state', 'waits_since', 'id'], name='applications_in_order'), models.Index(fields=['state', 'offer_expires_at'], name='offers_that_run_out'), models.Index(fields=['person', 'state'], name='applications_of_a_person'), models.Index(fields=['email'], name='applications_of_an_address')],
                'constraints': [models.UniqueConstraint(fields=('intake', 'number'), name='application_numbers_are_unique'), models.UniqueConstraint(condition=models.Q(('state__in', ('applied', 'waitlisted', 'offered', 'enrolled'))), fields=('intake', 'email'), name='one_application_under_way_an_address'), models.UniqueConstraint(condition=models.Q(('person__isnull', False), ('state__in', ('applied', 'waitlisted', 'offered', 'enrolled'))), fields=('intake', 'person'), name='one_application_under_way_a_person'), models.UniqueConstraint(condition=models.Q(('sponsor__isnull', True)), fields=('intake', 'seat'), name='a_seat_is_taken_once'), models.UniqueConstraint(condition=models.Q(('sponsor__isnull', False)), fields=('sponsor', 'seat'), name='a_sponsored_seat_is_taken_once'), models.CheckConstraint(condition=models.Q(models.Q(('seat__gte', 1), ('state__in', ('offered', 'enrolled'))), models.Q(models.Q(('state__in', ('offered', 'enrolled')), _negated=True), ('seat__isnull', True)), _connector='OR'), name='seats_are_held_from_offer_to_enrolment'), models.CheckConstraint(condition=models.Q(models.Q(('offer_expires_at__isnull', False), ('state', 'offered')), models.Q(models.Q(('state', 'offered'), _negated=True), ('offer_expires_at__isnull', True)), _connector='OR'), name='offers_expire'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waitlisted'), ('waits_since__isnull', False)), models.Q(('state', 'waitlisted'), _negated=True), _connector='OR'), name='who_waits_has_waited_since'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), models.Q(('why_refused', ''), _negated=True)), models.Q(('state', 'refused'), _negated=True), _connector='OR'), name='refusals_say_why'), models.CheckConstraint(condition=models.Q(('state', 'enrolled'), ('enrolment__isnull', True), ('state', 'withdrawn'), _connector='OR'), name='only_who_was_enrolled_has_an_enrolment'), models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='applications_are_in_lower_case'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state__in', ('refused', 'withdrawn', 'expired'))), models.Q(models.Q(('state__in', ('refused', 'withdrawn', 'expired')), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='applications_that_ended_say_when')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.CharField(blank=True, max_length=10)),
                ('after', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('told', models.BooleanField(default=False, help_text='the applicant was told by mail, or need not be')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='enrolling.application')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('told', False)), fields=['id'], name='steps_to_tell_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='steps_lead_somewhere')],
            },
        ),
        migrations.CreateModel(
            name='StudyDone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('minutes', models.PositiveIntegerField()),
                ('counted_on', models.DateField()),
                ('enrolment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.enrolment')),
            ],
        ),
        migrations.CreateModel(
            name='StudyWeek',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('monday', models.PositiveSmallIntegerField(default=0)),
                ('tuesday', models.PositiveSmallIntegerField(default=0)),
                ('wednesday', models.PositiveSmallIntegerField(default=0)),
                ('thursday', models.PositiveSmallIntegerField(default=0)),
                ('friday', models.PositiveSmallIntegerField(default=0)),
                ('saturday', models.PositiveSmallIntegerField(default=0)),
                ('sunday', models.PositiveSmallIntegerField(default=0)),
                ('time_zone', models.CharField(help_text='an IANA name', max_length=64)),
                ('begins', models.TimeField(help_text='when the first session of a day begins')),
                ('even', models.BooleanField(default=True, help_text='as little a day as fits, instead of as early as possible')),
                ('saved_on', models.DateField(help_text='there; plans begin on it')),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('monday__lte', 960), ('thursday__lte', 960), ('tuesday__lte', 960), ('wednesday__lte', 960), ('friday__lte', 960), ('saturday__lte', 960), ('sunday__lte', 960)), name='a_day_of_study_has_at_most_sixteen_hours')],
            },
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.CharField(help_text='id of the prerequisite', max_length=20)),
                ('evidence', models.TextField(help_text='what the applicant says')),
                ('link', models.URLField(blank=True, max_length=500)),
                ('file_name', models.CharField(blank=True, max_length=150)),
                ('content', models.BinaryField(help_text='private; removed when it is decided on, or the application has ended', null=True)),
                ('granted', models.BooleanField(help_text='null: not decided', null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waivers', to='enrolling.application')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application', 'entry'), name='a_waiver_is_asked_once'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('granted__isnull', True)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('granted__isnull', False)), _connector='OR'), name='decided_waivers_say_who')],
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret_digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('person',), name='one_calendar_address_a_person')],
            },
        ),
        migrations.CreateModel(
            name='IdentityCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(help_text='an IdentityLevel', max_length=15)),
                ('document', models.CharField(blank=True, choices=[('identity_card', 'Identity card'), ('passport', 'Passport'), ('residence', 'Residence permit'), ('driving_licence', 'Driving licence'), ('student_card', 'Student card with a photograph'), ('other', 'Another official document with a photograph')], max_length=20)),
                ('provider', models.CharField(blank=True, help_text='who vouches for the learner', max_length=200)),
                ('method', models.CharField(blank=True, help_text='how they logged in there', max_length=100)),
                ('assurance', models.CharField(blank=True, help_text='an Assurance', max_length=15)),
                ('on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.enrolment')),
                ('recorded_by', models.ForeignKey(help_text='null: a system', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['enrolment', '-recorded_at'], name='identity_checks_of_a_learner')],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ('none', 'self_declared', 'provider', 'person'))), name='identity_checks_have_a_level'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'person'), models.Q(('document', ''), _negated=True), ('recorded_by__isnull', False)), models.Q(models.Q(('level', 'person'), _negated=True), ('document', '')), _connector='OR'), name='a_person_who_verifies_sees_a_document'), models.CheckConstraint(condition=models.Q(models.Q(('level', 'provider'), models.Q(('provider', ''), _negated=True)), models.Q(models.Q(('level', 'provider'), _negated=True), ('assurance', ''), ('method', ''), ('provider', '')), _connector='OR'), name='providers_of_identity_have_a_name')],
            },
        ),
    ]
