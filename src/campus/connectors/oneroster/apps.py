from django.apps import AppConfig


class OneRosterConfig(AppConfig):
    name = "campus.connectors.oneroster"
    label = "oneroster"

    def ready(self) -> None:
        from campus.api.v1.edition import v1  # noqa: PLC0415  # models are ready only now
        from campus.connectors.oneroster.api import router  # noqa: PLC0415

        v1.add_router("", router)
