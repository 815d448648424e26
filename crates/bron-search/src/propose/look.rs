//! The order in which a site is looked at, and what is tried before it is proposed.

use super::around::{nothing, totals};
use super::draft::{Draft, id_of};
use super::form::{SearchBox, encoded, forms};
use super::paging::{Paging, paging};
use super::parts::parts;
use super::rows::{Compared, List, Row};
use super::seen::{Heard, Page, Wanted};
use super::signature::{Signature, is_media_wiki, signature};
use super::verdict::{describe_paging, describe_parts, fault, miscounts, tell, tried};
use super::{Proposed, Tried, Words, trial};
use crate::QueryResult;
use crate::html::Template;
use crate::page::squeezed;
use bron_model::Request;
use bron_protocol::{Confidence, Source};
use serde_json::Value;
use std::collections::BTreeSet;
use url::Url;

/// A site while it is looked at.
struct Site<'a> {
    words: &'a Words,
    heard: &'a Heard,
    draft: Draft,
    marks: Vec<String>,
    problems: Vec<String>,
}

/// Looks at a site with what was heard; asks for what must be heard first.
pub(super) fn look(address: &Url, words: &Words, heard: &Heard) -> Wanted<Proposed> {
    let start = start_of(address);
    let exchange = heard.answer(Request::get(start.clone()))?;
    let home = heard.page(&start, "")?;
    let at = home.as_ref().map_or(address, |page| &page.at);
    let mut site =
        Site { words, heard, draft: draft(at, home.as_ref().ok()), marks: Vec::new(), problems: Vec::new() };
    site.allow_other_name(address);
    let signature = match &home {
        Ok(page) => signature(page, exchange),
        Err(why) => {
            site.problems.push(format!("{start} gave no page: {why}"));
            Signature::default()
        }
    };
    site.marks.clone_from(&signature.marks);
    if (signature.is_wordpress || !signature.is_other)
        && let Some(proposed) = site.as_wordpress(&signature)?
    {
        return Ok(proposed);
    }
    let boxes = site.boxes(address, home.ok().as_ref())?;
    for search in boxes.iter().take(4) {
        match site.try_box(search)? {
            Ok(proposed) => return Ok(proposed),
            Err(why) => site.problems.push(format!("{}: {why}", search.template)),
        }
    }
    if boxes.iter().all(|search| search.score == 0) {
        site.problems.push(
            "no search form was found: type a word into the site's own search box, and give the address of the result page"
                .to_owned(),
        );
    }
    let last = site.problems.last().cloned().unwrap_or_default();
    Ok(site.unsearchable(&last))
}

/// A proposal that says only why there is none.
pub(super) fn given_up(address: &Url, why: &str) -> Proposed {
    let site = Site {
        words: &Words::default(),
        heard: &Heard::default(),
        draft: draft(address, None),
        marks: Vec::new(),
        problems: vec![why.to_owned()],
    };
    site.unsearchable(why)
}

/// The page that is looked at first: the home page where the address is that of a result page.
fn start_of(address: &Url) -> Url {
    let mut start = address.clone();
    if address.query().is_some() || holds_place(address) {
        start.set_path("/");
        start.set_query(None);
    }
    start
}

fn holds_place(address: &Url) -> bool {
    address.as_str().contains("{text}") || address.as_str().contains("%7Btext%7D")
}

fn draft(at: &Url, home: Option<&Page>) -> Draft {
    let mut base = at.clone();
    base.set_path("/");
    base.set_query(None);
    base.set_fragment(None);
    let host = base.host_str().unwrap_or_default().to_owned();
    let name = home.and_then(name_of).unwrap_or(host);
    let mut draft = Draft {
        id: id_of(&base),
        name,
        base,
        hosts: Vec::new(),
        platform: None,
        unknown: String::new(),
        keys: Vec::new(),
    };
    let level = if home.is_some() { Confidence::Confirmed } else { Confidence::Low };
    let evidence =
        if home.is_some() { format!("{at} answered") } else { "the address that was given".to_owned() };
    let base = super::draft::quoted(draft.base.as_str());
    draft.literal("base", base, level, evidence);
    draft
}

/// The name that the site gives itself.
fn name_of(page: &Page) -> Option<String> {
    let meta = page.select("meta[property=\"og:site_name\"]");
    let said = meta.first().and_then(|meta| meta.value().attr("content")).map(squeezed);
    let title = || page.select("title").first().map(|title| squeezed(&title.text().collect::<String>()));
    let said = said.filter(|name| !name.is_empty()).or_else(title)?;
    let cut =
        ["|", "–", "—", " - ", "::"].iter().filter_map(|sign| Some(said.rfind(sign)? + sign.len())).max();
    let part = said.get(cut.unwrap_or(0)..).unwrap_or_default().trim().to_owned();
    (!part.is_empty() && part.chars().count() <= 80).then_some(part)
}

fn plain_host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

fn host_and_port(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

impl Site<'_> {
    /// Whether an address is on the site, with or without `www.`.
    fn is_ours(&self, url: &Url) -> bool {
        plain_host(url) == plain_host(&self.draft.base)
    }

    /// The site's name with or without `www.`, where it was met.
    fn allow_other_name(&mut self, url: &Url) {
        let named = host_and_port(url);
        let new = named != host_and_port(&self.draft.base) && !self.draft.hosts.contains(&named);
        if self.is_ours(url) && new {
            self.draft.hosts.push(named);
        }
    }

    fn unsearchable(mut self, why: &str) -> Proposed {
        self.draft.platform = None;
        self.draft.keys.retain(|known| known.key == "base");
        let why = if why.is_empty() { "no way to search it was found" } else { why };
        self.draft.unknown = format!("{why} (search it by hand: `bron hand {}`)", self.draft.id);
        self.proposed(Vec::new())
            .unwrap_or_else(|_| unreachable!("keys and texts are quoted; a test loads such files"))
    }

    fn proposed(self, tried: Vec<Tried>) -> Result<Proposed, String> {
        let source = self.draft.source()?;
        Ok(Proposed {
            toml: self.draft.toml(),
            source,
            keys: self.draft.keys,
            marks: self.marks,
            tried,
            problems: self.problems,
        })
    }

    /// WordPress, where its interface for programs answers as WordPress does and finds what is typed.
    fn as_wordpress(&mut self, signature: &Signature) -> Wanted<Option<Proposed>> {
        let mut base = self.draft.base.clone();
        if let Some(rest) = signature.rest.as_ref().filter(|rest| self.is_ours(rest))
            && let Some((path, _)) = rest.path().split_once("wp-json")
        {
            base.set_path(path);
        }
        let types = base.join("wp-json/wp/v2/types").unwrap_or_else(|_| base.clone());
        let exchange = self.heard.answer(Request::get_json(types.clone()))?;
        let answered = crate::answer::page_of(exchange);
        let types_shown = match &answered {
            Ok((_, bytes)) => types_in(bytes),
            Err(_) => None,
        };
        let Some(types_shown) = types_shown else {
            if signature.is_wordpress {
                let why =
                    answered.err().map_or_else(|| "no post types in it".to_owned(), |no_page| no_page.why);
                self.problems.push(format!("WordPress shows no interface for programs at {types}: {why}"));
            }
            return Ok(None);
        };
        let mut draft = self.draft.clone();
        draft.base = base;
        draft.platform = Some("wordpress");
        let at = format!("{types} lists the post types {}", types_shown.join(", "));
        draft.literal("platform", "\"wordpress\"".to_owned(), Confidence::Confirmed, at.clone());
        let left_out = "[\"attachment\", \"page\"]".to_owned();
        draft.literal(
            "wordpress.without_types",
            left_out,
            Confidence::Medium,
            format!("{at}; files and fixed pages are no publications"),
        );
        let Ok(source) = draft.source() else { return Ok(None) };
        let results = self.try_words(&source, &self.words.canaries)?;
        let of_nothing = trial::search(&source, &self.words.nonsense, self.heard)?;
        if let Some(why) = fault(&results, &of_nothing) {
            self.problems.push(format!("WordPress's interface for programs: {why}"));
            return Ok(None);
        }
        let tried = tried(&results, &self.words.nonsense, &of_nothing);
        let site = Site { draft, marks: self.marks.clone(), problems: self.problems.clone(), ..*self };
        Ok(site.proposed(tried).ok())
    }

    /// The first two words; the results with the words.
    fn try_words(&self, source: &Source, words: &[String]) -> Wanted<Vec<(String, QueryResult)>> {
        words
            .iter()
            .take(2)
            .map(|word| Ok((word.clone(), trial::search(source, word, self.heard)?)))
            .collect()
    }

    /// Search boxes, the likeliest first: in the address that was given, on the page, on the usual search pages.
    fn boxes(&mut self, address: &Url, home: Option<&Page>) -> Wanted<Vec<SearchBox>> {
        if let Some(given) = given_box(address, self.words) {
            return Ok(vec![given]);
        }
        let mut boxes = home.map(|page| self.boxes_of(page)).unwrap_or_default();
        if !boxes.is_empty() {
            return Ok(boxes);
        }
        for path in ["/zoeken", "/search"] {
            let Ok(url) = self.draft.base.join(path) else { continue };
            let Ok(page) = self.heard.page(&url, "")? else { continue };
            boxes.extend(self.boxes_of(&page));
            if page.is_drawn_by_script() {
                self.problems.push(format!("{url} is drawn by a script"));
            }
            if !boxes.is_empty() {
                return Ok(boxes);
            }
        }
        if let Ok(url) = self.draft.base.join("/?s=") {
            let template = format!("{url}{{text}}");
            let evidence = "no form was found; this is the usual address of WordPress".to_owned();
            boxes.push(SearchBox { template, score: 0, evidence });
        }
        Ok(boxes)
    }

    fn boxes_of(&mut self, page: &Page) -> Vec<SearchBox> {
        let found = forms(page, &|url| self.is_ours(url));
        for problem in found.problems {
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
        found.boxes
    }

    /// Types the words into a box and reads the answers; the text says why nothing can be made of it.
    fn try_box(&mut self, search: &SearchBox) -> Wanted<Result<Proposed, String>> {
        let page = |word: &str| -> Wanted<Result<Page, String>> {
            match Template::new(&search.template, None, word).at(1) {
                Ok(url) => self.heard.page(&url, word),
                Err(why) => Ok(Err(why)),
            }
        };
        let of_nothing = page(&self.words.nonsense)?;
        let nothing = of_nothing.as_ref().ok();
        let (mut canaries, mut without, mut lists) = (Vec::new(), Vec::new(), Vec::new());
        for word in &self.words.canaries {
            // Two words with hits show the list; one of them must also show how a list goes on.
            let compared = Compared::new(&canaries, nothing);
            let goes_on = |page: &Page| paging(page, &search.template, 1, &compared).is_some();
            if !lists.is_empty() && canaries.iter().any(goes_on) {
                break;
            }
            let typed = match page(word)? {
                Ok(typed) => typed,
                Err(why) if canaries.len() < 2 => return Ok(Err(format!("`{word}` gave no page: {why}"))),
                Err(_) => break,
            };
            if nothing.is_some_and(|nothing| typed.links(&nothing.addresses()).is_empty()) {
                let is_drawn = typed.is_drawn_by_script();
                without.push(typed);
                if is_drawn {
                    break;
                }
                continue;
            }
            canaries.push(typed);
            if canaries.len() > 1 {
                lists = Compared::new(&canaries, nothing).lists();
            }
        }
        if lists.is_empty() {
            canaries.append(&mut without);
            return Ok(Err(why_no_list(&canaries, nothing)));
        }
        let mut why = String::new();
        for list in lists.iter().take(3) {
            let compared = Compared::new(&canaries, nothing);
            match self.try_list(search, list, &compared)? {
                Ok(proposed) => return Ok(Ok(proposed)),
                Err(told) if why.is_empty() => why = told,
                Err(_) => {}
            }
        }
        Ok(Err(why))
    }

    /// Names everything in and around a list and tries the file.
    fn try_list(
        &self,
        search: &SearchBox,
        list: &List,
        compared: &Compared,
    ) -> Wanted<Result<Proposed, String>> {
        let rows: Vec<Row> =
            compared.canaries.iter().flat_map(|page| compared.rows(page, &list.list, &list.row)).collect();
        let Some(first) = compared.canaries.first() else { return Ok(Err("no page".to_owned())) };
        let parts = parts(&rows, first.seen);
        let Some(title) = &parts.title else {
            return Ok(Err(format!("the rows `{}` have no title that can be named", list.row)));
        };
        let mut draft = self.draft.clone();
        let pages: Vec<String> = compared.canaries.iter().map(|page| page.asked.to_string()).collect();
        let count = format!("{} rows on {}", rows.len(), pages.join(" and "));
        draft.platform = Some("html");
        draft.literal(
            "platform",
            "\"html\"".to_owned(),
            Confidence::Medium,
            "a result page that can be read by selectors",
        );
        draft.text("html.search", &search.template, Confidence::Medium, search.evidence.clone());
        draft.text(
            "html.list",
            &list.list,
            Confidence::Medium,
            format!("around the blocks whose links change with the word: {count}"),
        );
        draft.text(
            "html.row",
            &list.row,
            Confidence::Medium,
            format!("the blocks whose links change with the word, {} of them", rows.len()),
        );
        draft.text("html.title", title, Confidence::Medium, "the link of each row that is most like a title");
        describe_parts(&parts, &mut draft);
        let most =
            compared.canaries.iter().max_by_key(|page| compared.rows(page, &list.list, &list.row).len());
        let paging = compared.canaries.iter().chain(most).find_map(|page| {
            paging(page, &search.template, compared.rows(page, &list.list, &list.row).len(), compared)
        });
        describe_paging(paging.as_ref(), &mut draft);
        self.try_around(draft, list, compared, paging.as_ref())
    }

    /// Tries the totals and the words of nothing that fit, and takes the first file that reads every page rightly.
    fn try_around(
        &self,
        draft: Draft,
        list: &List,
        compared: &Compared,
        paging: Option<&Paging>,
    ) -> Wanted<Result<Proposed, String>> {
        let mut with_nothing = draft.clone();
        if let (Some(nothing), Some(page)) = (nothing(compared), compared.nothing) {
            let evidence = format!("stands on {} and on no page with hits", page.asked);
            with_nothing.text("html.none", &nothing.selector, Confidence::Medium, evidence.clone());
            with_nothing.text("html.none_text", &nothing.words, Confidence::Medium, evidence);
        }
        let mut drafts = Vec::new();
        let is_wiki = compared.canaries.iter().any(is_media_wiki);
        let shown = totals(compared, &list.list, &list.row, paging.is_some());
        for total in shown.into_iter().filter(|_| !is_wiki) {
            let values: Vec<String> = total.values.iter().map(u64::to_string).collect();
            let evidence = format!(
                "its number is {} on the pages of the words typed, and 0 or absent where there is nothing",
                values.join(", ")
            );
            let mut with_total = with_nothing.clone();
            with_total.text("html.total", &total.selector, Confidence::Medium, evidence.clone());
            if let Some(pattern) = &total.pattern {
                with_total.text("html.total_pattern", pattern, Confidence::Medium, evidence);
            }
            drafts.push(with_total);
        }
        let rows = compared.canaries.iter().map(|page| compared.rows(page, &list.list, &list.row).len());
        let most_rows = rows.max().unwrap_or(0);
        let (showed_total, mut why) = if is_wiki {
            (true, "MediaWiki counts apart what it finds by title and by text".to_owned())
        } else {
            (!drafts.is_empty(), String::new())
        };
        drafts.push(with_nothing.clone());
        drafts.push(draft);
        // A number that is more than a list holds is kept where no other fits: then every such query is incomplete,
        // for it may be the list that is not read whole.
        let totals: Vec<Draft> = drafts.iter().filter(|draft| draft.has("html.total")).cloned().collect();
        let tries = totals
            .into_iter()
            .map(|draft| (draft, true))
            .chain(drafts.into_iter().map(|draft| (draft, false)));
        for (draft, strictly) in tries {
            let lost_total = Some(why.as_str()).filter(|_| showed_total && !draft.has("html.total"));
            match self.try_draft(draft, compared, paging, most_rows, strictly, lost_total)? {
                Ok(proposed) => return Ok(Ok(proposed)),
                Err(told) if why.is_empty() => why = told,
                Err(_) => {}
            }
        }
        Ok(Err(why))
    }

    /// Tries one file with every word; what it cannot read rightly is the reason.
    fn try_draft(
        &self,
        mut draft: Draft,
        compared: &Compared,
        paging: Option<&Paging>,
        most_rows: usize,
        strictly: bool,
        lost_total: Option<&str>,
    ) -> Wanted<Result<Proposed, String>> {
        if paging.is_none() && !draft.has("html.total") {
            draft.literal("html.cap", most_rows.to_string(), Confidence::Low, "no list went on to a second page, so that it is not known whether one of as many rows is whole");
        }
        let source = match draft.source() {
            Ok(source) => source,
            Err(why) => return Ok(Err(why)),
        };
        let mut results = Vec::new();
        for page in compared.canaries {
            results.push((page.word.clone(), trial::search(&source, &page.word, self.heard)?));
        }
        let of_nothing = trial::search(&source, &self.words.nonsense, self.heard)?;
        if let Some(why) = fault(&results, &of_nothing) {
            return Ok(Err(why));
        }
        let fewer = |(_, result): &(String, QueryResult)| {
            result.reported_total.is_some_and(|total| total < result.hits.len() as u64)
        };
        if draft.has("html.total")
            && results.iter().any(|result| fewer(result) || strictly && miscounts(&result.1))
        {
            return Ok(Err("the number that the site shows is not what its lists hold".to_owned()));
        }
        let mut problems = self.problems.clone();
        let told = tell(&mut draft, &results, &of_nothing, paging, lost_total);
        problems.extend(told);
        let mut site = Site { draft, marks: self.marks.clone(), problems, ..*self };
        for (_, result) in &results {
            for hit in &result.hits {
                site.allow_other_name(&hit.url);
            }
        }
        let tried = tried(&results, &self.words.nonsense, &of_nothing);
        Ok(site.proposed(tried))
    }
}

/// Where the text goes in an address that was given: at `{text}`, or where one of the words stands.
fn given_box(address: &Url, words: &Words) -> Option<SearchBox> {
    let evidence = "the address that was given".to_owned();
    if holds_place(address) {
        let template = address.as_str().replace("%7Btext%7D", "{text}");
        return Some(SearchBox { template, score: 9, evidence });
    }
    let pairs: Vec<(String, String)> = address.query_pairs().into_owned().collect();
    let is_word = |value: &String| words.canaries.iter().any(|word| word.eq_ignore_ascii_case(value));
    let names = [
        "q",
        "s",
        "query",
        "search",
        "keys",
        "trefwoord",
        "zoek",
        "zoekterm",
        "search_api_fulltext",
        "term",
        "keyword",
    ];
    let by_word = pairs.iter().position(|(_, value)| is_word(value));
    let place = by_word.or_else(|| {
        pairs
            .iter()
            .position(|(name, value)| !value.is_empty() && names.contains(&name.to_lowercase().as_str()))
    })?;
    let pairs: Vec<(String, Option<String>)> = pairs
        .into_iter()
        .enumerate()
        .map(|(at, (name, value))| (name, (at != place).then_some(value)))
        .collect();
    let mut bare = address.clone();
    bare.set_query(None);
    Some(SearchBox { template: format!("{bare}?{}", encoded(&pairs)), score: 9, evidence })
}

/// The post types of `/wp/v2/types`; `None` where the answer is no WordPress's.
fn types_in(bytes: &[u8]) -> Option<Vec<String>> {
    let Ok(Value::Object(types)) = serde_json::from_slice(bytes) else { return None };
    let is_type = |value: &Value| value.get("rest_base").is_some() || value.get("slug").is_some();
    let names: Vec<String> =
        types.iter().filter(|(_, value)| is_type(value)).map(|(name, _)| name.clone()).collect();
    (!names.is_empty()).then_some(names)
}

fn why_no_list(canaries: &[Page], nothing: Option<&Page>) -> String {
    if canaries.iter().any(Page::is_drawn_by_script) {
        return "the result list is drawn by a script, and no selector finds it in what the site sends"
            .to_owned();
    }
    let words: Vec<String> = canaries.iter().map(|page| format!("`{}`", page.word)).collect();
    let lists: BTreeSet<Vec<String>> =
        canaries.iter().map(|page| page.addresses().into_iter().collect()).collect();
    if lists.len() < 2 {
        return format!(
            "no link of the page changes with the words {}: give words that have hits there",
            words.join(", ")
        );
    }
    let missing = if nothing.is_none() { "; the word without hits gave no page" } else { "" };
    format!(
        "no repeated blocks change with the words {}: give words that have hits there{missing}",
        words.join(", ")
    )
}
