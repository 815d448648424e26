//! Is one of these publications the one that somebody names? (known items, such as an earlier review's inclusions)

use crate::keys::{all, doi_in_address, doi_of, isbn13};
use crate::listed::{at_new_place, longest_first};
use crate::title::{Title, is_function_word, is_slip, words_of};
use bron_model::{PublicationId, SourceId, canonical_address};
use bron_protocol::Moved;
use bron_text::fold;
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// A publication as somebody names it. What is not known is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KnownWork {
    /// The title.
    pub title: String,
    /// The authors as in a reference (`Van Pelt et al.`).
    pub authors: String,
    /// The year.
    pub year: Option<i16>,
    /// The DOI, in any form.
    pub doi: String,
    /// The ISBN, in any form.
    pub isbn: String,
    /// The address at which it was found.
    pub address: Option<Url>,
}

/// A publication as it was seen: what lists and documents say of it. What is not known is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The publication.
    pub publication: PublicationId,
    /// Its titles, as listed and as read.
    pub titles: BTreeSet<String>,
    /// Its authors as listed, or as its page at the site says; these can speak against a match.
    pub authors: BTreeSet<String>,
    /// Its authors as read in files, which may be a typist's name: these can only speak for a match.
    pub authors_read: BTreeSet<String>,
    /// Ids of its sources and names of its publishers: an organisation may be named as the author.
    pub organisations: BTreeSet<String>,
    /// The year before which it certainly did not appear.
    pub not_before: Option<i16>,
    /// The year after which it certainly did not appear.
    pub not_after: Option<i16>,
    /// Its DOIs, in any form.
    pub dois: BTreeSet<String>,
    /// Its ISBNs, in any form.
    pub isbns: BTreeSet<String>,
    /// Its addresses as listed.
    pub addresses: BTreeSet<String>,
}

/// What a match rests on, in the order in which it is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchedBy {
    /// The same title, letter by letter after folding.
    Title,
    /// The same DOI.
    Doi,
    /// The same ISBN, under titles that go together.
    Isbn,
    /// The same address, or the one that a table of moved addresses gives for it.
    Address,
    /// Authors, year and the words of the title.
    TitleWords,
}

impl MatchedBy {
    /// The word used in files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Doi => "doi",
            Self::Isbn => "isbn",
            Self::Address => "address",
            Self::TitleWords => "title-words",
        }
    }
}

/// How the year seen lies to the year named. A year's difference is none: a list may date by the day it was put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// The same year, or nothing known that differs.
    Same,
    /// More than a year later.
    Later,
    /// More than a year earlier.
    Earlier,
}

/// One publication that is, or may be, the one named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownMatch {
    /// The publication.
    pub publication: PublicationId,
    /// What it rests on.
    pub by: MatchedBy,
    /// Whether it is another edition of what is named.
    pub edition: Edition,
    /// Whether an address was named and this is at another.
    pub moved: bool,
    /// What both have, and where they differ.
    pub evidence: String,
}

/// What was found of a named publication; each list sorted by publication.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traced {
    /// Those that are it, or a later edition of it. They need not be one publication of the run.
    pub certain: Vec<KnownMatch>,
    /// Those that may be it: a person must say.
    pub doubtful: Vec<KnownMatch>,
    /// Where no title is named and nothing else is known by which to meet it: those with an author and the year of it.
    /// This is no match, only where to look for the title.
    pub by_author_and_year: Vec<PublicationId>,
}

/// Traces a named publication among those seen. The order of `seen` makes no difference.
///
/// A match is certain where the titles are the same and an author is, or where nothing is known of the authors and the
/// title is long enough to name one work in that year; where DOI, ISBN or address are the same and nothing speaks
/// against it; or where title and authors are the same but for a slip or a subtitle. Where the same edition is there,
/// later ones are left out. Anything less is doubtful, and an empty title matches nothing.
pub fn trace(work: &KnownWork, seen: &[Seen], moved: &BTreeMap<SourceId, Vec<Moved>>) -> Traced {
    let wanted = Wanted::new(work, moved);
    let mut traced = Traced::default();
    for one in seen {
        match wanted.judge(one) {
            Some((true, found)) => traced.certain.push(found),
            Some((false, found)) => traced.doubtful.push(found),
            None => {}
        }
    }
    if traced.certain.iter().any(|found| found.edition == Edition::Same) {
        traced.certain.retain(|found| found.edition == Edition::Same);
    }
    if !traced.certain.is_empty() {
        traced.doubtful.clear();
    } else if wanted.folded.is_empty() && traced.doubtful.is_empty() {
        traced.by_author_and_year = seen
            .iter()
            .filter(|one| wanted.shared_author(one).is_some() && wanted.year_fits(one))
            .map(|one| one.publication.clone())
            .collect();
    }
    traced.certain.sort_by(|a, b| a.publication.cmp(&b.publication));
    traced.doubtful.sort_by(|a, b| a.publication.cmp(&b.publication));
    traced.by_author_and_year.sort();
    traced
}

/// How alike two titles are, the most alike first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Alike {
    Exact,
    /// But for punctuation, diacritics, articles and slips.
    Like,
    /// One has a subtitle more.
    Subtitled,
    /// Most words of the shorter one.
    Words,
}

/// What is known of the authors of both.
enum Authors {
    Shared(String),
    /// An organisation that is the source or publisher.
    Organisation(String),
    Unknown,
    Differ,
}

/// The named publication, read once.
struct Wanted<'a> {
    work: &'a KnownWork,
    folded: String,
    title: Title,
    names: BTreeSet<String>,
    doi: Option<String>,
    isbn: Option<String>,
    address: Option<String>,
    rules: Vec<&'a Moved>,
}

impl<'a> Wanted<'a> {
    fn new(work: &'a KnownWork, moved: &'a BTreeMap<SourceId, Vec<Moved>>) -> Self {
        Self {
            folded: folded(&work.title),
            title: Title::new(&work.title),
            names: names_in(&work.authors),
            doi: doi_of(&work.doi).or_else(|| work.address.as_ref().and_then(doi_in_address)),
            isbn: isbn13(&work.isbn),
            address: work.address.as_ref().map(canonical_address),
            rules: longest_first(moved),
            work,
        }
    }

    /// The first rung that makes it certain, else the first that makes it doubtful.
    fn judge(&self, seen: &Seen) -> Option<(bool, KnownMatch)> {
        let rungs = [
            self.by_title(seen),
            self.by_doi(seen),
            self.by_isbn(seen),
            self.by_address(seen),
            self.by_title_words(seen),
        ];
        let found: Vec<(bool, KnownMatch)> = rungs.into_iter().flatten().collect();
        let certain = found.iter().position(|(certain, _)| *certain).unwrap_or(0);
        found.into_iter().nth(certain)
    }

    fn by_title(&self, seen: &Seen) -> Option<(bool, KnownMatch)> {
        let (alike, title) = self.most_alike(seen)?;
        (alike == Alike::Exact).then(|| self.judge_title(alike, title, seen, MatchedBy::Title))?
    }

    fn by_title_words(&self, seen: &Seen) -> Option<(bool, KnownMatch)> {
        let (alike, title) = self.most_alike(seen)?;
        (alike != Alike::Exact).then(|| self.judge_title(alike, title, seen, MatchedBy::TitleWords))?
    }

    fn by_doi(&self, seen: &Seen) -> Option<(bool, KnownMatch)> {
        let doi = self.doi.as_ref().filter(|doi| dois_of(seen).contains(*doi))?;
        Some((true, self.found(seen, MatchedBy::Doi, Edition::Same, format!("DOI {doi}"))))
    }

    fn by_isbn(&self, seen: &Seen) -> Option<(bool, KnownMatch)> {
        let isbns = all(seen.isbns.iter().map(String::as_str), isbn13);
        let isbn = self.isbn.as_ref().filter(|isbn| isbns.contains(*isbn))?;
        let evidence = self.with_title(format!("ISBN {isbn}"), seen);
        Some((self.title_goes(seen), self.found(seen, MatchedBy::Isbn, Edition::Same, evidence)))
    }

    fn by_address(&self, seen: &Seen) -> Option<(bool, KnownMatch)> {
        let address = self.address.as_ref()?;
        let new_place = at_new_place(address.clone(), &self.rules);
        let theirs = addresses_of(seen);
        let evidence = if theirs.contains(address) {
            format!("address {address}")
        } else if theirs.contains(&new_place) {
            format!("address {address}, which moved to {new_place}")
        } else {
            return None;
        };
        let evidence = self.with_title(evidence, seen);
        Some((self.title_goes(seen), self.found(seen, MatchedBy::Address, Edition::Same, evidence)))
    }

    /// Whether no title speaks against it.
    fn title_goes(&self, seen: &Seen) -> bool {
        seen.titles.is_empty() || seen.titles.iter().any(|title| self.title.goes_with(&Title::new(title)))
    }

    fn with_title(&self, evidence: String, seen: &Seen) -> String {
        if self.title_goes(seen) {
            return evidence;
        }
        let titles: Vec<&str> = seen.titles.iter().map(String::as_str).collect();
        format!("{evidence}, under another title: {}", titles.join(" / "))
    }

    /// The title that is most alike, the first of these in their order.
    fn most_alike<'s>(&self, seen: &'s Seen) -> Option<(Alike, &'s str)> {
        if self.folded.is_empty() {
            return None;
        }
        let alike = seen.titles.iter().filter_map(|title| Some((self.alike(title)?, title.as_str())));
        alike.min()
    }

    fn alike(&self, other: &str) -> Option<Alike> {
        let title = Title::new(other);
        if folded(other) == self.folded {
            Some(Alike::Exact)
        } else if title.joined().is_empty() || self.title.joined().is_empty() {
            None
        } else if self.title.is_like(&title) {
            Some(Alike::Like)
        } else if self.title.is_subtitled(&title) {
            Some(Alike::Subtitled)
        } else {
            self.title.goes_with(&title).then_some(Alike::Words)
        }
    }

    /// Certain, doubtful, or nothing worth telling.
    fn judge_title(
        &self,
        alike: Alike,
        title: &str,
        seen: &Seen,
        by: MatchedBy,
    ) -> Option<(bool, KnownMatch)> {
        let theirs = Title::new(title);
        let edition = self.edition(seen);
        let authors = self.authors(seen);
        let (certain, worth_telling) = self.weigh(alike, &theirs, &authors, seen);
        if !worth_telling {
            return None;
        }
        let other_doi = self.doi.is_some() && !dois_of(seen).is_empty() && !self.has_doi_of(seen);
        let certain = certain && edition != Edition::Earlier && !other_doi;
        let mut evidence = format!("title {title}; {}", told_authors(&authors));
        evidence.push_str(&self.told_years(seen));
        if other_doi {
            evidence.push_str("; another DOI");
        }
        Some((certain, self.found(seen, by, edition, evidence)))
    }

    /// Whether a title so much alike, with such authors, is the one named; and whether it is worth telling.
    fn weigh(&self, alike: Alike, theirs: &Title, authors: &Authors, seen: &Seen) -> (bool, bool) {
        let specific = self.title.is_specific() && theirs.is_specific();
        let long = self.title.is_long() && theirs.is_long();
        let years_known = self.work.year.is_some() && seen.not_after.is_some();
        let same_edition = self.edition(seen) == Edition::Same;
        match (authors, alike) {
            (_, Alike::Words) => (false, same_edition && matches!(authors, Authors::Shared(_))),
            (Authors::Shared(_), Alike::Exact) => (true, true),
            (Authors::Shared(_) | Authors::Organisation(_), Alike::Exact | Alike::Like) => (specific, true),
            (Authors::Shared(_) | Authors::Organisation(_), Alike::Subtitled) => {
                (specific && self.title.has_numbers_of(theirs), true)
            }
            (Authors::Unknown, Alike::Exact) => (same_edition && (long || (specific && years_known)), true),
            (Authors::Unknown, Alike::Like) => (same_edition && long && years_known, specific),
            (Authors::Differ, Alike::Exact) => (false, specific || same_edition),
            (Authors::Unknown | Authors::Differ, _) => (false, specific),
        }
    }

    fn found(&self, seen: &Seen, by: MatchedBy, edition: Edition, mut evidence: String) -> KnownMatch {
        let publication = seen.publication.clone();
        let theirs = addresses_of(seen);
        let other = self.address.as_ref().filter(|address| !theirs.is_empty() && !theirs.contains(*address));
        let moved = other.is_some();
        if let (Some(address), true) = (other, by != MatchedBy::Address) {
            evidence = format!("{evidence}; named at {address}");
        }
        KnownMatch { publication, by, edition, moved, evidence }
    }

    fn has_doi_of(&self, seen: &Seen) -> bool {
        self.doi.as_ref().is_some_and(|doi| dois_of(seen).contains(doi))
    }

    fn authors(&self, seen: &Seen) -> Authors {
        if let Some(name) = self.shared_author(seen) {
            return Authors::Shared(name);
        }
        let organisations: BTreeSet<String> =
            seen.organisations.iter().flat_map(|name| words_of(name)).collect();
        if let Some(name) = self.names.intersection(&organisations).next() {
            return Authors::Organisation(name.clone());
        }
        let listed = seen.authors.iter().any(|authors| !names_in(authors).is_empty());
        if listed && !self.names.is_empty() { Authors::Differ } else { Authors::Unknown }
    }

    /// The first name that both have, as named. One of three letters may be a first name: it counts where there is no other.
    fn shared_author(&self, seen: &Seen) -> Option<String> {
        let theirs: BTreeSet<String> =
            seen.authors.iter().chain(&seen.authors_read).flat_map(|authors| names_in(authors)).collect();
        let is_long = |name: &&String| name.chars().count() >= 4;
        let any_long = self.names.iter().any(|name| is_long(&name));
        let telling = self.names.iter().filter(|name| !any_long || is_long(name));
        telling.into_iter().find(|name| theirs.iter().any(|other| is_slip(name, other))).cloned()
    }

    fn edition(&self, seen: &Seen) -> Edition {
        let Some(year) = self.work.year else { return Edition::Same };
        match (seen.not_before, seen.not_after) {
            (_, Some(last)) if last.abs_diff(year) <= 1 => Edition::Same,
            (_, Some(last)) if last < year => Edition::Earlier,
            (_, Some(_)) => Edition::Later,
            (Some(first), None) if first > year.saturating_add(1) => Edition::Later,
            (_, None) => Edition::Same,
        }
    }

    fn year_fits(&self, seen: &Seen) -> bool {
        self.work.year.is_some_and(|year| seen.not_after.is_some_and(|last| last.abs_diff(year) <= 1))
    }

    fn told_years(&self, seen: &Seen) -> String {
        let Some(year) = self.work.year else { return String::new() };
        match (seen.not_before, seen.not_after) {
            (Some(first), Some(last)) if first > year => format!("; not {year}: from {first} to {last}"),
            (_, Some(last)) if last == year => format!("; {year}"),
            (_, Some(last)) => format!("; dated {last}, named with {year}"),
            (Some(first), None) if first > year => format!("; not before {first}, named with {year}"),
            (_, None) => "; no year known".to_owned(),
        }
    }
}

fn told_authors(authors: &Authors) -> String {
    match authors {
        Authors::Shared(name) => format!("author {name}"),
        Authors::Organisation(name) => format!("organisation {name}"),
        Authors::Unknown => "authors not known".to_owned(),
        Authors::Differ => "other authors".to_owned(),
    }
}

fn folded(title: &str) -> String {
    fold(title).text().trim().to_owned()
}

/// The names in a reference: without particles, initials, `et al.` and `red.`; `scp` and `lsa` are names.
fn names_in(authors: &str) -> BTreeSet<String> {
    let is_name = |word: &String| {
        word.chars().count() >= 3
            && !is_function_word(word)
            && !matches!(word.as_str(), "red" | "eds" | "editor" | "redactie")
    };
    words_of(authors).into_iter().filter(is_name).collect()
}

fn dois_of(seen: &Seen) -> BTreeSet<String> {
    let mut dois = all(seen.dois.iter().map(String::as_str), doi_of);
    dois.extend(seen.addresses.iter().filter_map(|text| doi_in_address(&Url::parse(text).ok()?)));
    dois
}

fn addresses_of(seen: &Seen) -> BTreeSet<String> {
    seen.addresses.iter().filter_map(|text| Some(canonical_address(&Url::parse(text).ok()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(id: &str, title: &str, authors: &str, year: i16) -> Seen {
        let one =
            |text: &str| if text.is_empty() { BTreeSet::new() } else { BTreeSet::from([text.to_owned()]) };
        Seen {
            publication: PublicationId::new(id).unwrap(),
            titles: one(title),
            authors: one(authors),
            authors_read: BTreeSet::new(),
            organisations: BTreeSet::from(["lsa".to_owned()]),
            not_before: None,
            not_after: (year > 0).then_some(year),
            dois: BTreeSet::new(),
            isbns: BTreeSet::new(),
            addresses: BTreeSet::from([format!("https://lsa.example/{id}")]),
        }
    }

    fn work(title: &str, authors: &str, year: i16) -> KnownWork {
        let year = (year > 0).then_some(year);
        KnownWork { title: title.to_owned(), authors: authors.to_owned(), year, ..KnownWork::default() }
    }

    /// `certain:<by>`, `newer:<by>`, `doubtful:<by>` or `-`.
    fn said(work: &KnownWork, seen: &Seen) -> String {
        let traced = trace(work, std::slice::from_ref(seen), &BTreeMap::new());
        match (traced.certain.first(), traced.doubtful.first()) {
            (Some(found), _) if found.edition == Edition::Later => format!("newer:{}", found.by.as_str()),
            (Some(found), _) => format!("certain:{}", found.by.as_str()),
            (None, Some(found)) => format!("doubtful:{}", found.by.as_str()),
            (None, None) => "-".to_owned(),
        }
    }

    const LONG: &str = "Wonen met aandacht: lessen uit vijf Groningse dorpen";

    #[test]
    fn title_authors_and_year_decide_together() {
        for (named, listed, expected) in [
            (
                ("Oud in de wijk Holt", "Wubs et al.", 2019),
                ("OUD in de  wijk Holt", "Lianne Wubs", 2019),
                "certain:title",
            ),
            // A list may date by the day it was put there.
            (
                ("Oud in de wijk Holt", "Wubs", 2019),
                ("Oud in de wijk Holt", "Lianne Wubs", 2020),
                "certain:title",
            ),
            (
                ("Oud in de wijk Holt", "Wubs", 2016),
                ("Oud in de wijk Holt", "Lianne Wubs", 2020),
                "newer:title",
            ),
            (
                ("Oud in de wijk Holt", "Wubs", 2023),
                ("Oud in de wijk Holt", "Lianne Wubs", 2020),
                "doubtful:title",
            ),
            (
                ("Oud in de wijk Holt", "Wubs", 0),
                ("Oud in de wijk Holt", "Lianne Wubs", 2020),
                "certain:title",
            ),
            (
                ("Samen wonen in Holterdammen", "Wubs", 2020),
                ("Samen wonen in Holterdammen", "Jan Stam", 2020),
                "doubtful:title",
            ),
            // Nothing known of the authors: the title must name one work.
            (
                ("Samen wonen in Holterdammen", "Wubs", 2020),
                ("Samen wonen in Holterdammen", "", 2020),
                "certain:title",
            ),
            (
                ("Samen wonen in Holterdammen", "Wubs", 2020),
                ("Samen wonen in Holterdammen", "", 0),
                "doubtful:title",
            ),
            (
                ("Samen wonen in Holterdammen", "Wubs", 2016),
                ("Samen wonen in Holterdammen", "", 2020),
                "doubtful:title",
            ),
            ((LONG, "", 0), (LONG, "", 0), "certain:title"),
            (("Zorgzame buurten", "Canters", 2023), ("Zorgzame buurten", "", 2023), "doubtful:title"),
            (
                ("Zorgzame buurten", "Canters", 2023),
                ("Zorgzame buurten", "Ad Canters", 2023),
                "certain:title",
            ),
            (("Zorgzame buurten", "Canters", 2023), ("Zorgzame buurten", "Jan Stam", 2023), "doubtful:title"),
            (("Zorgzame buurten", "Canters", 2023), ("Zorgzame buurten", "Jan Stam", 2017), "-"),
            // The source itself may be named as the author; a title that names many works is not enough then.
            (
                ("Samen wonen in Holterdammen", "LSA bewoners", 2020),
                ("Samen wonen in Holterdammen", "Jan Stam", 2020),
                "certain:title",
            ),
            (("Jaarverslag", "LSA bewoners", 2020), ("Jaarverslag", "", 2020), "doubtful:title"),
        ] {
            let work = work(named.0, named.1, named.2);
            assert_eq!(
                said(&work, &seen("a", listed.0, listed.1, listed.2)),
                expected,
                "{named:?} {listed:?}"
            );
        }
    }

    #[test]
    fn words_of_the_title_match_where_authors_and_year_fit() {
        for (named, listed, expected) in [
            // A slip in a long name, as the report of 2024 has them.
            (
                ("Samen wonen in Holterdammen", "Boutelaar", 2020),
                ("Samen wonen in: Holterdammen!", "H. Boutellaar", 2020),
                "certain:title-words",
            ),
            (
                ("Samen wonen in Holterdammen", "Wubs", 2020),
                ("Samen wonen in Holterdammen: vijf lessen", "Wubs", 2020),
                "doubtful:title-words",
            ),
            (
                ("Samen wonen in Holterdammen", "Wubs", 2020),
                ("Samen wonen in Holterdammen: een verkenning", "Wubs", 2020),
                "certain:title-words",
            ),
            (
                ("Zorgzame buurten", "Wubs", 2020),
                ("Zorgzame buurten: een verkenning", "Wubs", 2020),
                "doubtful:title-words",
            ),
            (("Zorgzame buurten", "Wubs", 2020), ("Zorgzame buurten: een verkenning", "Stam", 2020), "-"),
            (
                ("Samen wonen in Holterdammen", "Wubs", 2020),
                ("Samen wonen in Holterdammen: een verkenning", "", 2020),
                "doubtful:title-words",
            ),
            (
                ("Samen wonen in Holterdammen", "Wubs", 2020),
                ("Hoe Holterdammen leert wonen", "Wubs", 2020),
                "doubtful:title-words",
            ),
            (
                ("Samen wonen in Holterdammen", "Wubs", 2020),
                ("Hoe Holterdammen leert wonen", "Stam", 2020),
                "-",
            ),
            (("Samen wonen in Holterdammen", "Wubs", 2020), ("Jongeren aan zet", "Wubs", 2020), "-"),
        ] {
            let work = work(named.0, named.1, named.2);
            assert_eq!(
                said(&work, &seen("a", listed.0, listed.1, listed.2)),
                expected,
                "{named:?} {listed:?}"
            );
        }
    }

    #[test]
    fn an_identifier_decides_unless_the_title_speaks_against_it() {
        let doi = |title: &str| KnownWork {
            doi: "https://doi.org/10.1234/AB".to_owned(),
            ..work(title, "Wubs", 2010)
        };
        let isbn = |title: &str| KnownWork { isbn: "0-306-40615-2".to_owned(), ..work(title, "Wubs", 2010) };
        let mut listed = seen("a", "Samen wonen in Holterdammen", "Stam", 2020);
        listed.dois.insert("10.1234/ab".to_owned());
        listed.isbns.insert("9780306406157".to_owned());
        assert_eq!(said(&doi("Iets heel anders gezegd"), &listed), "certain:doi");
        assert_eq!(said(&isbn(""), &listed), "certain:isbn");
        assert_eq!(said(&isbn("Iets heel anders gezegd"), &listed), "doubtful:isbn");
        let other =
            KnownWork { doi: "10.1234/zz".to_owned(), ..work("Samen wonen in Holterdammen", "Stam", 2020) };
        assert_eq!(said(&other, &listed), "doubtful:title");
    }

    #[test]
    fn an_address_is_the_same_also_where_a_table_moved_it() {
        let at = |path: &str, title: &str| KnownWork {
            address: Some(Url::parse(&format!("http://www.lsa.example/{path}")).unwrap()),
            ..work(title, "Wubs", 2020)
        };
        let listed = seen("a", "Samen wonen in Holterdammen", "Wubs", 2020);
        assert_eq!(said(&at("a/?utm_source=x", ""), &listed), "certain:address");
        assert_eq!(said(&at("a", "Iets heel anders gezegd"), &listed), "doubtful:address");
        assert_eq!(said(&at("oud/a", ""), &listed), "-");
        let rule =
            Moved { from: "https://lsa.example/oud/".to_owned(), to: "https://lsa.example/".to_owned() };
        let table = BTreeMap::from([(SourceId::new("lsa").unwrap(), vec![rule])]);
        let traced = trace(&at("oud/a", ""), std::slice::from_ref(&listed), &table);
        assert!(traced.certain[0].moved && traced.certain[0].by == MatchedBy::Address, "{traced:?}");
        let traced = trace(&at("elders", "Samen wonen in Holterdammen"), &[listed], &table);
        assert!(traced.certain[0].moved && traced.certain[0].by == MatchedBy::Title, "{traced:?}");
    }

    #[test]
    fn the_same_edition_goes_before_a_later_one() {
        let all =
            [seen("a", LONG, "Wubs", 2023), seen("b", LONG, "Wubs", 2015), seen("c", LONG, "Stam", 2015)];
        let traced = trace(&work(LONG, "Wubs", 2015), &all, &BTreeMap::new());
        assert_eq!(traced.certain.iter().map(|found| found.publication.as_str()).collect::<Vec<_>>(), ["b"]);
        assert_eq!(traced.doubtful, []);
        let traced = trace(&work(LONG, "Wubs", 2012), &all, &BTreeMap::new());
        assert_eq!(traced.certain.len(), 2);
    }

    #[test]
    fn without_a_title_there_is_only_where_to_look_for_it() {
        let all = [
            seen("b", LONG, "Wubs", 2015),
            seen("a", "Iets anders", "Wubs; Stam", 2016),
            seen("c", LONG, "Wubs", 2020),
        ];
        let traced = trace(&work("", "Wubs et al.", 2015), &all, &BTreeMap::new());
        assert_eq!((traced.certain.len(), traced.doubtful.len()), (0, 0));
        let ids: Vec<&str> = traced.by_author_and_year.iter().map(PublicationId::as_str).collect();
        assert_eq!(ids, ["a", "b"]);
    }

    fn any_seen() -> impl proptest::strategy::Strategy<Value = Vec<Seen>> {
        use proptest::prelude::*;
        let titles = prop::sample::select(vec![
            "",
            " ",
            "...",
            LONG,
            "Zorgzame buurten",
            "Zorgzame buurten: vijf lessen",
            "Samen wonen in Holterdammen",
        ]);
        let authors = prop::sample::select(vec!["", "Wubs", "Jan Stam; Wubs", "LSA"]);
        prop::collection::vec((titles, authors, 0i16..4), 0..6).prop_map(|rows| {
            rows.into_iter()
                .enumerate()
                .map(|(at, (title, authors, year))| {
                    seen(&format!("p{at}"), title, authors, if year == 0 { 0 } else { 2016 + year })
                })
                .collect()
        })
    }

    proptest::proptest! {
        #[test]
        fn the_order_of_the_input_does_not_matter(all in any_seen(), at in 0usize..6, year in 2015i16..2022) {
            let titles: Vec<String> = all.iter().flat_map(|one| one.titles.clone()).collect();
            let title = titles.get(at).cloned().unwrap_or_default();
            let work = work(&title, "Wubs et al.", year);
            let first = trace(&work, &all, &BTreeMap::new());
            let mut turned = all.clone();
            turned.reverse();
            proptest::prop_assert_eq!(&first, &trace(&work, &turned, &BTreeMap::new()));
            turned.rotate_left(all.len().min(at).min(1));
            proptest::prop_assert_eq!(&first, &trace(&work, &turned, &BTreeMap::new()));
        }

        #[test]
        fn nothing_matches_an_empty_title(all in any_seen(), title in "[ \u{ad}\u{200b}]{0,3}", year in 2015i16..2022) {
            let traced = trace(&work(&title, "Wubs", year), &all, &BTreeMap::new());
            proptest::prop_assert!(traced.certain.is_empty() && traced.doubtful.is_empty(), "{:?}", traced);
        }

        #[test]
        fn a_publication_named_with_its_own_title_author_and_year_is_found(title in "[a-z]{3,9}( [a-z]{3,9}){2,5}") {
            let listed = seen("a", &title, "Wubs", 2018);
            proptest::prop_assert_eq!(said(&work(&title.to_uppercase(), "Wubs", 2018), &listed), "certain:title");
        }
    }
}
