//! The term comparison sheet: what people make of each term, aspect by aspect, beside what an earlier review made of it.

use crate::Term;
use crate::config_file::ConfigFile;
use crate::csv_table::{Columns, Row, rows};
use crate::error::{Error, did_you_mean, list, nearest};
use bron_model::{Language, TermId};
use serde::Serialize;
use std::collections::BTreeMap;

const COLUMNS: Columns = Columns { needed: &["term", "aspect", "earlier", "now"], optional: &["filled_by"] };

/// On what terms are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// From which field the term comes: care, welfare, ...
    Origin,
    /// A desired situation, or a way of working.
    Kind,
    /// Whether the goal is given beforehand, and which it is.
    Goal,
    /// Who acts: formal and informal, and who first.
    Actors,
    /// The level: person, household, community.
    Level,
}

impl Aspect {
    /// All of them, in the order of the sheet.
    pub const ALL: [Self; 5] = [Self::Origin, Self::Kind, Self::Goal, Self::Actors, Self::Level];

    /// As it stands in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Origin => "origin",
            Self::Kind => "kind",
            Self::Goal => "goal",
            Self::Actors => "actors",
            Self::Level => "level",
        }
    }

    /// As a heading for people.
    pub fn label(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Origin, Language::Nl) => "herkomst",
            (Self::Origin, Language::En) => "origin",
            (Self::Kind, Language::Nl) => "soort",
            (Self::Kind, Language::En) => "kind",
            (Self::Goal, Language::Nl) => "doel",
            (Self::Goal, Language::En) => "goal",
            (Self::Actors, Language::Nl) => "actoren",
            (Self::Actors, Language::En) => "actors",
            (Self::Level, Language::Nl) => "niveau",
            (Self::Level, Language::En) => "level",
        }
    }
}

/// A cell of the sheet: one aspect of one term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// The line in the file, from 1.
    pub line: u64,
    /// The term; it is one of the protocol's.
    pub term: TermId,
    /// The aspect.
    pub aspect: Aspect,
    /// What the earlier review has; empty where it says nothing.
    pub earlier: String,
    /// What people make of it now; empty until they have.
    pub now: String,
    /// Who filled that in; empty until somebody has.
    pub filled_by: String,
}

/// Reads the sheet, in the file's order. An unknown term or aspect, an aspect of a term twice, and a filled cell that does not
/// say who filled it (or the other way round) are refused with their line. A term or aspect that is not in the sheet is not
/// compared.
pub(crate) fn comparison(file: &ConfigFile, terms: &[Term]) -> Result<Vec<Compared>, Error> {
    let mut seen = BTreeMap::new();
    let mut cells = Vec::new();
    for row in rows(file, &COLUMNS)? {
        let cell = Compared {
            line: row.line,
            term: row.term(terms)?,
            aspect: row.aspect()?,
            earlier: row.owned("earlier"),
            now: row.owned("now"),
            filled_by: row.owned("filled_by"),
        };
        if let Some(first) = seen.insert((cell.term.clone(), cell.aspect), row.line) {
            let what = format!("`{}` of `{}`", cell.aspect.as_str(), cell.term);
            let problem = format!("{what} stands at {}:{first} and again", file.path);
            return Err(row.refuse(problem, "keep one row for each aspect of a term"));
        }
        if cell.now.is_empty() != cell.filled_by.is_empty() {
            return Err(row.refuse(
                "a cell and who filled it in do not go together".to_owned(),
                "fill in both `now` and `filled_by` (initials), or leave both empty",
            ));
        }
        cells.push(cell);
    }
    Ok(cells)
}

impl Row<'_> {
    fn aspect(&self) -> Result<Aspect, Error> {
        let text = self.cell("aspect");
        Aspect::ALL.into_iter().find(|aspect| aspect.as_str() == text).ok_or_else(|| {
            let known = Aspect::ALL.map(Aspect::as_str);
            let hint = format!("{}there are: {}", did_you_mean(nearest(text, &known)), list(&known));
            self.refuse(format!("unknown aspect `{text}`"), hint)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &str) -> Result<Vec<Compared>, Error> {
        let term = "id = \"samenzorg\"\nlabel = \"Samenzorg\"\ntexts = [\"samenzorg\"]\nform = \"word\"\nvariants = []\n";
        let text = format!("term,aspect,earlier,now,filled_by\n{rows}");
        let file = ConfigFile::new("config/c.csv", text.as_bytes()).unwrap();
        comparison(&file, &[toml::from_str(term).unwrap()])
    }

    fn refused(rows: &str, line: u32, problem: &str) {
        let error = read(rows).unwrap_err();
        assert_eq!(error.to_string(), format!("{problem} at config/c.csv:{line}:1"));
        assert!(error.hint().is_some());
    }

    #[test]
    fn a_cell_is_empty_until_somebody_fills_it_in_and_says_who() {
        let cells = read("samenzorg,origin,zorg,,\nsamenzorg,goal,,langer thuis,AB\n").unwrap();
        let told: Vec<_> = cells.iter().map(|cell| (cell.aspect, &cell.earlier[..], &cell.now[..])).collect();
        assert_eq!(told, [(Aspect::Origin, "zorg", ""), (Aspect::Goal, "", "langer thuis")]);
        refused("samenzorg,origin,zorg,welzijn,\n", 2, "a cell and who filled it in do not go together");
        refused("samenzorg,origin,zorg,,AB\n", 2, "a cell and who filled it in do not go together");
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_its_line() {
        refused("samenzorgt,origin,,,\n", 2, "unknown term `samenzorgt`");
        refused("samenzorg,orgin,,,\n", 2, "unknown aspect `orgin`");
        refused(
            "samenzorg,goal,,,\nsamenzorg,goal,,,\n",
            3,
            "`goal` of `samenzorg` stands at config/c.csv:2 and again",
        );
    }
}
