//! An imitated site: answers by address, and a conversation with it.

use bron_model::{
    Answer, Body, Exchange, NoAnswer, NoAnswerCode, Query, QueryStatus, Reply, Request, Route, SourceId,
    TermId,
};
use bron_protocol::{Form, Source, StopRule, Term};
use bron_search::{Conversation, ListedHit, QueryResult, Reading};
use serde_json::Value;

/// The day on which everything here is asked.
pub const HARVESTED: jiff::civil::Date = jiff::civil::date(2024, 6, 1);

/// What a site answers to the end of an address (from `/` on, or a part that begins with `?`).
pub struct Site {
    answers: Vec<(String, Reply)>,
    pub asked: std::cell::RefCell<Vec<String>>,
}

impl Site {
    pub fn new() -> Self {
        Self { answers: Vec::new(), asked: std::cell::RefCell::new(Vec::new()) }
    }
    /// 200 with a body.
    pub fn page(self, end: &str, body: impl Into<Vec<u8>>) -> Self {
        self.answer(end, 200, &[], body)
    }
    pub fn answer(
        mut self,
        end: &str,
        status: u16,
        headers: &[(&str, &str)],
        body: impl Into<Vec<u8>>,
    ) -> Self {
        let headers = headers.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let answer = Answer { status, headers, body: Body::Whole(body.into()) };
        self.answers.push((end.to_owned(), Reply::Answer(answer)));
        self
    }
    pub fn silent(mut self, end: &str, code: NoAnswerCode) -> Self {
        self.answers.push((end.to_owned(), Reply::NoAnswer(NoAnswer { code, detail: String::new() })));
        self
    }
    /// The answer to a request; 404 in HTML where there is none.
    pub fn reply(&self, request: &Request) -> Exchange {
        let address = request.url.as_str();
        self.asked.borrow_mut().push(address.split_once(".nl").map_or(address, |(_, rest)| rest).to_owned());
        let fitting = self.answers.iter().filter(|(end, _)| address.ends_with(end.as_str()));
        let known = fitting.max_by_key(|(end, _)| end.len());
        let lost = || {
            let body = Body::Whole(b"<html><body><h1>Niet gevonden</h1></body></html>".to_vec());
            Reply::Answer(Answer { status: 404, headers: Vec::new(), body })
        };
        let reply = known.map_or_else(lost, |(_, reply)| reply.clone());
        Exchange { request: request.clone(), at: jiff::Timestamp::UNIX_EPOCH, reply }
    }
}

/// A source from JSON; `id`, `name` and `group` are filled in.
pub fn source(mut settings: Value) -> Source {
    let table = settings.as_object_mut().unwrap();
    for (key, value) in [("id", "hand"), ("name", "Hand"), ("group", "praktijk")] {
        table.entry(key).or_insert(Value::from(value));
    }
    serde_json::from_value(settings).unwrap()
}

pub fn query(text: &str) -> Query {
    Query {
        source: SourceId::new("hand").unwrap(),
        term: TermId::new("zorgzame-buurten").unwrap(),
        text: text.to_owned(),
        via: Route::Search,
    }
}

/// Two terms, with labels and texts typed.
fn terms() -> Vec<Term> {
    let term = |id: &str, label: &str, texts: &[&str]| Term {
        id: TermId::new(id).unwrap(),
        label: label.to_owned(),
        texts: texts.iter().map(|text| (*text).to_owned()).collect(),
        form: Form::Word,
        first: Vec::new(),
        variants: Vec::new(),
        beside: Vec::new(),
        not: Vec::new(),
        short: Vec::new(),
    };
    vec![
        term("samenzorg", "Samenzorg", &["samenzorg"]),
        term("zorgzame-buurten", "Zorgzame buurten", &["zorgzame buurten", "zorgzame wijken"]),
    ]
}

/// Asks until nothing more is asked, at most a thousand times.
pub fn converse(
    site: &Site,
    source: &Source,
    text: &str,
    stop: Option<StopRule>,
    result_pages: u32,
) -> QueryResult {
    converse_by(source, text, stop, result_pages, &mut |request| site.reply(request).reply)
}

/// As [`converse`], with a site that answers to whole requests.
pub fn converse_by(
    source: &Source,
    text: &str,
    stop: Option<StopRule>,
    result_pages: u32,
    answer: &mut dyn FnMut(&Request) -> Reply,
) -> QueryResult {
    converse_at(jiff::Timestamp::UNIX_EPOCH, source, text, stop, result_pages, answer)
}

/// As [`converse_by`], at that moment.
pub fn converse_at(
    at: jiff::Timestamp,
    source: &Source,
    text: &str,
    stop: Option<StopRule>,
    result_pages: u32,
    answer: &mut dyn FnMut(&Request) -> Reply,
) -> QueryResult {
    let has_spelling = |text: &str| text.to_lowercase().contains("zorgzame");
    let query = query(text);
    let terms = terms();
    let reading =
        Reading { stop, result_pages, has_spelling: &has_spelling, terms: &terms, harvested: HARVESTED };
    let mut conversation = Conversation::begin(source, &query, reading);
    for _ in 0..1000 {
        let Some(request) = conversation.ask() else { return conversation.finish() };
        assert_eq!(conversation.ask().as_ref(), Some(&request), "asking twice gives the same");
        let exchange = Exchange { request: request.clone(), at, reply: answer(&request) };
        conversation.hear(&exchange);
    }
    panic!("the conversation does not end");
}

/// An answer with a status and a body.
pub fn answer(status: u16, body: impl Into<Vec<u8>>) -> Reply {
    Reply::Answer(Answer { status, headers: Vec::new(), body: Body::Whole(body.into()) })
}

/// The whole list, without stop rule.
pub fn search(site: &Site, source: &Source, text: &str) -> QueryResult {
    converse(site, source, text, None, 50)
}

pub fn saved(path: &str) -> String {
    std::fs::read_to_string(format!("{}/tests/pages/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A hit as it stands in a `.hits` file.
pub fn line(hit: &ListedHit) -> String {
    let line = format!("{} | {} | {} | {} | {}", hit.title, hit.url, hit.kind, hit.date, hit.authors);
    line.split('|').map(str::trim).collect::<Vec<_>>().join(" | ")
}

pub fn expected(paths: &[&str]) -> Vec<String> {
    let text: String = paths.iter().map(|path| saved(path)).collect();
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines.map(|line| line.split('|').map(str::trim).collect::<Vec<_>>().join(" | ")).collect()
}

/// The hits are those of the files, ranked from 1.
pub fn check_hits(result: &QueryResult, paths: &[&str]) {
    assert_eq!(result.hits.iter().map(line).collect::<Vec<_>>(), expected(paths), "{result:?}");
    let ranks: Vec<u32> = result.hits.iter().map(|hit| hit.rank).collect();
    assert_eq!(ranks, (1..=u32::try_from(result.hits.len()).unwrap()).collect::<Vec<_>>());
}

/// Status, and words that the note holds; an empty text asks for an empty note.
pub fn check_status(result: &QueryResult, status: QueryStatus, note: &str) {
    assert_eq!(result.status, status, "{result:?}");
    if note.is_empty() {
        assert_eq!(result.note, "");
    } else {
        assert!(result.note.contains(note), "`{}` does not hold `{note}`", result.note);
    }
}
