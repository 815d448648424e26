//! Pages that real server software sent, where they are at hand.

use crate::site::{Site, check_status, search, source};
use bron_model::QueryStatus;
use serde_json::json;
use std::path::PathBuf;

/// A file of the folder named by `BRON_SHARED`, else of `shared` beside the checkout; `None`, and a line that says so,
/// where it is not there.
#[allow(clippy::print_stdout, reason = "a skipped test must be seen")]
fn shared(path: &str) -> Option<String> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("BRON_SHARED").map_or(beside, PathBuf::from);
    let text = std::fs::read_to_string(folder.join(path)).ok();
    if text.is_none() {
        println!("skipped: {path} is not at hand (set BRON_SHARED)");
    }
    text
}

#[test]
fn the_search_page_of_a_real_wordpress_is_read_with_the_common_selectors() {
    let Some(page) = shared("real-servers/wordpress/search_page_6.1.html") else { return };
    let source = source(json!({"platform": "wordpress", "base": "http://127.0.0.1:8701"}));
    let result = search(&Site::new().page("8701/?s=stikstof", page), &source, "stikstof");
    assert_eq!(result.hits.len(), 10, "{result:?}");
    assert!(
        result.hits.iter().all(|hit| !hit.title.is_empty() && !hit.kind.is_empty() && hit.date.contains('T'))
    );
    assert_eq!(result.hits[0].site_id, "publicatie/303");
    check_status(&result, QueryStatus::Incomplete, "page 2: HTTP 404");
}
