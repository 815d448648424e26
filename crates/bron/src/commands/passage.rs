//! `bron judge passage` and `bron judge element`: what words of a text are.

use super::Manner;
use super::said::On;
use crate::answer::Done;
use crate::cli::{ElementArgs, PassageArgs, WordsArgs};
use anyhow::{Context, Result, bail};
use bron_model::{PageRow, Place, Says, TermId};
use bron_run::Refusal;

/// Marks words as a passage, names a known passage otherwise, or rejects it.
pub fn passage(arguments: PassageArgs, manner: Manner) -> Result<Done> {
    let on = On::with_voice(&arguments.on, arguments.by)?;
    let asked = Asked::of(&on, &arguments.words)?;
    let kind = arguments.kind.0;
    let place = match asked.known(&on)? {
        Some(place) => place,
        None if kind.is_none() => bail!("no passage of `{}` has these words", asked.term),
        None => asked.place(&on)?,
    };
    on.say(Says::Passage { term: asked.term, place, kind }, None, manner)
}

/// An element of the codebook is there, or is not, in a known passage.
pub fn element(arguments: ElementArgs, manner: Manner) -> Result<Done> {
    let on = On::with_voice(&arguments.on, arguments.by)?;
    let asked = Asked::of(&on, &arguments.words)?;
    let place = asked.known(&on)?.with_context(|| {
        format!("no passage of `{}` has these words; `bron judge passage` makes one", asked.term)
    })?;
    let (element, is_there) = (arguments.element, !arguments.not_there);
    on.say(Says::Element { term: asked.term, place, element, is_there }, None, manner)
}

/// The first place in the publication where words stand.
pub fn place(on: &On, words: &str) -> Result<Place> {
    let pages = on.desk.pages(&on.publication)?;
    found_in(&pages, on, words, None)
}

fn found_in(pages: &[PageRow], on: &On, words: &str, page: Option<&String>) -> Result<Place> {
    let found = bron_run::place_of(pages, words);
    let refusal = || Refusal::NoWords {
        words: words.to_owned(),
        publication: on.publication.clone(),
        page: page.cloned(),
    };
    Ok(found.ok_or_else(refusal)?)
}

/// Words of a term, on the pages that are meant.
struct Asked {
    term: TermId,
    words: String,
    /// The page, as it was named.
    page: Option<String>,
    pages: Vec<PageRow>,
}

impl Asked {
    fn of(on: &On, arguments: &WordsArgs) -> Result<Self> {
        let term = TermId::new(arguments.term.as_str()).context("--term takes the id of a term")?;
        let mut pages = on.desk.pages(&on.publication)?;
        if let Some(asked) = &arguments.page {
            let printed = pages.iter().any(|page| page.label == *asked);
            pages.retain(|page| if printed { page.label == *asked } else { page.page.to_string() == *asked });
            if pages.is_empty() {
                bail!("`{}` has no page {asked}", on.publication)
            }
        }
        Ok(Self { term, words: arguments.words.clone(), page: arguments.page.clone(), pages })
    }

    /// Where the words stand on these pages.
    fn place(&self, on: &On) -> Result<Place> {
        found_in(&self.pages, on, &self.words, self.page.as_ref())
    }

    /// The passage of the term that is these words; nothing where there is none, and an error where there are two.
    fn known(&self, on: &On) -> Result<Option<Place>> {
        let material = on.desk.material(&on.sitting, &on.publication)?;
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (words, place) = (plain(&self.words), bron_run::place_of(&self.pages, &self.words));
        let is_it = |found: &Place| plain(&found.quote) == words || Some(found) == place.as_ref();
        let is_here = |found: &Place| {
            self.pages.iter().any(|page| page.document == found.document && page.page == found.page)
        };
        let passages = material.map(|material| material.passages).unwrap_or_default();
        let of_term = passages.into_iter().filter(|row| row.term == self.term);
        let places = of_term.map(|row| Place {
            document: row.document,
            page: row.page,
            start: row.start,
            end: row.end,
            quote: row.quote,
        });
        let mut fitting: Vec<Place> = places.filter(|found| is_here(found) && is_it(found)).collect();
        fitting.sort();
        fitting.dedup();
        match fitting.as_slice() {
            [] | [_] => Ok(fitting.pop()),
            several => {
                let told = several.iter().map(|one| format!("{} p. {}", one.document, one.page));
                let told: Vec<String> = told.collect();
                bail!("{} passages have these words, name one with --page: {}", told.len(), told.join(", "))
            }
        }
    }
}
