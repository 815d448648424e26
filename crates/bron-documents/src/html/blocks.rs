//! Turns elements into lines: one a paragraph, heading, list item or table row.

use crate::tidy::tidy_line;
use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};
use std::collections::BTreeSet;

/// Elements that hold no text of the page.
const SILENT: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "iframe", "object", "canvas", "select", "button",
    "input", "textarea", "head", "audio", "video", "map",
];

/// Elements around the page rather than of it.
const CHROME: &[&str] = &["nav", "footer"];

/// Which elements are passed over, beside those that hold no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PassOver<'a> {
    /// None.
    Nothing,
    /// These, which [`nodes_around`] found.
    These(&'a BTreeSet<NodeId>),
}

/// A line, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// The words; empty for the room between what stands apart.
    pub text: String,
    /// The innermost block that its first words stand in; absent for room, and for words outside any block.
    pub block: Option<NodeId>,
    /// How many letters of it are the words of links to pages.
    pub linked: usize,
}

/// The lines of an element; an empty one before and after what stands apart (paragraphs, headings).
pub(crate) fn lines_of(element: ElementRef<'_>, pass_over: PassOver<'_>) -> Vec<String> {
    laid_out(element, pass_over).into_iter().map(|line| line.text).collect()
}

/// As [`lines_of`], with where each line stands.
pub(crate) fn laid_out(element: ElementRef<'_>, pass_over: PassOver<'_>) -> Vec<Line> {
    let mut writer = Writer::default();
    // A stack of our own: pages nest deeper than the program's.
    let mut stack = vec![(*element, false)];
    while let Some((node, closing)) = stack.pop() {
        match node.value() {
            Node::Text(text) if !closing => writer.write(node, text),
            Node::Element(value) => {
                let name = if lays_out(node) { "div" } else { value.name() };
                if closing {
                    writer.close(name);
                    writer.links -= usize::from(is_link(value));
                    continue;
                }
                let skipped = is_silent(name)
                    || value.attr("hidden").is_some()
                    || value.attr("aria-hidden") == Some("true")
                    || matches!(pass_over, PassOver::These(nodes) if nodes.contains(&node.id()));
                if skipped {
                    // What a closed element divided stays divided.
                    writer.line.push(' ');
                    continue;
                }
                writer.open(name);
                writer.links += usize::from(is_link(value));
                stack.push((node, true));
                stack.extend(node.children().rev().map(|child| (child, false)));
            }
            Node::Document | Node::Fragment if !closing => {
                stack.extend(node.children().rev().map(|child| (child, false)));
            }
            _ => {}
        }
    }
    writer.finish()
}

/// Whether an element of this name holds no text of the page.
pub(crate) fn is_silent(name: &str) -> bool {
    SILENT.contains(&name)
}

/// All nodes in navigation, in a footer or in a page's (not an article's) header. What holds the page's heading is
/// none of these, however it is marked: many pages open with a header that has the title and the first words.
pub(crate) fn nodes_around(page: &Html, above_heading: &BTreeSet<NodeId>) -> BTreeSet<NodeId> {
    let mut around = BTreeSet::new();
    let mut stack = vec![(page.tree.root(), false, false)];
    while let Some((node, in_article, inside)) = stack.pop() {
        let (mut in_article, mut inside) = (in_article, inside);
        if let Node::Element(value) = node.value() {
            inside = inside || (surrounds(value, in_article) && !above_heading.contains(&node.id()));
            in_article = in_article || matches!(value.name(), "article" | "main" | "section");
        }
        if inside {
            around.insert(node.id());
        }
        stack.extend(node.children().map(|child| (child, in_article, inside)));
    }
    around
}

/// Whether the element itself is navigation, a footer, or a page's (not an article's) header.
fn surrounds(value: &Element, in_article: bool) -> bool {
    let role = value.attr("role").unwrap_or_default();
    if matches!(role, "navigation" | "contentinfo" | "search" | "banner" | "dialog") {
        return true;
    }
    let name = value.name();
    if name == "header" || name == "footer" {
        let named_so = [value.attr("class"), value.attr("id")].into_iter().flatten().any(|name| {
            let name = name.to_lowercase();
            ["entry", "post", "article", "content"].iter().any(|part| name.contains(part))
        });
        let is_of_the_article = in_article || (named_so && name == "header");
        return !is_of_the_article;
    }
    CHROME.contains(&name)
}

/// The words of an element on one line.
pub(crate) fn words_of(element: ElementRef<'_>) -> String {
    tidy_line(&lines_of(element, PassOver::Nothing).join(" "))
}

/// Whether it is a cell of a table that only divides the page: it holds a table, a heading or several paragraphs.
fn lays_out(node: NodeRef<'_, Node>) -> bool {
    let named = |node: NodeRef<'_, Node>, names: &[&str]| {
        node.value().as_element().is_some_and(|value| names.contains(&value.name()))
    };
    named(node, &["td", "th"])
        && (node.descendants().any(|inner| named(inner, &["table", "h1", "h2", "h3"]))
            || node.children().filter(|inner| named(*inner, &["p"])).nth(2).is_some())
}

/// Whether an element is a link to a page: an address to write or call to is none.
fn is_link(value: &Element) -> bool {
    let address = value.attr("href").unwrap_or_default();
    value.name() == "a"
        && !address.is_empty()
        && !address.starts_with("mailto:")
        && !address.starts_with("tel:")
}

#[derive(Default)]
struct Writer {
    lines: Vec<Line>,
    line: String,
    block: Option<NodeId>,
    linked: usize,
    /// In how many links the writer is.
    links: usize,
    bullet: bool,
    /// In how many cells of tables the writer is.
    cells: usize,
    /// Whether the row has a cell already.
    in_row: bool,
}

impl Writer {
    fn write(&mut self, node: NodeRef<'_, Node>, text: &str) {
        self.line.push_str(text);
        let letters = text.chars().filter(|c| !c.is_whitespace()).count();
        if letters == 0 {
            return;
        }
        if self.links > 0 {
            self.linked += letters;
        }
        let is_block = |around: &NodeRef<'_, Node>| matches!(around.value(), Node::Element(value) if ends_line(value.name()));
        self.block = self.block.or_else(|| node.ancestors().find(is_block).map(|block| block.id()));
    }

    fn open(&mut self, name: &str) {
        match name {
            "br" => self.end_line(),
            "li" => {
                self.end_line();
                self.bullet = true;
            }
            "td" | "th" => {
                if self.in_row && !self.line.trim().is_empty() {
                    self.line.push_str(" | ");
                }
                self.cells += 1;
            }
            "tr" => {
                self.end_line();
                self.in_row = false;
            }
            _ => self.around(name),
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "li" => {
                self.end_line();
                self.bullet = false;
            }
            "td" | "th" => {
                self.cells -= 1;
                self.in_row = true;
            }
            "tr" => self.end_line(),
            "br" => {}
            _ => self.around(name),
        }
    }

    /// Ends the line before and after a block, and leaves room around what stands apart.
    fn around(&mut self, name: &str) {
        let in_cell = self.cells > 0;
        if stands_apart(name) && !self.bullet && !in_cell {
            self.end_line();
            self.lines.push(Line { text: String::new(), block: None, linked: 0 });
        } else if is_block(name) && !in_cell {
            self.end_line();
        } else if is_block(name) || stands_apart(name) {
            self.line.push(' ');
        }
    }

    fn end_line(&mut self) {
        let line = tidy_line(&self.line);
        self.line.clear();
        let (block, linked) = (self.block.take(), std::mem::take(&mut self.linked));
        if line.is_empty() {
            return;
        }
        let marked = line.starts_with('•');
        let text = if self.bullet && !marked { format!("• {line}") } else { line };
        self.lines.push(Line { text, block, linked });
        self.bullet = false;
    }

    fn finish(mut self) -> Vec<Line> {
        self.end_line();
        self.lines
    }
}

fn stands_apart(name: &str) -> bool {
    matches!(
        name,
        "p" | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "table"
            | "blockquote"
            | "pre"
            | "figure"
            | "dl"
    )
}

/// Whether a line ends before and after an element of this name.
pub(crate) fn ends_line(name: &str) -> bool {
    stands_apart(name) || is_block(name) || matches!(name, "br" | "li" | "tr" | "td" | "th")
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "div"
            | "section"
            | "article"
            | "main"
            | "aside"
            | "header"
            | "footer"
            | "nav"
            | "form"
            | "fieldset"
            | "address"
            | "dt"
            | "dd"
            | "figcaption"
            | "details"
            | "summary"
            | "body"
            | "html"
            | "hr"
            | "caption"
            | "thead"
            | "tbody"
            | "tfoot"
            | "legend"
            | "option"
            | "label"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    fn check(markup: &str, expected: &str) {
        let page = Html::parse_document(markup);
        let around = nodes_around(&page, &BTreeSet::new());
        let lines = lines_of(page.root_element(), PassOver::These(&around));
        assert_eq!(crate::tidy::join_lines(lines.iter().map(String::as_str)), expected);
    }

    #[test]
    fn every_block_is_a_line() {
        check(
            "<h2>Definitie</h2><p>Een <b>zorgzame</b>\n buurt<p>Twee",
            "Definitie\n\nEen zorgzame buurt\n\nTwee",
        );
        check("<p>a<ul><li>b<li><p>c</p></ul>d", "a\n\n• b\n• c\n\nd");
        check("<div>a<div>b</div>c</div>", "a\nb\nc");
        check("<p>a<br>b</p>", "a\nb");
        check(
            "<table><tr><th>Begrip<th>Uitleg<tr><td>zorg<td><p>hulp</table>",
            "Begrip | Uitleg\nzorg | hulp",
        );
        check("sa<b>men</b>zorg", "samenzorg");
    }

    #[test]
    fn what_follows_a_table_is_no_part_of_it() {
        check("<table><tr><td>a<td>b</table><p>c</p><p>d</p>", "a | b\n\nc\n\nd");
        check("<table><tr><td>a<tr><td></td><td>b</table><ul><li>c<li>d</ul>", "a\nb\n\n• c\n• d");
    }

    #[test]
    fn a_table_that_divides_the_page_has_no_cells() {
        check(
            "<table><tr><td>menu<td><h1>Samenzorg</h1><p>een</p><p>twee</p></table>",
            "menu\n\nSamenzorg\n\neen\n\ntwee",
        );
        check("<table><tr><td><p>a<p>b<p>c<td>d</table>", "a\n\nb\n\nc\n\nd");
        check("<table><tr><td><table><tr><td>a<td>b</table><p>c</table>", "a | b\n\nc");
    }

    #[test]
    fn what_is_not_of_the_page_is_left_out() {
        check(
            "<nav>menu</nav><header>logo</header><main><header><h1>T</h1></header>x</main><footer>f</footer>",
            "T\n\nx",
        );
        check("<script>var zorg</script><style>p{}</style><p hidden>a</p>b", "b");
    }

    #[test]
    fn a_very_deep_page_does_not_overflow() {
        let deep = "<div>".repeat(20_000) + "zorg";
        check(&deep, "zorg");
    }
}
