//! `bron explain`: one publication's story, with quote, page and rule.

use super::{Manner, history, study};
use crate::answer::{self, Done};
use anyhow::{Context, Result, bail};
use bron_model::{
    DecisionRow, DocumentId, DocumentKind, DocumentRow, HitRow, Language, MadeBy, OutcomeRow, PassageRow,
    QueryRow, Route, SourceId, TermId, Verdict,
};
use bron_protocol::{Codebook, Files, Protocol};
use bron_run::{Explanation, Story};
use std::fmt::Write;
use std::path::Path;

/// So many stories are told in full; more are only listed.
const TOLD_IN_FULL: usize = 3;

/// Prints the story of what fits `asked`; exit code 2 where the run never found it.
pub fn explain(run: &str, asked: &str, term: Option<&str>, manner: Manner) -> Result<Done> {
    let folder = study::run_folder(run);
    let term = term
        .map(TermId::new)
        .transpose()
        .context("--term takes the id of a term, such as zorgzame-buurten")?;
    let protocol = protocol_of(&folder);
    let criteria = protocol.as_ref().map(|protocol| protocol.criteria.version.as_str());
    let explanation = bron_run::explain(&folder, asked, term.as_ref(), criteria)?;
    if let (Some(term), Some(protocol)) = (&term, &protocol)
        && protocol.term(term).is_none()
    {
        let known: Vec<&str> = protocol.terms.iter().map(|term| term.id.as_str()).collect();
        bail!("there is no term `{term}`; the terms are {}", known.join(", "));
    }
    let teller = Teller { language: manner.language, protocol };
    answer::print(manner.json, &explanation, |explanation| teller.tell(explanation))?;
    Ok(if explanation.stories.is_empty() { Done::WithGaps } else { Done::Well })
}

/// The protocol that the run was made with, for rule places; `None` where it cannot be read any more.
fn protocol_of(run: &Path) -> Option<Protocol> {
    let name = bron_run::pipeline_of(run).ok()?;
    let of = |files: Files| {
        let path = files.pipeline_path(&name).ok()?;
        Protocol::load(&files, &path).ok()
    };
    let study = bron_protocol::Study::find(run.canonicalize().ok()?.as_path()).ok();
    study.and_then(|study| of(study.files())).or_else(|| of(Files::Embedded))
}

struct Teller {
    language: Language,
    protocol: Option<Protocol>,
}

impl Teller {
    fn say(&self, nl: &str, en: &str) -> String {
        match self.language {
            Language::Nl => nl.to_owned(),
            Language::En => en.to_owned(),
        }
    }

    fn tell(&self, explanation: &Explanation) -> String {
        if explanation.stories.is_empty() {
            return self.never_found(explanation);
        }
        if explanation.stories.len() > TOLD_IN_FULL {
            let mut text = self
                .say("Meer publicaties passen; kies er een:\n", "Several publications fit; choose one:\n");
            for story in &explanation.stories {
                let _ = writeln!(text, "  {}  {}", story.publication.publication, story.publication.title);
            }
            return text;
        }
        explanation.stories.iter().map(|story| self.story(story)).collect::<Vec<_>>().join("\n\n")
    }

    /// A publication that the run never found: which queries could have, and what became of them.
    fn never_found(&self, explanation: &Explanation) -> String {
        let mut text =
            self.say("Deze run heeft niets gevonden dat past bij", "This run found nothing that fits");
        let _ = writeln!(text, " `{}`.", explanation.asked);
        let sources = self.sources_of(&explanation.asked);
        let could: Vec<&QueryRow> = explanation
            .queries
            .iter()
            .filter(|row| sources.as_ref().is_none_or(|ids| ids.contains(&row.source)))
            .collect();
        if could.is_empty() {
            text.push_str(&self.say(
                "Geen bron van deze run heeft dit adres, dus geen zoekvraag had het kunnen vinden.",
                "No source of this run has this address, so no query could have found it.",
            ));
            return text;
        }
        text.push_str(
            &self.say("Zoekvragen die het hadden kunnen vinden:\n", "Queries that could have found it:\n"),
        );
        let mut ids: Vec<&SourceId> = could.iter().map(|row| &row.source).collect();
        ids.dedup();
        for id in ids {
            let of_source = || could.iter().filter(|row| row.source == *id && row.via != Route::Catalogue);
            let (all, complete) =
                (of_source().count(), of_source().filter(|row| row.status.is_complete()).count());
            let whole = self.say("volledig", "complete");
            let _ = writeln!(text, "  {id}: {complete}/{all} {whole}");
            for row in of_source().filter(|row| !row.status.is_complete()) {
                let _ = writeln!(text, "    `{}`: {}. {}", row.text, row.status, row.note);
            }
        }
        text.push_str(&self.catalogues(&could));
        text
    }

    /// Which catalogues were searched, and whether the publication could stand in one unread.
    fn catalogues(&self, could: &[&QueryRow]) -> String {
        let mut read: Vec<&QueryRow> =
            could.iter().copied().filter(|row| row.via == Route::Catalogue).collect();
        read.dedup_by_key(|row| &row.source);
        if read.is_empty() {
            return self.say(
                "De catalogus van de sites is in deze run niet doorzocht, dus of het daar staat is onbekend.",
                "The sites' catalogues were not searched in this run, so whether it is listed there is unknown.",
            );
        }
        let mut text = self.say(
            "In de catalogus gezocht (alleen wat een van de teksten letterlijk bevat, kan daar gevonden zijn):\n",
            "Searched in the catalogue (only what holds one of the texts as typed can be found there):\n",
        );
        for row in read {
            let _ = writeln!(text, "  {}: {}. {}", row.source, row.status, row.note);
        }
        text
    }

    /// The sources on whose hosts an address lies; `None` where it is no address, or the protocol is not known.
    fn sources_of(&self, asked: &str) -> Option<Vec<SourceId>> {
        let host = asked
            .split_once("://")?
            .1
            .split(['/', ':', '?', '#'])
            .next()?
            .trim_start_matches("www.")
            .to_lowercase();
        let sources = self.protocol.as_ref()?.sources.iter().filter(|source| {
            let base = source.base.as_ref().and_then(|base| base.host_str());
            base.into_iter()
                .chain(source.hosts.iter().map(String::as_str))
                .any(|known| known.trim_start_matches("www.") == host)
        });
        Some(sources.map(|source| source.id.clone()).collect())
    }

    fn story(&self, story: &Story) -> String {
        let publication = &story.publication;
        let mut text = format!("{}\n{}\n{}\n", publication.title, publication.publication, publication.url);
        let dates = [("not_before", publication.not_before), ("not_after", publication.not_after)];
        for (name, date) in dates {
            let rule =
                if name == "not_before" { publication.not_before_rule } else { publication.not_after_rule };
            if let (Some(date), Some(rule)) = (date, rule) {
                let _ = writeln!(text, "{name} {date} ({})", rule.as_str());
            }
        }
        if !publication.flags.is_empty() {
            let _ = writeln!(text, "{} {}", self.say("let op:", "note:"), publication.flags);
        }
        let _ = writeln!(text, "\n{}", self.say("Gevonden door", "Found by"));
        story.hits.iter().for_each(|hit| text.push_str(&self.hit_line(hit)));
        text.push_str(&self.missed_by_the_box(story));
        for merge in &story.merges {
            let what = self.say("samengevoegd op", "merged on");
            let _ = writeln!(text, "  {} {what} {}: {}", merge.merged, merge.by, merge.evidence);
        }
        let _ = writeln!(text, "\n{}", self.say("Documenten", "Documents"));
        story.documents.iter().for_each(|row| text.push_str(&document_line(row)));
        let _ = writeln!(text, "\n{}", self.say("Uitkomst per term", "Outcome per term"));
        story.outcomes.iter().for_each(|row| text.push_str(&self.outcome_line(row)));
        let _ = writeln!(text, "\n{}", self.say("Beslissingen", "Decisions"));
        story.decisions.iter().for_each(|row| text.push_str(&self.decision_lines(row, story)));
        if !story.judgements.is_empty() {
            let _ = writeln!(text, "\n{}", self.say("Oordelen, naar tijd", "Judgements, by time"));
            story.judgements.iter().for_each(|told| text.push_str(&history::lines(told, self.language)));
        }
        if let Some(codebook) = self.protocol.as_ref().and_then(|protocol| protocol.codebook.as_ref())
            && !story.passages.is_empty()
        {
            let head = self.say(
                "Passages, met codes die signaalwoorden voorstellen; niemand heeft ze beoordeeld",
                "Passages, with codes that cue words propose; nobody has judged them",
            );
            let _ = writeln!(text, "\n{head}");
            story.passages.iter().for_each(|row| text.push_str(&self.passage_lines(row, story, codebook)));
        }
        text
    }

    /// A passage, and under it the elements proposed for it, each with its cue and the line of the codebook.
    fn passage_lines(&self, row: &PassageRow, story: &Story, codebook: &Codebook) -> String {
        let place = place_of(&row.document, row.page, story);
        let mut text = format!("  {} {}{place}: “{}”\n", row.term, row.kind, one_line(&row.quote));
        let key = (&row.term, &row.document, row.page, row.start, row.end);
        let codes = story
            .codes
            .iter()
            .filter(|code| (&code.term, &code.document, code.page, code.start, code.end) == key);
        let before = text.len();
        for code in codes {
            let element = codebook.element(&code.element);
            let label = element.map_or(String::new(), |element| self.say(&element.label, &element.label_en));
            let rule = self.place(&format!("element:{}", code.element));
            let _ = writeln!(text, "      {} {label}: “{}” [{rule}]", code.element, one_line(&code.cue));
        }
        if text.len() == before {
            let _ = writeln!(text, "      {}", self.say("geen element voorgesteld", "no element proposed"));
        }
        text
    }

    /// Nobody typed anything for what a catalogue lists: the publication itself holds the text.
    fn hit_line(&self, hit: &HitRow) -> String {
        if hit.via == Route::Catalogue {
            let listed = self.say(
                "catalogus: staat zelf in titel of tekst; plaats",
                "catalogue: it stands in title or text itself; place",
            );
            return format!(
                "  {} `{}` ({}), {listed} {}; {} {}\n",
                hit.source, hit.text, hit.term, hit.rank, hit.kind_as_listed, hit.date_as_listed
            );
        }
        format!(
            "  {} `{}` ({}), {} #{}, p. {}; {} {}\n",
            hit.source,
            hit.text,
            hit.term,
            hit.via,
            hit.rank,
            hit.result_page,
            hit.kind_as_listed,
            hit.date_as_listed
        )
    }

    /// The boxes that were asked for a term of this publication and did not show it.
    fn missed_by_the_box(&self, story: &Story) -> String {
        let only_listed = !story.hits.is_empty() && story.hits.iter().all(|hit| hit.via == Route::Catalogue);
        if !only_listed {
            return String::new();
        }
        self.say(
            "  Geen zoekvraag in een zoekvak gaf deze publicatie: ze telt niet in Tabel 1.\n",
            "  No query in a search box returned it: it is not counted in Table 1.\n",
        )
    }

    fn outcome_line(&self, row: &OutcomeRow) -> String {
        let mut line = format!("  {}: {}", row.term, row.outcome);
        if let Some(by) = row.decided_by {
            let _ = write!(line, " ({by})");
        }
        if !row.unclear.is_empty() {
            let _ = write!(line, "; {} {}", self.say("onbeslist:", "unclear:"), row.unclear);
        }
        if !row.via.counts_in_table1() {
            let _ = write!(
                line,
                "; {} {}",
                self.say("telt niet in Tabel 1, langs", "not counted in Table 1, by"),
                row.via
            );
        }
        line + "\n"
    }

    fn decision_lines(&self, row: &DecisionRow, story: &Story) -> String {
        let term = row.term.as_ref().map(|term| format!(" {term}")).unwrap_or_default();
        let by = match row.made_by {
            MadeBy::Rule => String::new(),
            other => format!(" ({other})"),
        };
        let mut text = format!("  {}{term}: {}{by}", row.criterion, row.verdict);
        if let (Verdict::Unclear, Some(proposal)) = (row.verdict, row.proposal) {
            let _ = write!(text, ", {} {proposal}", self.say("voorstel", "proposal"));
        }
        let _ = write!(text, ". {}", row.because.render(self.language));
        let _ = writeln!(text, " [{}]", self.place(&row.rule));
        if !row.quote.is_empty() {
            let place = evidence_place(row, story);
            let _ = writeln!(text, "      “{}”{place}", one_line(&row.quote));
        }
        text
    }

    /// The rule's id and where it stands, such as `kind:nieuws, config/lexicons/kinds.toml:31`.
    fn place(&self, rule: &str) -> String {
        match self.protocol.as_ref().and_then(|protocol| protocol.origin(rule)) {
            Some(origin) => format!("{rule}, {}:{}", origin.file, origin.line),
            None => rule.to_owned(),
        }
    }
}

fn document_line(row: &DocumentRow) -> String {
    let note = if row.note.is_empty() { String::new() } else { format!(" ({})", row.note) };
    format!("  {} {} {}, {} p.{note}\n    {}\n", row.document, row.part, row.status, row.pages, row.url)
}

/// `, p. 12` by the printed number where the passage has one, else `, pdf p. 14`; nothing for a web page or a listing.
fn evidence_place(row: &DecisionRow, story: &Story) -> String {
    let (Some(page), Some(document)) = (row.page, row.document.as_ref()) else { return String::new() };
    place_of(document, page, story)
}

fn place_of(document: &DocumentId, page: u32, story: &Story) -> String {
    let is_pdf = |known: &&DocumentRow| known.document == *document && known.kind == DocumentKind::Pdf;
    if story.documents.iter().find(is_pdf).is_none() {
        return String::new();
    }
    let on_page = |passage: &&PassageRow| {
        passage.document == *document && passage.page == page && !passage.label.is_empty()
    };
    match story.passages.iter().find(on_page) {
        Some(passage) => format!(", p. {}", passage.label),
        None => format!(", pdf p. {page}"),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
