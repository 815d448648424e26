//! Asks the sites themselves, politely, and stores every exchange before anything reads it.

use crate::client::{self, Came, Client};
use crate::patience::{pause, retry_after, until};
use crate::reach::{Reach, literal};
use crate::redirect::{Hop, Hops, follow};
use crate::resolver::Resolver;
use crate::robots::Rules;
use crate::{Error, Exchanges, Fetched};
use bron_model::{Exchange, ExchangeKey, Method, NoAnswer, NoAnswerCode, Reply, Request};
use bron_protocol::{Harvest, Source};
use bron_store::{Archive, Arrival, NewExchange, NewReply, Outcome};
use jiff::Timestamp;
use reqwest::header::HeaderValue;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Mutex as Gate;
use tokio::time::{Instant, sleep_until};
use url::Url;

/// Asks what the archive does not hold yet.
///
/// Of each origin (scheme, host, port) robots.txt is read first, and one request at a time is in flight; the pause
/// counts from the end of the last answer. Origins are asked in parallel. Every attempt and every hop is an exchange of
/// its own, stored before it is read; what the archive holds is not asked again. It needs a tokio runtime.
pub struct Live {
    archive: Arc<Archive>,
    client: Client,
    harvest: Harvest,
    max_decoded: u64,
    retry_failed: bool,
    /// How often a failed question had been asked before this harvest, when failed ones are asked anew.
    asked_before: Mutex<BTreeMap<ExchangeKey, u32>>,
    origins: Mutex<BTreeMap<String, Arc<Origin>>>,
    sent: AtomicU64,
}

/// A scheme, host and port: what is asked one request at a time.
#[derive(Default)]
struct Origin {
    /// Held from the start of a pause to the end of an answer.
    place: Gate<Place>,
    /// Held while robots.txt is fetched; nobody who waits for it holds a place.
    robots: Gate<Option<Arc<Rules>>>,
}

/// When an origin may be asked again.
#[derive(Default)]
struct Place {
    last_end: Option<Instant>,
    not_before: Option<Instant>,
    /// The origin said "too many requests" and named a time later than we wait.
    closed_until: Option<Timestamp>,
}

impl Live {
    /// A harvest into `archive`, which must be open for writing. Bodies are decoded up to `max_decoded` bytes. `contact`
    /// and `version` stand in the User-Agent; without a contact there is no live harvest. `sources` are all that will be
    /// fetched for. Nothing is sent yet, and no client is built.
    pub fn new(
        archive: Arc<Archive>,
        harvest: &Harvest,
        max_decoded: u64,
        contact: &str,
        version: &str,
        sources: &[Source],
    ) -> Result<Self, Error> {
        if contact.trim().is_empty() {
            return Err(Error::NoContact);
        }
        let user_agent = format!("bron/{version} (+{})", contact.trim());
        let user_agent = HeaderValue::from_str(&user_agent).map_err(|_| Error::NoContact)?;
        user_agent.to_str().map_err(|_| Error::NoContact)?;
        let resolver = Resolver::new(harvest, sources)?;
        let client = Client::new(harvest, resolver, user_agent, archive.folder().to_owned());
        Ok(Self {
            archive,
            client,
            harvest: harvest.clone(),
            max_decoded,
            retry_failed: false,
            asked_before: Mutex::default(),
            origins: Mutex::default(),
            sent: AtomicU64::new(0),
        })
    }
    /// Asks questions that failed in an earlier harvest anew, once.
    #[must_use]
    pub fn retry_failed(mut self, retry: bool) -> Self {
        self.retry_failed = retry;
        self
    }
    /// Trusts certificates (PEM, one or more) of an institution's own CA as well.
    pub fn with_root_certificate(mut self, pem: &[u8]) -> Result<Self, Error> {
        self.client.roots.extend(client::certificates(pem).ok_or(Error::Certificate)?);
        Ok(self)
    }
    /// Takes the addresses of these names from here in place of the machine's resolver. They are checked as all others.
    #[must_use]
    pub fn with_names(mut self, names: BTreeMap<String, Vec<IpAddr>>) -> Self {
        self.client.resolver.names = names;
        self
    }
    /// The number of requests that went out, robots.txt and retries included.
    pub fn requests_sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    fn origin(&self, url: &Url) -> Arc<Origin> {
        let name = url.origin().ascii_serialization();
        let mut origins = self.origins.lock().unwrap_or_else(PoisonError::into_inner);
        origins.entry(name).or_default().clone()
    }
    /// The attempts of this harvest, whichever process made them.
    fn attempts(&self, key: &ExchangeKey) -> u32 {
        let before = self.asked_before.lock().unwrap_or_else(PoisonError::into_inner);
        self.archive.attempts(key) - before.get(key).copied().unwrap_or(0)
    }
    /// When failed questions are asked anew, those that had failed before are counted from zero.
    ///
    /// Beside what got no whole answer, that is what was forbidden: a site's keeper may have opened it since, in
    /// robots.txt too, which is therefore read anew. What robots.txt had closed before a permission opened it is asked in
    /// any case.
    fn forget_failures(&self, request: &Request, key: &ExchangeKey, opened: bool) {
        let closed_before = || {
            let outcome = self.archive.arrival(key).map(|arrival| arrival.outcome);
            outcome == Some(Outcome::NoAnswer(NoAnswerCode::Robots))
        };
        if self.retry_failed || opened && closed_before() {
            let forbidden =
                |arrival: &Arrival| matches!(arrival.outcome, Outcome::Status(401 | 403 | 407 | 451));
            let is_robots = request.url.path() == "/robots.txt";
            let failed = self
                .archive
                .arrival(key)
                .is_some_and(|arrival| is_robots || forbidden(&arrival) || !arrival.settles());
            let before = if failed { self.archive.attempts(key) } else { 0 };
            let mut all = self.asked_before.lock().unwrap_or_else(PoisonError::into_inner);
            all.entry(*key).or_insert(before);
        }
    }
    fn asks(&self, request: &Request, key: &ExchangeKey) -> bool {
        let attempts = self.attempts(key);
        match self.archive.arrival(key) {
            None => true,
            Some(_) if attempts == 0 => true,
            Some(arrival) if arrival.settles() => false,
            Some(arrival) => attempts < self.harvest.attempts && may_be_repeated(request.method, &arrival),
        }
    }

    /// What the archive holds, as the answer.
    async fn stored(&self, key: ExchangeKey) -> Result<Option<Exchange>, Error> {
        let (archive, max_decoded) = (self.archive.clone(), self.max_decoded);
        let read = tokio::task::spawn_blocking(move || archive.get(&key, max_decoded));
        Ok(read.await.map_err(|_| Error::Stopped)??)
    }
    /// The same, where it may pass: only that asks for patience.
    async fn stored_failure(&self, key: ExchangeKey) -> Result<Option<Exchange>, Error> {
        let may_pass = self.archive.arrival(&key).is_some_and(|arrival| arrival.may_pass());
        if may_pass { self.stored(key).await } else { Ok(None) }
    }
    async fn store(&self, exchange: NewExchange) -> Result<(), Error> {
        let archive = self.archive.clone();
        let stored = tokio::task::spawn_blocking(move || archive.append(exchange));
        Ok(stored.await.map_err(|_| Error::Stopped)??)
    }
    async fn store_nothing(&self, request: &Request, no: NoAnswer) -> Result<(), Error> {
        let at = Timestamp::now();
        let reply = NewReply::NoAnswer(no);
        let request = request.clone();
        self.store(NewExchange { request, at, sent: None, address: None, reply, permission: None }).await
    }

    /// The rules of an origin, fetched once. A request for robots.txt itself is under no rules.
    async fn rules(&self, reach: Reach<'_>, origin: &Origin, url: &Url) -> Result<Arc<Rules>, Error> {
        let Reach::Pages(source) = reach else { return Ok(Arc::new(Rules::Open)) };
        let mut known = origin.robots.lock().await;
        if let Some(rules) = &*known {
            return Ok(rules.clone());
        }
        let mut address = url.clone();
        address.set_path("/robots.txt");
        address.set_query(None);
        let fetched = self.fetch_robots(source, &address).await?;
        let rules = Arc::new(fetched.map_or(Rules::Open, |fetched| Rules::read(&fetched.exchange.reply)));
        *known = Some(rules.clone());
        Ok(rules)
    }
    /// Boxed, since fetching a page fetches robots.txt, which is fetched like a page.
    fn fetch_robots<'a>(
        &'a self,
        source: &'a Source,
        address: &'a Url,
    ) -> Pin<Box<dyn Future<Output = Result<Option<Fetched>, Error>> + Send + 'a>> {
        let request = Request::get(address.clone());
        Box::pin(async move { follow(self, Reach::Robots(source, address), &request).await })
    }

    /// What keeps a request from being sent at all, whatever the source.
    fn refused_address(&self, url: &Url) -> Option<NoAnswer> {
        let address = literal(url)?;
        let host = url.host_str().unwrap_or_default();
        let allowed = self.client.resolver.allows_literal(host, address);
        let detail = format!("`{host}` is not public");
        (!allowed).then_some(NoAnswer { code: NoAnswerCode::AddressRefused, detail })
    }
    /// The pause that an origin asks for or is given.
    fn pace(&self, source: &Source, rules: &Rules) -> Duration {
        let ours = self.harvest.delay_seconds.max(source.delay_seconds.unwrap_or(0.0));
        Duration::try_from_secs_f64(ours).unwrap_or(Duration::ZERO).max(rules.delay())
    }
    fn longest_wait(&self) -> Duration {
        Duration::from_secs(self.harvest.longest_wait_seconds)
    }

    /// Waits for the origin's turn, asks once and stores what came.
    async fn ask_once(
        &self,
        request: &Request,
        place: &mut Place,
        pace: Duration,
        before: Option<&Exchange>,
        permission: Option<String>,
    ) -> Result<(), Error> {
        let key = request.key();
        let pause = pause(pace, self.attempts(&key));
        // After a restart the end of the last answer is not known; its beginning is.
        let owed = before.map_or(Duration::ZERO, |before| {
            let by_us = before.at.checked_add(pause).unwrap_or(before.at);
            until(Timestamp::now(), retry_after(before).unwrap_or(by_us).max(by_us))
        });
        let turn = [place.last_end.map(|end| end + pause), place.not_before, Some(Instant::now() + owed)];
        sleep_until(turn.into_iter().flatten().max().unwrap_or_else(Instant::now)).await;
        // Should this future be dropped while it waits, the pause counts from here.
        place.last_end = Some(Instant::now());
        let at = Timestamp::now();
        self.sent.fetch_add(1, Ordering::Relaxed);
        let came = self.client.ask(request).await?;
        place.last_end = Some(Instant::now());
        let wire = self.client.wire(request);
        let request = request.clone();
        let exchange = match came {
            Came::Answer { head, body, cut, address } => {
                let reply = NewReply::Answer { head, body: Box::new(body), cut };
                NewExchange { request, at, sent: Some(wire), address, reply, permission }
            }
            Came::Nothing { reply, sent } => {
                let (sent, reply) = (sent.then_some(wire), NewReply::NoAnswer(reply));
                NewExchange { request, at, sent, address: None, reply, permission }
            }
        };
        self.store(exchange).await
    }

    /// Does as an answer asks: waits as long as it says, or says that this is longer than we wait. An origin that has had
    /// too many requests is then asked nothing more before that time.
    fn heed(&self, place: &mut Place, exchange: &Exchange) -> bool {
        let Some(later) = retry_after(exchange) else { return false };
        if self.is_too_long(exchange, later) {
            if matches!(&exchange.reply, Reply::Answer(answer) if answer.status == 429) {
                place.closed_until = Some(later);
            }
            return true;
        }
        let left = until(Timestamp::now(), later).min(self.longest_wait());
        place.not_before = Some(Instant::now() + left).max(place.not_before);
        false
    }
    fn is_too_long(&self, exchange: &Exchange, later: Timestamp) -> bool {
        until(exchange.at, later) > self.longest_wait()
    }
    /// The exchange that counts. Where it asks to come back later than we wait, that is stored as well, and counts: also
    /// when an earlier process ended before it could do so.
    async fn outcome(&self, request: &Request) -> Result<Option<Exchange>, Error> {
        let Some(exchange) = self.stored(request.key()).await? else { return Ok(None) };
        match retry_after(&exchange).filter(|later| self.is_too_long(&exchange, *later)) {
            Some(later) => {
                self.store_nothing(request, come_back(later)).await?;
                self.stored(request.key()).await
            }
            None => Ok(Some(exchange)),
        }
    }
}

fn come_back(later: Timestamp) -> NoAnswer {
    NoAnswer { code: NoAnswerCode::RetryLater, detail: format!("not before {later:.0}") }
}

/// A GET may always be repeated. A POST may when it did not reach the site, or when the site turned it away.
fn may_be_repeated(method: Method, arrival: &Arrival) -> bool {
    let turned_away = matches!(
        arrival.outcome,
        Outcome::Status(429 | 503) | Outcome::NoAnswer(NoAnswerCode::Dns | NoAnswerCode::Connect)
    );
    arrival.may_pass() && (method == Method::Get || turned_away)
}

impl Exchanges for Live {
    async fn fetch(&self, source: &Source, request: &Request) -> Result<Option<Fetched>, Error> {
        follow(self, Reach::Pages(source), request).await
    }
}

impl Hops for Live {
    async fn hop(&self, reach: Reach<'_>, request: &Request) -> Result<Option<Hop>, Error> {
        let key = request.key();
        let opened = reach.permission(&request.url);
        self.forget_failures(request, &key, opened.is_some());
        let mut from_archive = true;
        while self.asks(request, &key) {
            if let Some(no) = self.refused_address(&request.url) {
                self.store_nothing(request, no).await?;
                break;
            }
            let origin = self.origin(&request.url);
            let rules = self.rules(reach, &origin, &request.url).await?;
            let permission = opened.clone().filter(|_| rules.closes_by_rule(&request.url));
            if permission.is_none()
                && let Some(no) = rules.closes(&request.url)
            {
                let known = self.archive.arrival(&key).map(|arrival| arrival.outcome);
                if known != Some(Outcome::NoAnswer(no.code)) {
                    self.store_nothing(request, no).await?;
                }
                break;
            }
            let mut place = origin.place.lock().await;
            // Another task may have asked the same while this one waited for its place.
            if !self.asks(request, &key) {
                break;
            }
            if let Some(later) = place.closed_until.filter(|later| *later > Timestamp::now()) {
                self.store_nothing(request, come_back(later)).await?;
                break;
            }
            let before = self.stored_failure(key).await?;
            if let Some(before) = &before
                && self.attempts(&key) > 0
                && self.heed(&mut place, before)
            {
                break;
            }
            let pace = self.pace(reach.source(), &rules);
            from_archive = false;
            self.ask_once(request, &mut place, pace, before.as_ref(), permission).await?;
            let came = self.stored_failure(key).await?;
            if came.is_some_and(|came| self.heed(&mut place, &came)) {
                break;
            }
        }
        let exchange = self.outcome(request).await?;
        Ok(exchange.map(|exchange| Hop { exchange, from_archive }))
    }
    fn redirects(&self) -> u32 {
        self.harvest.redirects
    }
    fn harvest_date(&self) -> Option<Timestamp> {
        self.archive.harvest_date()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use bron_model::SourceId;

    /// A source of which only the hosts matter.
    pub(crate) fn bare_source(
        id: SourceId,
        base: Option<Url>,
        hosts: Vec<String>,
        elsewhere: bool,
    ) -> Source {
        Source { base, hosts, files_elsewhere: elsewhere, ..Source::bare(id, "kennisbank-2024") }
    }
}
