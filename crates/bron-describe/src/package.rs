//! `datapackage.json`: the files of a run as a Data Package (version 2), with the columns of every table.

use crate::column::{Column, ColumnType};
use crate::file_kind::{FileKind, kind_of};
use crate::json::Json;
use crate::run::{Run, RunFile};
use crate::sharing::Sharing;
use crate::table::Table;

/// The name of the file, in the run's folder.
pub const DATA_PACKAGE: &str = "datapackage.json";

/// What `datapackage.json` holds for this run.
pub fn data_package(run: &Run) -> String {
    let mut fields = vec![
        ("$schema", Json::text("https://datapackage.org/profiles/2.0/datapackage.json")),
        ("name", Json::text(&run.pipeline)),
        ("title", Json::text(run.title())),
    ];
    if !run.about.question.is_empty() {
        fields.push(("description", Json::text(&run.about.question)));
    }
    fields.push(("created", Json::text(run.harvested.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())));
    if !run.about.authors.is_empty() {
        fields.push(("contributors", Json::List(contributors(run))));
    }
    fields.push(("made_by", Json::text(format!("bron {}", run.version))));
    if let Some(other) = &run.archive_of {
        fields.push(("archive_of_run", Json::text(other)));
    }
    let resources = run.files.iter().filter_map(|file| Some(resource(run, file, kind_of(&file.path)?)));
    fields.push(("resources", Json::List(resources.collect())));
    Json::Object(fields).to_file()
}

fn contributors(run: &Run) -> Vec<Json> {
    let of = |author: &bron_model::Author| {
        let mut fields = vec![("title", Json::text(&author.name))];
        if !author.orcid.is_empty() {
            fields.push(("path", Json::text(&author.orcid)));
        }
        if !author.affiliation.is_empty() {
            fields.push(("organization", Json::text(&author.affiliation)));
        }
        fields.push(("roles", Json::texts(["author"])));
        Json::Object(fields)
    };
    run.about.authors.iter().map(of).collect()
}

fn resource(run: &Run, file: &RunFile, kind: FileKind) -> Json {
    let mut fields = vec![("name", Json::text(name_of(&file.path)))];
    if kind.table.is_some() {
        fields.push(("type", Json::text("table")));
    }
    fields.extend([
        ("path", Json::text(&file.path)),
        ("title", Json::text(kind.title)),
        ("description", Json::text(kind.meaning)),
        ("format", Json::text(kind.format)),
        ("mediatype", Json::text(kind.media_type)),
    ]);
    if kind.media_type.starts_with("text/") || kind.format.starts_with("json") {
        fields.push(("encoding", Json::text("utf-8")));
    }
    if kind.format != "parquet" {
        // frictionless has no length of a Parquet file, and calls any that is given here wrong; the crate gives it.
        fields.push(("bytes", Json::Number(file.bytes)));
    }
    fields.extend([
        ("hash", Json::text(format!("sha256:{}", file.sha256))),
        ("sharing", sharing(kind.sharing)),
    ]);
    if kind.sharing == Sharing::Own && !run.about.licence.is_empty() {
        let licence = Json::Object(vec![("path", Json::text(&run.about.licence))]);
        fields.push(("licenses", Json::List(vec![licence])));
    }
    if let Some(table) = kind.table {
        fields.push(("schema", schema(run, table.with_header(&run.table2_header))));
    }
    Json::Object(fields)
}

/// What may be done with the file: a property of our own, since a licence cannot say that a file is not to be shared.
fn sharing(sharing: Sharing) -> Json {
    let may_be_shared = sharing != Sharing::OthersTexts;
    Json::Object(vec![
        ("kind", Json::text(sharing.as_str())),
        ("may_be_shared", Json::Bool(may_be_shared)),
        ("note", Json::text(sharing.note())),
    ])
}

/// The name of a resource: its path with hyphens, a table's without its ending.
fn name_of(path: &str) -> String {
    let stem = path.strip_suffix(".csv").or(path.strip_suffix(".parquet")).unwrap_or(path);
    stem.to_lowercase().replace(['/', '.', '_'], "-")
}

fn schema(run: &Run, table: Table) -> Json {
    let columns = table.columns.iter().map(|column| field(column, &table)).collect();
    let mut fields = vec![("fields", Json::List(columns))];
    if !table.primary_key.is_empty() {
        fields.push(("primaryKey", Json::texts(table.primary_key)));
    }
    let is_there = |path: &str| run.files.iter().any(|file| file.path == path);
    let foreign = table.foreign_keys.iter().filter(|key| is_there(key.table)).map(|key| {
        let reference = vec![
            ("resource", Json::text(name_of(key.table))),
            ("fields", Json::texts(key.theirs.iter().copied())),
        ];
        Json::Object(vec![
            ("fields", Json::texts(key.columns.iter().copied())),
            ("reference", Json::Object(reference)),
        ])
    });
    let foreign: Vec<Json> = foreign.collect();
    if !foreign.is_empty() {
        fields.push(("foreignKeys", Json::List(foreign)));
    }
    Json::Object(fields)
}

fn field(column: &Column, table: &Table) -> Json {
    let kind = match column.kind {
        ColumnType::Text => "string",
        ColumnType::Integer => "integer",
        ColumnType::Number => "number",
        ColumnType::Boolean => "boolean",
    };
    let mut fields = vec![
        ("name", Json::text(&column.name)),
        ("type", Json::text(kind)),
        ("description", Json::text(&column.meaning)),
    ];
    let empty_is_a_value = column.may_be_empty && table.primary_key.contains(&column.name.as_str());
    if empty_is_a_value {
        // No part of a key may be missing: here an empty cell is a value, such as "for no term".
        fields.push(("missingValues", Json::List(Vec::new())));
    }
    let mut constraints = Vec::new();
    if !column.may_be_empty {
        constraints.push(("required", Json::Bool(true)));
    }
    if let Some(pattern) = column.pattern.as_ref().filter(|_| !empty_is_a_value) {
        constraints.push(("pattern", Json::text(pattern)));
    }
    if !column.values.is_empty() && !empty_is_a_value {
        constraints.push(("enum", Json::texts(column.values.iter().map(|value| &value.text))));
    }
    if !constraints.is_empty() {
        fields.push(("constraints", Json::Object(constraints)));
    }
    let meanings: Vec<Json> = column
        .values
        .iter()
        .filter(|value| !value.meaning.is_empty())
        .map(|value| {
            Json::Object(vec![("value", Json::text(&value.text)), ("meaning", Json::text(&value.meaning))])
        })
        .collect();
    if !meanings.is_empty() {
        fields.push(("meanings", Json::List(meanings)));
    }
    Json::Object(fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crate_metadata;
    use bron_model::{About, Author};
    use serde_json::Value;

    fn run() -> Run {
        let file = |path: &str| RunFile { path: path.to_owned(), sha256: "0".repeat(64), bytes: 7 };
        Run {
            pipeline: "proef".to_owned(),
            about: About {
                title: "Proef".to_owned(),
                question: "Wat?".to_owned(),
                authors: vec![Author {
                    name: "A. B.".to_owned(),
                    affiliation: "Uni".to_owned(),
                    orcid: String::new(),
                }],
                licence: "https://creativecommons.org/licenses/by/4.0/".to_owned(),
            },
            version: "0.1.0".to_owned(),
            harvested: "2026-11-30T20:00:00.123456Z".parse().unwrap(),
            archive_of: None,
            files: vec![
                file("1-search/queries.csv"),
                file("3-retrieval/pages.parquet"),
                file("6-synthesis/table2.csv"),
                file("archive/bron-00001-20261130T200000Z-1.warc.gz"),
                file("notes.txt"),
            ],
            table2_header: ["element", "category", "label", "samenzorg", "samenzorg_passages"]
                .map(str::to_owned)
                .to_vec(),
        }
    }

    fn package() -> Value {
        serde_json::from_str(&data_package(&run())).unwrap()
    }

    fn resource<'a>(package: &'a Value, name: &str) -> &'a Value {
        package["resources"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()
    }

    #[test]
    fn a_table_has_its_columns_keys_and_digest_and_other_peoples_texts_are_not_to_be_shared() {
        let package = package();
        let queries = resource(&package, "1-search-queries");
        assert_eq!(queries["schema"]["primaryKey"], serde_json::json!(["source", "term", "text", "via"]));
        assert_eq!(queries["hash"], format!("sha256:{}", "0".repeat(64)));
        assert_eq!(queries["licenses"][0]["path"], "https://creativecommons.org/licenses/by/4.0/");
        for name in ["3-retrieval-pages", "archive-bron-00001-20261130t200000z-1-warc-gz"] {
            let texts = resource(&package, name);
            assert_eq!(texts["sharing"]["may_be_shared"], false, "{name}");
            assert!(texts.get("licenses").is_none(), "{name}: no licence of ours is on other people's texts");
        }
        assert_eq!(
            package["resources"].as_array().unwrap().len(),
            4,
            "a file that bron did not write is left out"
        );
    }

    #[test]
    fn table_2_has_the_columns_of_its_terms_and_a_key_leads_only_to_a_file_that_is_there() {
        let package = package();
        let fields = resource(&package, "6-synthesis-table2")["schema"]["fields"].as_array().unwrap().clone();
        assert_eq!(fields[3]["constraints"]["enum"], serde_json::json!(["yes", "no", "unknown"]));
        assert_eq!(fields[4]["type"], "integer");
        assert!(resource(&package, "3-retrieval-pages")["schema"].get("foreignKeys").is_none());
    }

    #[test]
    fn the_harvest_is_the_only_time_and_the_crate_names_every_file() {
        let run = run();
        let text = crate_metadata(
            &run,
            &RunFile { path: DATA_PACKAGE.to_owned(), sha256: "1".repeat(64), bytes: 9 },
        );
        let metadata: Value = serde_json::from_str(&text).unwrap();
        let graph = metadata["@graph"].as_array().unwrap();
        let named = |id: &str| graph.iter().find(|one| one["@id"] == id).unwrap_or_else(|| panic!("no {id}"));
        assert_eq!(named("#harvest")["startTime"], "2026-11-30T20:00:00+00:00");
        assert_eq!(named("./")["datePublished"], "2026-11-30");
        for part in named("./")["hasPart"].as_array().unwrap() {
            assert_eq!(named(part["@id"].as_str().unwrap())["@type"], "File");
        }
        assert_eq!(named("3-retrieval/pages.parquet")["license"]["@id"], "#texts-of-others");
        assert_eq!(
            text,
            crate_metadata(
                &run,
                &RunFile { path: DATA_PACKAGE.to_owned(), sha256: "1".repeat(64), bytes: 9 }
            )
        );
    }
}
