from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "campus.connectors.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        from campus.api.v1.edition import v1  # noqa: PLC0415  # models are ready only now
        from campus.connectors.webhooks.api import router  # noqa: PLC0415
        from campus.connectors.webhooks.cards import webhook_cards  # noqa: PLC0415
        from campus.web.staff.cards import CARDS  # noqa: PLC0415

        v1.add_router("", router)
        CARDS.append(webhook_cards)
