//! The government's store of documents, at the care institute's own address: a search in JSON by offset, which lists
//! where each document stands at the site, and the site's pages.

use super::{Asked, Reply, government};
use crate::collection::{Item, Shelf, Site};
use crate::search::{Found, everything, search};
use serde_json::{Value, json};

/// The address of the search.
const SEARCH: &str = "/overheid/openbaarmakingen/api/v0/zoek";
/// The page sizes that are answered.
const SIZES: [usize; 3] = [10, 20, 50];

/// Answers whatever is asked of such a site.
pub(crate) fn reply(shelf: &Shelf, asked: &Asked) -> Reply {
    if asked.path == SEARCH { results(shelf, asked) } else { government::reply(shelf, asked) }
}

fn results(shelf: &Shelf, asked: &Asked) -> Reply {
    let size = asked.number("aantalResultaten", 10);
    if !SIZES.contains(&size) {
        let refused = json!({"title": "Bad Request", "status": 400, "detail": "aantalResultaten moet 10, 20 of 50 zijn"});
        return json_reply(400, &refused);
    }
    let text = asked.value("zoektekst").unwrap_or_default();
    let found = if text.trim().is_empty() { everything(shelf) } else { search(shelf, text) };
    let found = if is_ours(shelf.site, asked) { found } else { Found::default() };
    let items = found.from(asked.number("start", 0), size);
    let rows: Vec<Value> = items.iter().map(|item| row(shelf.site, item)).collect();
    json_reply(200, &json!({"totaal": found.total(), "resultaten": rows, "filters": []}))
}

/// Values of filters come encoded twice.
fn is_ours(site: Site, asked: &Asked) -> bool {
    asked.value("organisatie").is_none_or(|once| {
        let twice = url::form_urlencoded::parse(once.as_bytes()).next();
        twice.is_some_and(|(name, _)| name == site.name().to_lowercase())
    })
}

fn row(site: Site, item: &Item<'_>) -> Value {
    let mut document = json!({
        "id": format!("zin-{}_1", item.id),
        "titel": item.title,
        "omschrijving": item.intro,
        "weblocatie": format!("http://{}{}", site.host(), item.path),
        "publisher": site.name(),
    });
    if !item.date.is_empty() {
        document["openbaarmakingsdatum"] = json!(item.date);
    }
    if !item.kind.is_empty() {
        document["classificatiecollectie"] = json!({"documentsoorten": [{"label": item.kind}]});
    }
    let kind = if item.files.is_empty() { "html" } else { "pdf" };
    json!({"document": document, "bestandsType": kind, "highlightedText": []})
}

fn json_reply(status: u16, value: &Value) -> Reply {
    Reply::new(status, "application/json", value.to_string().into_bytes())
}
