//! Pieces of HTML that all the imitated sites share.

use crate::collection::Site;
use crate::publication::{Block, Publication};

/// The months, as Dutch dates name them.
pub(crate) const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

/// The text with the five characters replaced that mean something in HTML.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#039;"),
            other => out.push(other),
        }
    }
    out
}

/// A text as part of a query.
pub(crate) fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A whole page. `head` and `content` are HTML already.
pub(crate) fn page(site: Site, title: &str, head: &str, content: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"nl\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title} | {name}</title>\n{head}</head>\n\
         <body>\n<a class=\"skiplink\" href=\"#content\">Naar de inhoud</a>\n<header><p class=\"site-name\">{name}</p>\n\
         <nav aria-label=\"Hoofdmenu\"><ul><li><a href=\"/\">Home</a></li><li><a href=\"/contact\">Contact</a></li></ul></nav></header>\n\
         {content}\n<footer><p>Nagemaakte kennisbank om bron mee te proberen.</p></footer>\n</body>\n</html>\n",
        title = escape(title),
        name = escape(site.name()),
    )
}

/// The blocks as headings and paragraphs.
pub(crate) fn blocks(blocks: &[Block]) -> String {
    blocks
        .iter()
        .map(|block| match block {
            Block::Heading(text) => format!("<h2>{}</h2>\n", escape(text)),
            Block::Paragraph(text) => format!("<p>{}</p>\n", escape(text)),
        })
        .collect()
}

/// `12-03-2019`; what is not a whole date as it is.
pub(crate) fn day_with_hyphens(publication: &Publication) -> String {
    match publication.day() {
        Some((year, month, day)) => format!("{day}-{month}-{year}"),
        None => publication.date.clone(),
    }
}

/// `12 maart 2019`; what is not a whole date as it is.
pub(crate) fn day_in_words(publication: &Publication) -> String {
    match publication.day() {
        Some((year, month, day)) => {
            let month =
                month.parse().ok().and_then(|month: usize| MONTHS.get(month.wrapping_sub(1))).unwrap_or(&"");
            format!("{} {month} {year}", day.trim_start_matches('0'))
        }
        None => publication.date.clone(),
    }
}

/// `12 maart 2019`.
pub(crate) fn day_of_date_in_words(date: jiff::civil::Date) -> String {
    format!("{} {} {}", date.day(), MONTHS[usize::from(date.month().unsigned_abs()) - 1], date.year())
}

/// A `<meta>` element; nothing where the content is empty.
pub(crate) fn meta(attribute: &str, name: &str, content: &str) -> String {
    if content.is_empty() {
        return String::new();
    }
    format!("<meta {attribute}=\"{name}\" content=\"{}\">\n", escape(content))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_becomes_markup() {
        assert_eq!(escape("<b> & \"'"), "&lt;b&gt; &amp; &quot;&#039;");
    }

    #[test]
    fn a_date_is_shown_as_precisely_as_it_is_known() {
        let dated =
            |date: &str| Publication::parse(1, &format!("path: /a\ntitle: T\ndate: {date}\n---\n")).unwrap();
        assert_eq!(day_in_words(&dated("2019-03-02")), "2 maart 2019");
        assert_eq!(day_with_hyphens(&dated("2019-03-02")), "02-03-2019");
        assert_eq!(day_in_words(&dated("z.d.")), "z.d.");
    }
}
