//! Reads a Word file.

use crate::document::{Document, Page};
use crate::maker::{sensible_authors, sensible_title};
use crate::{html, language, numbers, published};
use bron_model::{DateInterval, DateRule, DatedBy, DocumentKind, DocumentStatus, PartialDate};
use office_oxide::{DocumentFormat, OfficeError};
use std::io::Cursor;

/// The engine and its version.
pub(crate) const ENGINE: &str = "office_oxide 0.1.16";

/// Reads a Word file: its text with notes and text boxes, without what is struck out as a tracked change.
///
/// A part that cannot be read, or a text that was cut, makes it `partly-without-text`; a file behind a password is
/// `encrypted`. Where a page ends is only known to who prints it, so all of it is page 1.
pub(crate) fn read_word(bytes: &[u8], older: bool) -> Document {
    let without = |status, note: &str| Document::without_text(status, DocumentKind::Word, ENGINE, note);
    let format = if older { DocumentFormat::Doc } else { DocumentFormat::Docx };
    let file = match office_oxide::Document::from_reader(Cursor::new(bytes.to_vec()), format) {
        Ok(file) => file,
        Err(error) if is_locked(&error) => {
            return without(DocumentStatus::Encrypted, "the file asks for a password");
        }
        Err(error) => return without(DocumentStatus::Broken, &error.to_string()),
    };
    let text = html::text_of_markup(&file.to_html());
    let about = file.to_ir().metadata;
    let losses: Vec<String> =
        file.damage().iter().filter(|damage| damage.is_loss()).map(ToString::to_string).collect();
    let mut document = without(DocumentStatus::Retrieved, &losses.join("; "));
    if text.is_empty() {
        return without(DocumentStatus::NoTextLayer, "the file holds no text");
    }
    if !losses.is_empty() {
        document.status = DocumentStatus::PartlyWithoutText;
    }
    let first_line = || crate::tidy::shorten(text.lines().next().unwrap_or_default(), 250);
    document.title = sensible_title(&about.title.unwrap_or_default());
    if document.title.is_empty() {
        document.title = first_line();
    }
    document.authors = sensible_authors(&about.author.unwrap_or_default());
    document.dates = dates_of(&text, about.created.as_deref(), about.modified.as_deref());
    document.language = language::language_of([text.as_str()]);
    document.isbn = numbers::isbn_in(&text).unwrap_or_default();
    document.pages.push(Page { number: 1, label: String::new(), text });
    document
}

/// The later of making and last change ends the interval; what the text cites begins it.
fn dates_of(text: &str, created: Option<&str>, modified: Option<&str>) -> DateInterval {
    let read = |text: &str| bron_text::read_date(text, None);
    let made: Option<PartialDate> =
        [created, modified].into_iter().flatten().filter_map(read).max_by_key(|date| date.last_day());
    let not_after = made.map(|date| DatedBy { date, rule: DateRule::FileInformation });
    DateInterval { not_before: None, not_after }
        .narrowed(published::earliest(&[text.to_owned()], made.map(PartialDate::year)))
}

fn is_locked(error: &OfficeError) -> bool {
    let told = error.to_string().to_lowercase();
    ["password", "encrypt"].iter().any(|word| told.contains(word))
}
