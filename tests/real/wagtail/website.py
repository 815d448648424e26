#!/usr/bin/env python3
"""A real Wagtail site, with its own search engine behind a result page in HTML.

usage: website.py FOLDER load TEXTS    makes the database in FOLDER and publishes the list of texts.py
       website.py FOLDER serve PORT    serves it on 127.0.0.1:PORT as http://wagtail.test
The same publications are an OAI-PMH repository at /oai/request (`repository.py`).
Asked as http://drupal.test or http://overheid.test it shows the result pages of `dresses.py` over the same search.
"""

import html
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = Path(sys.argv[1]).resolve()


def settle():
    """Configures Django without a project of its own; the migrations of our app are made in FOLDER."""
    from django.conf import settings

    sys.path[:0] = [str(HERE), str(FOLDER)]
    context = "django.template.context_processors.request"
    settings.configure(
        SECRET_KEY="nobody logs in",
        ALLOWED_HOSTS=["wagtail.test", "drupal.test", "overheid.test", "127.0.0.1"],
        ROOT_URLCONF=__name__,
        STATIC_URL="/static/",
        MEDIA_URL="/media/",
        MEDIA_ROOT=FOLDER / "media",
        USE_TZ=True,
        TIME_ZONE="Europe/Amsterdam",
        LANGUAGE_CODE="nl",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "db.sqlite3"}},
        MIGRATION_MODULES={"kennisbank": "kennisbank_migrations"},
        ADMINS=[("Beheer", "beheer@example.invalid")],
        OAI_PMH={"REPOSITORY_NAME": "Kennisbank", "BASE_URL": "http://wagtail.test/oai/request", "NUM_PER_PAGE": 25},
        WAGTAIL_SITE_NAME="Kennisbank",
        WAGTAILADMIN_BASE_URL="http://wagtail.test",
        WAGTAIL_ENABLE_UPDATE_CHECK=False,
        WAGTAILDOCS_SERVE_METHOD="serve_view",
        WAGTAILSEARCH_BACKENDS={"default": {"BACKEND": "wagtail.search.backends.database"}},
        INSTALLED_APPS=[
            "kennisbank", "wagtail.sites", "wagtail.users", "wagtail.documents", "wagtail.images", "wagtail.search",
            "wagtail.admin", "wagtail", "django_oai_pmh", "modelcluster", "taggit", "django.contrib.auth",
            "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.messages",
        ],
        TEMPLATES=[{
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [HERE / "templates"],
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": [context]},
        }],
    )
    import django

    django.setup()


def search_page(request):
    """The result page, ten a page; a page past the end shows the last one, as Django's paginator does."""
    from django.core.paginator import Paginator
    from django.shortcuts import render
    from kennisbank.models import Publicatie

    text = request.GET.get("q", "")
    found = Publicatie.objects.live().search(text, operator="and") if text else []
    page = Paginator(found, 10).get_page(request.GET.get("pagina"))
    return render(request, "zoeken.html", {"vraag": text, "pagina": page})


def robots(_request):
    from django.http import HttpResponse

    return HttpResponse("User-agent: *\nDisallow: /admin/\n", content_type="text/plain")


def addresses():
    from django.urls import include, path
    from wagtail import urls as pages
    from wagtail.documents import urls as documents

    import dresses

    return [
        path("robots.txt", robots),
        path("zoeken/", search_page),
        path("zoeken", dresses.search_page),
        path("oai/request", include("django_oai_pmh.urls")),
        path("", dresses.start_page),
        path("documents/", include(documents)),
        path("", include(pages)),
    ]


def load(texts):
    import repository
    from django.core.management import call_command
    from django.db import transaction
    from wagtail.models import Page, Site

    (FOLDER / "kennisbank_migrations").mkdir(parents=True)
    (FOLDER / "kennisbank_migrations" / "__init__.py").touch()
    call_command("makemigrations", "kennisbank", verbosity=0)
    call_command("migrate", verbosity=0)
    with transaction.atomic():
        Site.objects.all().delete()
        Page.objects.filter(depth=2).delete()
        home = Page.objects.get(depth=1).add_child(instance=Page(title="Kennisbank", slug="kennisbank"))
        Site.objects.create(hostname="wagtail.test", port=80, root_page=home, is_default_site=True)
        for row in json.loads((Path(texts) / "texts.json").read_text(encoding="utf-8")):
            publish(home, row, Path(texts) / "files")
        repository.enter_all()
    call_command("update_index", verbosity=0)


def publish(home, row, files):
    from django.core.files import File
    from kennisbank.models import Publicatie
    from wagtail.documents.models import Document

    document = None
    if row["file"]:
        with (files / row["file"]).open("rb") as file:
            document = Document.objects.create(title=row["title"], file=File(file, name=row["file"]))
    home.add_child(instance=Publicatie(
        title=row["title"],
        slug=row["slug"],
        soort=row["kind"],
        datum=row["date"],
        tekst="".join(f"<p>{html.escape(text, quote=False)}</p>" for text in row["paragraphs"]),
        bestand=document,
        live=row["state"] == "publish",
    ))


def serve(port):
    from django.core.wsgi import get_wsgi_application
    from waitress import serve as serve_for_ever

    serve_for_ever(get_wsgi_application(), host="127.0.0.1", port=int(port), threads=2, ident=None)


if __name__ == "__main__":
    settle()
    urlpatterns = addresses()
    {"load": load, "serve": serve}[sys.argv[2]](*sys.argv[3:])
