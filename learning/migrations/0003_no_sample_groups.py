"""Take away the groups and the workflow that Wagtail brings: the portal has its own."""

from django.db import migrations

GROUPS, WORKFLOW = ["Moderators", "Editors"], "Moderators approval"


def remove_samples(apps, schema_editor):
    Workflow = apps.get_model("wagtailcore", "Workflow")
    Task = apps.get_model("wagtailcore", "GroupApprovalTask")
    Group = apps.get_model("auth", "Group")
    Workflow.objects.filter(name=WORKFLOW, workflow_states=None).delete()
    Task.objects.filter(name=WORKFLOW, task_states=None).delete()
    Group.objects.filter(name__in=GROUPS, user=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0002_modules"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0002_initial_data"),
        ("wagtaildocs", "0002_initial_data"),
    ]
    operations = [migrations.RunPython(remove_samples, migrations.RunPython.noop)]
