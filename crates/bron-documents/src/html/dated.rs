//! Finds what the body of a page shows as its day of publishing, and as its day of change.

use super::blocks::{ends_line, is_silent};
use super::page::ParsedPage;
use crate::tidy::tidy_line;
use bron_model::DateRule;
use bron_text::{Written, read_written};
use regex::Regex;
use scraper::node::Element;
use scraper::{ElementRef, Node};
use std::sync::LazyLock;

/// What the body of a page shows.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Shown {
    /// The day of publishing, as sure as a mark or a label makes it, or as it stands near the heading.
    pub published: Option<(Written, DateRule)>,
    /// The day of the last change, where words or marks say that it is one.
    pub changed: Option<Written>,
}

/// How a date is shown, most telling first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    /// An element that says of itself that it holds the day of publishing.
    Marked,
    /// Words such as `Gepubliceerd op` before it.
    Labelled,
    /// A time element, or one that is named after a date, near the heading.
    NamedNear,
    /// Alone in a short line, as a dateline, or behind a label that other things have too (`Datum:`), near the heading.
    PrintedNear,
    /// A time element or one named after a date, elsewhere in the text.
    NamedFar,
    /// Behind such a label elsewhere, or a year of publishing.
    LooselyLabelled,
    /// Any of these near the heading, in what may be a list of other pages.
    Doubtful,
    /// Before or after the title, in the title element.
    InTitle,
    /// Alone in a short line far from the heading.
    PrintedFar,
}

/// A date with its place: the number of lines before it.
struct Candidate {
    how: How,
    at: usize,
    date: Written,
}

/// Reads the body once, from top to bottom. What lies in navigation, comments, side bars and lists of other pages does
/// not count, unless it surrounds the heading.
pub(crate) fn shown(page: &ParsedPage<'_>, title: &str) -> Shown {
    let mut reader = Reader::default();
    reader.walk(page);
    let heading = reader.heading(title);
    let titles = page.select("head title").into_iter().map(|title| title.text().collect::<String>());
    let in_title = titles.take(1).find_map(|title| beside_title(&tidy_line(&title)));
    reader.found.extend(in_title.map(|date| Candidate { how: How::InTitle, at: 0, date }));
    reader.read_lines(heading);
    reader.choose(heading)
}

#[derive(Default)]
struct Reader {
    lines: Vec<Line>,
    line: String,
    outside_links: bool,
    /// Whether what is read now lies in what may be a list of other pages.
    doubtful: bool,
    /// Where the first heading of the first rank begins.
    first_heading: Option<usize>,
    found: Vec<Candidate>,
    changed: Option<(usize, Written)>,
}

/// A line of the body.
struct Line {
    text: String,
    /// Whether all of it is a link.
    linked: bool,
    /// Whether it lies in what may be a list of other pages.
    doubtful: bool,
}

/// So many elements or lines tell; more would be a list.
const ENOUGH: usize = 400;
/// The lines before and after the heading that are near it.
const NEAR: (usize, usize) = (4, 12);

impl Reader {
    fn walk(&mut self, page: &ParsedPage<'_>) {
        // A stack of our own: pages nest deeper than the program's.
        let mut stack = vec![(*page.html.root_element(), false, false, false)];
        while let Some((node, in_link, doubtful, closing)) = stack.pop() {
            match node.value() {
                Node::Text(text) => {
                    self.outside_links |= !in_link && !text.trim().is_empty();
                    self.line.push_str(text);
                }
                Node::Element(value) => {
                    let name = value.name();
                    if ends_line(name) {
                        self.end_line();
                    }
                    let place = if page.holds_heading(node.id()) { Place::Here } else { place_of(value) };
                    let passed = is_silent(name) || page.lies_around(node.id()) || place == Place::Elsewhere;
                    if closing || passed {
                        self.doubtful &= !closing || doubtful;
                        continue;
                    }
                    let inside_doubt = doubtful || place == Place::Doubtful;
                    self.doubtful = inside_doubt;
                    if name == "h1" && self.first_heading.is_none() {
                        self.first_heading = Some(self.lines.len());
                    }
                    if let Some(element) = ElementRef::wrap(node) {
                        self.read_element(element);
                    }
                    let inside = in_link || name == "a";
                    stack.push((node, in_link, doubtful, true));
                    stack.extend(node.children().rev().map(|child| (child, inside, inside_doubt, false)));
                }
                _ => {}
            }
        }
        self.end_line();
    }

    fn end_line(&mut self) {
        let text = tidy_line(&std::mem::take(&mut self.line));
        let linked = !std::mem::take(&mut self.outside_links);
        if !text.is_empty() {
            self.lines.push(Line { text, linked, doubtful: self.doubtful });
        }
    }

    /// Where the line with the title stands, else the first heading.
    fn heading(&self, title: &str) -> Option<usize> {
        let is_title = |line: &Line| title.chars().count() > 3 && line.text.contains(title);
        let of_heading = self.first_heading.filter(|at| self.lines.get(*at).is_some_and(is_title));
        of_heading.or_else(|| self.lines.iter().position(is_title)).or(self.first_heading)
    }

    /// Takes the date of an element that is marked as one or named after one.
    fn read_element(&mut self, element: ElementRef<'_>) {
        if self.found.len() >= ENOUGH {
            return;
        }
        let value = element.value();
        let Some(mark) = mark_of(value) else { return };
        let Some(date) = date_of_element(element) else { return };
        let at = self.lines.len();
        match mark {
            Mark::Published => self.add(How::Marked, at, date, self.doubtful),
            Mark::Date => self.add(How::NamedFar, at, date, self.doubtful),
            Mark::Changed => {
                self.changed.get_or_insert((at, date));
            }
        }
    }

    fn add(&mut self, how: How, at: usize, date: Written, doubtful: bool) {
        let how = if doubtful { How::Doubtful } else { how };
        self.found.push(Candidate { how, at, date });
    }

    /// Takes the dates that lines print.
    fn read_lines(&mut self, heading: Option<usize>) {
        for at in 0..self.lines.len() {
            let line = &self.lines[at];
            let doubtful = line.doubtful;
            let next = self.lines.get(at + 1).map_or("", |line| line.text.as_str());
            if let Some((how, date)) = labelled(&line.text, next) {
                self.add(how, at, date, doubtful);
            } else if let Some(date) = changed(&line.text, next) {
                self.changed.get_or_insert((at, date));
            } else if let Some(date) = alone(&line.text) {
                let near = is_near(at, heading);
                // A day may be a link to the page itself; lists of months are links too.
                let is_day = date.date.first_day() == date.date.last_day();
                let beside = heading.is_some_and(|heading| at + 2 >= heading && at <= heading + 4);
                if line.linked && !(is_day && beside) || !near && doubtful {
                    continue;
                }
                self.add(if near { How::PrintedNear } else { How::PrintedFar }, at, date, doubtful);
            }
        }
    }

    fn choose(&self, heading: Option<usize>) -> Shown {
        let how = |candidate: &Candidate| match candidate.how {
            How::NamedFar if is_near(candidate.at, heading) => How::NamedNear,
            How::LooselyLabelled if is_near(candidate.at, heading) => How::PrintedNear,
            how => how,
        };
        let counts =
            |candidate: &&Candidate| candidate.how != How::Doubtful || is_near(candidate.at, heading);
        let after = |candidate: &Candidate| {
            usize::from(heading.is_some_and(|heading| candidate.at + NEAR.0 < heading))
        };
        // Of what is equally sure, what stands first, below the heading before what stands far above it.
        let best = self
            .found
            .iter()
            .filter(counts)
            .min_by_key(|candidate| (how(candidate), after(candidate), candidate.at));
        let published = best.map(|best| {
            let of_element = matches!(best.how, How::Marked | How::NamedFar);
            (best.date, if of_element { DateRule::TimeElement } else { DateRule::TitlePage })
        });
        Shown { published, changed: self.changed.map(|(_, date)| date) }
    }
}

fn is_near(at: usize, heading: Option<usize>) -> bool {
    let heading = heading.unwrap_or(0);
    at + NEAR.0 >= heading && at <= heading + NEAR.1
}

/// What an element says that its date is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Published,
    Date,
    Changed,
}

/// By its property, its kind or its names.
fn mark_of(element: &Element) -> Option<Mark> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)dat(?:e|um|ierung)|fecha|(?:^|[^a-z])data(?:$|[^a-z])|time|zeit|publi|posted|creat|meta|byline|info|submit|geplaatst")
            .expect("a fixed pattern that a test compiles")
    });
    static CHANGED: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)updat|modif|chang|edited|gewijzigd|bijgewerkt|revis")
            .expect("a fixed pattern that a test compiles")
    });
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)event|deadline|expir|birth|geboorte|calendar|kalender|archive|countdown|copyright|joined",
        )
        .expect("a fixed pattern that a test compiles")
    });
    let property = element.attr("itemprop").or_else(|| element.attr("property")).unwrap_or_default();
    let says = |word: &str| property.split_ascii_whitespace().any(|one| one.rsplit(':').next() == Some(word));
    let data = |part: &str| element.attrs().any(|(name, _)| name.starts_with("data-") && name.contains(part));
    let published = ["datePublished", "published_time", "issued"].iter().any(|word| says(word));
    if published || element.attr("pubdate").is_some() || data("publishdate") || data("published") {
        return Some(Mark::Published);
    }
    if says("dateModified") || says("modified") {
        return Some(Mark::Changed);
    }
    let class = element.attr("class").unwrap_or_default();
    let names =
        [class, element.attr("id").unwrap_or_default(), element.attr("data-testid").unwrap_or_default()];
    let any = |pattern: &Regex| names.iter().any(|name| pattern.is_match(name));
    let has = |names: &[&str]| {
        class.split_ascii_whitespace().any(|one| names.iter().any(|name| one.eq_ignore_ascii_case(name)))
    };
    let is_time = matches!(element.name(), "time" | "abbr");
    if is_time && has(&["published", "entry-date"]) {
        return Some(Mark::Published);
    }
    if any(&OTHER) {
        return None;
    }
    let says_date = ["dateCreated", "date", "created"].iter().any(|word| says(word));
    let is_date = element.name() == "time" || says_date || data("date") || data("timestamp") || any(&DATE);
    if any(&CHANGED) {
        return (is_date && !has(&["published"])).then_some(Mark::Changed);
    }
    is_date.then_some(Mark::Date)
}

/// Whether what an element holds is of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Here,
    /// It may be other pages.
    Doubtful,
    /// It is comments, quotations or other pages.
    Elsewhere,
}

/// By the name of an element and the names that it was given.
fn place_of(element: &Element) -> Place {
    static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)comment|reactie|related|gerelateerd|agenda|recent|calendar|kalender|archiv|popular")
            .expect("a fixed pattern that a test compiles")
    });
    static DOUBTFUL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)sidebar|widget|teaser|aside|slider|carousel|latest|newest|profile")
            .expect("a fixed pattern that a test compiles")
    });
    let name = element.name();
    if matches!(name, "body" | "html" | "main" | "article" | "time" | "abbr") {
        return Place::Here;
    }
    let class = element.attr("class").unwrap_or_default();
    let id = element.attr("id").unwrap_or_default();
    if matches!(name, "blockquote" | "option") || ELSEWHERE.is_match(class) || ELSEWHERE.is_match(id) {
        return Place::Elsewhere;
    }
    let doubtful = name == "aside" || DOUBTFUL.is_match(class) || DOUBTFUL.is_match(id);
    if doubtful { Place::Doubtful } else { Place::Here }
}

/// The date of an element: of its attributes, else of its words, where those are few.
pub(crate) fn date_of_element(element: ElementRef<'_>) -> Option<Written> {
    let is_date = |name: &str| {
        matches!(name, "datetime" | "content" | "title")
            || (name.starts_with("data-")
                && ["date", "time", "publi"].iter().any(|part| name.contains(part))
                && !["end", "expir", "until", "start", "begin", "updat", "modif"]
                    .iter()
                    .any(|part| name.contains(part)))
    };
    let of_attributes =
        element.value().attrs().filter(|(name, _)| is_date(name)).find_map(|(_, text)| sane(text));
    of_attributes.or_else(|| {
        let mut words = String::new();
        for node in element.descendants().take(60) {
            if let Node::Text(text) = node.value() {
                words.push_str(text);
                words.push(' ');
            }
        }
        let words = tidy_line(&words);
        let date = sane(&words).filter(|_| !words.contains('©'))?;
        // A year alone is a date only where nothing else stands.
        (date.date.first_day().month() == date.date.last_day().month() || words.len() <= 6).then_some(date)
    })
}

/// The date of a short text, of these centuries; seconds since 1970 too.
pub(crate) fn sane(text: &str) -> Option<Written> {
    let text = text.trim();
    if text.len() < 4 || text.chars().nth(80).is_some() {
        return None;
    }
    let seconds = match text.len() {
        10 | 13 if text.bytes().all(|byte| byte.is_ascii_digit()) => text[..10].parse::<i64>().ok(),
        _ => None,
    };
    let read = match seconds {
        Some(seconds) => {
            let instant = jiff::Timestamp::from_second(seconds).ok()?;
            let date = bron_model::PartialDate::from(instant.to_zoned(jiff::tz::TimeZone::UTC).date());
            Some(Written { date, in_amsterdam: Some(bron_model::PartialDate::of_instant(instant)) })
        }
        None => read_written(text),
    };
    read.filter(|read| (1900..2100).contains(&read.date.year()))
}

/// A date behind a label of publishing: `Gepubliceerd op 12 maart 2019`, `Publicatiedatum: 12-03-2019`, `Posted on
/// March 12, 2019`; behind the label on a line of its own the date of the next.
fn labelled(line: &str, next: &str) -> Option<(How, Written)> {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?xi)\b(?: gepubliceerd(?:\s+op)? | publicatie\s?datum | datum\s+(?:van\s+)?publicatie | geplaatst(?:\s+op)? | verschenen(?:\s+op)? | verschijningsdatum
              | online\s+(?:sinds|since|seit) | toegevoegd\s+op | aangemaakt\s+op | datum\s+toegevoegd
              | (?:first\s+)?published(?:\s+on|\s+at)? | posted(?:\s+on|\s+by)? | publication\s+date | publish\s+date | created\s+on | date\s+posted | submitted\s+(?:on|by)
              | veröffentlicht(?:\s+am|\s+von)? | erstellt(?:\s+am)? | erschienen(?:\s+am)? | verfasst\s+am | publié\s+le | mis\s+en\s+ligne\s+le | publicado(?:\s+el|\s+em)? | pubblicato(?:\s+il)? | publicerad | udgivet | yayın\s+tarihi
            )\b\s*[:|-]?\s*",
        )
        .expect("a fixed pattern that a test compiles")
    });
    static LOOSE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:datum|date|fecha|data)\s*:\s*").expect("a fixed pattern that a test compiles")
    });
    static YEAR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)^(?:jaar(?:\s+van\s+(?:uitgave|publicatie|verschijnen))?|publicatiejaar|uitgavejaar|verschijningsjaar|year(?:\s+of\s+publication)?)\s*:?\s*((?:19|20)\d{2})$")
            .expect("a fixed pattern that a test compiles")
    });
    let strict = dated_after(&LABEL, line, next).map(|date| (How::Labelled, date));
    strict.or_else(|| Some((How::LooselyLabelled, dated_after(&LOOSE, line, next)?))).or_else(|| {
        let short = line.chars().count() <= 40;
        let year = |text: &str| sane(YEAR.captures(text)?.get(1)?.as_str());
        let both = || year(&format!("{line} {next}")).filter(|_| next.chars().count() == 4);
        short.then(|| year(line).or_else(both)).flatten().map(|date| (How::LooselyLabelled, date))
    })
}

/// A date behind a label of change: `Laatst gewijzigd: 3 mei 2020`, `last edited 2020-05-03`.
fn changed(line: &str, next: &str) -> Option<Written> {
    static LABEL: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?xi)\b(?: (?:laatst\s+)?(?:gewijzigd|bijgewerkt|aangepast|herzien|geactualiseerd)(?:\s+op)? | laatste\s+(?:wijziging|update) | wijzigingsdatum
              | (?:last\s+|page\s+)?(?:updated|modified|edited|reviewed|revised)(?:\s+on)? | last\s+update
              | (?:zuletzt\s+)?(?:aktualisiert|geändert|bearbeitet)(?:\s+am)? | letzte\s+änderung | stand | mis\s+à\s+jour(?:\s+le)? | actualizado(?:\s+el)? )\b\s*:?\s*",
        )
        .expect("a fixed pattern that a test compiles")
    });
    dated_after(&LABEL, line, next)
}

/// The date that begins at most 20 letters behind a label.
fn dated_after(label: &Regex, line: &str, next: &str) -> Option<Written> {
    label.find_iter(line).find_map(|label| {
        let rest = &line[label.end()..];
        let (rest, room) = if rest.is_empty() { (next, 4) } else { (rest, 25) };
        let end = rest.char_indices().nth(90).map_or(rest.len(), |(at, _)| at);
        let (place, date) = bron_text::dates_in(&rest[..end]).into_iter().next()?;
        let near = rest[..place.start].chars().count() < room;
        (near && (1900..2100).contains(&date.year())).then_some(Written { date, in_amsterdam: None })
    })
}

/// The date that a title begins or ends with, divided from it: `08.11.2021 | Online-Fachtag`.
fn beside_title(title: &str) -> Option<Written> {
    const DIVIDERS: [char; 8] = ['|', ':', '-', '–', '—', '»', '•', '('];
    let (place, date) = bron_text::dates_in(title).into_iter().next()?;
    let (before, after) = (title[..place.start].trim_end(), title[place.end..].trim_start());
    let begins = before.is_empty() && after.starts_with(DIVIDERS);
    let ends = before.ends_with(DIVIDERS) && (after.is_empty() || after == ")" || after.starts_with('|'));
    ((begins || ends) && (1990..2100).contains(&date.year())).then_some(Written { date, in_amsterdam: None })
}

/// The date of a line that says little else, or that begins a text (`Utrecht, 12 maart 2019 - De gemeente`).
fn alone(line: &str) -> Option<Written> {
    static PLACE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:\p{Lu}[\p{L}.’' -]{1,30}[,:]?\s*)?[(\[]?$")
            .expect("a fixed pattern that a test compiles")
    });
    static TIME_AND_MORE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:at|om|um|,)?\s*\d{1,2}[:.]\d{2}(?:\s?[AP]M|\s?uur|\s?Uhr)?\s*(?:[|,·•/–-]|$)")
            .expect("a fixed pattern that a test compiles")
    });
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)registrier|lid sinds|member since|joined|geboren|\bborn\b|deadline|\bt/m\b|tot en met|\bvanaf\b|sinds|©|copyright|wanneer:|aktuelle zeit|\d\s*[-–]\s*\d{1,2}\.?\s\p{L}")
            .expect("a fixed pattern that a test compiles")
    });
    let end = line.char_indices().nth(90).map_or(line.len(), |(at, _)| at);
    let dates = bron_text::dates_in(&line[..end]);
    let (place, date) = dates.first()?;
    let short = line.chars().count() <= 60 && dates.len() == 1;
    let (before, after) = (&line[..place.start], line[place.end..].trim_start());
    let begins = before.is_empty() && !after.starts_with(char::is_alphanumeric);
    let dateline = begins
        || TIME_AND_MORE.is_match(after) && before.is_empty()
        || PLACE.is_match(before) && after.starts_with([')', ']', '.', ':', '–', '—', '-', '|', '/']);
    let plain = (short || dateline) && !OTHER.is_match(&line[..end]);
    (plain && (1900..2100).contains(&date.year())).then_some(Written { date: *date, in_amsterdam: None })
}
