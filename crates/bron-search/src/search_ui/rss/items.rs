//! The items of an RSS 2.0 feed.

use crate::page::squeezed;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};

/// An item as the feed gives it; what it does not give is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Item {
    pub(super) title: String,
    pub(super) link: String,
    pub(super) date: String,
    pub(super) guid: String,
}

/// The items in their order. A text that is no feed, or one that breaks off, is an error that says so: what is missing
/// of it might be items.
pub(super) fn items_of(xml: &str) -> Result<Vec<Item>, String> {
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<String> = Vec::new();
    let mut items: Vec<Item> = Vec::new();
    let mut has_channel = false;
    loop {
        let event = reader.read_event().map_err(|_| "the feed is no XML that can be read".to_owned())?;
        let piece = match event {
            Event::Start(start) => {
                open.push(start.name().as_ref().to_owned());
                begin(&open, &mut items, &mut has_channel);
                continue;
            }
            Event::Empty(start) => {
                open.push(start.name().as_ref().to_owned());
                begin(&open, &mut items, &mut has_channel);
                open.pop();
                continue;
            }
            Event::End(_) => {
                open.pop();
                continue;
            }
            Event::Text(text) => text.xml10_content().into_owned(),
            Event::CData(text) => text.into_inner().into_owned(),
            Event::GeneralRef(reference) => character(&reference),
            Event::Eof => break,
            _ => continue,
        };
        if let Some(field) = items.last_mut().and_then(|item| field(item, &open)) {
            field.push_str(&piece);
        }
    }
    if !has_channel {
        return Err("no feed where one is due".to_owned());
    }
    if !open.is_empty() {
        return Err("the feed breaks off".to_owned());
    }
    Ok(items.into_iter().map(tidy).collect())
}

fn begin(open: &[String], items: &mut Vec<Item>, has_channel: &mut bool) {
    match open.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["rss", "channel"] => *has_channel = true,
        ["rss", "channel", "item"] => items.push(Item::default()),
        _ => {}
    }
}

/// The field of an item in which a text at this place stands.
fn field<'i>(item: &'i mut Item, open: &[String]) -> Option<&'i mut String> {
    let ["rss", "channel", "item", name] = open.iter().map(String::as_str).collect::<Vec<_>>()[..] else {
        return None;
    };
    match name {
        "title" => Some(&mut item.title),
        "link" => Some(&mut item.link),
        "pubDate" => Some(&mut item.date),
        "guid" => Some(&mut item.guid),
        _ => None,
    }
}

/// What a reference stands for; one that is unknown stays as it is written.
fn character(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name: &str = reference;
    resolve_predefined_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
}

fn tidy(item: Item) -> Item {
    Item {
        title: item.title,
        link: squeezed(&item.link),
        date: squeezed(&item.date),
        guid: squeezed(&item.guid),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_put_together_from_entities_and_cdata() {
        let xml = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Zoeken</title><item><title>Zorg &amp; <![CDATA[buurt & wijk]]> &#233;&eacute;n</title>\
                   <link>\n https://a.nl/1?a=1&amp;b=2 </link><guid isPermaLink=\"false\">x-1</guid><pubDate>Wed, 01 Jul 2026 00:00:00 +0200</pubDate></item></channel></rss>";
        let items = items_of(xml).unwrap();
        assert_eq!(items.len(), 1);
        assert_eq!(items[0].title, "Zorg & buurt & wijk é&eacute;n");
        assert_eq!((items[0].link.as_str(), items[0].guid.as_str()), ("https://a.nl/1?a=1&b=2", "x-1"));
        assert_eq!(items[0].date, "Wed, 01 Jul 2026 00:00:00 +0200");
    }

    #[test]
    fn what_is_no_whole_feed_is_not_read() {
        for xml in [
            "",
            "geen feed",
            "<html><body>x</body></html>",
            "<rss><channel><item><title>a</title>",
            "<rss><channel></rss>",
        ] {
            assert!(items_of(xml).is_err(), "{xml}");
        }
        assert_eq!(items_of("<rss><channel/></rss>"), Ok(Vec::new()));
    }
}
