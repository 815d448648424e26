//! References as CSL-JSON, which Zotero, Citavi and pandoc read.

use crate::notes::notes;
use crate::reference::{Author, Issued, Kind, Reference};
use serde_json::{Map, Value, json};

/// The references as one array.
pub(crate) fn csl_json(references: &[Reference]) -> String {
    let items: Vec<Value> = references.iter().map(item).collect();
    let mut text = serde_json::to_string_pretty(&items).expect("texts and numbers are JSON");
    text.push('\n');
    text
}

fn item(reference: &Reference) -> Value {
    let mut item = Map::new();
    let mut put = |key: &str, value: Value| {
        let is_empty =
            value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty);
        if !is_empty {
            item.insert(key.to_owned(), value);
        }
    };
    put("id", reference.id.as_str().into());
    put("type", if reference.kind == Kind::Report { "report" } else { "webpage" }.into());
    put("title", reference.title.as_str().into());
    put("author", reference.authors.iter().map(author).collect());
    let parts = reference.issued.parts();
    if !parts.is_empty() {
        put("issued", json!({ "date-parts": [parts] }));
    }
    let accessed: Vec<i16> = reference.accessed.split('-').filter_map(|part| part.parse().ok()).collect();
    if !accessed.is_empty() {
        put("accessed", json!({ "date-parts": [accessed] }));
    }
    put("publisher", reference.publisher.as_str().into());
    put("genre", reference.kind_as_listed.as_str().into());
    put("URL", reference.url.as_str().into());
    put("DOI", reference.doi.as_str().into());
    put("ISBN", reference.isbn.as_str().into());
    put("language", reference.language.as_str().into());
    put("abstract", reference.excerpt.as_str().into());
    put("keyword", reference.terms.join(", ").into());
    put("archive", reference.sources.join("; ").into());
    put("archive_location", reference.id.as_str().into());
    put("note", notes(reference).join("\n").into());
    if let Issued::Listed(_) = reference.issued {
        put("status", "year as listed by the site".into());
    }
    Value::Object(item)
}

fn author(author: &Author) -> Value {
    match author {
        Author::Person(person) => json!({ "family": person.last(), "given": person.given }),
        Author::Named(name) => json!({ "literal": name }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::tests::{full, titled};

    #[test]
    fn an_item_says_what_is_known_and_nothing_of_what_is_not() {
        let items: Value = serde_json::from_str(&csl_json(&[full(), titled("<script>")])).unwrap();
        let (known, bare) = (&items[0], &items[1]);
        assert_eq!(known["type"], "report");
        assert_eq!(known["author"][0], json!({ "family": "van Pelt", "given": "M." }));
        assert_eq!(known["author"][1], json!({ "literal": "Sociaal en Cultureel Planbureau" }));
        assert_eq!(known["issued"], json!({ "date-parts": [[2019, 3, 14]] }));
        assert_eq!(known["accessed"], json!({ "date-parts": [[2026, 11, 1]] }));
        assert!(known["note"].as_str().unwrap().starts_with("record_id: movisie-zorg-abc123\n"));
        assert_eq!((&bare["title"], &bare["type"]), (&json!("<script>"), &json!("webpage")));
        for key in ["issued", "author", "DOI", "abstract"] {
            assert!(bare.get(key).is_none(), "{key}");
        }
    }
}
