import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('skills', '0001_initial'),
        ('skills', '0002_occupations'),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Framework',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('title_en', models.CharField(max_length=300)),
                ('title_bg', models.CharField(blank=True, max_length=300)),
                ('version', models.CharField(blank=True, max_length=60)),
                ('source', models.URLField(blank=True, help_text='where it is published', max_length=500)),
                ('notice', models.TextField(blank=True, help_text='licence and acknowledgement, shown wherever it is used')),
                ('loaded_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Skill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='unique in its framework: 1.2, an ESCO identifier', max_length=200)),
                ('uri', models.CharField(blank=True, max_length=500)),
                ('kind', models.CharField(choices=[('area', 'Area'), ('competence', 'Competence'), ('skill', 'Skill'), ('knowledge', 'Knowledge'), ('statement', 'Competence statement'), ('outcome', 'Learning outcome'), ('occupation', 'Occupation')], default='skill', max_length=20)),
                ('parent_code', models.CharField(blank=True, max_length=200)),
                ('level', models.CharField(blank=True, help_text="proficiency, in the framework's own word", max_length=40)),
                ('name', models.JSONField(help_text='preferred name by language')),
                ('description', models.JSONField(default=dict, help_text='description by language')),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('framework', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='skills.framework')),
            ],
            options={
                'indexes': [models.Index(fields=['framework', 'kind', 'code'], name='skill_by_kind')],
                'constraints': [models.UniqueConstraint(fields=('framework', 'code'), name='a_code_stands_once_in_a_framework')],
            },
        ),
        migrations.CreateModel(
            name='OccupationSkill',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('essential', models.BooleanField(help_text='false: optional')),
                ('occupation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='skills.skill')),
                ('skill', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='skills.skill')),
            ],
            options={
                'indexes': [models.Index(fields=['skill', 'essential', 'occupation'], name='occupations_by_skill')],
                'constraints': [models.UniqueConstraint(fields=('occupation', 'skill'), name='an_occupation_asks_for_a_skill_once')],
            },
        ),
    ]
