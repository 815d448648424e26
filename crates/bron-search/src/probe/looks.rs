//! What is looked at beside the search box: robots.txt, sitemaps, the start page, and the marks of platforms.

use crate::answer::text_of;
use crate::page::squeezed;
use bron_model::{Answer, Body, Evidence, Exchange, PlatformSign, Reply, Request, SearchForm};
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use url::Url;

/// A place that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Robots,
    Home,
    /// A page that cannot be there: a site that answers it with 200 answers everything so.
    Nowhere,
    Sitemap,
    SitemapIndex,
    WordPressSitemap,
    WordPressRest,
    JsonApi,
    Umbraco,
    ApiSearch,
    OaiOld,
    OaiNew,
    Feed,
}

/// A place with its request.
pub(super) struct Look {
    place: Place,
    request: Request,
}

impl Look {
    /// What is looked at after the canary, in this order.
    pub(super) const AFTER_CANARY: [Place; 12] = [
        Place::Home,
        Place::Nowhere,
        Place::Sitemap,
        Place::SitemapIndex,
        Place::WordPressSitemap,
        Place::WordPressRest,
        Place::JsonApi,
        Place::Umbraco,
        Place::ApiSearch,
        Place::OaiOld,
        Place::OaiNew,
        Place::Feed,
    ];

    /// robots.txt of the source's site.
    pub(super) fn robots(base: &Url) -> Self {
        Self::at(Place::Robots, base)
    }

    /// A place below the source's start address; what belongs to a host as a whole, at its root.
    pub(super) fn at(place: Place, base: &Url) -> Self {
        let (path, query) = match place {
            Place::Robots => ("/robots.txt", None),
            Place::Home => ("", None),
            Place::Nowhere => ("bestaat-niet-qzxvkwpj", None),
            Place::Sitemap => ("/sitemap.xml", None),
            Place::SitemapIndex => ("/sitemap_index.xml", None),
            Place::WordPressSitemap => ("wp-sitemap.xml", None),
            Place::WordPressRest => ("wp-json/", None),
            Place::JsonApi => ("jsonapi", None),
            Place::Umbraco => ("/umbraco/", None),
            Place::ApiSearch => ("/api/search", None),
            Place::OaiOld => ("/oai/request", Some("verb=Identify")),
            Place::OaiNew => ("/server/oai/request", Some("verb=Identify")),
            Place::Feed => ("feed/", None),
        };
        let mut url = base.clone();
        url.set_query(None);
        url.set_fragment(None);
        let folder =
            if base.path().ends_with('/') { base.path().to_owned() } else { format!("{}/", base.path()) };
        match path {
            "" => {}
            root if root.starts_with('/') => url.set_path(root),
            below => url.set_path(&format!("{folder}{below}")),
        }
        url.set_query(query);
        let request = match place {
            Place::WordPressRest | Place::JsonApi => Request::get_json(url),
            Place::ApiSearch => Request::post_json(url, b"{}".to_vec()),
            _ => Request::get(url),
        };
        Self { place, request }
    }

    pub(super) fn request(&self) -> &Request {
        &self.request
    }
}

/// What came of one look.
struct Seen {
    evidence: Evidence,
    /// The status, or why there is no answer.
    status: Result<u16, String>,
    headers: Vec<(String, String)>,
    /// The text of a whole body.
    text: String,
    at: Url,
}

/// All that was seen.
#[derive(Default)]
pub(super) struct Looks {
    seen: BTreeMap<Place, Seen>,
}

/// What robots.txt says beside its rules.
pub(super) struct RobotsSaid {
    /// In one sentence.
    pub(super) told: String,
    pub(super) evidence: Vec<Evidence>,
}

impl Looks {
    pub(super) fn hear(&mut self, look: &Look, exchange: &Exchange, evidence: Evidence) {
        let at = exchange.request.url.clone();
        let seen = match &exchange.reply {
            Reply::NoAnswer(no) => {
                let detail = if no.detail.is_empty() { String::new() } else { format!(" ({})", no.detail) };
                let why = format!("{}{detail}", no.code.as_str());
                Seen { evidence, status: Err(why), headers: Vec::new(), text: String::new(), at }
            }
            Reply::Answer(answer) => Seen {
                evidence,
                status: Ok(answer.status),
                headers: answer.headers.clone(),
                text: body_text(answer),
                at,
            },
        };
        self.seen.insert(look.place, seen);
    }

    /// robots.txt in one sentence.
    pub(super) fn robots(&self) -> RobotsSaid {
        let Some(seen) = self.seen.get(&Place::Robots) else {
            return RobotsSaid { told: "robots.txt was not asked for".to_owned(), evidence: Vec::new() };
        };
        let told = match &seen.status {
            Err(why) => format!("robots.txt: {why}"),
            Ok(status @ 200..=299) => {
                let delay =
                    crawl_delay(&seen.text).map(|delay| format!("; asks for {delay} s between requests"));
                let sitemaps = named_sitemaps(&seen.text).len();
                format!("robots.txt: {status}{}; names {sitemaps} sitemaps", delay.unwrap_or_default())
            }
            Ok(status) => format!("robots.txt: {status}"),
        };
        RobotsSaid { told, evidence: vec![seen.evidence.clone()] }
    }

    /// The sitemaps that robots.txt names and those that answer as one, sorted.
    pub(super) fn sitemaps(&self) -> Vec<String> {
        let named = self.seen.get(&Place::Robots).map(|seen| named_sitemaps(&seen.text)).unwrap_or_default();
        let mut all: BTreeSet<String> = named.into_iter().collect();
        for place in [Place::Sitemap, Place::SitemapIndex, Place::WordPressSitemap] {
            if let Some(seen) = self.seen.get(&place)
                && seen.status == Ok(200)
                && (seen.text.contains("<urlset") || seen.text.contains("<sitemapindex"))
            {
                all.insert(seen.at.to_string());
            }
        }
        all.into_iter().collect()
    }

    /// The form on the start page that looks most like a search box: of role `search`, else with a field of that type,
    /// else with a word for searching in its action, name or class.
    pub(super) fn form(&self) -> Option<SearchForm> {
        let seen = self.seen.get(&Place::Home)?;
        let page = Html::parse_document(&seen.text);
        let forms: Vec<ElementRef> = page.select(&FORM).collect();
        let by_role = forms.iter().find(|form| {
            let mut around = form.ancestors().filter_map(ElementRef::wrap);
            form.value().attr("role") == Some("search")
                || around.any(|above| {
                    above.value().name() == "search" || above.value().attr("role") == Some("search")
                })
        });
        let by_field = || forms.iter().find(|form| form.select(&SEARCH_FIELD).next().is_some());
        let by_word = || {
            forms.iter().find(|form| {
                let said =
                    ["action", "class", "id", "name"].map(|name| form.value().attr(name).unwrap_or_default());
                let said = said.join(" ").to_lowercase();
                said.contains("zoek") || said.contains("search")
            })
        };
        let form = by_role.or_else(by_field).or_else(by_word)?;
        let action = form.value().attr("action").unwrap_or_default().trim();
        let fields = form.select(&FIELD).filter_map(|field| field.value().attr("name"));
        Some(SearchForm {
            action: seen.at.join(action).map_or_else(|_| action.to_owned(), |url| url.to_string()),
            method: form.value().attr("method").unwrap_or("get").to_uppercase(),
            fields: fields.map(str::to_owned).collect(),
        })
    }

    /// The marks of the platforms, in a fixed order; none where the site was not looked at.
    pub(super) fn signs(&self) -> Vec<PlatformSign> {
        if !self.seen.contains_key(&Place::Home) {
            return Vec::new();
        }
        vec![
            self.word_press(),
            self.drupal(),
            self.umbraco(),
            self.search_ui(),
            self.oai(),
            self.next_js(),
            self.made_with(),
        ]
    }

    fn word_press(&self) -> PlatformSign {
        let rest = self.seen.get(&Place::WordPressRest);
        let answers = rest.is_some_and(|seen| {
            let value: Value = serde_json::from_str(&seen.text).unwrap_or_default();
            let spaces = value.get("namespaces").and_then(Value::as_array);
            spaces.is_some_and(|spaces| spaces.iter().any(|space| space == "wp/v2"))
        });
        let refuses = rest.is_some_and(|seen| seen.text.contains("\"rest_"));
        let generator = self.generator();
        if answers {
            self.sign("wordpress", Some(true), "/wp-json/ answers as WordPress", &[Place::WordPressRest])
        } else if refuses {
            self.sign("wordpress", Some(true), "/wp-json/ refuses as WordPress does", &[Place::WordPressRest])
        } else if generator.to_lowercase().contains("wordpress") || self.home_holds("/wp-content/") {
            self.sign(
                "wordpress",
                Some(true),
                "the start page names it; /wp-json/ does not answer",
                &[Place::Home],
            )
        } else {
            self.unseen("wordpress", &[Place::WordPressRest, Place::Home])
        }
    }

    fn drupal(&self) -> PlatformSign {
        let headers = self.header(Place::Home, "x-generator");
        let said = format!("{} {headers}", self.generator());
        if said.to_lowercase().contains("drupal") {
            let told = format!("the site calls itself `{}`", squeezed(&said));
            return self.sign("drupal", Some(true), &told, &[Place::Home]);
        }
        if self.home_holds("data-drupal-") || self.home_holds("/sites/default/files/") {
            return self.sign("drupal", Some(true), "Drupal's marks stand in the start page", &[Place::Home]);
        }
        let json_api = self.seen.get(&Place::JsonApi).is_some_and(|seen| {
            seen.status == Ok(200)
                && serde_json::from_str::<Value>(&seen.text).is_ok_and(|value| value.get("jsonapi").is_some())
        });
        if json_api {
            return self.sign("drupal", Some(true), "/jsonapi answers as Drupal", &[Place::JsonApi]);
        }
        self.unseen("drupal", &[Place::Home, Place::JsonApi])
    }

    /// Its back door answers by a page, a login or a refusal. A site that answers everything so says nothing.
    fn umbraco(&self) -> PlatformSign {
        if self.home_holds("/umbraco/") {
            return self.sign("umbraco", Some(true), "`/umbraco/` stands in the start page", &[Place::Home]);
        }
        let status = |place| self.seen.get(&place).and_then(|seen| seen.status.clone().ok());
        let is_status = |status: Option<u16>| matches!(status, Some(200 | 401 | 403));
        match (status(Place::Umbraco), status(Place::Nowhere)) {
            (found, nowhere) if is_status(found) && nowhere == Some(404) => {
                let told = format!("/umbraco/ answers {}", found.unwrap_or_default());
                self.sign("umbraco", Some(true), &told, &[Place::Umbraco, Place::Nowhere])
            }
            (found, _) if is_status(found) => {
                let told = "the site answers /umbraco/ as it does a page that cannot be there";
                self.sign("umbraco", None, told, &[Place::Umbraco, Place::Nowhere])
            }
            _ => self.unseen("umbraco", &[Place::Umbraco, Place::Home]),
        }
    }

    fn search_ui(&self) -> PlatformSign {
        let Some(seen) = self.seen.get(&Place::ApiSearch) else { return self.unseen("search-ui", &[]) };
        let refuses = seen.status == Ok(400) && seen.text.to_lowercase().contains("search");
        let answers = seen.status == Ok(200)
            && serde_json::from_str::<Value>(&seen.text)
                .is_ok_and(|value| value.get("rawResponse").is_some() || value.get("facets").is_some());
        if refuses || answers {
            let told = format!(
                "/api/search answers {} as the site's own search does",
                seen.status.clone().unwrap_or(0)
            );
            return self.sign("search-ui", Some(true), &told, &[Place::ApiSearch]);
        }
        self.unseen("search-ui", &[Place::ApiSearch])
    }

    fn oai(&self) -> PlatformSign {
        for place in [Place::OaiOld, Place::OaiNew] {
            if let Some(seen) = self.seen.get(&place)
                && seen.status == Ok(200)
                && seen.text.contains("<OAI-PMH")
            {
                let told = format!("{} identifies itself", seen.at.path());
                return self.sign("oai-pmh", Some(true), &told, &[place]);
            }
        }
        self.unseen("oai-pmh", &[Place::OaiOld, Place::OaiNew])
    }

    fn next_js(&self) -> PlatformSign {
        if self.home_holds("/_next/static/") || self.home_holds("__NEXT_DATA__") {
            return self.sign("next.js", Some(true), "its marks stand in the start page", &[Place::Home]);
        }
        self.unseen("next.js", &[Place::Home])
    }

    /// What the site says of itself, whatever it is.
    fn made_with(&self) -> PlatformSign {
        let said = [
            self.generator(),
            self.header(Place::Home, "x-generator"),
            self.header(Place::Home, "x-powered-by"),
            self.header(Place::Home, "server"),
        ];
        let said: Vec<String> = said.into_iter().filter(|said| !said.is_empty()).collect();
        let feed = self.seen.get(&Place::Feed).is_some_and(|seen| seen.text.contains("<rss"));
        let feed = if feed { "; /feed/ is a feed" } else { "" };
        let told = if said.is_empty() { "the site does not say".to_owned() } else { said.join(", ") };
        self.sign("made with", (!said.is_empty()).then_some(true), &format!("{told}{feed}"), &[Place::Home])
    }

    fn sign(&self, platform: &str, seen: Option<bool>, because: &str, places: &[Place]) -> PlatformSign {
        let evidence =
            places.iter().filter_map(|place| self.seen.get(place)).map(|seen| seen.evidence.clone());
        PlatformSign {
            platform: platform.to_owned(),
            seen,
            because: because.to_owned(),
            evidence: evidence.collect(),
        }
    }

    /// No mark: absent only where everything that could show one answered.
    fn unseen(&self, platform: &str, places: &[Place]) -> PlatformSign {
        let silent =
            places.iter().filter_map(|place| self.seen.get(place)).find_map(|seen| seen.status.clone().err());
        match silent {
            Some(why) => {
                self.sign(platform, None, &format!("no mark, but not everything answered: {why}"), places)
            }
            None if places.is_empty() => self.sign(platform, None, "not asked for", places),
            None => self.sign(platform, Some(false), "no mark", places),
        }
    }

    fn home_holds(&self, text: &str) -> bool {
        self.seen.get(&Place::Home).is_some_and(|seen| seen.text.contains(text))
    }

    fn generator(&self) -> String {
        let Some(seen) = self.seen.get(&Place::Home) else { return String::new() };
        let page = Html::parse_document(&seen.text);
        let found = page.select(&GENERATOR).next().and_then(|meta| meta.value().attr("content"));
        squeezed(found.unwrap_or_default())
    }

    fn header(&self, place: Place, name: &str) -> String {
        let headers = self.seen.get(&place).map(|seen| seen.headers.as_slice()).unwrap_or_default();
        headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }
}

static FORM: LazyLock<Selector> = LazyLock::new(|| Selector::parse("form").expect("a constant"));
static FIELD: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("input[name], select[name], textarea[name]").expect("a constant"));
static SEARCH_FIELD: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("input[type=search]").expect("a constant"));
static GENERATOR: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("meta[name=generator], meta[name=Generator]").expect("a constant"));

fn body_text(answer: &Answer) -> String {
    match &answer.body {
        Body::Whole(bytes) => text_of(answer, bytes),
        Body::Cut(_) | Body::TooLarge(_) | Body::Unreadable(_) => String::new(),
    }
}

/// The addresses behind `Sitemap:`, in their order.
fn named_sitemaps(robots: &str) -> Vec<String> {
    let lines = robots.lines().filter_map(|line| line.split_once(':'));
    let named = lines.filter(|(field, _)| field.trim().eq_ignore_ascii_case("sitemap"));
    named.map(|(_, address)| address.trim().to_owned()).filter(|address| !address.is_empty()).collect()
}

/// The longest `Crawl-delay` of any group: which group is ours is decided where robots.txt is obeyed.
fn crawl_delay(robots: &str) -> Option<String> {
    let lines = robots.lines().filter_map(|line| line.split_once(':'));
    let delays = lines.filter(|(field, _)| field.trim().eq_ignore_ascii_case("crawl-delay"));
    let delays = delays.filter_map(|(_, value)| value.trim().parse::<f64>().ok());
    delays.max_by(f64::total_cmp).map(|delay| delay.to_string())
}
