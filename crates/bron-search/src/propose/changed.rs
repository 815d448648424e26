//! In which settings does a proposal differ from the file that there is?

use bron_protocol::Source;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// A key of the settings whose value differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The key (`html.row`).
    pub key: String,
    /// The value in the file that there is; absent where it has none.
    pub present: Option<String>,
    /// The value in the proposal; absent where it has none.
    pub proposed: Option<String>,
}

/// The settings by which a source is searched that differ between two files, by key. What a proposal cannot know (name,
/// group, publisher, kinds by path, how a publication's page is read) and how sure each key is are left out.
pub fn changed(present: &Source, proposed: &Source) -> Vec<Changed> {
    let (mut before, mut after) = (settings(present), settings(proposed));
    let keys: Vec<String> = before
        .keys()
        .chain(after.keys())
        .cloned()
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect();
    let differs = |key: String| {
        let (present, proposed) = (before.remove(&key), after.remove(&key));
        (present != proposed).then_some(Changed { key, present, proposed })
    };
    keys.into_iter().filter_map(differs).collect()
}

fn settings(source: &Source) -> BTreeMap<String, String> {
    let mut flat = BTreeMap::new();
    let value = serde_json::to_value(source).unwrap_or_default();
    for key in ["base", "platform", "unknown", "html", "wordpress"] {
        flatten(key, value.get(key).unwrap_or(&Value::Null), &mut flat);
    }
    // Without `page` the number of the first page says nothing.
    if !flat.contains_key("html.page") {
        flat.remove("html.first_page");
    }
    // An address on the site itself is the same with and without the host.
    if let Some(base) = &source.base {
        for key in ["html.search", "html.page"] {
            let absolute = flat
                .get(key)
                .filter(|text| text.starts_with('/'))
                .map(|text| format!("{}{text}", base.origin().ascii_serialization()));
            flat.extend(absolute.map(|text| (key.to_owned(), text)));
        }
    }
    flat
}

fn flatten(key: &str, value: &Value, flat: &mut BTreeMap<String, String>) {
    match value {
        Value::Null => {}
        Value::Object(table) => {
            for (name, value) in table {
                flatten(&format!("{key}.{name}"), value, flat);
            }
        }
        Value::Array(items) if items.is_empty() => {}
        Value::Array(items) => {
            let mut texts: Vec<String> = items.iter().map(ToString::to_string).collect();
            texts.sort();
            flat.insert(key.to_owned(), format!("[{}]", texts.join(", ")));
        }
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => drop(flat.insert(key.to_owned(), text.clone())),
        other => drop(flat.insert(key.to_owned(), other.to_string())),
    }
}
