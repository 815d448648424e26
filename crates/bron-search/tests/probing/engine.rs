//! A search box over a handful of texts, with habits that can be switched.

use bron_model::{Answer, Body, Exchange, ProbeReport, Reply, Request};
use bron_protocol::Source;
use bron_search::{Battery, Probe};
use serde_json::json;
use std::collections::BTreeSet;

/// What a box makes of words beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combine {
    And,
    Or,
    Phrase,
}

/// How a word is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    Whole,
    Stemmed,
    Prefix,
    Substring,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quoted {
    Phrase,
    Ignored,
    Refused,
}

/// What OR, AND and minus are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signs {
    Work,
    Dropped,
    Words,
}

/// What comes after the last page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Past {
    Empty,
    NotFound,
    Error,
    RepeatsLast,
}

#[derive(Debug, Clone)]
pub struct Engine {
    pub texts: Vec<String>,
    pub combine: Combine,
    pub compare: Compare,
    pub quoted: Quoted,
    pub signs: Signs,
    pub folds_accents: bool,
    /// More words than this are one phrase.
    pub most_words: usize,
    pub shows_total: bool,
    /// The total is multiplied by this.
    pub total_times: usize,
    /// A word that stands in no text is left out.
    pub drops_unknown: bool,
    pub past: Past,
    pub per_page: usize,
    /// No more rows than this are ever shown.
    pub cap: usize,
    /// Whatever is typed, these texts are listed.
    pub always: Option<usize>,
}

impl Engine {
    pub fn of(texts: &[&str]) -> Self {
        Self {
            texts: texts.iter().map(|text| (*text).to_owned()).collect(),
            combine: Combine::And,
            compare: Compare::Whole,
            quoted: Quoted::Phrase,
            signs: Signs::Words,
            folds_accents: false,
            most_words: 100,
            shows_total: true,
            total_times: 1,
            drops_unknown: false,
            past: Past::Empty,
            per_page: 20,
            cap: 1000,
            always: None,
        }
    }

    fn folded(&self, text: &str) -> String {
        let small = text.to_lowercase();
        if !self.folds_accents {
            return small;
        }
        small
            .chars()
            .map(|c| {
                if c == 'ë' {
                    'e'
                } else if c == 'ö' {
                    'o'
                } else {
                    c
                }
            })
            .collect()
    }

    fn words(&self, text: &str) -> Vec<String> {
        let folded = self.folded(text);
        folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    }

    fn fits(&self, typed: &str, word: &str) -> bool {
        let stem = |word: &str| word.strip_suffix("en").unwrap_or(word).to_owned();
        match self.compare {
            Compare::Whole => typed == word,
            Compare::Stemmed => stem(typed) == stem(word),
            Compare::Prefix => word.starts_with(typed),
            Compare::Substring => word.contains(typed),
        }
    }

    /// The texts with the word.
    pub fn with(&self, typed: &str) -> BTreeSet<usize> {
        self.beside(&[typed.to_owned()])
    }

    /// The texts with these words beside each other.
    pub fn beside(&self, typed: &[String]) -> BTreeSet<usize> {
        let typed: Vec<String> = typed.iter().map(|word| self.folded(word)).collect();
        let holds = |text: &String| {
            let words = self.words(text);
            words
                .windows(typed.len())
                .any(|some| some.iter().zip(&typed).all(|(word, typed)| self.fits(typed, word)))
        };
        (0..self.texts.len()).filter(|at| holds(&self.texts[*at])).collect()
    }

    fn all(&self, words: &[String], combine: Combine) -> BTreeSet<usize> {
        let known: Vec<String> =
            words.iter().filter(|word| !self.drops_unknown || !self.with(word).is_empty()).cloned().collect();
        let sets = known.iter().map(|word| self.with(word));
        match combine {
            _ if known.is_empty() => BTreeSet::new(),
            Combine::Phrase => self.beside(&known),
            Combine::Or => sets.flatten().collect(),
            Combine::And => sets.reduce(|one, other| &one & &other).unwrap_or_default(),
        }
    }

    /// What the box finds; `None` where it answers with an error.
    pub fn search(&self, typed: &str) -> Option<BTreeSet<usize>> {
        if typed.contains('"') && self.quoted == Quoted::Refused {
            return None;
        }
        if let Some(n) = self.always {
            return Some((0..n).collect());
        }
        let raw: Vec<&str> = typed.split_whitespace().collect();
        if typed.contains('"') && self.quoted == Quoted::Phrase {
            return Some(self.beside(&self.words(typed)));
        }
        match raw.as_slice() {
            [one, "OR", other] if self.signs == Signs::Work => Some(&self.with(one) | &self.with(other)),
            [one, "AND", other] if self.signs == Signs::Work => Some(&self.with(one) & &self.with(other)),
            [one, minus] if minus.starts_with('-') && self.signs == Signs::Work => {
                Some(&self.with(one) - &self.with(&minus[1..]))
            }
            _ => {
                let mut words = self.words(typed);
                if self.signs == Signs::Dropped {
                    words.retain(|word| word != "or" && word != "and");
                }
                let combine = if words.len() > self.most_words { Combine::Phrase } else { self.combine };
                Some(self.all(&words, combine))
            }
        }
    }

    fn page(&self, typed: &str, number: usize) -> (u16, String) {
        let Some(found) = self.search(typed) else { return (500, "<h1>Server Error</h1>".to_owned()) };
        let shown: Vec<usize> = found.iter().copied().take(self.cap).collect();
        let pages = shown.len().div_ceil(self.per_page).max(1);
        let number = match self.past {
            Past::RepeatsLast => number.min(pages),
            Past::NotFound if number > pages => return (404, "<h1>Niet gevonden</h1>".to_owned()),
            Past::Error if number > pages => return (500, "<h1>Server Error</h1>".to_owned()),
            _ => number,
        };
        let rows: String = shown
            .iter()
            .skip((number - 1) * self.per_page)
            .take(self.per_page)
            .map(|at| {
                format!("<li><a href=\"/p/{at}\">Tekst {at}</a><time>2019-03-0{}</time></li>", at % 9 + 1)
            })
            .collect();
        let total = found.len() * self.total_times;
        let total =
            if self.shows_total { format!("<p class=total>{total} gevonden</p>") } else { String::new() };
        let none = if found.is_empty() { "<p class=none>Niets gevonden</p>" } else { "" };
        (200, format!("<html><body>{total}{none}<ol>{rows}</ol></body></html>"))
    }

    pub fn exchange(&self, request: &Request) -> Exchange {
        let value = |name: &str| {
            request.url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        let (status, text) = match request.url.path() {
            "/zoek" => self.page(
                &value("q").unwrap_or_default(),
                value("p").and_then(|page| page.parse().ok()).unwrap_or(1),
            ),
            "/" => (
                200,
                "<form role=search action=/zoek><input name=q><input type=hidden name=taal></form>"
                    .to_owned(),
            ),
            _ => (404, "<h1>Niet gevonden</h1>".to_owned()),
        };
        let answer = Answer { status, headers: Vec::new(), body: Body::Whole(text.into_bytes()) };
        Exchange { request: request.clone(), at: jiff::Timestamp::UNIX_EPOCH, reply: Reply::Answer(answer) }
    }
}

/// The source that reads such a box.
pub fn source() -> Source {
    let mut settings = json!({
        "id": "kast", "name": "Kast", "group": "test", "platform": "html", "base": "https://kast.nl/",
    });
    settings["html"] = json!({
        "search": "/zoek?q={text}", "page": "/zoek?q={text}&p={page}",
        "list": "ol", "row": "li", "title": "a", "date": "time", "total": "p.total", "none": "p.none",
    });
    serde_json::from_value(settings).unwrap()
}

/// A probe from its first request to its report, with the number of requests.
pub fn probe_with(source: &Source, answer: impl Fn(&Request) -> Exchange) -> ProbeReport {
    let battery = Battery::of(source);
    let mut probe = Probe::begin(source, &battery, jiff::civil::date(2024, 6, 1));
    let mut asked = 0;
    while let Some(request) = probe.ask() {
        asked += 1;
        assert!(asked < 500, "it does not end");
        assert_eq!(probe.ask().as_ref(), Some(&request), "asking twice gives the same");
        probe.hear(&answer(&request));
    }
    probe.finish()
}

pub fn probe(engine: &Engine) -> ProbeReport {
    let mut source = source();
    if !engine.shows_total {
        source.html.as_mut().unwrap().total = None;
    }
    probe_with(&source, |request| engine.exchange(request))
}
