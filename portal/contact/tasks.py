from django_tasks import task

from .actions import send_mail
from .login_codes import send_code


@task()
def send_message(pk: int) -> None:
    send_mail(pk)


@task()
def send_login_code(user_pk: int, code: str, language: str) -> None:
    send_code(user_pk, code, language)
