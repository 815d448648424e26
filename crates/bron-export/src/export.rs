//! Making the files of one format.

use crate::reference::{Reference, References};
use crate::ris::{Labels, ris};
use crate::{Error, Fate, Format, What};
use bron_model::Language;
use bron_run::Finished;
use std::num::NonZeroUsize;

/// What is asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The format.
    pub format: Format,
    /// Which publications; nothing: those that the format usually holds.
    pub what: Option<What>,
    /// Whether reviewers, and who typed queries by hand, are not to be told from it.
    pub pseudonymous: bool,
    /// At most so many records in a file.
    pub split: Option<NonZeroUsize>,
    /// The ends of lines; nothing: those that the format usually has.
    pub line_endings: Option<LineEndings>,
    /// What the file (of `searchrxiv`, the folder) is called; nothing: [`Format::file_name`].
    pub name: Option<String>,
    /// The language of what people read in it.
    pub language: Language,
}

/// How lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEndings {
    /// As everywhere but on Windows.
    Lf,
    /// As on Windows; MAXQDA counts both letters.
    Crlf,
}

impl LineEndings {
    fn as_str(self) -> &'static str {
        match self {
            Self::Lf => "\n",
            Self::Crlf => "\r\n",
        }
    }
}

/// What was made; nothing is written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The files; the last one says what may be shared.
    pub files: Vec<ExportedFile>,
    /// How many records (of `word` and `qdpx`, publications; of `searchrxiv`, queries; of `prisma`, rows; of `qdc`, none) they hold.
    pub records: usize,
    /// How many publications of the run were asked for by nobody, and are left out; nothing where that is no question.
    pub left_out: Option<usize>,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportedFile {
    /// Its path from the folder of the export, with `/`.
    pub name: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// Makes an export. The same run and the same question give the same bytes.
///
/// Refused: an option that the format has no use for, a name that it cannot have, and an export that would hold nothing.
pub fn export(finished: Finished, asked: &Asked) -> Result<Exported, Error> {
    refuse_useless(asked)?;
    let finished = if asked.pseudonymous { finished.pseudonymous()? } else { finished };
    let (format, language) = (asked.format, asked.language);
    let name = asked.name.clone().unwrap_or_else(|| format.file_name().to_owned());
    refuse_name(&name, format)?;
    let told = crate::sharing::told(&finished, format, asked.pseudonymous, language);
    let one = |bytes: Vec<u8>| vec![ExportedFile { name: name.clone(), bytes }];
    let mut left_out = None;
    let (mut files, records) = match format {
        Format::Ris | Format::CslJson | Format::Bibtex | Format::Asreview | Format::Rayyan => {
            let references = asked_for(&finished, asked)?;
            left_out = Some(finished.publications.len() - references.len());
            let parts = parts(&references, asked.split);
            let files = parts.iter().enumerate().map(|(at, part)| {
                let name = if parts.len() == 1 { name.clone() } else { numbered(&name, at + 1) };
                ExportedFile { bytes: records(part, &name, asked, &told), name }
            });
            (files.collect::<Vec<_>>(), references.len())
        }
        Format::Word => {
            let references = included(&finished, format)?;
            let page = crate::word::word(&finished, &references, &told, language);
            (one(page.into_bytes()), references.len())
        }
        Format::Qdpx => {
            let references = included(&finished, format)?;
            let line_end = asked.line_endings.unwrap_or(LineEndings::Lf).as_str();
            let told = crate::qda::Told { references: &references, shared: &told, line_end, language };
            let (bytes, sources) = crate::qda::qdpx(&finished, &told)?;
            (one(bytes), sources)
        }
        Format::Qdc => (one(crate::qda::qdc(&finished.protocol, language)), 0),
        Format::Prisma => {
            let bytes = crate::prisma::prisma(&finished, language)?;
            let rows = bytes.split(|byte| *byte == b'\n').count().saturating_sub(2);
            (one(bytes), rows)
        }
        Format::Searchrxiv => {
            let files = crate::searchrxiv::searchrxiv(&finished, &name);
            let queries = files.len();
            (files, queries)
        }
    };
    files.push(ExportedFile { name: format!("{name}.README.txt"), bytes: format!("{told}\n").into_bytes() });
    Ok(Exported { files, records, left_out })
}

fn refuse_useless(asked: &Asked) -> Result<(), Error> {
    let format = asked.format;
    let all = |fits: fn(Format) -> bool| {
        let fitting = Format::ALL.iter().filter(|format| fits(**format));
        format!("it is for {}", fitting.map(ToString::to_string).collect::<Vec<_>>().join(", "))
    };
    let refused = if asked.what.is_some() && format.what().is_none() {
        Some(("--what", all(|format| format.what().is_some())))
    } else if asked.split.is_some() && !format.can_be_split() {
        Some(("--split", all(Format::can_be_split)))
    } else if asked.line_endings.is_some() && !format.has_line_endings() {
        Some(("--line-endings", all(Format::has_line_endings)))
    } else {
        None
    };
    refused.map_or(Ok(()), |(option, hint)| Err(Error::Option { option, format, hint }))
}

fn refuse_name(name: &str, format: Format) -> Result<(), Error> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    let fits = ending.is_some_and(|ending| format.endings().contains(&ending.as_str()));
    if fits || format.endings().is_empty() {
        return Ok(());
    }
    let hint = format!("let it end in .{}", format.endings().join(" or ."));
    Err(Error::Name { name: name.to_owned(), format, hint })
}

/// The publications that are asked for; none at all is an error.
fn asked_for(finished: &Finished, asked: &Asked) -> Result<Vec<Reference>, Error> {
    let usual = asked.format.what();
    let Some(what) = asked.what.or(usual) else { return Ok(Vec::new()) };
    let references = References::new(finished).that(|fate| what.holds(fate), true)?;
    if references.is_empty() {
        return Err(Error::Nothing {
            format: asked.format,
            what: "no publication of this run is asked for".to_owned(),
            hint: "ask for more with --what assessed or --what all".to_owned(),
        });
    }
    Ok(references)
}

/// The included publications, for what is made of the working table; an empty table is an error.
fn included(finished: &Finished, format: Format) -> Result<Vec<Reference>, Error> {
    if finished.worktable.is_empty() {
        return Err(Error::Nothing {
            format,
            what: "the working table of this run is empty".to_owned(),
            hint: "it holds what is included: judge first (`bron review`), and run again".to_owned(),
        });
    }
    References::new(finished).that(|fate| fate == Fate::Included, false)
}

/// The records, at most `split` together.
fn parts(references: &[Reference], split: Option<NonZeroUsize>) -> Vec<&[Reference]> {
    references.chunks(split.map_or(references.len().max(1), NonZeroUsize::get)).collect()
}

/// `references-2.ris`.
fn numbered(name: &str, number: usize) -> String {
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{stem}-{number}.{ending}"),
        None => format!("{name}-{number}"),
    }
}

fn records(references: &[Reference], name: &str, asked: &Asked, told: &str) -> Vec<u8> {
    let line_end = asked.line_endings.unwrap_or(LineEndings::Lf).as_str();
    let is_ris = name.to_lowercase().ends_with(".ris");
    match asked.format {
        Format::CslJson => crate::csl_json::csl_json(references).into_bytes(),
        Format::Bibtex => crate::bibtex::bibtex(references, told, asked.language).into_bytes(),
        Format::Asreview if is_ris => ris(references, Labels::Asreview, line_end).into_bytes(),
        Format::Asreview => crate::asreview::asreview_csv(references),
        Format::Rayyan => crate::rayyan::rayyan_csv(references),
        _ => ris(references, Labels::None, line_end).into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(format: Format) -> Asked {
        Asked {
            format,
            what: None,
            pseudonymous: false,
            split: None,
            line_endings: None,
            name: None,
            language: Language::Nl,
        }
    }

    #[test]
    fn an_option_that_says_nothing_for_a_format_is_refused_with_those_for_which_it_does() {
        let what = Asked { what: Some(What::All), ..asked(Format::Prisma) };
        let refused = refuse_useless(&what).unwrap_err();
        assert_eq!(refused.to_string(), "`--what` says nothing for the format prisma");
        assert_eq!(refused.hint().unwrap(), "it is for ris, csl-json, bibtex, asreview, rayyan");
        let split = Asked { split: NonZeroUsize::new(2), ..asked(Format::Bibtex) };
        assert!(refuse_useless(&split).unwrap_err().to_string().contains("`--split`"));
        let ends = Asked { line_endings: Some(LineEndings::Crlf), ..asked(Format::Rayyan) };
        assert!(refuse_useless(&ends).unwrap_err().to_string().contains("`--line-endings`"));
        assert!(refuse_useless(&Asked { split: NonZeroUsize::new(2), ..asked(Format::Ris) }).is_ok());
    }

    #[test]
    fn a_name_must_say_what_it_holds_and_a_divided_export_is_numbered() {
        assert!(
            refuse_name("lijst.RIS", Format::Ris).is_ok() && refuse_name("map", Format::Searchrxiv).is_ok()
        );
        let refused = refuse_name("lijst.csv", Format::Ris).unwrap_err();
        assert_eq!(refused.hint().unwrap(), "let it end in .ris or .txt");
        assert!(refuse_name("lijst", Format::Qdpx).is_err());
        assert_eq!(numbered("a.b.ris", 2), "a.b-2.ris");
        for format in Format::ALL {
            assert!(refuse_name(format.file_name(), format).is_ok(), "{format}");
        }
    }

    #[test]
    fn records_are_divided_without_losing_one() {
        let all: Vec<Reference> = (0..5).map(|n| crate::reference::tests::titled(&n.to_string())).collect();
        let sizes = |split| {
            parts(&all, NonZeroUsize::new(split)).iter().copied().map(<[Reference]>::len).collect::<Vec<_>>()
        };
        assert_eq!((sizes(2), sizes(5), sizes(0)), (vec![2, 2, 1], vec![5], vec![5]));
    }
}
