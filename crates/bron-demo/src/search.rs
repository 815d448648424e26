//! What a search box does with the text that is typed: real functions over the texts, each box with its own habits.

use crate::collection::{Item, Shelf, Site};
use crate::dossier::{Dossier, SIZE};
use crate::publication::Publication;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The result of a search: what was written for the site, then numbers of the dossier.
#[derive(Debug, Default)]
pub(crate) struct Found<'a> {
    written: Vec<&'a Publication>,
    dossier: Vec<u32>,
}

impl<'a> Found<'a> {
    /// How many there are.
    pub fn total(&self) -> usize {
        self.written.len() + self.dossier.len()
    }
    /// How many pages of that size they fill.
    pub fn pages(&self, size: usize) -> usize {
        self.total().div_ceil(size)
    }
    /// Page `number` (from 0) of that size; empty past the end.
    pub fn page(&self, number: usize, size: usize) -> Vec<Item<'a>> {
        self.from(number.saturating_mul(size), size)
    }
    /// At most `size` of them, from that one on (from 0); empty past the end.
    pub fn from(&self, from: usize, size: usize) -> Vec<Item<'a>> {
        let written = self.written.iter().map(|publication| Item::Written(publication)).skip(from).take(size);
        let rest = size - written.len();
        let skip = from.saturating_sub(self.written.len());
        let dossier =
            self.dossier.iter().skip(skip).take(rest).map(|number| Item::Dossier(Dossier::make(*number)));
        written.chain(dossier).collect()
    }
}

/// How a box compares, and where it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Habit {
    /// WordPress: each word as a part of any word, all of them, in the page.
    Parts,
    /// All words, whole, in the page.
    AllOnPage,
    /// All words, as beginnings of words, in the page.
    Beginnings,
    /// Any of the words, whole, in the page and its files.
    AnyAnywhere,
    /// All words, whole, in the page and its files.
    AllAnywhere,
    /// Any of the words, whole, in title and introduction only.
    AnyInTitle,
}

fn habit(site: Site) -> Habit {
    match site {
        Site::Lsa | Site::VerweyJonker | Site::Platform31 => Habit::Parts,
        Site::Movisie => Habit::AllOnPage,
        Site::Vilans => Habit::Beginnings,
        Site::Vws => Habit::AnyAnywhere,
        Site::Zorginstituut => Habit::AllAnywhere,
        Site::Scp => Habit::AnyInTitle,
    }
}

/// Everything that the site's box returns for the text. An empty text returns nothing.
pub(crate) fn search<'a>(shelf: &'a Shelf, text: &str) -> Found<'a> {
    let habit = habit(shelf.site);
    let typed = typed_words(text, habit);
    if typed.is_empty() {
        return Found::default();
    }
    let mut scored: Vec<(usize, &Publication)> = shelf
        .listed()
        .map(|publication| (score(publication, &typed, habit), publication))
        .filter(|(score, _)| *score > 0)
        .collect();
    scored
        .sort_by_key(|(score, publication)| (Reverse(*score), Reverse(&publication.date), &publication.path));
    let dossier = if shelf.site == Site::Vws { in_dossier(&typed) } else { Vec::new() };
    Found { written: scored.into_iter().map(|(_, publication)| publication).collect(), dossier }
}

/// All that the site holds, as its own page lists it before anything is typed.
pub(crate) fn everything(shelf: &Shelf) -> Found<'_> {
    let dossier = if shelf.site == Site::Vws { (1..=SIZE).collect() } else { Vec::new() };
    Found { written: shelf.listed().collect(), dossier }
}

/// Words in small letters without accents on them, each once.
pub(crate) fn words(text: &str) -> BTreeSet<String> {
    plain(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Small letters, the accents of Dutch taken off.
fn plain(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|c| match c {
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'á' | 'à' | 'ä' | 'â' => 'a',
            'í' | 'ï' | 'î' => 'i',
            'ó' | 'ö' | 'ô' => 'o',
            'ú' | 'ü' | 'û' => 'u',
            'ç' => 'c',
            other => other,
        })
        .collect()
}

/// The words that the box looks for: short ones are dropped, as the real ones drop stop words.
fn typed_words(text: &str, habit: Habit) -> Vec<String> {
    const STOP: [&str; 12] = ["about", "an", "are", "as", "at", "by", "for", "in", "is", "of", "on", "the"];
    let words = words(text).into_iter();
    match habit {
        Habit::Parts => words.filter(|word| word.len() > 1 && !STOP.contains(&word.as_str())).collect(),
        _ => words.filter(|word| word.len() > 2).collect(),
    }
}

/// How well the publication answers; 0 is not at all.
fn score(publication: &Publication, typed: &[String], habit: Habit) -> usize {
    let all = |hits: usize| if hits == typed.len() { hits } else { 0 };
    let whole = |text: &str| {
        let there = words(text);
        typed.iter().filter(|word| there.contains(*word)).count()
    };
    match habit {
        Habit::Parts => {
            let text = plain(&publication.page_text());
            all(typed.iter().filter(|word| text.contains(word.as_str())).count())
        }
        Habit::Beginnings => {
            let there = words(&publication.page_text());
            all(typed
                .iter()
                .filter(|word| there.iter().any(|other| other.starts_with(word.as_str())))
                .count())
        }
        Habit::AllOnPage => all(whole(&publication.page_text())),
        Habit::AllAnywhere => all(whole(&publication.whole_text())),
        Habit::AnyAnywhere => whole(&publication.whole_text()),
        Habit::AnyInTitle => whole(&format!("{} {}", publication.title, publication.intro)),
    }
}

/// The documents of the dossier with any of the words.
fn in_dossier(typed: &[String]) -> Vec<u32> {
    let numbers: BTreeSet<u32> = typed.iter().flat_map(|word| Dossier::with_word(word)).copied().collect();
    numbers.into_iter().collect()
}
