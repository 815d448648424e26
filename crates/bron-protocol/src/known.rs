//! The list of known items: publications that an earlier review names.

use crate::Term;
use crate::config_file::ConfigFile;
use crate::csv_table::{Columns, Row, rows};
use crate::error::Error;
use bron_model::{SourceId, TermId};
use url::Url;

/// Without the first three nothing can be traced; the last four of the others are for a user to fill in.
const COLUMNS: Columns = Columns {
    needed: &["term", "authors", "year"],
    optional: &["page", "title", "second_hand_of", "note", "address", "doi", "isbn", "source"],
};

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
        let rows = rows(file, &COLUMNS)?;
        let items = rows.iter().map(|row| row.item(terms)).collect::<Result<_, _>>()?;
        Ok(Self { path: file.path.clone(), items })
    }
}

impl Row<'_> {
    fn item(&self, terms: &[Term]) -> Result<KnownItem, Error> {
        Ok(KnownItem {
            line: self.line,
            term: self.term(terms)?,
            authors: self.owned("authors"),
            year: self.year()?,
            page: self.owned("page"),
            title: self.owned("title"),
            second_hand_of: self.owned("second_hand_of"),
            note: self.owned("note"),
            address: self.address()?,
            doi: self.owned("doi"),
            isbn: self.owned("isbn"),
            source: self.source()?,
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
