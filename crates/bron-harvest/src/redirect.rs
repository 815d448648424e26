//! Follows redirects: each hop is an exchange of its own, and each target is judged anew.

use crate::reach::Reach;
use crate::{Error, Fetched};
use bron_model::{Exchange, Method, NoAnswer, NoAnswerCode, Reply, Request};
use jiff::Timestamp;

/// One exchange, from the archive or just made.
pub(crate) struct Hop {
    pub exchange: Exchange,
    pub from_archive: bool,
}

/// Something that can make one hop.
pub(crate) trait Hops: Send + Sync {
    /// The exchange; `None` when it is not there and cannot be made.
    fn hop(
        &self,
        reach: Reach<'_>,
        request: &Request,
    ) -> impl Future<Output = Result<Option<Hop>, Error>> + Send;
    /// How many redirects are followed.
    fn redirects(&self) -> u32;
    /// The instant of the harvest.
    fn harvest_date(&self) -> Option<Timestamp>;
}

/// Asks, and follows where it leads. What the source may not reach, and redirects that are not followed, are decided
/// from the addresses alone; nothing is stored for them, and a replay decides the same.
pub(crate) async fn follow<H: Hops>(
    hops: &H,
    reach: Reach<'_>,
    request: &Request,
) -> Result<Option<Fetched>, Error> {
    let mut request = request.clone();
    let mut fetched = None::<Fetched>;
    loop {
        let passed = fetched.as_ref().map_or(0, |fetched| fetched.hops + 1);
        let from_archive = fetched.as_ref().is_none_or(|fetched| fetched.from_archive);
        let at = fetched.as_ref().map(|fetched| fetched.exchange.at).or(hops.harvest_date());
        let refused = |request: Request, no: NoAnswer| {
            let url = request.url.clone();
            let at = at.unwrap_or(Timestamp::UNIX_EPOCH);
            let exchange = Exchange { request, at, reply: Reply::NoAnswer(no) };
            Ok(Some(Fetched { exchange, url, hops: passed, from_archive }))
        };
        if passed > hops.redirects() {
            let detail = format!("more than {} redirects", hops.redirects());
            return refused(request, NoAnswer { code: NoAnswerCode::Redirect, detail });
        }
        if let Some(no) = reach.refuses(&request.url) {
            return refused(request, no);
        }
        let Some(hop) = hops.hop(reach, &request).await? else { return Ok(None) };
        let url = request.url.clone();
        let from_archive = from_archive && hop.from_archive;
        let next = target(&hop.exchange);
        fetched = Some(Fetched { exchange: hop.exchange, url, hops: passed, from_archive });
        match next {
            Next::Here => return Ok(fetched),
            Next::To(next) => request = next,
            Next::Refused(detail) => {
                let no = NoAnswer { code: NoAnswerCode::Redirect, detail: detail.to_owned() };
                return refused(request, no);
            }
        }
    }
}

enum Next {
    /// It is no redirect.
    Here,
    /// It leads to this request.
    To(Request),
    /// It leads where is not followed.
    Refused(&'static str),
}

fn target(exchange: &Exchange) -> Next {
    let Reply::Answer(answer) = &exchange.reply else { return Next::Here };
    if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        return Next::Here;
    }
    let Some(location) = answer.header("location") else { return Next::Here };
    let asked = &exchange.request;
    let Ok(mut url) = asked.url.join(location) else { return Next::Refused("Location is no address") };
    url.set_fragment(None);
    if asked.url.scheme() == "https" && url.scheme() == "http" {
        return Next::Refused("from https to http");
    }
    if asked.method == Method::Post && matches!(answer.status, 307 | 308) {
        return Next::To(Request { url, ..asked.clone() });
    }
    Next::To(Request { accept: asked.accept, ..Request::get(url) })
}
