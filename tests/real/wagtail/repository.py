"""The same publications as an OAI-PMH repository, by `django-oai-pmh`, at `/oai/request`.

What is unpublished is a deleted record, as in a repository that remembers what it took back.
"""

from django.utils.html import strip_tags
from lxml import etree

BASE = "http://wagtail.test"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"


def enter_all():
    from django_oai_pmh.models import MetadataFormat
    from kennisbank.models import Publicatie

    form, _ = MetadataFormat.objects.get_or_create(
        prefix="oai_dc", defaults={"schema": "http://www.openarchives.org/OAI/2.0/oai_dc.xsd", "namespace": OAI_DC}
    )
    for page in Publicatie.objects.order_by("pk"):
        enter(page, form)


def enter(page, form):
    from django_oai_pmh.models import Header, XMLRecord

    header = Header.objects.create(identifier=f"oai:wagtail.test:{page.slug}", deleted=not page.live)
    header.metadata_formats.add(form)
    if page.live:
        XMLRecord.objects.create(header=header, metadata_prefix=form, xml_metadata=dublin_core(page))


def dublin_core(page):
    """The whole text stands in the description, so that what is found in a record can be held against the database."""
    record = etree.Element(f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC})
    lines = [
        ("title", page.title), ("creator", "Jansen, A."), ("publisher", "Kennisbank"), ("date", str(page.datum)),
        ("type", page.soort), ("language", "nl"), ("identifier", f"{BASE}/{page.slug}/"),
        ("description", strip_tags(page.tekst.replace("</p>", "</p>\n")).strip()),
    ]
    if page.bestand:
        lines.append(("identifier", BASE + page.bestand.url))
    for name, text in lines:
        # XML cannot hold what a PDF left behind.
        etree.SubElement(record, f"{{{DC}}}{name}").text = "".join(sign for sign in text if sign >= " " or sign in "\n\t")
    return etree.tostring(record, encoding="unicode")
