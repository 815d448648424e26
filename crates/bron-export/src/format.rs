//! The formats in which a run is handed over.

use crate::What;
use std::fmt;

/// A format that another program reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// The working table as a page that Word and LibreOffice open.
    Word,
    /// References as RIS.
    Ris,
    /// References as CSL-JSON.
    CslJson,
    /// References as BibLaTeX.
    Bibtex,
    /// Records with labels for ASReview, as CSV or RIS.
    Asreview,
    /// Records for Rayyan, as CSV.
    Rayyan,
    /// The flow for the R package PRISMA2020.
    Prisma,
    /// Passages and codes as a project of REFI-QDA.
    Qdpx,
    /// Terms and elements as a codebook of REFI-QDA.
    Qdc,
    /// Each query as a search record.
    Searchrxiv,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Word,
        Self::Ris,
        Self::CslJson,
        Self::Bibtex,
        Self::Asreview,
        Self::Rayyan,
        Self::Prisma,
        Self::Qdpx,
        Self::Qdc,
        Self::Searchrxiv,
    ];

    /// Its name on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Ris => "ris",
            Self::CslJson => "csl-json",
            Self::Bibtex => "bibtex",
            Self::Asreview => "asreview",
            Self::Rayyan => "rayyan",
            Self::Prisma => "prisma",
            Self::Qdpx => "qdpx",
            Self::Qdc => "qdc",
            Self::Searchrxiv => "searchrxiv",
        }
    }

    /// What its file is called where nobody says otherwise; of `searchrxiv`, the folder.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Word => "worktable.html",
            Self::Ris => "references.ris",
            Self::CslJson => "references.json",
            Self::Bibtex => "references.bib",
            Self::Asreview => "asreview.csv",
            Self::Rayyan => "rayyan.csv",
            Self::Prisma => "PRISMA.csv",
            Self::Qdpx => "project.qdpx",
            Self::Qdc => "codebook.qdc",
            Self::Searchrxiv => "searchrxiv",
        }
    }

    /// The endings that its file may have; none where it is a folder.
    pub(crate) fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Word => &["html", "htm"],
            Self::Ris => &["ris", "txt"],
            Self::CslJson => &["json"],
            Self::Bibtex => &["bib"],
            Self::Asreview => &["csv", "ris"],
            Self::Rayyan | Self::Prisma => &["csv"],
            Self::Qdpx => &["qdpx"],
            Self::Qdc => &["qdc"],
            Self::Searchrxiv => &[],
        }
    }

    /// Which publications it holds where nobody says otherwise; nothing where that is no question.
    pub(crate) fn what(self) -> Option<What> {
        match self {
            Self::Ris | Self::CslJson | Self::Bibtex => Some(What::Included),
            Self::Asreview | Self::Rayyan => Some(What::Assessed),
            Self::Word | Self::Prisma | Self::Qdpx | Self::Qdc | Self::Searchrxiv => None,
        }
    }

    /// Whether its records can be divided over several files.
    pub(crate) fn can_be_split(self) -> bool {
        matches!(self, Self::Ris | Self::Asreview | Self::Rayyan)
    }

    /// Whether somebody may need other line ends in it.
    pub(crate) fn has_line_endings(self) -> bool {
        matches!(self, Self::Ris | Self::Qdpx)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
