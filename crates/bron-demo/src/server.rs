//! One port that answers under eight names, with a line in the access log for every request.

use crate::collection::{Collection, Shelf, Site};
use crate::sites::{
    Asked, Reply, catalogue, drupal, government, open_overheid, search_ui, umbraco, wordpress,
};
use crate::{Error, html};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Method, Request, Response, StatusCode, header};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;

/// Answers from `collection` on `listener` under the eight names of [`crate::hosts`] until the future is dropped; any other
/// Host header gets 421. With `log`, every request adds one line to that file before it is answered: time, host, method, path with
/// query, status, and the first sixteen digits of the sha256 of what was posted, with blanks between. Nothing in an answer depends on the day or the machine.
pub async fn serve(listener: TcpListener, collection: Collection, log: Option<PathBuf>) -> Result<(), Error> {
    let log = Mutex::new(log.map(open).transpose()?);
    let router = axum::Router::new().fallback(answer).with_state(Arc::new(Served { collection, log }));
    axum::serve(listener, router).await.map_err(|source| Error::Serve { source })
}

fn open(path: PathBuf) -> Result<File, Error> {
    File::options().append(true).create(true).open(&path).map_err(|source| Error::Log { path, source })
}

/// The largest body of a request that is read.
const LARGEST_BODY: usize = 64 * 1024;

/// What every answer is made from, and where it is noted.
struct Served {
    collection: Collection,
    log: Mutex<Option<File>>,
}

async fn answer(State(served): State<Arc<Served>>, request: Request<Body>) -> Response<Body> {
    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let host = host.to_owned();
    let target = request.uri().path_and_query().map_or("/", |target| target.as_str()).to_owned();
    let method = request.method().clone();
    let posted = match method {
        Method::POST => axum::body::to_bytes(request.into_body(), LARGEST_BODY).await.ok(),
        _ => None,
    };
    // What is posted tells two requests to one address apart.
    let posted_as = posted
        .as_deref()
        .map(|body| format!(" {}", &data_encoding::HEXLOWER.encode(&Sha256::digest(body))[..16]));
    let shelf = Site::of_host(&host).map(|site| served.collection.shelf(site));
    let reply = match shelf {
        Some(shelf) if method == Method::GET => reply(shelf, &Asked::new(&target, None)),
        Some(shelf) if shelf.site == Site::Vws && posted.is_some() => {
            reply(shelf, &Asked::new(&target, posted.map(|body| body.to_vec())))
        }
        Some(_) => Reply::text(405, "method not allowed"),
        None => Reply::text(421, "no imitated knowledge base has this name"),
    };
    if let Some(file) = served.log.lock().unwrap_or_else(std::sync::PoisonError::into_inner).as_mut() {
        let posted_as = posted_as.unwrap_or_default();
        let line =
            format!("{} {host} {method} {target} {}{posted_as}\n", jiff::Timestamp::now(), reply.status);
        // A log that can no longer be written must not end the demo.
        let _ = file.write_all(line.as_bytes()).and_then(|()| file.flush());
    }
    response(reply, &served.collection.today)
}

fn reply(shelf: &Shelf, asked: &Asked) -> Reply {
    let site = shelf.site;
    match asked.path.as_str() {
        "/robots.txt" => return Reply::text(200, &robots(shelf)),
        "/" if asked.query.is_empty() => {
            return Reply::html(200, html::page(site, "Welkom", "", &welcome(site)));
        }
        _ => {}
    }
    if let Some(listed) = catalogue::reply(shelf, asked) {
        return listed;
    }
    match site {
        Site::Lsa | Site::VerweyJonker | Site::Platform31 => wordpress::reply(shelf, asked),
        Site::Movisie => drupal::reply(shelf, asked),
        Site::Vilans => umbraco::reply(shelf, asked),
        Site::Vws => search_ui::reply(shelf, asked),
        Site::Zorginstituut => open_overheid::reply(shelf, asked),
        Site::Scp => government::reply(shelf, asked),
    }
}

/// The home page, with the search box in the site's own words.
fn welcome(site: Site) -> String {
    let (action, name) = match site {
        Site::Lsa | Site::VerweyJonker | Site::Platform31 => ("/", "s"),
        Site::Movisie => ("/zoeken", "search_api_fulltext"),
        Site::Vilans => ("/zoeken", "q"),
        Site::Scp => ("/zoeken", "trefwoord"),
        // Their boxes are drawn by a script.
        Site::Vws | Site::Zorginstituut => return "<main id=\"content\"><h1>Welkom</h1></main>".to_owned(),
    };
    format!(
        "<main id=\"content\"><h1>Welkom</h1>\n<form action=\"{action}\" method=\"get\" role=\"search\"><input type=\"search\" name=\"{name}\"><button>Zoek</button></form></main>"
    )
}

fn robots(shelf: &Shelf) -> String {
    format!(
        "User-agent: *\nDisallow: {}\n\nSitemap: http://{}/sitemap.xml\n",
        shelf.closed,
        shelf.site.host()
    )
}

fn response(reply: Reply, today: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if let Ok(today) = HeaderValue::from_str(today) {
        headers.insert(header::DATE, today);
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(reply.media_type));
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.append(name, value);
        }
    }
    response
}
