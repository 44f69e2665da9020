import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('policies', '0001_initial'),
    ]

    dependencies = [
        ('people', '0001_tables'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwnPack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack_id', models.SlugField(help_text='as the file names it; never one of the built-in ones', max_length=64)),
                ('published_at', models.DateTimeField(help_text='since when everybody may read it; null: only its organisation', null=True)),
                ('created_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'pack_id'), name='own_packs_are_named_once')],
            },
        ),
        migrations.CreateModel(
            name='OwnPackVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(help_text='as the file names it', max_length=20)),
                ('text', models.TextField(help_text='the TOML file')),
                ('tests', models.TextField(blank=True, help_text='the TOML file of tests beside it')),
                ('cases', models.PositiveIntegerField(default=0, help_text='how many tests it passed')),
                ('created_at', models.DateTimeField()),
                ('pack', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='policies.ownpack')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('pack', 'version'), name='pack_versions_are_named_once')],
            },
        ),
        migrations.CreateModel(
            name='OrganisationPack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pack_id', models.SlugField(max_length=64)),
                ('weight', models.CharField(choices=[('blocking', 'Blocks: what is not met cannot be published'), ('warning', 'Warns: what is not met is told, and blocks nothing')], default='warning', max_length=10)),
                ('chosen_at', models.DateTimeField()),
                ('chosen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.organisation')),
                ('own_version', models.ForeignKey(help_text='null: the built-in rule set of this id', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.ownpackversion')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'pack_id'), name='a_rule_set_is_chosen_once'), models.CheckConstraint(condition=models.Q(('weight__in', ['blocking', 'warning'])), name='rule_sets_block_or_warn')],
            },
        ),
    ]
