//! Asks pdf_oxide for the pieces of text of a page.

use super::pieces::{PagePieces, Piece};
use pdf_oxide::PdfDocument;
use pdf_oxide::extractors::text::ArtifactType;
use pdf_oxide::layout::TextSpan;

/// The pieces of a page, as it is looked at.
pub(crate) fn pieces_of(pdf: &PdfDocument, index: usize) -> Result<PagePieces, pdf_oxide::Error> {
    let (left, bottom, right, top) = visible_box(pdf, index);
    let rotation = pdf.get_page_rotation(index).unwrap_or(0).rem_euclid(360);
    let spans = pdf.extract_spans(index)?;
    // The engine moves turned text into the frame of a turned page and leaves upright text where it was drawn.
    let flat =
        (rotation == 90 || rotation == 270) && spans.iter().any(|span| span.page_rotation_applied != 0);
    let (width, height) = (right - left, top - bottom);
    let (width, height) = if flat { (height, width) } else { (width, height) };
    let pieces = spans.into_iter().map(|span| piece_of(span, left, bottom)).collect();
    Ok(PagePieces { pieces, width, height }.upright())
}

/// The part of the page that is shown; A4 where the file does not say.
pub(crate) fn visible_box(pdf: &PdfDocument, index: usize) -> (f32, f32, f32, f32) {
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
