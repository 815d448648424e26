//! By which marks does a page say what it was made with?

use super::seen::Page;
use bron_model::{Exchange, Reply};
use url::Url;

/// What the home page says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Signature {
    /// The software that it names or shows, with the mark (`Drupal: the generator says Drupal 10`).
    pub(super) marks: Vec<String>,
    /// Where WordPress answers for programs, as the page says itself.
    pub(super) rest: Option<Url>,
    /// WordPress is named or shown.
    pub(super) is_wordpress: bool,
    /// Other software is named, so that WordPress need not be asked for.
    pub(super) is_other: bool,
}

/// The content of `<meta name="generator">`; empty where there is none.
fn generator(page: &Page) -> String {
    let named = page.select("meta[name=generator], meta[name=Generator]");
    named.first().and_then(|meta| meta.value().attr("content")).unwrap_or_default().trim().to_owned()
}

/// Whether the page is MediaWiki's.
pub(super) fn is_media_wiki(page: &Page) -> bool {
    generator(page).starts_with("MediaWiki")
}

/// Reads the marks of a page.
pub(super) fn signature(page: &Page, exchange: &Exchange) -> Signature {
    let mut found = Signature::default();
    let said = generator(page);
    let families =
        ["WordPress", "Drupal", "MediaWiki", "Umbraco", "TYPO3", "Joomla", "Hugo", "Plone", "DSpace"];
    if let Some(family) = families.iter().find(|family| said.to_lowercase().contains(&family.to_lowercase()))
    {
        found.marks.push(format!("{family}: the page's generator is `{said}`"));
        found.is_wordpress = *family == "WordPress";
        found.is_other = !found.is_wordpress;
    }
    let link =
        page.select("link[rel=\"https://api.w.org/\"]").first().and_then(|link| link.value().attr("href"));
    let header = match &exchange.reply {
        Reply::Answer(answer) => answer.header("link").filter(|link| link.contains("api.w.org")),
        Reply::NoAnswer(_) => None,
    };
    let header = header.and_then(|link| link.split(',').find(|part| part.contains("api.w.org")));
    let header = header.and_then(|part| Some(part.split_once('<')?.1.split_once('>')?.0));
    if let Some(url) = link.or(header).and_then(|text| page.join(text)) {
        found.marks.push(format!("WordPress: it names {url} as its REST interface"));
        found.rest = Some(url);
        found.is_wordpress = true;
    }
    for (sign, family) in SIGNS {
        if page.text.contains(sign) {
            found.marks.push(format!("{family}: `{sign}` stands in the page"));
            found.is_wordpress |= *family == "WordPress";
            found.is_other |= *family != "WordPress";
        }
    }
    found
}

const SIGNS: &[(&str, &str)] = &[
    ("/wp-content/", "WordPress"),
    ("/sites/default/files/", "Drupal"),
    ("data-drupal-", "Drupal"),
    ("/umbraco/", "Umbraco"),
    ("mw-body", "MediaWiki"),
    ("__NEXT_DATA__", "Next.js"),
    ("__NUXT__", "Nuxt"),
];
