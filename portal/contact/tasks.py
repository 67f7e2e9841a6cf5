from django_tasks import task

from .actions import send_mail


@task()
def send_message(pk: int) -> None:
    send_mail(pk)
