//! Asks PDFium for the pieces of text of a page. The library is no part of this program: it is loaded from a file.

use super::engine::{EngineError, Image, OpenPdf, WhyNot, one_line};
use super::pieces::{PagePieces, Piece};
use bron_model::DocumentStatus;
use pdfium_render::prelude::{
    PdfDocument, PdfPage, PdfPageObject, PdfPageObjectCommon, PdfPageObjectsCommon, PdfPageTextChar, PdfRect,
    Pdfium, PdfiumError, PdfiumInternalError,
};
use std::path::Path;
use std::sync::OnceLock;

/// The library, loaded once in the life of a process: whichever was asked for first serves all.
pub(super) fn library(file: &Path) -> Result<&'static Pdfium, EngineError> {
    static LOADED: OnceLock<Pdfium> = OnceLock::new();
    if let Some(loaded) = LOADED.get() {
        return Ok(loaded);
    }
    let cause = match Pdfium::bind_to_library(file) {
        Ok(bindings) => return Ok(LOADED.get_or_init(|| Pdfium::new(bindings))),
        // Another thread was faster.
        Err(PdfiumError::PdfiumLibraryBindingsAlreadyInitialized) => return Ok(LOADED.wait()),
        Err(PdfiumError::LoadLibraryError(cause)) => one_line(&cause),
        Err(other) => one_line(&other),
    };
    Err(EngineError::Library { library: file.to_owned(), cause })
}

/// A PDF that PDFium opened.
pub(super) struct PdfiumPdf<'a> {
    document: PdfDocument<'a>,
}

impl<'a> PdfiumPdf<'a> {
    pub(super) fn open(library: &'a Pdfium, bytes: &'a [u8]) -> Result<Self, WhyNot> {
        match library.load_pdf_from_byte_slice(bytes, None) {
            Ok(document) => Ok(Self { document }),
            Err(PdfiumError::PdfiumLibraryInternalError(
                PdfiumInternalError::PasswordError | PdfiumInternalError::SecurityError,
            )) => Err((DocumentStatus::Encrypted, "it asks for a password".to_owned())),
            Err(error) => {
                Err((DocumentStatus::Broken, format!("it cannot be opened as a PDF: {}", in_words(&error))))
            }
        }
    }

    fn page(&self, index: usize) -> Result<PdfPage<'_>, String> {
        let index = i32::try_from(index).map_err(|_| "there are too many pages".to_owned())?;
        self.document.pages().get(index).map_err(|error| in_words(&error))
    }
}

impl OpenPdf for PdfiumPdf<'_> {
    fn page_count(&self) -> Option<usize> {
        usize::try_from(self.document.pages().len()).ok()
    }

    fn size(&self, index: usize) -> (f32, f32) {
        let size = i32::try_from(index).ok().and_then(|index| self.document.pages().page_size(index).ok());
        size.map_or((595.0, 842.0), |size| (size.width().value, size.height().value))
    }

    fn pieces(&self, index: usize) -> Result<PagePieces, String> {
        let page = self.page(index)?;
        pieces_of(&page).map(PagePieces::upright).map_err(|error| in_words(&error))
    }

    fn images(&self, index: usize) -> Vec<Image> {
        let Ok(page) = self.page(index) else { return Vec::new() };
        let mut images = Vec::new();
        let objects = page.objects();
        for object in objects.as_range().filter_map(|at| objects.get(at).ok()) {
            match &object {
                PdfPageObject::XObjectForm(form) => {
                    let inside = form.as_range().filter_map(|at| form.get(at).ok());
                    images.extend(inside.filter_map(|object| image_of(&object)));
                }
                _ => images.extend(image_of(&object)),
            }
        }
        images
    }
}

fn image_of(object: &PdfPageObject<'_>) -> Option<Image> {
    let image = object.as_image_object()?;
    let bounds = image.bounds().ok()?;
    let colour = image.bits_per_pixel().is_ok_and(|bits| bits > 8);
    Some(Image { width: bounds.width().value, height: bounds.height().value, colour })
}

fn in_words(error: &PdfiumError) -> String {
    match error {
        PdfiumError::PdfiumLibraryInternalError(PdfiumInternalError::FormatError) => {
            "it does not have the form of one".to_owned()
        }
        PdfiumError::PdfiumLibraryInternalError(PdfiumInternalError::PageError) => {
            "the page cannot be read".to_owned()
        }
        other => one_line(other),
    }
}

/// The pieces of a page: words, each with the blank behind it.
fn pieces_of(page: &PdfPage<'_>) -> Result<PagePieces, PdfiumError> {
    let shown = page.boundaries().bounding()?.bounds;
    let text = page.text()?;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut goes_on = false;
    for sign in text.chars().iter() {
        let Some(letter) = sign.unicode_char().map(as_written) else { continue };
        if letter.is_whitespace() {
            if let Some(last) = pieces.last_mut().filter(|_| !matches!(letter, '\r' | '\n')) {
                last.text.push(' ');
            }
            goes_on = false;
            continue;
        }
        let Some(piece) = piece_of(&sign, letter, &shown) else { continue };
        match pieces.last_mut().filter(|last| goes_on && is_next_to(last, &piece)) {
            Some(last) => {
                last.width = last.width.max(along(&piece) - along(last) + piece.width);
                last.text.push(letter);
            }
            None => pieces.push(piece),
        }
        goes_on = true;
    }
    Ok(PagePieces { pieces, width: shown.width().value, height: shown.height().value })
}

/// PDFium marks a hyphen at the end of a line with a sign of its own: whether it belongs to the word is ours to say.
fn as_written(letter: char) -> char {
    if letter == '\u{2}' { '-' } else { letter }
}

/// A letter as a piece; nothing for one that has no place.
fn piece_of(sign: &PdfPageTextChar<'_>, letter: char, shown: &PdfRect) -> Option<Piece> {
    let (x, y) = sign.origin().ok()?;
    // The library measures clockwise.
    let turn = (360.0 - sign.angle_degrees().unwrap_or(0.0)).rem_euclid(360.0);
    let quarters = (turn / 90.0).round() as i32 % 4;
    // The loose box holds the white behind the letter, but is not turned with it.
    let bounds = if quarters == 0 { sign.loose_bounds() } else { sign.tight_bounds() }.ok()?;
    let width = match quarters {
        0 => bounds.right() - x,
        1 => bounds.top() - y,
        2 => x - bounds.left(),
        _ => y - bounds.bottom(),
    };
    Some(Piece {
        text: letter.to_string(),
        x: x.value - shown.left().value,
        y: y.value - shown.bottom().value,
        width: width.value.max(0.0),
        size: sign.scaled_font_size().value,
        turn,
        marked: false,
    })
}

/// Whether a letter follows a piece on its base line.
fn is_next_to(last: &Piece, piece: &Piece) -> bool {
    let size = last.size.max(1.0);
    let gap = along(piece) - along(last) - last.width;
    (last.turn - piece.turn).abs() < 1.0
        && (last.size - piece.size).abs() < 0.02 * size
        && (across(last) - across(piece)).abs() < 0.1 * size
        && gap > -size
        && gap < 0.5 * size
}

/// How far a piece lies in the direction in which it is read.
fn along(piece: &Piece) -> f32 {
    let (sin, cos) = piece.turn.to_radians().sin_cos();
    piece.x * cos + piece.y * sin
}

/// How far its base line lies from the corner of the page.
fn across(piece: &Piece) -> f32 {
    let (sin, cos) = piece.turn.to_radians().sin_cos();
    piece.y * cos - piece.x * sin
}
