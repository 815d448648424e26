//! A comparison for people, in Dutch or English.

use crate::comparison::Comparison;
use crate::effect::{ABSENT, TOTAL};
use crate::words::{category_in_words, cause_in_words, of};
use bron_model::{
    ComparedCountRow, ComparedQueryRow, DecisionCause, DifferenceCategory, DifferenceRow, Language,
};
use std::fmt::Write;

/// So many differences of one category are shown; all are in `diff.csv`.
const SHOWN: usize = 15;

/// The comparison as Markdown: what was compared, Table 1 on both sides with what explains the difference, from which outcome to
/// which, what was not asked the same, and the differences by category. Numbers that people add up do add up, and it says so.
pub fn markdown(comparison: &Comparison, language: Language) -> String {
    let told = Told { comparison, language };
    let mut parts = vec![told.head(), told.together(), told.table1()];
    parts.extend(
        [told.causes(), told.sums(), told.reasons(), told.queries(), told.differences()]
            .into_iter()
            .flatten(),
    );
    parts.join("\n")
}

struct Told<'a> {
    comparison: &'a Comparison,
    language: Language,
}

impl Told<'_> {
    fn say<'t>(&self, nl: &'t str, en: &'t str) -> &'t str {
        of(self.language, nl, en)
    }

    fn head(&self) -> String {
        let (a, b) = (&self.comparison.a, &self.comparison.b);
        let heading = self.say("Twee oogsten vergeleken", "Two harvests compared");
        let mut text = format!("# {heading}: {} (A), {} (B)\n\n", cell(&a.name), cell(&b.name));
        let _ = writeln!(text, "| | A | B |\n|---|---|---|");
        let unknown = self.say("niet gemeld", "not reported");
        let rows = [
            (self.say("geoogst op", "harvested on"), [&a.harvested, &b.harvested]),
            (self.say("zoekvenster tot en met", "window to"), [&a.until, &b.until]),
            ("bron", [&a.bron, &b.bron]),
        ];
        for (name, values) in rows {
            let [a, b] = values.map(|value| if value.is_empty() { unknown } else { value });
            let _ = writeln!(text, "| {name} | {a} | {b} |");
        }
        text
    }

    fn together(&self) -> String {
        let together = self.comparison.together;
        let mut lines = Vec::new();
        if together.printed {
            lines.push(self.say(
                "A is een gedrukte tabel. Hoe daarvoor is gezocht (teksten, aanhalingstekens, gelezen resultaatpagina's, einddatum) \
                 is niet gemeld. Het verschil is dus verloop *en* een andere werkwijze, en geen getal scheidt die twee: hier heet \
                 niets verloop. Wat wel bewezen is, staat per genoemde publicatie hieronder.",
                "A is a printed table. How was searched for it (texts, quotation marks, result pages read, last day) is not \
                 reported. So the difference is drift *and* another procedure, and no number tells the two apart: nothing is called \
                 drift here. What is proven stands below, for each publication that was named.",
            ));
            if self.comparison.differences.is_empty() {
                lines.push(self.say(
                    "De genoemde publicaties zijn niet nagegaan: `bron known RUN` doet dat, en vergelijk daarna opnieuw.",
                    "The publications that were named are not traced: `bron known RUN` does that; compare again after it.",
                ));
            }
            return lines.join("\n\n") + "\n";
        }
        if together.same_archive {
            lines.push(self.say(
                "Beide lezen hetzelfde archief: de antwoorden van de sites zijn dezelfde, en elk verschil volgt uit zoekvenster, \
                 criteria of oordelen. De groei is exact.",
                "Both read the same archive: what the sites answered is the same, and every difference follows from the window, the \
                 criteria or the judgements. Growth is exact.",
            ));
        } else if !together.same_search {
            lines.push(self.say(
                "Er is niet op dezelfde manier gezocht (bronnen, teksten, stopregels): wat daardoor verschilt, staat apart als niet \
                 te vergelijken.",
                "The search was not the same (sources, texts, stop rules): what differs because of that stands apart as not comparable.",
            ));
        }
        if !together.same_screening {
            lines.push(self.say(
                "Er is niet op dezelfde manier beoordeeld: criteria, woordenlijsten of zoekvenster verschillen.",
                "The screening was not the same: criteria, word lists or window differ.",
            ));
        }
        if lines.is_empty() {
            lines.push(self.say(
                "Beide zochten en beoordeelden op dezelfde manier.",
                "Both searched and screened in the same way.",
            ));
        }
        if !self.comparison.differs() {
            lines.push(self.say("Er is niets verschillend.", "Nothing differs."));
        }
        lines.join(" ") + "\n"
    }

    /// The cells of Table 1 that people look at first; the others are in `counts.csv`.
    fn table1(&self) -> String {
        let mut text = format!("## {}\n\n", self.say("Tabel 1 naast elkaar", "Table 1 side by side"));
        let columns = self.columns();
        let _ = write!(text, "| {} |", self.say("term", "term"));
        for (_, name) in &columns {
            let _ = write!(text, " {name} |");
        }
        let _ = write!(text, "\n|---|");
        columns.iter().for_each(|_| text.push_str("---:|"));
        text.push('\n');
        let terms = self.comparison.b.labels.iter().map(|(term, label)| (term.as_str(), label.as_str()));
        for (term, label) in terms.chain([(TOTAL, self.say("totaal", "total"))]) {
            let _ = write!(text, "| {} |", cell(label));
            for (column, _) in &columns {
                let row = self.comparison.counts.iter().find(|row| row.term == term && row.column == *column);
                let _ = write!(text, " {} |", row.map(both).unwrap_or_default());
            }
            text.push('\n');
        }
        let unit = self.say(
            "In paren van een term en een publicatie, A → B. Leeg: niet gemeld.",
            "In pairs of a term and a publication, A → B. Empty: not reported.",
        );
        let _ = writeln!(text, "\n{unit}");
        text
    }

    fn columns(&self) -> Vec<(&'static str, &str)> {
        let e1 = self.say("weg op E1", "out on E1");
        let mut columns = vec![("identified", self.say("na I1, I2 en W", "after I1, I2 and W"))];
        if self.comparison.together.printed {
            columns.push(("excluded_e1", e1));
        } else {
            columns.push(("excluded_e1a", self.say("E1a: komt niet voor", "E1a: does not occur")));
            columns.push(("excluded_e1b", self.say("E1b: niet gedefinieerd", "E1b: not defined")));
        }
        columns.extend([
            ("excluded_e2_e3", self.say("E2-E3", "E2-E3")),
            ("unclear", self.say("onduidelijk", "unclear")),
            ("not_retrieved", self.say("niet verkregen", "not retrieved")),
            ("included", self.say("geïncludeerd", "included")),
        ]);
        columns
    }

    /// What explains the difference of two columns, in total; nothing where no cause is known or nothing moved.
    fn causes(&self) -> Option<String> {
        let row = |column: &str| {
            self.comparison.counts.iter().find(|row| row.term == TOTAL && row.column == column)
        };
        let (identified, included) = (row("identified")?, row("included")?);
        let (one, other) = (self.causes_of(identified), self.causes_of(included));
        if one.iter().chain(&other).all(|(_, by)| *by == 0) {
            return None;
        }
        let mut text =
            format!("## {}\n\n", self.say("Waardoor het verschil komt", "What explains the difference"));
        let _ = writeln!(
            text,
            "| {} | {} | {} |\n|---|---:|---:|",
            self.say("oorzaak", "cause"),
            self.say("na I1, I2 en W", "after I1, I2 and W"),
            self.say("geïncludeerd", "included")
        );
        for ((name, by), (_, included)) in
            one.iter().zip(&other).filter(|((_, by), (_, other))| *by != 0 || *other != 0)
        {
            let _ = writeln!(text, "| {name} | {by:+} | {included:+} |");
        }
        let total = |row: &ComparedCountRow| row.difference.unwrap_or(0);
        let _ = writeln!(
            text,
            "| **{}** | **{:+}** | **{:+}** |\n\n{}",
            self.say("samen, het verschil van de tabellen", "together, the difference of the tables"),
            total(identified),
            total(included),
            self.say(
                "De oorzaken tellen op tot het verschil; per term en kolom staan ze in counts.csv.",
                "The causes add up to the difference; by term and column they are in counts.csv.",
            )
        );
        Some(text)
    }

    fn causes_of(&self, row: &ComparedCountRow) -> Vec<(String, i64)> {
        let category = |category: DifferenceCategory, by: Option<i64>| {
            (category_in_words(category, self.language).to_owned(), by.unwrap_or(0))
        };
        let decision = |cause: DecisionCause, by: Option<i64>| {
            let name = category_in_words(DifferenceCategory::ChangedDecision, self.language);
            (format!("{name}: {}", cause_in_words(cause, self.language)), by.unwrap_or(0))
        };
        vec![
            category(DifferenceCategory::NewPublication, row.new_publication),
            category(DifferenceCategory::NewlyIndexed, row.newly_indexed),
            category(DifferenceCategory::Appeared, row.appeared),
            category(DifferenceCategory::Gone, row.gone),
            category(DifferenceCategory::NotReturned, row.not_returned),
            category(DifferenceCategory::NotAsked, row.not_asked),
            category(DifferenceCategory::CutOff, row.cut_off),
            decision(DecisionCause::Document, row.document),
            decision(DecisionCause::Criteria, row.criteria),
            decision(DecisionCause::Reviewer, row.reviewer),
            decision(DecisionCause::Rule, row.rule),
            (
                self.say("samengevoegde of gesplitste publicaties", "publications merged or split")
                    .to_owned(),
                row.merged.unwrap_or(0),
            ),
            category(DifferenceCategory::NotComparable, row.not_comparable),
        ]
    }

    fn sums(&self) -> Option<String> {
        if self.comparison.together.printed {
            return None;
        }
        let sums = self.comparison.sums;
        let mut text = format!("## {}\n\n", self.say("Publicaties", "Publications"));
        let _ = writeln!(text, "| | A | B |\n|---|---:|---:|");
        for (name, a, b) in [
            (self.say("aan beide kanten", "on both sides"), sums.matched_a, sums.matched_b),
            (self.say("alleen hier", "here only"), sums.only_a, sums.only_b),
            (
                self.say("alleen hier, maar niet hetzelfde gevraagd", "here only, but not asked the same"),
                sums.not_comparable_a,
                sums.not_comparable_b,
            ),
            (self.say("samen", "together"), sums.a, sums.b),
        ] {
            let _ = writeln!(text, "| {name} | {a} | {b} |");
        }
        let _ = match self.language {
            Language::Nl => writeln!(
                text,
                "\nDe eerste drie regels tellen op tot de laatste. In {} publicaties verschilt niets; {} paren hebben dezelfde uitkomst.",
                sums.unchanged, sums.unchanged_pairs
            ),
            Language::En => writeln!(
                text,
                "\nThe first three lines add up to the last. In {} publications nothing differs; {} pairs have the same outcome.",
                sums.unchanged, sums.unchanged_pairs
            ),
        };
        Some(text)
    }

    /// From which outcome to which; pairs that stay what they were are left out.
    fn reasons(&self) -> Option<String> {
        let moved = self.comparison.reasons.iter().filter(|row| row.term == TOTAL && row.from != row.to);
        let rows: Vec<String> = moved
            .map(|row| format!("| {} | {} | {} |", self.outcome(&row.from), self.outcome(&row.to), row.pairs))
            .collect();
        if rows.is_empty() {
            return None;
        }
        Some(format!(
            "## {}\n\n| A | B | {} |\n|---|---|---:|\n{}\n\n{}\n",
            self.say("Van welke uitkomst naar welke", "From which outcome to which"),
            self.say("paren", "pairs"),
            rows.join("\n"),
            self.say(
                "Per term, ook wat gelijk bleef: reasons.csv.",
                "By term, with what stayed the same: reasons.csv."
            )
        ))
    }

    fn outcome<'t>(&self, outcome: &'t str) -> &'t str {
        if outcome == ABSENT { self.say("(geen paar)", "(no pair)") } else { outcome }
    }

    fn queries(&self) -> Option<String> {
        if self.comparison.together.printed {
            return None;
        }
        let apart: Vec<&ComparedQueryRow> =
            self.comparison.queries.iter().filter(|row| !row.comparable).collect();
        if apart.is_empty() {
            return None;
        }
        let mut text = format!("## {}\n\n", self.say("Niet hetzelfde gevraagd", "Not asked the same"));
        for row in apart.iter().take(SHOWN) {
            let _ = writeln!(text, "- {}", cell(&row.why));
        }
        text.push_str(&self.more(apart.len(), "queries.csv"));
        Some(text)
    }

    fn more(&self, all: usize, file: &str) -> String {
        let left = all.saturating_sub(SHOWN);
        match (left, self.language) {
            (0, _) => String::new(),
            (_, Language::Nl) => format!("- en nog {left}: {file}\n"),
            (_, Language::En) => format!("- and {left} more: {file}\n"),
        }
    }

    fn differences(&self) -> Option<String> {
        if self.comparison.differences.is_empty() {
            return None;
        }
        let mut text = format!("## {}\n", self.say("Verschillen", "Differences"));
        for category in DifferenceCategory::ALL {
            let rows: Vec<&DifferenceRow> =
                self.comparison.differences.iter().filter(|row| row.category == *category).collect();
            if rows.is_empty() {
                continue;
            }
            let words = category_in_words(*category, self.language);
            let _ = writeln!(text, "\n### {words} (`{category}`): {}\n", rows.len());
            for row in rows.iter().take(SHOWN) {
                let _ = writeln!(text, "- {}", self.difference(row));
            }
            text.push_str(&self.more(rows.len(), "diff.csv"));
        }
        Some(text)
    }

    fn difference(&self, row: &DifferenceRow) -> String {
        let title = if row.title.is_empty() { &row.before } else { &row.title };
        let mut text = format!("**{}**", cell(title));
        if let Some(term) = &row.term {
            let _ = write!(text, " ({term})");
        }
        let is_about = !row.field.is_empty() && row.field != "text" && row.field != "file";
        if is_about && !(row.before.is_empty() && row.after.is_empty()) {
            let _ = write!(text, ": {} `{}` → `{}`", row.field, code(&row.before), code(&row.after));
        }
        if let Some(cause) = row.because {
            let _ = write!(text, "; {}", cause_in_words(cause, self.language));
        }
        let _ = write!(text, ". {}", cell(&row.evidence));
        if !row.explains.is_empty() {
            let _ = write!(text, " [{}]", row.explains);
        }
        text
    }
}

/// `12 → 14 (+2)`; the one that is known where one is.
fn both(row: &ComparedCountRow) -> String {
    match (row.a, row.b) {
        (Some(a), Some(b)) if a == b => format!("{a}"),
        (Some(a), Some(b)) => format!("{a} → {b} ({:+})", b as i64 - a as i64),
        (None, Some(b)) => format!("→ {b}"),
        (Some(a), None) => format!("{a} →"),
        (None, None) => String::new(),
    }
}

/// What came from a site or a person, on one line that no Markdown takes for its own.
fn cell(text: &str) -> String {
    let mut safe = String::new();
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '|' | '<' | '*' | '_' | '[' | ']' | '\\') {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

/// The same between back ticks.
fn code(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('`', "'")
}
