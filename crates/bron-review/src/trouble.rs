//! What a reviewer is told when a request cannot be done.

use axum::http::StatusCode;
use bron_model::Language;

/// Why a request is not done. Nothing was written.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) status: StatusCode,
    pub(crate) told: String,
    pub(crate) hint: Option<String>,
}

impl Trouble {
    /// Something that is not there.
    pub(crate) fn not_here(told: impl Into<String>) -> Self {
        Self { status: StatusCode::NOT_FOUND, told: told.into(), hint: None }
    }

    /// Something that cannot be meant.
    pub(crate) fn not_so(told: impl Into<String>) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, told: told.into(), hint: None }
    }
}

impl From<bron_run::Error> for Trouble {
    fn from(error: bron_run::Error) -> Self {
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, hint: error.hint(), told: error.to_string() }
    }
}

impl From<bron_store::Error> for Trouble {
    fn from(error: bron_store::Error) -> Self {
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, hint: error.hint(), told: error.to_string() }
    }
}

impl From<askama::Error> for Trouble {
    fn from(error: askama::Error) -> Self {
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, hint: None, told: error.to_string() }
    }
}

/// A sentence in the language of the page.
pub(crate) fn say(language: Language, nl: impl Into<String>, en: impl Into<String>) -> String {
    match language {
        Language::Nl => nl.into(),
        Language::En => en.into(),
    }
}
