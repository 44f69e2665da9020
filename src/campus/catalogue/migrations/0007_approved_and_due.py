"""States of a chain of approval, and when what is published is looked at again."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0006_editions'),
    ]

    operations = [
        migrations.AddField(
            model_name='design',
            name='review_due_on',
            field=models.DateField(help_text='until when what is published has to be looked at again', null=True),
        ),
        migrations.AlterField(
            model_name='design',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('changes_requested', 'Changes requested'), ('approved', 'Approved, not yet published'), ('published', 'Published'), ('review_due', 'Published, review due'), ('retired', 'No longer offered')], default='draft', max_length=20),
        ),
    ]
