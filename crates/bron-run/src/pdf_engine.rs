//! The engine that a pipeline names for PDFs, looked for on this machine before anything is asked or written.

use crate::Error;
use bron_documents::PdfEngine;
use bron_protocol::PdfEngineName;
use bron_store::sha256_of_file;
use std::path::Path;

/// The engine by its name in a pipeline; `library` is where PDFium lies, if anything says so.
///
/// An engine that this program or this machine does not have is an error: another one would give other texts.
pub fn pdf_engine(name: PdfEngineName, library: Option<&Path>) -> Result<PdfEngine, Error> {
    if name == PdfEngineName::PdfOxide {
        return Ok(PdfEngine::PdfOxide);
    }
    let file = library.unwrap_or(Path::new(""));
    let engine = |version: String| PdfEngine::Pdfium { library: file.to_owned(), version };
    match engine(String::new()).check() {
        Err(bron_documents::EngineError::Library { .. }) if library.is_none() => Err(Error::NoPdfLibrary),
        Err(error) => Err(error.into()),
        Ok(()) => Ok(engine(version_of(file)?)),
    }
}

/// What tells a library from others: the number of its build, where a `version.json` beside it gives one, and the
/// beginning of its digest.
fn version_of(library: &Path) -> Result<String, Error> {
    let digest = sha256_of_file(library)?;
    let beside = std::fs::read(library.with_file_name("version.json")).unwrap_or_default();
    let beside: serde_json::Value = serde_json::from_slice(&beside).unwrap_or_default();
    let build = beside["build"].as_u64().map(|build| format!("{build} ")).unwrap_or_default();
    Ok(format!("{build}sha256:{}", &digest[..12]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_that_is_not_there_is_an_error_with_the_next_step() {
        assert_eq!(pdf_engine(PdfEngineName::PdfOxide, None).unwrap(), PdfEngine::PdfOxide);
        for library in [None, Some(Path::new("/no/such/libpdfium.so"))] {
            let error = pdf_engine(PdfEngineName::Pdfium, library).unwrap_err();
            assert!(error.to_string().contains("pdfium"), "{error}");
            let hint = error.hint().unwrap();
            assert!(hint.contains("BRON_PDFIUM") || hint.contains("--features"), "{hint}");
        }
    }

    #[test]
    fn a_library_is_told_by_its_build_and_its_digest() {
        let folder = tempfile::tempdir().unwrap();
        let library = folder.path().join("libpdfium.so");
        std::fs::write(&library, "abc").unwrap();
        assert_eq!(version_of(&library).unwrap(), "sha256:ba7816bf8f01");
        std::fs::write(folder.path().join("version.json"), "{\"build\": 8149}").unwrap();
        assert_eq!(version_of(&library).unwrap(), "8149 sha256:ba7816bf8f01");
    }
}
