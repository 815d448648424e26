//! The list of known items: publications that an earlier review names.

use crate::Term;
use crate::config_file::ConfigFile;
use crate::error::{Error, Place, did_you_mean, list, nearest};
use bron_model::{SourceId, TermId};
use std::collections::BTreeMap;
use url::Url;

/// Columns without which nothing can be traced.
const NEEDED: &[&str] = &["term", "authors", "year"];
/// Columns that may be absent; the last four are for a user to fill in.
const OPTIONAL: &[&str] = &["page", "title", "second_hand_of", "note", "address", "doi", "isbn", "source"];

/// The publications that an earlier review names, as the file that the pipeline's key `known` names lists them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownList {
    /// The file, from the study's folder.
    pub path: String,
    /// Its rows, in the file's order.
    pub items: Vec<KnownItem>,
}

/// One row: a publication named under a term. A cell that is empty, or whose column is absent, is an empty text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownItem {
    /// The line in the file, from 1.
    pub line: u64,
    /// The term; it is one of the protocol's.
    pub term: TermId,
    /// The authors (`Van Pelt et al.`).
    pub authors: String,
    /// The year as written (`2023a`, `z.d.`).
    pub year: String,
    /// The page, or pages (`23-24`).
    pub page: String,
    /// The title. Without one an item can be met by an identifier only, and is never said to be absent.
    pub title: String,
    /// Whose definition it is, when it is second-hand.
    pub second_hand_of: String,
    /// What else is known.
    pub note: String,
    /// The address at which it was found then.
    pub address: Option<Url>,
    /// The DOI, in any form.
    pub doi: String,
    /// The ISBN, in any form.
    pub isbn: String,
    /// The source at which it was found then, which need not be one of this pipeline.
    pub source: Option<SourceId>,
}

impl KnownItem {
    /// The year as a number; `None` where it is not known (`z.d.`).
    pub fn year_number(&self) -> Option<i16> {
        self.year.get(..4).and_then(|digits| digits.parse().ok())
    }
}

impl KnownList {
    /// Reads the list. An unknown column, an unknown term, a year or an address that is none are refused with line.
    pub(crate) fn read(file: &ConfigFile, terms: &[Term]) -> Result<Self, Error> {
        let mut reader = csv::Reader::from_reader(file.text().as_bytes());
        let header = reader.headers().map_err(|error| unreadable(file, &error))?.clone();
        check_header(file, &header)?;
        let mut items = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| unreadable(file, &error))?;
            let cells: BTreeMap<&str, &str> = header.iter().zip(record.iter().map(str::trim)).collect();
            let line = record.position().map_or(0, csv::Position::line);
            items.push(Row { file, line, cells }.item(terms)?);
        }
        Ok(Self { path: file.path.clone(), items })
    }
}

fn check_header(file: &ConfigFile, header: &csv::StringRecord) -> Result<(), Error> {
    let valid = [NEEDED, OPTIONAL].concat();
    let refuse = |problem: String, hint: String| Err(Error::Refused { place: at(file, 1), problem, hint });
    for (number, column) in header.iter().enumerate() {
        if column.contains([';', '\t']) {
            let problem = "the columns are not separated by commas".to_owned();
            return refuse(problem, "save the table as CSV with commas, in UTF-8".to_owned());
        }
        if !valid.contains(&column) {
            let hint = format!("{}there are: {}", did_you_mean(nearest(column, &valid)), list(&valid));
            return refuse(format!("unknown column `{column}`"), hint);
        }
        if header.iter().take(number).any(|before| before == column) {
            return refuse(format!("column `{column}` stands twice"), "keep one of the two".to_owned());
        }
    }
    match NEEDED.iter().find(|column| !header.iter().any(|found| found == **column)) {
        Some(missing) => refuse(
            format!("there is no column `{missing}`"),
            format!("add it to the header; needed are {}", list(NEEDED)),
        ),
        None => Ok(()),
    }
}

fn at(file: &ConfigFile, line: u64) -> Place {
    Place { file: file.path.clone(), line: u32::try_from(line).unwrap_or(u32::MAX), column: 1 }
}

fn unreadable(file: &ConfigFile, error: &csv::Error) -> Error {
    let line = error.position().map_or(1, csv::Position::line);
    let problem = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("a row of {len} cells under a header of {expected_len}")
        }
        _ => format!("a table that cannot be read ({error})"),
    };
    let hint = "put a text that holds a comma or a quotation mark between quotation marks".to_owned();
    Error::Refused { place: at(file, line), problem, hint }
}

struct Row<'a> {
    file: &'a ConfigFile,
    line: u64,
    cells: BTreeMap<&'a str, &'a str>,
}

impl Row<'_> {
    fn cell(&self, column: &str) -> &str {
        self.cells.get(column).copied().unwrap_or_default()
    }

    fn refuse(&self, problem: String, hint: impl Into<String>) -> Error {
        Error::Refused { place: at(self.file, self.line), problem, hint: hint.into() }
    }

    fn item(&self, terms: &[Term]) -> Result<KnownItem, Error> {
        Ok(KnownItem {
            line: self.line,
            term: self.term(terms)?,
            authors: self.cell("authors").to_owned(),
            year: self.year()?,
            page: self.cell("page").to_owned(),
            title: self.cell("title").to_owned(),
            second_hand_of: self.cell("second_hand_of").to_owned(),
            note: self.cell("note").to_owned(),
            address: self.address()?,
            doi: self.cell("doi").to_owned(),
            isbn: self.cell("isbn").to_owned(),
            source: self.source()?,
        })
    }

    fn term(&self, terms: &[Term]) -> Result<TermId, Error> {
        let id = self.cell("term");
        let found = terms.iter().map(|term| &term.id).find(|term| term.as_str() == id);
        found.cloned().ok_or_else(|| {
            let ids: Vec<&str> = terms.iter().map(|term| term.id.as_str()).collect();
            let hint = format!("{}there are: {}", did_you_mean(nearest(id, &ids)), list(&ids));
            self.refuse(format!("unknown term `{id}`"), hint)
        })
    }

    /// Four digits with at most one letter behind them, `z.d.` or `n.d.` (also `z.d.-a`), or nothing.
    fn year(&self) -> Result<String, Error> {
        let year = self.cell("year");
        let (digits, letter) = year.split_at(year.floor_char_boundary(4));
        let is_year = digits.len() == 4
            && digits.bytes().all(|b| b.is_ascii_digit())
            && (letter.is_empty() || (letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_lowercase())));
        let undated = year.is_empty() || year.starts_with("z.d.") || year.starts_with("n.d.");
        if is_year || undated {
            return Ok(year.to_owned());
        }
        Err(self
            .refuse(format!("`{year}` is no year"), "write `2023`, `2023a` or, where there is none, `z.d.`"))
    }

    fn address(&self) -> Result<Option<Url>, Error> {
        let text = self.cell("address");
        if text.is_empty() {
            return Ok(None);
        }
        let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        url.map(Some).ok_or_else(|| {
            let hint = "write it whole, as `https://www.example.nl/publicatie/titel`";
            self.refuse(format!("`{text}` is no address of a web page"), hint)
        })
    }

    fn source(&self) -> Result<Option<SourceId>, Error> {
        let text = self.cell("source");
        if text.is_empty() {
            return Ok(None);
        }
        let hint = "write the id of a source, as `config/sources/<id>.toml` has it";
        SourceId::new(text).map(Some).map_err(|_| self.refuse(format!("`{text}` is no id of a source"), hint))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms() -> Vec<Term> {
        let text = "id = \"samenzorg\"\nlabel = \"Samenzorg\"\ntexts = [\"samenzorg\"]\nform = \"word\"\nvariants = []\n";
        vec![toml::from_str(text).unwrap()]
    }

    fn read(text: &str) -> Result<KnownList, Error> {
        KnownList::read(&ConfigFile::new("config/k.csv", text.as_bytes()).unwrap(), &terms())
    }

    fn refused(text: &str, line: u32, problem: &str) {
        let error = read(text).unwrap_err();
        assert_eq!(error.to_string(), format!("{problem} at config/k.csv:{line}:1"));
        assert!(error.hint().is_some());
    }

    #[test]
    fn columns_that_are_absent_are_empty_cells() {
        let list = read("term,authors,year\nsamenzorg,Wubs et al.,2023a\nsamenzorg,Visser,z.d.\n").unwrap();
        let [first, second] = &list.items[..] else { panic!("{list:?}") };
        assert_eq!((first.line, first.year_number(), first.title.as_str()), (2, Some(2023), ""));
        assert_eq!((second.line, second.year_number(), &second.address), (3, None, &None));
    }

    #[test]
    fn columns_for_the_user_are_read_in_any_order() {
        let list = read("source,isbn,doi,address,title,year,authors,term\nlsa,0-306-40615-2,10.1/x,http://lsa.nl/a,\"A, b\",2020,Wubs,samenzorg\n").unwrap();
        let item = &list.items[0];
        assert_eq!(item.source.as_ref().map(SourceId::as_str), Some("lsa"));
        assert_eq!(item.address.as_ref().map(Url::as_str), Some("http://lsa.nl/a"));
        assert_eq!((item.title.as_str(), item.doi.as_str()), ("A, b", "10.1/x"));
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_its_line() {
        refused("term,authors,year,titel\n", 1, "unknown column `titel`");
        refused("term;authors;year\n", 1, "the columns are not separated by commas");
        refused("term,authors\n", 1, "there is no column `year`");
        refused("term,authors,year,year\n", 1, "column `year` stands twice");
        refused("term,authors,year\nsamenzorg,W,2020\nsamenzorgt,W,2020\n", 3, "unknown term `samenzorgt`");
        refused("term,authors,year\nsamenzorg,W,20\n", 2, "`20` is no year");
        refused(
            "term,authors,year,address\nsamenzorg,W,2020,lsa.nl/a\n",
            2,
            "`lsa.nl/a` is no address of a web page",
        );
        refused("term,authors,year,source\nsamenzorg,W,2020,L S A\n", 2, "`L S A` is no id of a source");
        refused("term,authors,year\nsamenzorg,W\n", 2, "a row of 2 cells under a header of 3");
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(term,authors,year,title\n)?[a-z0-9é,;\"\n. ]{0,60}") {
            let _ = read(&text);
        }
    }
}
