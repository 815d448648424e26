//! What stands on the sheets of a run's workbook.

use crate::Error;
use crate::words::{self, say};
use bron_model::{Language, PassageKind, PublicationRow, Year};
use bron_run::Finished;
use bron_store::read_records;
use std::collections::BTreeMap;

/// A sheet: its name, its columns with their widths, its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leaf {
    pub(crate) name: String,
    pub(crate) columns: Vec<(String, u16)>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    Text(String),
    Number(u64),
    /// Not known, which is no zero.
    Unknown,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Cell {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u64> for Cell {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<Option<u64>> for Cell {
    fn from(number: Option<u64>) -> Self {
        number.map_or(Self::Unknown, Self::Number)
    }
}

/// All sheets, the one to read first at the front.
pub(crate) fn leaves(finished: &Finished, language: Language) -> Result<Vec<Leaf>, Error> {
    let told = Told { finished, language };
    let tables = [
        told.table1(),
        told.flow(),
        told.queries(),
        told.publications(),
        told.outcomes(),
        told.decisions(),
        told.worktable(),
        told.table2()?,
        told.contribution(),
    ];
    let first = told.first(&tables);
    Ok([first].into_iter().chain(tables).collect())
}

struct Told<'a> {
    finished: &'a Finished,
    language: Language,
}

/// A column: its heading in Dutch and English, and its width.
type Column = (&'static str, &'static str, u16);

impl Told<'_> {
    fn leaf(&self, nl: &str, en: &str, columns: &[Column], rows: Vec<Vec<Cell>>) -> Leaf {
        let columns = columns.iter().map(|(nl, en, width)| (say(self.language, *nl, *en), *width)).collect();
        Leaf { name: say(self.language, nl, en), columns, rows }
    }

    fn term(&self, id: &str) -> String {
        let term = self.finished.protocol.terms.iter().find(|term| term.id.as_str() == id);
        term.map_or_else(|| id.to_owned(), |term| term.label.clone())
    }

    fn source(&self, id: &str) -> String {
        let source = self.finished.protocol.sources.iter().find(|source| source.id.as_str() == id);
        match (id, source) {
            ("total", _) => say(self.language, "totaal", "total"),
            (_, Some(source)) => source.name.clone(),
            (id, None) => id.to_owned(),
        }
    }

    fn first(&self, tables: &[Leaf]) -> Leaf {
        let (finished, language) = (self.finished, self.language);
        let about =
            |nl: &str, en: &str, text: String| vec![Cell::Text(say(language, nl, en)), Cell::Text(text)];
        let pipeline = &finished.protocol.pipeline;
        let harvest = finished.record.harvest_date.clone().unwrap_or_else(|| "?".to_owned());
        let mut rows = vec![
            about("Run", "Run", finished.name()),
            about("Titel", "Title", pipeline.title.clone()),
            about("Vraag", "Question", pipeline.question.clone()),
            about("Geoogst", "Harvested", harvest),
            about("Criteria", "Criteria", finished.protocol.criteria.version.clone()),
            about("Gemaakt met", "Made with", format!("bron {}", finished.record.bron)),
        ];
        if finished.accepts_proposals {
            let told = say(
                language,
                "Voorstellen van regels zijn als beslissing geteld; geen beoordelaar heeft ze gezien.",
                "Proposals of rules are counted as decisions; no reviewer has seen them.",
            );
            rows.push(about("Let op", "Note", told));
        }
        let incomplete = finished.queries.iter().filter(|row| !row.status.is_complete()).count();
        if incomplete > 0 {
            let told = say(
                language,
                format!("{incomplete} zoekvragen zijn niet volledig: aantallen zijn daar ondergrenzen."),
                format!("{incomplete} queries are not complete: numbers there are lower bounds."),
            );
            rows.push(about("Let op", "Note", told));
        }
        rows.extend(finished.record.remarks.iter().map(|remark| about("Let op", "Note", remark.clone())));
        rows.push(about(
            "Delen",
            "Sharing",
            say(
                language,
                "Citaten zijn woorden van anderen: deel ze als citaat, met bron en bladzijde. Volledige teksten en PDF's zitten er niet in en mogen niet zomaar worden doorgegeven.",
                "Quotations are other people's words: share them as quotations, with source and page. Full texts and PDFs are not in it and may not simply be passed on.",
            ),
        ));
        rows.push(about(
            "Beoordelaars",
            "Reviewers",
            say(
                language,
                "Wie beoordeelde staat bij Beslissingen; maak het bestand met --pseudonymous waar dat niet gedeeld mag worden.",
                "Who judged stands under Decisions; make the file with --pseudonymous where that may not be shared.",
            ),
        ));
        for table in tables {
            let told =
                say(language, format!("{} rijen", table.rows.len()), format!("{} rows", table.rows.len()));
            rows.push(vec![Cell::Text(table.name.clone()), Cell::Text(told)]);
        }
        self.leaf("Lees mij", "Read me", &[("wat", "what", 18), ("", "", 110)], rows)
    }

    fn table1(&self) -> Leaf {
        let rows = self.finished.table1.iter().map(|row| {
            let label =
                if row.term == "total" { say(self.language, "Totaal", "Total") } else { row.label.clone() };
            let numbers = [
                row.identified,
                row.excluded_e1a,
                row.excluded_e1b,
                row.excluded_e2_e3,
                row.unclear,
                row.not_retrieved,
                row.included,
                row.unclear_identified,
                row.incomplete_queries,
                row.hand_queries,
            ];
            [Cell::Text(label)].into_iter().chain(numbers.map(Cell::Number)).collect()
        });
        self.leaf(
            "Tabel 1",
            "Table 1",
            &[
                ("term", "term", 26),
                ("inclusie 1-2 (paren)", "inclusion 1-2 (pairs)", 14),
                ("E1a komt niet voor", "E1a does not occur", 14),
                ("E1b niet gedefinieerd", "E1b not defined", 14),
                ("E2-E3 domein, ouderen", "E2-E3 domain, older people", 14),
                ("onduidelijk", "unclear", 14),
                ("niet opgehaald", "not retrieved", 14),
                ("geïncludeerd", "included", 14),
                ("waarvan nog onduidelijk op I1, I2, W", "of which unclear on I1, I2, W", 18),
                ("onvolledige zoekvragen", "incomplete queries", 14),
                ("met de hand getypt", "typed by hand", 14),
            ],
            rows.collect(),
        )
    }

    fn flow(&self) -> Leaf {
        let rows = self.finished.flow.iter().map(|row| {
            vec![
                self.source(&row.source).into(),
                row.box_name.as_str().into(),
                row.reason.as_str().into(),
                row.unit.as_str().into(),
                row.n.into(),
                row.incomplete_queries.into(),
            ]
        });
        self.leaf(
            "Stroom",
            "Flow",
            &[
                ("bron", "source", 26),
                ("vak", "box", 22),
                ("reden", "reason", 18),
                ("eenheid", "unit", 14),
                ("aantal", "number", 10),
                ("onvolledige zoekvragen", "incomplete queries", 14),
            ],
            rows.collect(),
        )
    }

    fn queries(&self) -> Leaf {
        let rows = self.finished.queries.iter().map(|row| {
            vec![
                self.source(row.source.as_str()).into(),
                self.term(row.term.as_str()).into(),
                (&row.text).into(),
                row.via.as_str().into(),
                (&row.interface).into(),
                row.reported_total.into(),
                row.hits.into(),
                u64::from(row.pages).into(),
                row.status.as_str().into(),
                (&row.note).into(),
            ]
        });
        self.leaf(
            "Zoekvragen",
            "Queries",
            &[
                ("bron", "source", 26),
                ("term", "term", 22),
                ("getypt", "typed", 26),
                ("route", "route", 12),
                ("interface", "interface", 16),
                ("gemeld door de site", "reported by the site", 12),
                ("gelezen treffers", "hits read", 12),
                ("resultaatpagina's", "result pages", 12),
                ("status", "status", 16),
                ("toelichting", "note", 60),
            ],
            rows.collect(),
        )
    }

    fn publications(&self) -> Leaf {
        let rows = self.finished.publications.values().map(|row| {
            let as_read = self.finished.as_read(&row.publication).unwrap_or(row);
            vec![
                row.publication.as_str().into(),
                (&row.title).into(),
                (&row.authors).into(),
                self.year(row).into(),
                (&row.date_as_listed).into(),
                (&row.publisher).into(),
                (&as_read.kind_as_listed).into(),
                names(&row.sources, |id| self.source(id)).into(),
                names(&row.terms, |id| self.term(id)).into(),
                u64::from(row.hits).into(),
                (&row.url).into(),
                (&row.doi).into(),
                (&row.isbn).into(),
                (&row.language).into(),
                (&row.flags).into(),
            ]
        });
        self.leaf(
            "Publicaties",
            "Publications",
            &[
                ("id", "id", 30),
                ("titel", "title", 50),
                ("auteurs", "authors", 30),
                ("jaar", "year", 10),
                ("datum op de site", "date as listed", 16),
                ("uitgever", "publisher", 22),
                ("soort op de site", "kind as listed", 16),
                ("bronnen", "sources", 26),
                ("gevonden bij", "found for", 30),
                ("treffers", "hits", 10),
                ("adres", "address", 50),
                ("DOI", "DOI", 20),
                ("ISBN", "ISBN", 16),
                ("taal", "language", 8),
                ("let op", "warnings", 20),
            ],
            rows.collect(),
        )
    }

    /// The year as in the working table.
    fn year(&self, row: &PublicationRow) -> String {
        match row.year() {
            Year::Known(year) => year.to_string(),
            Year::Listed(year) => format!("[{year}]"),
            Year::Unknown => say(self.language, "z.d.", "n.d."),
        }
    }

    fn title(&self, id: &bron_model::PublicationId) -> Cell {
        self.finished.publications.get(id).map_or(Cell::Unknown, |row| (&row.title).into())
    }

    fn outcomes(&self) -> Leaf {
        let all = self.finished.outcomes.iter().chain(&self.finished.other_routes);
        let rows = all.map(|row| {
            vec![
                row.publication.as_str().into(),
                self.title(&row.publication),
                self.term(row.term.as_str()).into(),
                row.outcome.as_str().into(),
                row.decided_by.map(bron_model::MadeBy::as_str).unwrap_or_default().into(),
                row.via.as_str().into(),
                say(
                    self.language,
                    if row.via.counts_in_table1() { "ja" } else { "nee" },
                    if row.via.counts_in_table1() { "yes" } else { "no" },
                )
                .into(),
                (&row.unclear).into(),
                (&row.reason_open).into(),
            ]
        });
        self.leaf(
            "Uitkomsten",
            "Outcomes",
            &[
                ("publicatie", "publication", 30),
                ("titel", "title", 50),
                ("term", "term", 22),
                ("uitkomst", "outcome", 16),
                ("beslist door", "decided by", 16),
                ("route", "route", 14),
                ("in Tabel 1", "in Table 1", 10),
                ("onduidelijk op", "unclear on", 16),
                ("eerder criterium open", "earlier criterion open", 16),
            ],
            rows.collect(),
        )
    }

    fn decisions(&self) -> Leaf {
        let rows = self.finished.decisions.iter().map(|row| {
            vec![
                row.publication.as_str().into(),
                self.title(&row.publication),
                row.term.as_ref().map(|term| self.term(term.as_str())).unwrap_or_default().into(),
                row.criterion.as_str().into(),
                words::verdict(row.verdict, self.language).into(),
                row.proposal.map(|verdict| words::verdict(verdict, self.language)).unwrap_or_default().into(),
                row.made_by.as_str().into(),
                (&row.rule).into(),
                row.because.render(self.language).into(),
                (&row.quote).into(),
                row.page.map(u64::from).into(),
            ]
        });
        self.leaf(
            "Beslissingen",
            "Decisions",
            &[
                ("publicatie", "publication", 30),
                ("titel", "title", 40),
                ("term", "term", 22),
                ("criterium", "criterion", 10),
                ("oordeel", "verdict", 12),
                ("voorstel van de regel", "proposal of the rule", 12),
                ("door", "by", 16),
                ("regel of beoordelaar", "rule or reviewer", 20),
                ("waarom", "why", 50),
                ("citaat", "quotation", 60),
                ("pagina van het bestand", "page of the file", 10),
            ],
            rows.collect(),
        )
    }

    fn worktable(&self) -> Leaf {
        let rows = self.finished.worktable.iter().map(|row| {
            vec![
                (&row.term).into(),
                (&row.authors).into(),
                (&row.year).into(),
                (&row.title).into(),
                (&row.page).into(),
                say(self.language, kind(row.kind, Language::Nl), kind(row.kind, Language::En)).into(),
                (&row.variant).into(),
                (&row.second_hand_of).into(),
                (&row.quote).into(),
                (&row.url).into(),
                row.publication.as_str().into(),
            ]
        });
        self.leaf(
            "Werktabel",
            "Working table",
            &[
                ("term", "term", 22),
                ("auteurs", "authors", 30),
                ("jaar", "year", 10),
                ("titel", "title", 40),
                ("bladzijde", "page", 12),
                ("soort", "kind", 14),
                ("variant", "variant", 20),
                ("naar", "after", 20),
                ("citaat", "quotation", 90),
                ("adres", "address", 40),
                ("publicatie", "publication", 30),
            ],
            rows.collect(),
        )
    }

    /// Elements by terms, as the run has it; empty where the run has no codebook.
    fn table2(&self) -> Result<Leaf, Error> {
        let file = self.finished.folder.join("6-synthesis").join("table2.csv");
        let (header, records) = if file.exists() { read_records(&file)? } else { (Vec::new(), Vec::new()) };
        let at: BTreeMap<&str, usize> =
            header.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        let terms: Vec<&str> = header
            .iter()
            .map(String::as_str)
            .filter(|name| at.contains_key(format!("{name}_passages").as_str()))
            .collect();
        let text = |row: &[String], name: &str| {
            at.get(name).and_then(|at| row.get(*at)).cloned().unwrap_or_default()
        };
        let rows = records.iter().map(|row| {
            let cross = |term: &&str| {
                Cell::Text(self.cross(&text(row, term), &text(row, &format!("{term}_passages"))))
            };
            let element = text(row, "element");
            let fixed = [text(row, "category"), element.clone(), self.element(&element, text(row, "label"))];
            fixed.map(Cell::Text).into_iter().chain(terms.iter().map(cross)).collect()
        });
        let rows = rows.collect();
        let mut leaf = self.leaf(
            "Tabel 2",
            "Table 2",
            &[("categorie", "category", 26), ("element", "element", 10), ("omschrijving", "description", 50)],
            rows,
        );
        leaf.columns.extend(terms.iter().map(|term| (self.term(term), 14)));
        Ok(leaf)
    }

    fn element(&self, id: &str, label: String) -> String {
        let element = self.finished.protocol.codebook.as_ref().and_then(|codebook| codebook.element(id));
        element.map_or(label, |element| say(self.language, element.label.clone(), element.label_en.clone()))
    }

    /// `ja (3)`: proposed, by so many passages.
    fn cross(&self, cross: &str, passages: &str) -> String {
        let word = match cross {
            "yes" => say(self.language, "ja", "yes"),
            "no" => say(self.language, "nee", "no"),
            "unknown" => say(self.language, "onbekend", "unknown"),
            other => other.to_owned(),
        };
        if cross == "yes" { format!("{word} ({passages})") } else { word }
    }

    fn contribution(&self) -> Leaf {
        let rows = self.finished.contribution.iter().map(|row| {
            let term = if row.term == "total" {
                say(self.language, "totaal", "total")
            } else {
                self.term(&row.term)
            };
            let numbers = [
                row.hits,
                row.publications,
                row.only_here,
                row.included,
                row.included_only_here,
                row.incomplete_queries,
            ];
            let catalogue = [
                row.box_only,
                row.catalogue_only,
                row.both,
                row.catalogue_incomplete,
                row.box_read,
                row.box_with_phrase,
            ];
            let begin = [Cell::from(self.source(row.source.as_str())), Cell::from(term)];
            begin.into_iter().chain(numbers.map(Cell::Number)).chain(catalogue.map(Cell::from)).collect()
        });
        self.leaf(
            "Bijdrage",
            "Contribution",
            &[
                ("bron", "source", 26),
                ("term", "term", 22),
                ("treffers", "hits", 10),
                ("publicaties", "publications", 12),
                ("alleen hier", "only here", 12),
                ("geïncludeerd", "included", 12),
                ("geïncludeerd, alleen hier", "included, only here", 12),
                ("onvolledige zoekvragen", "incomplete queries", 12),
                ("alleen de zoekbalk", "box only", 12),
                ("alleen de catalogus", "catalogue only", 12),
                ("beide", "both", 12),
                ("catalogus onvolledig", "catalogue incomplete", 12),
                ("zoekbalk: tekst gelezen", "box: text read", 12),
                ("zoekbalk: met de woorden zoals getypt", "box: with the words as typed", 14),
            ],
            rows.collect(),
        )
    }
}

/// Ids apart by blanks, as the names that they have.
fn names(ids: &str, name: impl Fn(&str) -> String) -> String {
    ids.split_whitespace().map(name).collect::<Vec<_>>().join("; ")
}

fn kind(kind: PassageKind, language: Language) -> &'static str {
    match (kind, language) {
        (PassageKind::Definition, Language::Nl) => "definitie",
        (PassageKind::Definition, Language::En) => "definition",
        (PassageKind::Description, Language::Nl) => "beschrijving",
        (PassageKind::Description, Language::En) => "description",
        (PassageKind::Element, _) => "element",
    }
}
