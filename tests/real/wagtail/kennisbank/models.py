"""What the site publishes: pages with a kind, a date, a text and perhaps a file."""

from django.db import models
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index


class Publicatie(Page):
    soort = models.CharField(max_length=40)
    datum = models.DateField()
    tekst = RichTextField(blank=True)
    bestand = models.ForeignKey("wagtaildocs.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    search_fields = [*Page.search_fields, index.SearchField("tekst")]
