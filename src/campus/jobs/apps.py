from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "campus.jobs"
    label = "jobs"

    def ready(self) -> None:
        from campus.base import outbox  # noqa: PLC0415  # models are ready only now
        from campus.jobs.react import react  # noqa: PLC0415

        outbox.connect(react)
