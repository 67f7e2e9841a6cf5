from __future__ import annotations

from django.contrib.auth.models import Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from portal.people.roles import MAY, Ability, Role, group

PAGES = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"]
FILES = ["add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"]
# What is no page: who may do what with it in the CMS.
RECORDS = {
    "change_neighbourhood": MAY[Ability.EDIT_SITE],
    "add_neighbourhood": frozenset({Role.COORDINATOR}),
    "change_helpkind": frozenset({Role.COORDINATOR}),
    "add_helpkind": frozenset({Role.COORDINATOR}),
    # Out of use, never deleted: requests are marked with them.
    **{
        f"{verb}_{model}": frozenset({Role.COORDINATOR})
        for model in ("kindquestion", "redflag")
        for verb in ("add", "change")
    },
    "add_organisation": MAY[Ability.EDIT_SITE],
    "change_organisation": MAY[Ability.EDIT_SITE],
    "delete_organisation": frozenset({Role.COORDINATOR}),
    "add_organiser": frozenset({Role.COORDINATOR}),
    "change_organiser": frozenset({Role.COORDINATOR}),
    **{
        f"{verb}_{model}": MAY[Ability.EDIT_SITE]
        for model in ("permanence", "closeddays")
        for verb in ("add", "change", "delete")
    },
    "submit_translation": MAY[Ability.EDIT_SITE],
    "add_redirect": MAY[Ability.EDIT_SITE],
    "change_redirect": MAY[Ability.EDIT_SITE],
    "delete_redirect": MAY[Ability.EDIT_SITE],
}


def begin_rights() -> None:
    """Open the pages, images, documents and records of the CMS to the roles that keep them."""
    root = Page.objects.get(depth=1)
    files = Collection.get_first_root_node() or Collection.add_root(name="Root")
    for role in MAY[Ability.EDIT_SITE]:
        for permission in Permission.objects.filter(
            codename__in=PAGES, content_type__app_label="wagtailcore"
        ):
            GroupPagePermission.objects.get_or_create(group=group(role), page=root, permission=permission)
        for permission in Permission.objects.filter(codename__in=FILES):
            GroupCollectionPermission.objects.get_or_create(
                group=group(role), collection=files, permission=permission
            )
    for codename, roles in RECORDS.items():
        for role in roles:
            group(role).permissions.add(Permission.objects.get(codename=codename))
