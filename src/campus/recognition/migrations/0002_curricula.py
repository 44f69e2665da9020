"""Degree programmes, their modules, and the micro-credentials that match them."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0010_written_by'),
        ('people', '0005_approvers'),
        ('recognition', '0001_stacks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
        ),
        migrations.AddConstraint(
            model_name='degree',
            constraint=models.UniqueConstraint(fields=('organisation', 'code'), name='degrees_are_coded_once'),
        ),
        migrations.AddConstraint(
            model_name='degreemodule',
            constraint=models.UniqueConstraint(fields=('degree', 'code'), name='modules_are_coded_once'),
        ),
        migrations.AddConstraint(
            model_name='degreemodule',
            constraint=models.CheckConstraint(condition=models.Q(('level__isnull', True), ('level__range', (1, 8)), _connector='OR'), name='modules_have_an_eqf_level'),
        ),
        migrations.AddConstraint(
            model_name='degreemodule',
            constraint=models.CheckConstraint(condition=models.Q(('ects__isnull', True), ('ects__gt', 0), _connector='OR'), name='modules_bring_credits'),
        ),
        migrations.AddConstraint(
            model_name='modulematch',
            constraint=models.UniqueConstraint(fields=('module', 'design'), name='a_module_and_a_design_match_in_one_way'),
        ),
        migrations.AddConstraint(
            model_name='modulematch',
            constraint=models.CheckConstraint(condition=models.Q(('relation__in', ('embedded', 'exempts'))), name='module_matches_have_a_relation'),
        ),
        migrations.AddConstraint(
            model_name='modulematch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('relation', 'exempts'), _negated=True), models.Q(('ground', ''), _negated=True), _connector='OR'), name='exemptions_have_a_ground'),
        ),
    ]
