import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('teaching', '0001_courses'),
    ]

    dependencies = [
        ('learning', '0001_tables'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('counted', models.PositiveIntegerField(default=0, help_text='required units; what `Journey.done` is measured against')),
                ('created_at', models.DateTimeField()),
                ('published_at', models.DateTimeField(null=True)),
                ('cohort', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.cohort')),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('place', models.PositiveIntegerField(help_text='order, with gaps')),
                ('title_bg', models.CharField(blank=True, max_length=200)),
                ('title_en', models.CharField(blank=True, max_length=200)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='teaching.course')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('course', 'place'), name='parts_have_their_places'), models.CheckConstraint(condition=models.Q(models.Q(('title_bg', ''), _negated=True), models.Q(('title_en', ''), _negated=True), _connector='OR'), name='parts_have_a_title')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('place', models.PositiveIntegerField(help_text='order within the part, with gaps')),
                ('phase', models.CharField(choices=[('before', 'before class'), ('in_class', 'in class'), ('after', 'after class')], default='before', max_length=10)),
                ('kind', models.CharField(choices=[('text', 'Text'), ('video', 'Video'), ('link', 'Document or page elsewhere'), ('session', 'Live session')], max_length=10)),
                ('required', models.BooleanField(default=True, help_text='counts for progress, and for the gate before class')),
                ('title_bg', models.CharField(blank=True, max_length=200)),
                ('title_en', models.CharField(blank=True, max_length=200)),
                ('text_bg', models.TextField(blank=True, help_text='Markdown')),
                ('text_en', models.TextField(blank=True, help_text='Markdown')),
                ('address', models.CharField(blank=True, help_text='https; of the video, the document or the meeting', max_length=1000)),
                ('meets_in', models.CharField(blank=True, help_text='room of a live session', max_length=200)),
                ('time_zone', models.CharField(default='Europe/Sofia', help_text='an IANA name; times are shown in it', max_length=64)),
                ('opens_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('begins_at', models.DateTimeField(help_text='of a live session', null=True)),
                ('ends_at', models.DateTimeField(help_text='of a live session', null=True)),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='teaching.part')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('part', 'place'), name='units_have_their_places'), models.CheckConstraint(condition=models.Q(models.Q(('title_bg', ''), _negated=True), models.Q(('title_en', ''), _negated=True), _connector='OR'), name='units_have_a_title'), models.CheckConstraint(condition=models.Q(('opens_at__isnull', True), ('due_at__isnull', True), ('due_at__gt', models.F('opens_at')), _connector='OR'), name='units_are_due_after_they_open'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'text'), models.Q(models.Q(('text_bg', ''), _negated=True), models.Q(('text_en', ''), _negated=True), _connector='OR')), models.Q(('kind__in', ('video', 'link')), ('address__startswith', 'https://')), models.Q(('begins_at__isnull', False), ('ends_at__gt', models.F('begins_at')), ('kind', 'session')), _connector='OR'), name='units_have_what_their_kind_needs')],
            },
        ),
        migrations.CreateModel(
            name='Journey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done', models.PositiveIntegerField(default=0, help_text='required units done; never goes down')),
                ('last_at', models.DateTimeField(null=True)),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='teaching.course')),
                ('enrolment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.enrolment')),
                ('last_unit', models.ForeignKey(help_text='where to go on', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='teaching.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['course', 'done', 'id'], name='journeys_by_progress')],
            },
        ),
        migrations.CreateModel(
            name='UnitDone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done_at', models.DateTimeField()),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='learning.enrolment')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='teaching.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['enrolment', 'unit'], name='units_done_by_a_learner')],
                'constraints': [models.UniqueConstraint(fields=('unit', 'enrolment'), name='a_unit_is_done_once')],
            },
        ),
    ]
