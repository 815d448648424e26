//! The government's shared site in its newer form: a search that takes a posted request in JSON, and pages as before. Its
//! list goes on for four thousand pages.

use super::{Asked, Reply, government};
use crate::collection::{Item, Shelf, Site};
use crate::search::{Found, everything, search};
use serde_json::{Value, json};

/// Results on a page; no other number is answered.
const ON_A_PAGE: u64 = 10;
/// Another ministry at the same site, of which it holds nothing here.
const OTHER_MINISTRY: &str = "Ministerie van Buurtzaken (demo)";

/// Answers whatever is asked of such a site.
pub(crate) fn reply(shelf: &Shelf, asked: &Asked) -> Reply {
    match (asked.path.as_str(), &asked.posted) {
        ("/api/search", Some(body)) => results(shelf, body),
        ("/api/search", None) => Reply::text(405, "method not allowed"),
        _ => government::reply(shelf, asked),
    }
}

fn results(shelf: &Shelf, body: &[u8]) -> Reply {
    let site = shelf.site;
    let Some(wanted) = serde_json::from_slice(body).ok().as_ref().and_then(Wanted::read) else {
        return Reply::text(400, "Invalid search request");
    };
    if !wanted.days_are_instants {
        return Reply::text(500, "internal server error");
    }
    let everywhere =
        if wanted.text.trim().is_empty() { everything(shelf) } else { search(shelf, &wanted.text) };
    let of_ministry = everywhere.total();
    let found = if wanted.is_ours(site) { everywhere } else { Found::default() };
    let from = (wanted.page - 1).saturating_mul(ON_A_PAGE as usize);
    let items = found.from(from, ON_A_PAGE as usize);
    let answer = json!({
        "resultSearchTerm": wanted.text,
        "totalResults": found.total(),
        "totalPages": found.pages(ON_A_PAGE as usize),
        "pagingStart": if items.is_empty() { 0 } else { from + 1 },
        "pagingEnd": from + items.len(),
        "facets": {
            "ministry": [{"type": "value", "data": [
                {"value": site.name(), "count": of_ministry}, {"value": OTHER_MINISTRY, "count": 0},
            ]}],
            "information_type": [{"type": "value", "data": []}],
            "activity_type": [{"type": "value", "data": []}],
        },
        "rawResponse": {"rawResults": items.iter().map(row).collect::<Vec<_>>()},
    });
    Reply::new(200, "application/json; charset=utf-8", answer.to_string().into_bytes())
}

/// What a request asks for.
struct Wanted {
    text: String,
    page: usize,
    /// The ministries that the results are narrowed to; `None`: all.
    ministries: Option<Vec<String>>,
    days_are_instants: bool,
}

impl Wanted {
    /// `None` where the request has another shape than the site's own page sends.
    fn read(body: &Value) -> Option<Self> {
        let (state, config) = (body.get("requestState")?, body.get("queryConfig")?);
        let lists =
            [state.get("filters"), state.get("sortList"), config.get("filters"), config.get("sortList")];
        let tables = [config.get("result_fields"), config.get("facets")];
        let has_shape = lists.iter().all(|list| list.is_some_and(Value::is_array))
            && tables.iter().all(|table| table.is_some_and(Value::is_object))
            && state.get("resultsPerPage").and_then(Value::as_u64) == Some(ON_A_PAGE);
        let page = state.get("current").and_then(Value::as_u64).filter(|page| *page > 0 && has_shape)?;
        let mut ministries = None;
        for filter in state.get("filters").and_then(Value::as_array)? {
            if filter.get("field").and_then(Value::as_str) != Some("ministry") {
                return None;
            }
            let values = filter.get("values").and_then(Value::as_array)?;
            ministries = Some(values.iter().filter_map(Value::as_str).map(str::to_owned).collect());
        }
        let ranges = config.pointer("/facets/sort_date/ranges").and_then(Value::as_array);
        let days: Vec<&Value> = ranges
            .into_iter()
            .flatten()
            .flat_map(|range| [range.get("from"), range.get("to")].into_iter().flatten())
            .collect();
        Some(Self {
            text: state.get("searchTerm")?.as_str()?.to_owned(),
            page: usize::try_from(page).ok()?,
            ministries,
            days_are_instants: days.iter().all(|day| is_instant(day)),
        })
    }

    fn is_ours(&self, site: Site) -> bool {
        self.ministries.as_ref().is_none_or(|names| names.iter().any(|name| name == site.name()))
    }
}

fn is_instant(day: &Value) -> bool {
    day.as_str().is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok())
}

/// A row as the engine behind the site passes it on: every field with what is raw in it.
fn row(item: &Item<'_>) -> Value {
    let mut row = json!({
        "id": {"raw": format!("pro-{}", item.id)},
        "url": {"raw": item.path},
        "page_title": {"raw": item.title},
        "meta_description": {"raw": item.intro, "snippet": item.intro},
    });
    if !item.kind.is_empty() {
        row["information_type"] = json!({"raw": item.kind});
    }
    let date = item.midnight().map_or_else(|| item.date.clone(), |instant| instant.to_string());
    if !date.is_empty() {
        row["sort_date"] = json!({"raw": date});
    }
    row
}
