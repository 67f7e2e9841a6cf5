from django_tasks import task

from . import invitations, team_messages
from .login_codes import send_code
from .sending import send


@task()
def send_message(pk: int) -> None:
    send(pk)


@task()
def send_login_code(user_pk: int, code: str, page_language: str, by_mail: bool = False) -> None:
    send_code(user_pk, code, page_language, by_mail)


@task()
def send_invitation_text(pk: int) -> None:
    invitations.send_text(pk)


@task()
def send_proof(pk: int, code: str, way: str) -> None:
    invitations.send_proof(pk, code, way)


@task()
def tell_colleague(user_pk: int, kind: str) -> None:
    team_messages.tell_colleague(user_pk, kind)
