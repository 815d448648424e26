//! Lays what an engine took for the main text back on the page, and mends it there: with what it passed over inside the text and at
//! its head, and without what leads elsewhere.
//!
//! The rules look at where a line stands, at what it links to and at what its blocks are called; none knows a site.

use super::blocks::{Line, PassOver, laid_out};
use super::page::ParsedPage;
use crate::tidy::join_lines;
use ego_tree::NodeId;
use regex::Regex;
use scraper::Node;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A line with fewer letters may stand on a page twice by chance, and does not say where the text is.
const TELLING: usize = 25;
/// From so many letters on a line is of the text wherever it is found, also when joined with others.
const LONG_ENOUGH: usize = 20;
/// In a longer text only whole lines are looked for, so that a page of a megabyte takes no minutes.
const SEARCHED: usize = 200_000;
/// Of what was found, this share of the letters must stand on the page: else it came from elsewhere (a script).
const LAID_BACK: f64 = 0.5;
/// Passed over inside the text, a line is taken in from so many letters on.
const GAP: usize = 25;
/// Between the heading and the text, from so many letters on.
const LEAD: usize = 60;
/// The heading lies at most so many lines above the text.
const NEAR: usize = 30;
/// What is taken in has fewer of its letters in links.
const FEW_LINKED: f64 = 0.3;
/// What has more than this share in links, and but few letters beside them, leads elsewhere.
const MANY_LINKED: f64 = 0.6;
/// So few.
const BESIDE_LINK: f64 = 25.0;
/// What is all but a link leads elsewhere, however long.
const ALL_LINKED: f64 = 0.8;
/// Fewer letters in a link are a word of the text, such as a letter of a register.
const WORD: usize = 10;
/// Longer is no mark of who owns a picture.
const MARK: usize = 60;
/// Longer is no heading without a text.
const HEADING: usize = 50;
/// So many blocks around a line are asked for their names.
const AROUND: usize = 4;
/// The same, between heading and text.
const AROUND_LEAD: usize = 3;

/// Blocks beside the text, by their element.
const BESIDE: &[&str] = &["figcaption", "figure", "aside", "nav", "footer", "form"];
/// Blocks that hold a text as a whole: their names say what the text is about.
const WHOLE: &[&str] = &["article", "main", "body", "html"];
/// Blocks beside the text, by a part of their `id` or `class`.
const NAMES: &[&str] = &[
    "ad",
    "advert",
    "advertisement",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "caption",
    "comment",
    "comments",
    "cookie",
    "copyright",
    "credit",
    "footer",
    "login",
    "menu",
    "modal",
    "nav",
    "navigation",
    "newsletter",
    "overlay",
    "paywall",
    "placeholder",
    "player",
    "popup",
    "promo",
    "recommend",
    "recommendations",
    "recommended",
    "related",
    "share",
    "sharing",
    "sidebar",
    "social",
    "subscribe",
    "subscription",
];

/// The main text as it stands on the page, mended; nothing where what was found does not stand there.
pub(crate) fn refined(page: &ParsedPage<'_>, found: &[String]) -> Option<String> {
    let lines = laid_out(page.html.root_element(), PassOver::Nothing);
    let mut laid = Laid::new(page, &lines, found)?;
    laid.fill_gaps();
    laid.take_lead();
    laid.drop_marks();
    laid.drop_what_leads_elsewhere();
    laid.drop_headings_without_text();
    Some(laid.text(&lines))
}

/// A line with words.
struct Placed<'a> {
    line: &'a Line,
    /// Its words without what layout gives them.
    bare: String,
    letters: usize,
    /// The share of its letters in links.
    linked: f64,
    /// Its place among all lines.
    at: usize,
    found: bool,
    keep: bool,
}

struct Laid<'a> {
    page: &'a ParsedPage<'a>,
    lines: Vec<Placed<'a>>,
    first: usize,
    last: usize,
}

impl<'a> Laid<'a> {
    fn new(page: &'a ParsedPage<'a>, lines: &'a [Line], found: &[String]) -> Option<Self> {
        let words: BTreeSet<String> =
            found.iter().map(|line| bare(line)).filter(|line| !line.is_empty()).collect();
        let all: String = found.iter().map(|line| bare(line)).collect();
        let with_words = lines.iter().enumerate().filter(|(_, line)| !line.text.is_empty());
        let lines: Vec<Placed<'a>> = with_words
            .map(|(at, line)| {
                let bare = bare(&line.text);
                let letters = bare.chars().count();
                let found = words.contains(&bare)
                    || (letters >= LONG_ENOUGH && all.len() <= SEARCHED && all.contains(&bare));
                let linked = line.linked as f64 / letters.max(1) as f64;
                Placed { line, bare, letters, linked, at, found, keep: false }
            })
            .collect();
        let telling = || lines.iter().filter(|line| line.found && line.letters >= TELLING);
        let on_page: usize = telling().map(|line| line.letters).sum();
        if (on_page as f64) < LAID_BACK * all.chars().count() as f64 {
            return None;
        }
        let is_telling = |line: &Placed<'_>| line.found && line.letters >= TELLING;
        let (mut first, mut last) = (lines.iter().position(is_telling)?, lines.iter().rposition(is_telling)?);
        while first > 0 && lines[first - 1].found {
            first -= 1;
        }
        while lines.get(last + 1).is_some_and(|line| line.found) {
            last += 1;
        }
        let mut laid = Self { page, lines, first, last };
        for at in 0..laid.lines.len() {
            let line = &mut laid.lines[at];
            line.keep = line.found && ((first..=last).contains(&at) || line.letters >= LONG_ENOUGH);
        }
        Some(laid)
    }

    /// Lists, tables and short paragraphs that were passed over inside the text.
    fn fill_gaps(&mut self) {
        let mut seen = BTreeSet::new();
        for at in 0..=self.last {
            let line = &self.lines[at];
            let is_new = seen.insert(line.bare.clone());
            let fits = line.letters >= GAP && line.linked < FEW_LINKED;
            if at >= self.first && is_new && fits && !line.keep && !self.is_beside(line, AROUND) {
                self.lines[at].keep = true;
            }
        }
    }

    /// What introduces the text stands between its heading and where the engine began.
    fn take_lead(&mut self) {
        let is_the_heading = |line: &Placed<'_>| {
            is_heading(self.page, line) && line.line.block.is_some_and(|block| self.page.holds_heading(block))
        };
        let Some(heading) = self.lines[..self.first].iter().rposition(is_the_heading) else { return };
        if self.first - heading > NEAR {
            return;
        }
        for at in heading + 1..self.first {
            let line = &self.lines[at];
            if line.letters >= LEAD && line.linked < FEW_LINKED && !self.is_beside(line, AROUND_LEAD) {
                self.lines[at].keep = true;
            }
        }
    }

    /// Who owns a picture is no text.
    fn drop_marks(&mut self) {
        static OWNER: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?i)^[( ]*(?:©|\(c\)|copyright\b)").expect("a fixed pattern that a test uses")
        });
        for line in &mut self.lines {
            line.keep &= line.letters >= MARK || !OWNER.is_match(&line.line.text);
        }
    }

    /// "Lees ook: ..." and lists of other pages. A heading may be a link to itself, and a row of a table holds more.
    fn drop_what_leads_elsewhere(&mut self) {
        for line in &mut self.lines {
            let name = name_of(self.page, line);
            let few_beside = line.letters as f64 * (1.0 - line.linked) <= BESIDE_LINK;
            let is_row = matches!(name, "td" | "th" | "tr");
            let leads = (line.linked > ALL_LINKED && line.letters >= WORD)
                || (line.linked > MANY_LINKED && few_beside && !is_row);
            line.keep &= !leads || is_heading_name(name);
        }
    }

    /// A heading, or a line that ends in a colon, with nothing below it, or with links that were left out.
    fn drop_headings_without_text(&mut self) {
        let mut next = None;
        for at in (0..self.lines.len()).rev() {
            let line = &self.lines[at];
            if !line.keep {
                continue;
            }
            let announces = is_heading(self.page, line) || line.line.text.ends_with(':');
            let links_follow = next.is_none_or(|next| next > at + 1 && self.lines[at + 1].linked > 0.5);
            if announces && line.letters < HEADING && links_follow {
                self.lines[at].keep = false;
            } else {
                next = Some(at);
            }
        }
    }

    /// Whether a line stands beside the text: by the elements around it and what they are called.
    fn is_beside(&self, line: &Placed<'_>, depth: usize) -> bool {
        let Some(block) = line.line.block else { return false };
        if self.page.lies_around(block) {
            return true;
        }
        let Some(node) = self.page.html.tree.get(block) else { return false };
        for around in std::iter::once(node).chain(node.ancestors()).take(depth) {
            let Node::Element(value) = around.value() else { break };
            if BESIDE.contains(&value.name()) {
                return true;
            }
            if WHOLE.contains(&value.name()) {
                break;
            }
            let names = [value.attr("id"), value.attr("class")].into_iter().flatten();
            let mut parts = names.flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
            if parts.any(|part| NAMES.contains(&part.to_ascii_lowercase().as_str())) {
                return true;
            }
        }
        false
    }

    /// The kept lines with the room that the page leaves between them, and where others were left out.
    fn text(&self, all: &[Line]) -> String {
        let mut text: Vec<&str> = Vec::new();
        let mut after = 0;
        for line in self.lines.iter().filter(|line| line.keep) {
            if all[after..line.at].iter().any(|between| between.text.is_empty() || between.block.is_some()) {
                text.push("");
            }
            text.push(&line.line.text);
            after = line.at + 1;
        }
        join_lines(text)
    }
}

fn bare(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace() && !matches!(c, '•' | '|')).collect()
}

fn name_of<'p>(page: &'p ParsedPage<'_>, line: &Placed<'_>) -> &'p str {
    let value = |block: NodeId| page.html.tree.get(block)?.value().as_element();
    line.line.block.and_then(value).map_or("", |value| value.name())
}

fn is_heading(page: &ParsedPage<'_>, line: &Placed<'_>) -> bool {
    is_heading_name(name_of(page, line))
}

fn is_heading_name(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}
