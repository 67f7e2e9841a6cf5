from __future__ import annotations

from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from portal.people.roles import Role, group

NAME = "Nalezen"
# What Wagtail makes by itself, for groups that we do not have.
WAGTAILS_OWN = "Moderators approval"


def begin_workflow() -> None:
    """Who wants a second pair of eyes sends a page to a coordinator; a workflow of your own stays.

    Publishing without it remains possible: the team is small.
    """
    root = Page.objects.get(depth=1)
    present = WorkflowPage.objects.filter(page=root).select_related("workflow").first()
    if present and present.workflow.name != WAGTAILS_OWN:
        return
    task, _new = GroupApprovalTask.objects.get_or_create(name=NAME)
    task.groups.add(group(Role.COORDINATOR))
    workflow, _new = Workflow.objects.get_or_create(name=NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    Workflow.objects.filter(name=WAGTAILS_OWN).update(active=False)
