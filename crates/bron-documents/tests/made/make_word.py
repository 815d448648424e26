"""Makes `nota.docx`: a Word file with what a report has, written by hand so that no word processor is needed.

usage: make_word.py NEW-FILE
"""
import sys
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def paragraph(text, style=""):
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


BODY = "".join([
    paragraph("Samen zorgen in de wijk", "Title"),
    paragraph("Wat is samenzorg?", "Heading1"),
    # A word over three runs, as Word leaves them after editing.
    '<w:p><w:r><w:t xml:space="preserve">Met samen</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>zo</w:t></w:r><w:r><w:t>rg bedoelen wij dat '
    'bewoners en beroepskrachten de zorg delen.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
    '<w:p><w:r><w:t xml:space="preserve">Dit blijft staan.</w:t></w:r><w:del w:id="7" w:author="x"><w:r><w:delText> Dit is '
    'geschrapt.</w:delText></w:r></w:del><w:ins w:id="8" w:author="x"><w:r><w:t xml:space="preserve"> Dit is toegevoegd.</w:t></w:r></w:ins></w:p>',
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>omzien naar elkaar</w:t></w:r></w:p>',
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>taken verdelen</w:t></w:r></w:p>',
    "<w:tbl><w:tr><w:tc>" + paragraph("Begrip") + "</w:tc><w:tc>" + paragraph("Omschrijving") + "</w:tc></w:tr></w:tbl>",
    paragraph("Het einde van de nota."),
])
PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/>'
    '<Override PartName="/word/numbering.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>",
    "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    "<dc:title>Samen zorgen in de wijk</dc:title><dc:creator>Anna de Vries</dc:creator>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">2019-03-14T09:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">2019-05-02T22:30:00Z</dcterms:modified></cp:coreProperties>',
    "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{REL}/footnotes" Target="footnotes.xml"/>'
    f'<Relationship Id="rId2" Type="{REL}/numbering" Target="numbering.xml"/></Relationships>',
    "word/numbering.xml": f'<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>'
    '<w:lvlText w:val="•"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>',
    "word/footnotes.xml": f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>Zie ook zorgzame buurten.</w:t></w:r></w:p></w:footnote></w:footnotes>',
    "word/document.xml": f"<w:document {W}><w:body>{BODY}</w:body></w:document>",
}

with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as file:
    for name, text in PARTS.items():
        file.writestr(zipfile.ZipInfo(name, (2024, 6, 1, 0, 0, 0)), HEAD + text, zipfile.ZIP_DEFLATED)
