//! Asks pdf_oxide for the pieces of text of a page.

use super::engine::{Image, OpenPdf, WhyNot, one_line};
use super::pieces::{PagePieces, Piece};
use bron_model::DocumentStatus;
use pdf_oxide::PdfDocument;
use pdf_oxide::extractors::images::PdfImageHandle;
use pdf_oxide::extractors::page_labels::PageLabelExtractor;
use pdf_oxide::extractors::text::ArtifactType;
use pdf_oxide::layout::TextSpan;

/// The engine and its version.
pub(super) const NAME: &str = "pdf_oxide 0.3.78";

/// Opens the file, or says why not: a password, or no PDF that can be read.
pub(super) fn open(bytes: &[u8]) -> Result<PdfDocument, WhyNot> {
    let locked = || (DocumentStatus::Encrypted, "it asks for a password".to_owned());
    match PdfDocument::from_bytes(bytes.to_vec()) {
        Ok(pdf) if pdf.is_encrypted() && !pdf.is_authenticated() => Err(match pdf.authenticate(b"") {
            // Where the description of the lock itself is damaged, no password opens it.
            Err(error @ pdf_oxide::Error::InvalidPdf(_)) => {
                (DocumentStatus::Broken, format!("its encryption is damaged: {}", one_line(&error)))
            }
            Err(error) => {
                (DocumentStatus::Encrypted, format!("its encryption cannot be undone: {}", one_line(&error)))
            }
            Ok(_) => locked(),
        }),
        Ok(pdf) => Ok(pdf),
        Err(pdf_oxide::Error::EncryptedPdf) => Err(locked()),
        Err(error) => {
            Err((DocumentStatus::Broken, format!("it cannot be opened as a PDF: {}", one_line(&error))))
        }
    }
}

/// The labels that the file itself gives its pages; nothing where it gives none.
pub(super) fn own_labels(pdf: &PdfDocument, count: usize) -> Option<Vec<String>> {
    let ranges = PageLabelExtractor::extract(pdf).ok().filter(|ranges| !ranges.is_empty())?;
    Some(PageLabelExtractor::get_all_labels(&ranges, count))
}

impl OpenPdf for PdfDocument {
    fn page_count(&self) -> Option<usize> {
        PdfDocument::page_count(self).ok()
    }

    fn size(&self, page: usize) -> (f32, f32) {
        let (left, bottom, right, top) = visible_box(self, page);
        (right - left, top - bottom)
    }

    fn pieces(&self, page: usize) -> Result<PagePieces, String> {
        let (left, bottom, right, top) = visible_box(self, page);
        let rotation = self.get_page_rotation(page).unwrap_or(0).rem_euclid(360);
        let spans = self.extract_spans(page).map_err(|error| one_line(&error))?;
        // The engine moves turned text into the frame of a turned page and leaves upright text where it was drawn.
        let flat =
            (rotation == 90 || rotation == 270) && spans.iter().any(|span| span.page_rotation_applied != 0);
        let (width, height) = (right - left, top - bottom);
        let (width, height) = if flat { (height, width) } else { (width, height) };
        let pieces = spans.into_iter().map(|span| piece_of(span, left, bottom)).collect();
        Ok(PagePieces { pieces, width, height }.upright())
    }

    fn images(&self, page: usize) -> Vec<Image> {
        let images = self.page_image_handles(page).unwrap_or_default();
        let image = |image: &PdfImageHandle<'_>| Image {
            width: image.bbox.width,
            height: image.bbox.height,
            colour: image.color_space.components() >= 3,
        };
        images.iter().map(image).collect()
    }
}

/// The part of the page that is shown; A4 where the file does not say.
fn visible_box(pdf: &PdfDocument, index: usize) -> (f32, f32, f32, f32) {
    pdf.get_page_visible_box(index).unwrap_or((0.0, 0.0, 595.0, 842.0))
}

fn piece_of(span: TextSpan, left: f32, bottom: f32) -> Piece {
    let marked = matches!(span.artifact_type, Some(ArtifactType::Pagination(_)));
    let angle = span.rotation_degrees.rem_euclid(360.0);
    // Of a piece that was moved with its page, the box was turned as if its letters ran to the right.
    let (x, y, width, turn) = match (span.page_rotation_applied, angle) {
        (90, a) if (a - 90.0).abs() < 1.0 => {
            (span.bbox.x, span.bbox.y + span.bbox.height, span.bbox.height, 0.0)
        }
        (270, a) if (a - 270.0).abs() < 1.0 => {
            (span.bbox.x + span.bbox.width, span.bbox.y, span.bbox.height, 0.0)
        }
        (180, a) if (a - 180.0).abs() < 1.0 => {
            (span.bbox.x + span.bbox.width, span.bbox.y + span.bbox.height, span.bbox.width, 0.0)
        }
        (0, _) => (span.bbox.x, span.bbox.y, span.bbox.width, angle),
        (moved, _) => (span.bbox.x, span.bbox.y, span.bbox.width, (angle - moved as f32).rem_euclid(360.0)),
    };
    Piece { text: span.text, x: x - left, y: y - bottom, width, size: span.font_size, turn, marked }
}
