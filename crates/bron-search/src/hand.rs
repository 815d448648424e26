//! A search that a person did in a browser, read from the pages that were saved, or from the hits that were pasted.

use crate::html::Template;
use crate::listing::{Listing, Page, Row};
use crate::page::{ListPage, Next, Reading as PageReading, Rules, squeezed};
use crate::saved::{Saved, recognise};
use crate::wordpress::{adjust, base_of, common_themes};
use crate::{QueryResult, Reading, hand_base};
use bron_model::{Query, QueryStatus};
use bron_protocol::{HtmlSettings, Platform, Source, WordPressSettings};
use bron_text::fold;
use bron_text::{Cells, Table};
use scraper::{Html, Selector};
use std::sync::LazyLock;
use url::Url;

/// A file that a person saved.
#[derive(Debug, Clone, Copy)]
pub struct SavedFile<'a> {
    /// Its name, for notes.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// What a person brought of one query.
#[derive(Debug, Clone, Copy)]
pub struct SavedSearch<'a> {
    /// The number that the site reported; absent where it reports none.
    pub total: Option<u64>,
    /// Where it was typed: what links start from, where a page does not say its own address.
    pub address: &'a str,
    /// Result pages, in their order.
    pub pages: &'a [SavedFile<'a>],
    /// The table of pasted hits (`title,url,kind,date,authors`).
    pub pasted: Option<SavedFile<'a>>,
}

/// Where a person types the text: the search address of `[hand]`, or that of the first interface with one, filled in;
/// else the site's start address. `None` for a folder, and where the source has no address at all.
pub fn hand_address(source: &Source, text: &str) -> Option<Url> {
    let of = |settings: &HtmlSettings| {
        let known = !settings.search.is_empty();
        known
            .then(|| Template::new(&settings.search, source.base.as_ref(), text).at(settings.first_page).ok())
    };
    if source.platform == Some(Platform::Files) {
        return None;
    }
    all_settings(source).iter().find_map(|known| of(&known.html).flatten()).or_else(|| source.base.clone())
}

/// Reads what a person brought of a query. The result's `interface` is `hand`.
///
/// Pages are read by the selectors of the source ([`Source::hand`], else those of its interfaces); where none of them
/// can be read as a list, the pasted hits are taken. The total typed is the one that counts: above what was read the
/// query is `incomplete`, 0 without hits is `none-reported`, and 0 beside hits, or a number beside a page that says
/// "none", is `unreadable`, as are pages of which nothing can be read. Stop rules of the protocol hold.
pub fn read_saved(source: &Source, query: &Query, reading: Reading<'_>, saved: &SavedSearch) -> QueryResult {
    let mut listing = Listing::new(source, query, reading);
    listing.report(saved.total);
    let known = all_settings(source);
    let rules: Vec<(Rules, &Settings)> = known
        .iter()
        .filter_map(|settings| {
            Some((Rules::compile(source.id.as_str(), "hand", &settings.html).ok()?, settings))
        })
        .collect();
    let at = Url::parse(saved.address).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let at = at.or_else(|| source.base.clone()).unwrap_or_else(|| hand_base(&source.id));
    let pages = read_pages(&rules, saved.pages, &at, &query.text);
    let lost = take_all(&mut listing, saved, pages);
    let nothing_read = listing.rows_read() == 0;
    let mut result = listing.close("hand", false);
    "hand".clone_into(&mut result.interface);
    if lost && result.reported_total.is_none() && result.status == QueryStatus::Hits {
        result.status = QueryStatus::Incomplete;
    }
    if nothing_read && result.status == QueryStatus::NoneReported && saved.pages.is_empty() {
        result.pages = 0;
    }
    result
}

/// Selectors for a page, and what a platform does with a row beside.
struct Settings {
    html: HtmlSettings,
    wordpress: Option<WordPressSettings>,
}

/// The selectors of `[hand]` alone where it is there; else those of every interface that has some.
fn all_settings(source: &Source) -> Vec<Settings> {
    if let Some(html) = &source.hand {
        return vec![Settings { html: html.clone(), wordpress: None }];
    }
    let mut all = Vec::new();
    for interface in source.interfaces() {
        if let (Platform::Html, Some(html)) = (interface.platform, &interface.html) {
            all.push(Settings { html: html.clone(), wordpress: None });
        }
        if interface.platform == Platform::Wordpress
            && let Ok(base) = base_of(source)
        {
            let settings = interface.wordpress.clone().unwrap_or_default();
            let html = settings.html.clone().unwrap_or_else(|| common_themes(&base));
            all.push(Settings { html, wordpress: Some(settings) });
        }
    }
    all
}

/// What a saved page turned out to be.
enum Read<'r> {
    List(ListPage, &'r Settings),
    None,
    /// A print or a picture: kept, and no page to read.
    Evidence(&'static str),
    /// Nothing of it can be read; why.
    Lost(String),
}

struct ReadPage<'a, 'r> {
    name: &'a str,
    read: Read<'r>,
    /// What a person must be warned of.
    warning: Option<String>,
}

fn read_pages<'a, 'r>(
    rules: &'r [(Rules, &'r Settings)],
    files: &[SavedFile<'a>],
    at: &Url,
    text: &str,
) -> Vec<ReadPage<'a, 'r>> {
    let mut pages = Vec::new();
    for (place, file) in files.iter().enumerate() {
        let same = files[..place].iter().find(|other| other.bytes == file.bytes);
        let (read, warning) = match (same, recognise(file.bytes)) {
            (Some(other), _) => {
                let told = format!("{} is the same file as {}", file.name, other.name);
                (Read::Evidence("the same file twice"), Some(told))
            }
            (None, Saved::Evidence(what)) => (Read::Evidence(what), None),
            (None, Saved::Nothing(why)) => (Read::Lost(why), None),
            (None, Saved::Page { html, address }) => {
                let warning = other_query(&html, address.as_ref(), text)
                    .map(|shows| format!("{} {shows}: is it a page of another query?", file.name));
                (read_page(rules, &html, address.as_ref().unwrap_or(at)), warning)
            }
        };
        pages.push(ReadPage { name: file.name, read, warning });
    }
    pages
}

/// The first selectors that find a list; else the first by which the page says that there is nothing.
fn read_page<'r>(rules: &'r [(Rules, &'r Settings)], html: &str, at: &Url) -> Read<'r> {
    let mut none = false;
    let mut whys: Vec<String> = Vec::new();
    for (rules, settings) in rules {
        match rules.read(html, at) {
            PageReading::List(page) => return Read::List(page, settings),
            PageReading::None(_) => none = true,
            PageReading::Contradiction(why) | PageReading::NotAList { why, .. } => whys.push(why),
        }
    }
    if none {
        return Read::None;
    }
    let why = whys.into_iter().next();
    Read::Lost(why.unwrap_or_else(|| "no selectors are known for saved pages of this source".to_owned()))
}

/// Takes the pages, else the pasted hits, else what the total alone says. Whether something that was brought could
/// not be read.
fn take_all(listing: &mut Listing, saved: &SavedSearch, pages: Vec<ReadPage>) -> bool {
    let mut lists = Vec::new();
    let mut says_none = None;
    let mut not_read = Vec::new();
    let mut evidence = Vec::new();
    for page in pages {
        if let Some(warning) = page.warning {
            listing.note(warning);
        }
        match page.read {
            Read::List(list, settings) => lists.push((page.name, list, settings)),
            Read::None => says_none = says_none.or(Some(page.name)),
            Read::Evidence("the same file twice") => {}
            Read::Evidence(what) => evidence.push(format!("{}: {what}", page.name)),
            Read::Lost(why) => not_read.push(format!("{}: {why}", page.name)),
        }
    }
    let lost = !not_read.is_empty();
    let mut whys = not_read;
    whys.extend(evidence.iter().map(|what| format!("{what}, which cannot be read")));
    if !lists.is_empty() {
        whys.iter().for_each(|why| listing.note(why.clone()));
        if saved.pasted.is_some() {
            listing.note("the saved pages were read, not hits.csv");
        }
        take_lists(listing, saved.total, lists);
    } else if let Some(pasted) = saved.pasted {
        whys.iter().for_each(|why| listing.note(why.clone()));
        if !whys.is_empty() {
            listing.note(format!("no saved page could be read: {} was", pasted.name));
        }
        take_pasted(listing, saved, pasted);
    } else if let Some(name) = says_none {
        match saved.total.filter(|total| *total > 0) {
            None => listing.end_none(),
            Some(total) => listing.end_broken(
                QueryStatus::Unreadable,
                format!("the sheet says {total} results, yet {name} says that there is nothing"),
            ),
        }
    } else {
        take_total_alone(listing, saved.total, &whys);
    }
    lost
}

fn take_total_alone(listing: &mut Listing, total: Option<u64>, whys: &[String]) {
    let told = whys.join("; ");
    match (total, told.is_empty()) {
        (Some(0), _) => {
            whys.iter().for_each(|why| listing.note(why.clone()));
            listing.end_none();
        }
        (Some(total), true) => listing.end_broken(
            QueryStatus::Unreadable,
            format!("the sheet says {total} results, but no page was saved and no hits were pasted"),
        ),
        (None, true) => listing.end_broken(
            QueryStatus::Unreadable,
            "the sheet has no total, no page was saved and no hits were pasted",
        ),
        (_, false) => {
            listing.end_broken(QueryStatus::Unreadable, format!("{told}; paste its hits into hits.csv"));
        }
    }
}

fn take_lists(listing: &mut Listing, total: Option<u64>, lists: Vec<(&str, ListPage, &Settings)>) {
    if total == Some(0) {
        let (name, list, _) = &lists[0];
        let why = format!("the sheet says 0 results, yet {name} lists {} rows", list.rows.len());
        return listing.end_broken(QueryStatus::Unreadable, why);
    }
    let count = lists.len();
    for (place, (name, mut list, settings)) in lists.into_iter().enumerate() {
        if listing.has_ended() {
            let unread = count - place;
            return listing.note(format!("{unread} saved pages after the end were not read, from {name} on"));
        }
        if let (Some(shown), Some(total)) = (list.reported, total)
            && shown != total
        {
            listing.note(format!("{name} reports {shown} results, the sheet {total}"));
        }
        if total.is_none() {
            listing.report(list.reported);
        }
        listing.set_cap(settings.html.cap);
        if let Some(wordpress) = &settings.wordpress {
            list.rows.iter_mut().for_each(|row| adjust(wordpress, listing, row));
        }
        let read = listing.rows_read() + list.rows.iter().filter(|row| row.url.is_some()).count() as u64;
        let leads_on = match listing.reported() {
            Some(total) => read < total,
            None => !matches!(list.next, Next::No),
        };
        let is_last = place + 1 == count;
        listing.take(Page { rows: list.rows, more: leads_on || !is_last });
        if is_last && leads_on && !listing.has_ended() && listing.reported().is_none() {
            let why = format!("{name} leads to a next page, which was not saved");
            listing.end_broken(QueryStatus::Incomplete, why);
        }
    }
}

fn take_pasted(listing: &mut Listing, saved: &SavedSearch, pasted: SavedFile) {
    match pasted_rows(pasted.bytes) {
        Err(problem) => {
            listing.end_broken(QueryStatus::Unreadable, format!("{}: {problem}", pasted.name));
        }
        Ok(rows) if rows.is_empty() => take_total_alone(listing, saved.total, &[]),
        Ok(rows) if saved.total == Some(0) => {
            let why = format!("the sheet says 0 results, yet {} lists {}", pasted.name, rows.len());
            listing.end_broken(QueryStatus::Unreadable, why);
        }
        Ok(rows) => {
            let more = saved.total.is_some_and(|total| (rows.len() as u64) < total);
            listing.take(Page { rows, more });
        }
    }
}

fn pasted_rows(bytes: &[u8]) -> Result<Vec<Row>, String> {
    let table = Table::of_bytes(bytes, Cells::Ragged)?;
    if let Some(missing) = ["title", "url"].into_iter().find(|name| !table.has(name)) {
        return Err(format!("line {}: there is no column `{missing}`", table.header_line));
    }
    let mut rows = Vec::new();
    for row in &table.rows {
        let row = row.as_ref().map_err(Clone::clone)?;
        let (title, address) = (table.cell(row, "title"), table.cell(row, "url"));
        if title.is_empty() {
            return Err(format!("line {}: a hit has no title", row.line));
        }
        let url = Url::parse(&address).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let mut url = url.ok_or_else(|| format!("line {}: `{address}` is no web address", row.line))?;
        url.set_fragment(None);
        rows.push(Row {
            title,
            url: Some(url),
            kind: table.cell(row, "kind"),
            date: table.cell(row, "date"),
            authors: table.cell(row, "authors"),
            ..Row::default()
        });
    }
    Ok(rows)
}

/// What a page shows in place of the text typed; `None` where it is the text's own page, as far as can be seen.
///
/// A page shows its query in its address or in its search field; where it shows none, the text must stand somewhere.
fn other_query(html: &str, address: Option<&Url>, text: &str) -> Option<String> {
    static FIELD: LazyLock<Selector> = LazyLock::new(|| {
        Selector::parse("input[type=search][value], input[type=text][value], input:not([type])[value]")
            .expect("a constant")
    });
    let wanted = plain(text);
    let pairs = address.map(|url| url.query_pairs().into_owned().collect::<Vec<_>>()).unwrap_or_default();
    if pairs.iter().any(|(_, value)| plain(value) == wanted) {
        return None;
    }
    let page = Html::parse_document(html);
    let fields: Vec<String> = page
        .select(&FIELD)
        .map(|field| squeezed(field.value().attr("value").unwrap_or_default()))
        .filter(|value| !value.is_empty())
        .collect();
    if fields.iter().any(|value| plain(value) == wanted) {
        return None;
    }
    if let [only] = fields.as_slice() {
        return Some(format!("shows `{only}` as what was typed, not `{}`", squeezed(text)));
    }
    let words = crate::page::text_of(page.root_element());
    (!plain(&words).contains(&wanted)).then(|| format!("does not show `{}`", squeezed(text)))
}

fn plain(text: &str) -> String {
    fold(&squeezed(text)).text().replace(['\'', '"'], "").trim().to_owned()
}
