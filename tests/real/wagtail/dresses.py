"""The result pages of two other kinds of site, drawn over Wagtail's own search.

`drupal.test` looks as Drupal's Views do: `?search_api_fulltext=`, `?page=` from 0, a pager with rel=next.
`overheid.test` looks as the government's platform did before 2026: `?trefwoord=`, `?pagina=` from 1. It has two habits of
that search engine: a page past the end repeats the last one, and a quotation mark that is not closed is an error 500.
"""

from django.core.paginator import Paginator
from django.http import HttpResponseServerError
from django.shortcuts import render

PER_PAGE = 10


def found(text):
    """What Wagtail finds; nothing for an empty text."""
    from kennisbank.models import Publicatie

    return Publicatie.objects.live().search(text, operator="and") if text else []


def number(text):
    return int(text) if text.isascii() and text.isdigit() else 0


def drupal(request):
    """A page past the end is a list without rows."""
    text = request.GET.get("search_api_fulltext", "")
    at = number(request.GET.get("page", ""))
    pages = Paginator(found(text), PER_PAGE)
    page = pages.page(at + 1) if at < pages.num_pages else None
    about = {"vraag": text, "pagina": page, "nummer": at, "volgende": at + 1, "vorige": at - 1}
    return render(request, "drupal.html", about)


def overheid(request):
    text = request.GET.get("trefwoord", "")
    if text.count('"') % 2:
        return HttpResponseServerError("<h1>Er is iets misgegaan</h1>")
    page = Paginator(found(text), PER_PAGE).get_page(number(request.GET.get("pagina", "")) or 1)
    return render(request, "overheid.html", {"vraag": text, "pagina": page})


def search_page(request):
    """The result page of the name that was asked."""
    return (drupal if request.get_host().startswith("drupal") else overheid)(request)


def start_page(request):
    """A start page with a search form, as every page of such a site has one."""
    return render(request, "drupal.html", {"vraag": "", "start": True})
