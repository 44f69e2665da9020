"""Addresses for everybody: home, health, appearance."""

from django.urls import URLPattern, URLResolver, path

from campus.web.public import appearance, badge, claiming, demo_mail, design, health, home, programmes, register, verifying
from campus.web.public.catalogue import beside_degree, comparing, covering, embedding, feeds, listing, opportunities
from campus.web.public.policies import pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("demo/mail", demo_mail.demo_mail, name="demo_mail"),
    path("appearance", appearance.choose, name="appearance"),
    path("verify", verifying.verify, name="verify"),
    path("s/<slug:token>", badge.badge, name="badge"),
    path("s/<slug:token>/card.png", badge.social_card, name="badge_card"),
    path("s/<slug:token>/badge.png", badge.picture, name="badge_picture"),
    path("s/<slug:token>/download/<slug:form>", badge.download, name="badge_download"),
    path("catalogue/", listing.catalogue, name="catalogue"),
    path("catalogue/compare", comparing.compare, name="compare"),
    path("catalogue/beside-a-degree", beside_degree.beside_degree, name="beside_degree"),
    path("catalogue/coverage", covering.covering, name="coverage"),
    path("catalogue/opportunities.jsonld", opportunities.feed, name="opportunities"),
    path("programmes/", programmes.programmes, name="public_programmes"),
    path("programmes/<uuid:public_id>", programmes.programme, name="public_programme"),
    path("recognition/", register.recognition_register, name="recognition_register"),
    path("providers/<slug:slug>/", listing.provider, name="provider"),
    path("policies/", pages.policies, name="policies"),
    path("policies/compare", pages.compare_policies, name="compare_policies"),
    path("policies/<slug:pack_id>", pages.policy, name="policy"),
    path("policies/<slug:slug>/<slug:pack_id>", pages.own_policy, name="own_policy"),
    path("sitemap.xml", feeds.site_map, name="site_map"),
    path("robots.txt", feeds.robots, name="robots"),
    path("oembed", embedding.oembed, name="oembed"),
    path("m/<uuid:public_id>/card", embedding.card, name="design_card"),
    path("m/<uuid:public_id>/<int:number>", design.design, name="public_design"),
    path("m/<uuid:public_id>/<int:number>/opportunity.jsonld", opportunities.one, name="opportunity"),
    path("m/<uuid:public_id>/<int:number>/endorsements/<uuid:endorsement_id>", design.endorsement, name="public_endorsement"),
    path("m/<uuid:public_id>/<int:number>/badge.<slug:form>", design.picture, name="public_design_picture"),
    path("claim/<slug:secret>", claiming.claim_page, name="claim"),
    path("claim/<slug:secret>/badge.png", claiming.picture, name="claim_picture"),
]
