//! How many requests will a source's queries take at least?

use crate::validate;
use bron_model::{Query, Route};
use bron_protocol::{Platform, Source};

/// An honest estimate before anything is sent: a lower bound, since nobody knows how much a site will list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Requests that all queries of the source share.
    pub shared: u64,
    /// Requests that each query takes at least.
    pub per_query: u64,
    /// The sum for the queries given.
    pub least: u64,
    /// Which requests these are, and what comes on top, in one sentence.
    pub because: String,
}

/// The least number of requests for those of `queries` that are for `source`, robots.txt and the publications
/// themselves not counted. Zero for a source that cannot be searched as configured, and for a folder.
pub fn expected_requests(source: &Source, queries: &[Query]) -> Expected {
    let count =
        queries.iter().filter(|query| query.source == source.id && query.via != Route::Catalogue).count()
            as u64;
    let broken = validate(source).into_iter().find(|problem| !problem.is_about_landing());
    let (shared, per_query, because) = match (source.platform, broken) {
        (None, _) => (0, 0, source.unknown.clone().unwrap_or_else(|| "no platform is configured".to_owned())),
        (_, Some(problem)) => (0, 0, format!("not searched: {problem}")),
        (Some(Platform::Wordpress), None) => (
            1,
            1,
            "one for the post types and one a query; one more for each further 100 results and one for each 100 dates of a post type; \
             where REST is switched off, one a query for each 10 results"
                .to_owned(),
        ),
        (Some(Platform::Html), None) => {
            let by_form =
                source.html.as_ref().is_some_and(|html| html.form.is_some() && html.search.is_empty());
            let first = if by_form { "one for the search form and " } else { "" };
            (u64::from(by_form), 1, format!("{first}one a query; one more for each further result page"))
        }
        (Some(Platform::SearchUi), None) => (
            1,
            1,
            "one for the values that the site offers and one a query; one more for each further 10 results"
                .to_owned(),
        ),
        (Some(Platform::SearchUiRss), None) => (
            1,
            1,
            "one for the feed without a text and one a query; where an answer is full (20 items), two for each half of its days"
                .to_owned(),
        ),
        (Some(Platform::OpenOverheid), None) => {
            (0, 1, "one a query; one more for each further result page".to_owned())
        }
        (Some(Platform::Files), None) => (0, 0, "a folder: no site is asked".to_owned()),
    };
    let shared = if count == 0 { 0 } else { shared };
    Expected { shared, per_query, least: shared + per_query * count, because }
}
