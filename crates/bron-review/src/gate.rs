//! Who gets in: only the person who started the server, from a browser on the same machine.
//!
//! The start address holds a secret, which is exchanged for a cookie at once. Every request must name the loopback address that
//! the server listens on (a foreign name that resolves here is refused), and what changes anything must come from our own page:
//! by its origin, and by a secret that stands in every form.

use crate::Error;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;

/// The secrets of one server, and its names.
#[derive(Debug)]
pub(crate) struct Gate {
    token: String,
    session: String,
    csrf: String,
    port: u16,
}

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// It names another host.
    Host,
    /// It has no cookie of this server.
    Session,
    /// It comes from another site's page.
    Origin,
    /// Its form is not ours.
    Form,
}

impl Gate {
    /// New secrets for a server on `port`.
    pub(crate) fn new(port: u16) -> Result<Self, Error> {
        Ok(Self { token: secret()?, session: secret()?, csrf: secret()?, port })
    }

    /// The address to open first.
    pub(crate) fn start(&self) -> String {
        format!("http://127.0.0.1:{}/start/{}", self.port, self.token)
    }

    /// What a form must hold.
    pub(crate) fn csrf(&self) -> &str {
        &self.csrf
    }

    /// Whether that is the secret of the start address.
    pub(crate) fn opens(&self, token: &str) -> bool {
        same(token, &self.token)
    }

    /// Whether a form is ours.
    pub(crate) fn form(&self, csrf: Option<&str>) -> Result<(), Refused> {
        csrf.filter(|given| same(given, &self.csrf)).map(|_| ()).ok_or(Refused::Form)
    }

    /// The cookie that lets in. Cookies know no ports, so its name holds the port: two servers are two reviewers.
    pub(crate) fn cookie(&self) -> String {
        format!("{}={}; HttpOnly; SameSite=Strict; Path=/", self.cookie_name(), self.session)
    }

    fn cookie_name(&self) -> String {
        format!("bron-review-{}", self.port)
    }

    /// The host and origin of a request; the cookie is not looked at.
    fn is_ours(&self, method: &Method, headers: &HeaderMap) -> Result<(), Refused> {
        let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let ours = ["127.0.0.1", "localhost"].map(|name| format!("{name}:{}", self.port));
        if !ours.iter().any(|name| name == host) {
            return Err(Refused::Host);
        }
        let origin = headers.get(header::ORIGIN);
        let same_origin =
            origin.is_none_or(|origin| origin.as_bytes() == format!("http://{host}").as_bytes());
        let site = headers.get("sec-fetch-site").map(HeaderValue::as_bytes);
        let changes = *method != Method::GET && *method != Method::HEAD;
        let same_site = !changes || site.is_none_or(|site| site == b"same-origin");
        if same_origin && same_site { Ok(()) } else { Err(Refused::Origin) }
    }

    fn knows(&self, headers: &HeaderMap) -> Result<(), Refused> {
        let name = self.cookie_name();
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let known = cookies
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .any(|(given, value)| given == name && same(value, &self.session));
        if known { Ok(()) } else { Err(Refused::Session) }
    }
}

/// Lets a request through, or refuses it; every answer gets the headers that a browser is held to.
pub(crate) async fn guard(State(gate): State<Arc<Gate>>, request: Request, next: Next) -> Response {
    let starts = request.method() == Method::GET && request.uri().path().starts_with("/start/");
    let admitted = gate
        .is_ours(request.method(), request.headers())
        .and_then(|()| if starts { Ok(()) } else { gate.knows(request.headers()) });
    let mut response = match admitted {
        Ok(()) => next.run(request).await,
        Err(refused) => refused.response(),
    };
    // The browser would leave the origin out of our own forms under `no-referrer`, so only the start has it.
    let referrer = if starts { "no-referrer" } else { "same-origin" };
    let fixed: [(HeaderName, &'static str); 8] = [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; \
             base-uri 'none'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, referrer),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

impl Refused {
    /// The answer; it says nothing of the run.
    pub(crate) fn response(self) -> Response {
        let (status, told) = match self {
            Self::Host => (StatusCode::MISDIRECTED_REQUEST, "This server answers to 127.0.0.1 only."),
            Self::Session => (
                StatusCode::FORBIDDEN,
                "Open het adres dat `bron review` noemde. / Open the address that `bron review` printed.",
            ),
            Self::Origin => (StatusCode::FORBIDDEN, "This request comes from a page of another site."),
            Self::Form => (
                StatusCode::FORBIDDEN,
                "Dit formulier is niet van deze pagina: laad de pagina opnieuw. / This form is not of this page: load it again.",
            ),
        };
        let mut response = Response::new(Body::from(told));
        *response.status_mut() = status;
        let plain = HeaderValue::from_static("text/plain; charset=utf-8");
        response.headers_mut().insert(header::CONTENT_TYPE, plain);
        response
    }
}

/// 256 random bits.
fn secret() -> Result<String, Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::Random(error.to_string()))?;
    Ok(data_encoding::HEXLOWER.encode(&bytes))
}

/// Compares without telling by its time how far two texts are the same.
fn same(given: &str, secret: &str) -> bool {
    given.len() == secret.len() && given.bytes().zip(secret.bytes()).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(method: Method, headers: &[(&str, &str)]) -> Result<(), Refused> {
        let gate = Gate::new(4781).unwrap();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(HeaderName::try_from(*name).unwrap(), HeaderValue::try_from(*value).unwrap());
        }
        gate.is_ours(&method, &map)
    }

    #[test]
    fn only_our_own_address_is_answered_and_only_our_own_pages_change_anything() {
        let here = ("host", "127.0.0.1:4781");
        assert_eq!(check(Method::GET, &[here]), Ok(()));
        assert_eq!(check(Method::GET, &[("host", "localhost:4781")]), Ok(()));
        for host in ["127.0.0.1", "127.0.0.1:80", "evil.example:4781", "evil.example", ""] {
            assert_eq!(check(Method::GET, &[("host", host)]), Err(Refused::Host), "{host}");
        }
        assert_eq!(check(Method::GET, &[]), Err(Refused::Host));
        assert_eq!(check(Method::POST, &[here, ("origin", "http://127.0.0.1:4781")]), Ok(()));
        for origin in [
            "http://evil.example",
            "null",
            "https://127.0.0.1:4781",
            "http://127.0.0.1:80",
            "http://localhost:4781",
        ] {
            assert_eq!(check(Method::POST, &[here, ("origin", origin)]), Err(Refused::Origin), "{origin}");
        }
        assert_eq!(check(Method::POST, &[here, ("sec-fetch-site", "cross-site")]), Err(Refused::Origin));
        assert_eq!(check(Method::POST, &[here, ("sec-fetch-site", "same-site")]), Err(Refused::Origin));
    }

    #[test]
    fn a_cookie_of_another_port_or_session_lets_nobody_in() {
        let gate = Gate::new(4781).unwrap();
        let knows = |cookie: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::try_from(cookie).unwrap());
            gate.knows(&headers)
        };
        let own = gate.cookie().split(';').next().unwrap().to_owned();
        assert_eq!(knows(&format!("a=b; {own}; c=d")), Ok(()));
        let other = Gate::new(4782).unwrap();
        for cookie in
            [other.cookie(), own.replace("4781", "4782"), format!("{own}0"), own[..own.len() - 1].to_owned()]
        {
            assert_eq!(knows(&cookie), Err(Refused::Session), "{cookie}");
        }
    }
}
