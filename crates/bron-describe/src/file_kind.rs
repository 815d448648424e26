//! What kind of file stands at a place in a run?

use crate::sharing::Sharing;
use crate::table::Table;
use crate::tables::tables;

/// What a file of a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileKind {
    /// In a few words.
    pub title: String,
    /// In one or more sentences.
    pub meaning: String,
    /// The format by its short name (`csv`, `warc`).
    pub format: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// Who may be given it.
    pub sharing: Sharing,
    /// Its columns, where it is a table.
    pub table: Option<Table>,
}

/// What kind of file that path names, from the run's folder; `None` where bron writes no such file: locks, what a crash left,
/// and what somebody else put there.
pub fn kind_of(path: &str) -> Option<FileKind> {
    if let Some(table) = tables().into_iter().find(|table| table.path == path) {
        let (format, media_type) = match path.rsplit_once('.') {
            Some((_, "parquet")) => ("parquet", "application/vnd.apache.parquet"),
            _ => ("csv", "text/csv"),
        };
        let (title, meaning) = (table.title.to_owned(), table.meaning.clone());
        return Some(FileKind {
            title,
            meaning,
            format,
            media_type,
            sharing: table.sharing,
            table: Some(table),
        });
    }
    let json = ("json", "application/json");
    let markdown = ("md", "text/markdown");
    let kind = match path {
        "run.json" => told(
            "With what the run was made, and what it made",
            "The version of bron, digests of the configuration, the files of each stage with their sha256, how far each file of \
             judgements had been read.",
            json,
            Sharing::Own,
        ),
        "0-probe/probe.json" => told(
            "How each search box behaves",
            "Per source what was checked, what was typed to find out how the box behaves, and what follows, with the archived \
             answers behind it.",
            json,
            Sharing::Own,
        ),
        "0-probe/probe.md" => told(
            "How each search box behaves, to read",
            "The verdicts of probe.json as tables.",
            markdown,
            Sharing::Own,
        ),
        "6-synthesis/table1.md" => {
            told("Table 1, to read", "table1.csv as a table, with its notes.", markdown, Sharing::Own)
        }
        "6-synthesis/table2.md" => told(
            "Table 2, to read",
            "table2.csv as a table, beside the one of the earlier review where there is one.",
            markdown,
            Sharing::Own,
        ),
        _ => return kind_by_folder(path),
    };
    Some(kind)
}

fn kind_by_folder(path: &str) -> Option<FileKind> {
    let (folder, name) = path.rsplit_once('/')?;
    let kind = match folder {
        "archive" if name.ends_with(".warc.gz") => told(
            "Requests and answers",
            "WARC/1.1: every request and answer as it went over the wire, and what people brought. All else of the run is made \
             from it.",
            ("warc", "application/warc"),
            Sharing::OthersTexts,
        ),
        "archive/torn" => told(
            "The torn end of a file of the archive",
            "What a crash left behind the last whole record; nothing reads it.",
            ("bin", "application/octet-stream"),
            Sharing::OthersTexts,
        ),
        "judgements" if name.strip_suffix(".jsonl").is_some() => told(
            "Judgements",
            "Lines of JSON, each with the sha256 of the one before it: what a reviewer decided on one device, or who judges \
             what. Lines are only ever added.",
            ("jsonl", "application/jsonl"),
            Sharing::Reviewers,
        ),
        _ => return None,
    };
    Some(kind)
}

/// A file that is no table.
fn told(
    title: &str,
    meaning: &str,
    (format, media_type): (&'static str, &'static str),
    sharing: Sharing,
) -> FileKind {
    let (title, meaning) = (title.to_owned(), meaning.to_owned());
    FileKind { title, meaning, format, media_type, sharing, table: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_others_are_marked_and_locks_are_no_files_of_a_run() {
        for path in ["archive/bron-00001-20261130T200000Z-7.warc.gz", "3-retrieval/pages.parquet"] {
            assert_eq!(kind_of(path).unwrap().sharing, Sharing::OthersTexts, "{path}");
        }
        for path in
            ["run.lock", "archive/archive.lock", "judgements/AB.x.lock", "1-search.tmp/hits.csv", "notes.txt"]
        {
            assert_eq!(kind_of(path), None, "{path}");
        }
    }
}
