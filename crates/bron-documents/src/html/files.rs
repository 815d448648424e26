//! Finds the files that a publication's page offers.

use super::blocks::words_of;
use super::page::ParsedPage;
use crate::document::FileLink;
use bron_protocol::LandingSettings;
use scraper::ElementRef;
use std::collections::BTreeSet;

/// The files, absolute, in the order of the page, each once.
///
/// Links and forms that the source's configuration names; else links to PDFs: those in the main part of the page
/// (`main`, `article`), and where it has none those anywhere but in navigation and footer.
///
/// A PDF shown in a frame is a link to it. Word processors' files and publications behind a viewer (issuu and the like)
/// are given too, though they cannot be read: a publication that is only offered so must not pass for a page without a
/// file.
pub(crate) fn files_of(page: &ParsedPage<'_>) -> Vec<FileLink> {
    let links = page.configured(|landing| &landing.files);
    let forms = page.configured(|landing| &landing.file_forms);
    let is_configured = page
        .landing
        .is_some_and(|landing: &LandingSettings| landing.files.is_some() || landing.file_forms.is_some());
    let mut found: Vec<FileLink> = links.into_iter().filter_map(|element| link_of(page, element)).collect();
    found.extend(forms.into_iter().filter_map(|form| form_address(page, form)));
    if found.is_empty() || !is_configured {
        let all: Vec<ElementRef<'_>> = page
            .select("a[href], area[href], iframe[src], embed[src], object[data]")
            .into_iter()
            .filter(|link| leads_to_file(page, *link) && !page.lies_around(link.id()))
            .collect();
        let in_main: Vec<ElementRef<'_>> = all.iter().copied().filter(|link| lies_in_main(*link)).collect();
        let chosen = if in_main.is_empty() { all } else { in_main };
        found.extend(chosen.into_iter().filter_map(|link| link_of(page, link)));
        let named = page.meta.all("citation_pdf_url").filter_map(|href| page.absolute(href));
        found.extend(named.map(|url| FileLink { url: without_fragment(url), text: String::new() }));
    }
    let mut seen = BTreeSet::new();
    found.retain(|file| seen.insert(file.url.clone()));
    found
}

/// The link of an element: its own, else the first one in it.
fn link_of(page: &ParsedPage<'_>, element: ElementRef<'_>) -> Option<FileLink> {
    let own = address_of(element).map(str::to_owned);
    let href = own.or_else(|| {
        element
            .descendants()
            .filter_map(ElementRef::wrap)
            .find_map(|inner| inner.attr("href").map(str::to_owned))
    })?;
    if href.trim_start().starts_with('#') {
        return None;
    }
    Some(FileLink { url: without_fragment(page.absolute(&href)?), text: words_of(element) })
}

fn without_fragment(mut url: url::Url) -> String {
    url.set_fragment(None);
    url.into()
}

/// The address of a form that is sent with GET: its action with its hidden fields.
fn form_address(page: &ParsedPage<'_>, form: ElementRef<'_>) -> Option<FileLink> {
    let mut url = page.absolute(form.attr("action").unwrap_or_default())?;
    let fields: Vec<(String, String)> = form
        .descendants()
        .filter_map(ElementRef::wrap)
        .filter(|input| {
            input.value().name() == "input"
                && input.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"))
        })
        .filter_map(|input| {
            Some((input.attr("name")?.to_owned(), input.attr("value").unwrap_or_default().to_owned()))
        })
        // Tokens against forgery differ at every visit.
        .filter(|(name, _)| !name.to_lowercase().contains("token") && name != "ufprt")
        .collect();
    if fields.is_empty() {
        return None;
    }
    url.set_query(None);
    url.query_pairs_mut().extend_pairs(&fields);
    let file =
        fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("filename")).map(|(_, value)| value.clone());
    let button = words_of_button(form);
    Some(FileLink {
        url: without_fragment(url),
        text: if button.is_empty() { file.unwrap_or_default() } else { button },
    })
}

/// What the form's button says.
fn words_of_button(form: ElementRef<'_>) -> String {
    let inner = form.descendants().filter_map(ElementRef::wrap);
    for element in inner {
        let words = match element.value().name() {
            "button" => crate::tidy::tidy_line(&element.text().collect::<String>()),
            "input" if element.attr("type") == Some("submit") => {
                element.attr("value").unwrap_or_default().to_owned()
            }
            _ => continue,
        };
        if !words.is_empty() {
            return words;
        }
    }
    String::new()
}

/// Where a link leads, or what a frame shows.
fn address_of(element: ElementRef<'_>) -> Option<&str> {
    ["href", "src", "data"].into_iter().find_map(|name| element.attr(name))
}

/// Endings of files that hold a publication.
const ENDINGS: [&str; 6] = [".pdf", ".docx", ".doc", ".odt", ".rtf", ".epub"];

/// Sites that show publications page by page and give no file.
const VIEWERS: [&str; 7] =
    ["issuu.com", "yumpu.com", "calameo.com", "publitas.com", "flipsnack.com", "joomag.com", "scribd.com"];

fn is_viewer(url: &url::Url) -> bool {
    url.host_str().is_some_and(|host| {
        VIEWERS.iter().any(|viewer| {
            host.strip_suffix(viewer).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        })
    })
}

/// Whether a link or frame leads to a file of a publication, by its address, its type or its words.
fn leads_to_file(page: &ParsedPage<'_>, link: ElementRef<'_>) -> bool {
    let href = address_of(link).unwrap_or_default();
    let Some(url) = page.absolute(href) else { return false };
    let ends_so = |text: &str| {
        let text = text.to_ascii_lowercase();
        ENDINGS.iter().any(|ending| text.ends_with(ending))
    };
    if is_viewer(&url) {
        return url.path().len() > 1;
    }
    let kind = link.attr("type").unwrap_or_default().to_ascii_lowercase();
    let words = words_of(link).to_lowercase();
    let says_pdf = words.split(|c: char| !c.is_alphanumeric()).any(|word| word == "pdf");
    ends_so(url.path())
        || url.query_pairs().any(|(_, value)| ends_so(&value))
        || kind == "application/pdf"
        || link.attr("download").is_some_and(ends_so)
        || link
            .attr("class")
            .unwrap_or_default()
            .split_whitespace()
            .any(|class| class.eq_ignore_ascii_case("pdf"))
        || (says_pdf && !href.starts_with('#'))
}

fn lies_in_main(link: ElementRef<'_>) -> bool {
    link.ancestors().filter_map(ElementRef::wrap).any(|above| {
        let value = above.value();
        matches!(value.name(), "main" | "article")
            || value.attr("role") == Some("main")
            || matches!(value.attr("id"), Some("main" | "content" | "main-content"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markup: &str, landing: Option<&LandingSettings>, expected: &[&str]) {
        let page = ParsedPage::new(markup, "https://kb.nl/publicaties/een", landing);
        let files = files_of(&page);
        assert_eq!(files.iter().map(|file| file.url.as_str()).collect::<Vec<_>>(), expected, "{markup}");
    }

    #[test]
    fn pdfs_of_the_main_part_come_before_those_elsewhere() {
        check(
            "<nav><a href='/menu.pdf'>m</a></nav><main><a href='../a.PDF#page=2'>Rapport</a> <a href='/a.PDF'>weer</a></main><aside><a href='/b.pdf'>b</a></aside><footer><a href='/privacy.pdf'>p</a></footer>",
            None,
            &["https://kb.nl/a.PDF"],
        );
        check(
            "<aside><a href='/b.pdf'>b</a></aside><footer><a href='/privacy.pdf'>p</a></footer>",
            None,
            &["https://kb.nl/b.pdf"],
        );
        check("<footer><a href='/privacy.pdf'>p</a></footer>", None, &[]);
    }

    #[test]
    fn a_pdf_is_known_by_type_words_or_name() {
        check(
            "<a href='/x?file=r.pdf'>r</a><a href='/d/1' type='application/pdf'>r</a><a href='/d/2'>Download (pdf, 2 MB)</a><a href='/d/3'>lees</a>",
            None,
            &["https://kb.nl/x?file=r.pdf", "https://kb.nl/d/1", "https://kb.nl/d/2"],
        );
        check(
            "<a href='mailto:pdf@x.nl'>pdf</a><a href='javascript:x()'>pdf</a><a href='#pdf'>pdf</a>",
            None,
            &[],
        );
    }

    #[test]
    fn configured_links_and_forms_count_alone() {
        let landing = LandingSettings { files: Some(".download a".into()), ..LandingSettings::default() };
        check(
            "<main><a href='/other.pdf'>o</a><div class=download><a href='/get/7'>Rapport</a></div></main>",
            Some(&landing),
            &["https://kb.nl/get/7"],
        );
        let landing = LandingSettings { file_forms: Some("form.dl".into()), ..LandingSettings::default() };
        check(
            "<form class=dl action='/umbraco/api/dl/Download'><input type=hidden name=PublicId value='a/b c'><input type=hidden name=ResourceType value=image><input type=hidden name=FileName value='r.pdf'><input type=hidden name=__RequestVerificationToken value=1><button>Download</button></form>",
            Some(&landing),
            &["https://kb.nl/umbraco/api/dl/Download?PublicId=a%2Fb+c&ResourceType=image&FileName=r.pdf"],
        );
    }
}
