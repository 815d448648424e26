//! The addresses of the page.

use crate::fields::Fields;
use crate::gate::{Gate, Refused, guard};
use crate::posts;
use crate::room::Room;
use crate::trouble::Trouble;
use crate::views::{self, Place};
use axum::Router;
use axum::extract::{Form, Path, RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use std::sync::{Arc, Mutex, PoisonError};

/// What every request needs.
#[derive(Clone)]
struct Shared {
    room: Arc<Mutex<Room>>,
    gate: Arc<Gate>,
}

type Sent = Form<Vec<(String, String)>>;

/// All addresses, behind the guard.
pub(crate) fn router(room: Room, gate: Gate) -> Router {
    let gate = Arc::new(gate);
    let shared = Shared { room: Arc::new(Mutex::new(room)), gate: Arc::clone(&gate) };
    Router::new()
        .route("/", get(list))
        .route("/pair/{publication}/{term}", get(pair))
        .route("/pair/{publication}/{term}/{what}", post(judge))
        .route("/history/{publication}", get(history))
        .route("/progress", get(progress))
        .route("/help", get(help))
        .route("/undo", post(undo))
        .route("/start/{token}", get(start))
        .route(
            "/style.css",
            get(async || file("text/css; charset=utf-8", include_str!("../static/style.css"))),
        )
        .route(
            "/keys.js",
            get(async || file("text/javascript; charset=utf-8", include_str!("../static/keys.js"))),
        )
        .route("/icon.svg", get(async || file("image/svg+xml", include_str!("../static/icon.svg"))))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(middleware::from_fn_with_state(gate, guard))
        .with_state(shared)
}

fn file(kind: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static(kind))], text).into_response()
}

/// Exchanges the secret of the start address for a cookie, so that it stands in no other address.
async fn start(State(shared): State<Shared>, Path(token): Path<String>) -> Response {
    if !shared.gate.opens(&token) {
        return Refused::Session.response();
    }
    ([(header::SET_COOKIE, shared.gate.cookie())], Redirect::to("/")).into_response()
}

async fn list(State(shared): State<Shared>, RawQuery(query): RawQuery) -> Response {
    shared.show(move |room, gate| views::list(room, gate, &place(query.as_deref()))).await
}

async fn pair(
    State(shared): State<Shared>,
    Path((publication, term)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    shared
        .show(move |room, gate| {
            let row = room.pair(&publication, &term)?;
            views::pair(room, gate, &row, &place(query.as_deref()))
        })
        .await
}

async fn history(
    State(shared): State<Shared>,
    Path(publication): Path<String>,
    RawQuery(query): RawQuery,
) -> Response {
    shared.show(move |room, gate| views::history(room, gate, &publication, &place(query.as_deref()))).await
}

async fn progress(State(shared): State<Shared>) -> Response {
    shared.show(views::progress).await
}

async fn help(State(shared): State<Shared>) -> Response {
    shared.show(views::help).await
}

async fn judge(
    State(shared): State<Shared>,
    Path((publication, term, what)): Path<(String, String, String)>,
    Form(sent): Sent,
) -> Response {
    shared.change(sent, move |room, fields| posts::post(room, &publication, &term, &what, fields)).await
}

async fn undo(State(shared): State<Shared>, Form(sent): Sent) -> Response {
    shared.change(sent, posts::undo).await
}

fn place(query: Option<&str>) -> Place {
    Place::of(&Fields::of_query(query.unwrap_or_default()))
}

impl Shared {
    /// Answers with a page of what is there now.
    async fn show<F>(self, view: F) -> Response
    where
        F: FnOnce(&Room, &Gate) -> Result<String, Trouble> + Send + 'static,
    {
        self.with_room(move |room, gate| {
            let shown = room.refresh().and_then(|()| view(room, gate));
            match shown {
                Ok(page) => Html(page).into_response(),
                Err(trouble) => told(room, gate, &trouble),
            }
        })
        .await
    }

    /// Does what a form of ours asks, and leads to the page that shows it.
    async fn change<F>(self, sent: Vec<(String, String)>, act: F) -> Response
    where
        F: FnOnce(&mut Room, &Fields) -> Result<String, Trouble> + Send + 'static,
    {
        let fields = Fields(sent);
        if let Err(refused) = self.gate.form(fields.one("csrf")) {
            return refused.response();
        }
        self.with_room(move |room, gate| {
            let done = room.refresh().and_then(|()| act(room, &fields));
            match done {
                Ok(next) => Redirect::to(&next).into_response(),
                Err(trouble) => told(room, gate, &trouble),
            }
        })
        .await
    }

    /// Reading and writing wait for the disk, so they have a thread of their own; one request at a time.
    async fn with_room<F>(self, work: F) -> Response
    where
        F: FnOnce(&mut Room, &Gate) -> Response + Send + 'static,
    {
        let done = tokio::task::spawn_blocking(move || {
            // A request that ended in the midst left nothing half: the room is made from the files.
            let mut room = self.room.lock().unwrap_or_else(PoisonError::into_inner);
            work(&mut room, &self.gate)
        });
        done.await.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
    }
}

fn told(room: &Room, gate: &Gate, trouble: &Trouble) -> Response {
    match views::message(room, gate, trouble) {
        Ok(page) => (trouble.status, Html(page)).into_response(),
        Err(_) => (trouble.status, trouble.told.clone()).into_response(),
    }
}
