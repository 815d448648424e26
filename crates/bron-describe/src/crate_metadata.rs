//! `ro-crate-metadata.json`: the run as an RO-Crate (1.1), with what was done by which program as a Process Run Crate (0.5).

use crate::file_kind::{FileKind, kind_of};
use crate::json::Json;
use crate::run::{Run, RunFile};
use crate::sharing::Sharing;
use bron_model::Author;

/// The name of the file, in the run's folder.
pub const CRATE_METADATA: &str = "ro-crate-metadata.json";

const CRATE: &str = "https://w3id.org/ro/crate/1.1";
const PROFILE: &str = "https://w3id.org/ro/wfrun/process/0.5";

/// What `ro-crate-metadata.json` holds for this run; `package` is its `datapackage.json`.
pub fn crate_metadata(run: &Run, package: &RunFile) -> String {
    let mut files: Vec<(&RunFile, FileKind)> =
        run.files.iter().filter_map(|file| Some((file, kind_of(&file.path)?))).collect();
    files.push((package, kind_of_package()));
    let mut graph = vec![descriptor(), root(run, &files), profile()];
    graph.extend(licences(run));
    graph.push(software(run));
    graph.extend(people(run));
    graph.extend(actions(run, &files));
    graph.extend(files.iter().map(|(file, kind)| entity_of_file(file, kind)));
    // `sha256` is no term of version 1.1.
    let sha256 = Json::Object(vec![("sha256", Json::text("https://w3id.org/ro/terms/workflow-run#sha256"))]);
    let context = Json::List(vec![Json::text(format!("{CRATE}/context")), sha256]);
    Json::Object(vec![("@context", context), ("@graph", Json::List(graph))]).to_file()
}

fn kind_of_package() -> FileKind {
    FileKind {
        title: "The files and their columns, as a Data Package".to_owned(),
        meaning: "What each table holds, column by column, with keys, lengths and digests.".to_owned(),
        format: "json",
        media_type: "application/json",
        sharing: Sharing::Own,
        table: None,
    }
}

fn entity(id: &str, kind: &str, mut more: Vec<(&'static str, Json)>) -> Json {
    let mut fields = vec![("@id", Json::text(id)), ("@type", Json::text(kind))];
    fields.append(&mut more);
    Json::Object(fields)
}

fn descriptor() -> Json {
    let fields = vec![("conformsTo", Json::id(CRATE)), ("about", Json::id("./"))];
    entity(CRATE_METADATA, "CreativeWork", fields)
}

fn root(run: &Run, files: &[(&RunFile, FileKind)]) -> Json {
    let question = &run.about.question;
    let described = if question.is_empty() { "A run of a systematic source review." } else { question };
    let parts = files.iter().map(|(file, _)| Json::id(&file.path)).collect();
    let mut fields = vec![
        ("name", Json::text(run.title())),
        ("description", Json::text(described)),
        ("datePublished", Json::text(run.harvested.strftime("%Y-%m-%d").to_string())),
        ("license", Json::id(own_licence(run))),
        ("conformsTo", Json::id(PROFILE)),
        ("hasPart", Json::List(parts)),
    ];
    let mut mentions = Vec::new();
    if run.archive_of.is_none() {
        mentions.push(Json::id("#harvest"));
    }
    mentions.push(Json::id("#review"));
    fields.push(("mentions", one_or_all(mentions)));
    if !run.about.authors.is_empty() {
        fields.push(("author", authors(run)));
    }
    entity("./", "Dataset", fields)
}

fn profile() -> Json {
    entity(
        PROFILE,
        "CreativeWork",
        vec![("name", Json::text("Process Run Crate")), ("version", Json::text("0.5"))],
    )
}

fn own_licence(run: &Run) -> &str {
    if run.about.licence.is_empty() { "#own" } else { &run.about.licence }
}

/// The licence of the study where it gives one, and what may be done with each kind of file.
fn licences(run: &Run) -> Vec<Json> {
    let mut licences: Vec<Json> = Sharing::ALL
        .iter()
        .map(|sharing| {
            let fields =
                vec![("name", Json::text(sharing.title())), ("description", Json::text(sharing.note()))];
            entity(&format!("#{}", sharing.as_str()), "CreativeWork", fields)
        })
        .collect();
    if !run.about.licence.is_empty() {
        let fields = vec![
            ("name", Json::text("The licence of the study's own tables")),
            (
                "description",
                Json::text("For what the review itself made; each file names what holds for it."),
            ),
        ];
        licences.push(entity(&run.about.licence, "CreativeWork", fields));
    }
    licences
}

fn software_id(run: &Run) -> String {
    format!("#bron-{}", run.version)
}

fn software(run: &Run) -> Json {
    let fields = vec![
        ("name", Json::text("bron")),
        ("description", Json::text("Reruns a systematic source review of grey literature.")),
        ("softwareVersion", Json::text(&run.version)),
    ];
    entity(&software_id(run), "SoftwareApplication", fields)
}

fn author_id(at: usize, author: &Author) -> String {
    if author.orcid.is_empty() { format!("#author-{}", at + 1) } else { author.orcid.clone() }
}

fn authors(run: &Run) -> Json {
    let authors = run.about.authors.iter().enumerate();
    one_or_all(authors.map(|(at, author)| Json::id(author_id(at, author))).collect())
}

/// The profile has no list of one.
fn one_or_all(mut items: Vec<Json>) -> Json {
    if items.len() == 1 { items.remove(0) } else { Json::List(items) }
}

fn people(run: &Run) -> Vec<Json> {
    let mut organisations: Vec<&str> = Vec::new();
    let mut people = Vec::new();
    for (at, author) in run.about.authors.iter().enumerate() {
        let mut fields = vec![("name", Json::text(&author.name))];
        if !author.affiliation.is_empty() {
            let known = organisations.iter().position(|name| *name == author.affiliation);
            let number = known.unwrap_or_else(|| {
                organisations.push(&author.affiliation);
                organisations.len() - 1
            });
            fields.push(("affiliation", Json::id(format!("#organisation-{}", number + 1))));
        }
        people.push(entity(&author_id(at, author), "Person", fields));
    }
    for (at, name) in organisations.iter().enumerate() {
        let fields = vec![("name", Json::text(*name))];
        people.push(entity(&format!("#organisation-{}", at + 1), "Organization", fields));
    }
    people
}

/// Asking the sites, and making everything else from what they answered.
fn actions(run: &Run, files: &[(&RunFile, FileKind)]) -> Vec<Json> {
    let of = |is_wanted: &dyn Fn(&str) -> bool| -> Vec<Json> {
        files.iter().filter(|(file, _)| is_wanted(&file.path)).map(|(file, _)| Json::id(&file.path)).collect()
    };
    let archive = of(&|path| path.starts_with("archive/") && path.ends_with(".warc.gz"));
    let judgements = of(&|path| path.starts_with("judgements/"));
    let made = of(&|path| path.starts_with(|c: char| c.is_ascii_digit()) || path.starts_with("known/"));
    let completed = || ("actionStatus", Json::text("http://schema.org/CompletedActionStatus"));
    let by = |fields: &mut Vec<(&'static str, Json)>| {
        fields.push(("instrument", Json::id(software_id(run))));
        if !run.about.authors.is_empty() {
            fields.push(("agent", authors(run)));
        }
    };
    let mut actions = Vec::new();
    let mut objects = archive.clone();
    if let Some(other) = &run.archive_of {
        let fields = vec![
            ("name", Json::text(format!("The archive of the run {other}"))),
            ("description", Json::text("This run asked no site: it reads what that run harvested.")),
        ];
        actions.push(entity("#archive", "CreativeWork", fields));
        objects = vec![Json::id("#archive")];
    } else {
        let began = run.harvested.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string();
        let mut fields = vec![
            ("name", Json::text("Harvest")),
            ("description", Json::text("Types the terms into the search boxes and fetches what they list.")),
            ("startTime", Json::text(began)),
        ];
        by(&mut fields);
        fields.push(("result", one_or_all(archive)));
        fields.push(completed());
        actions.push(entity("#harvest", "CreateAction", fields));
    }
    objects.extend(judgements);
    let mut fields = vec![
        ("name", Json::text("Review")),
        (
            "description",
            Json::text(
                "Makes search, screening, retrieval, extraction, eligibility and synthesis from the archive, the configuration \
                 and the judgements, to the same bytes each time.",
            ),
        ),
    ];
    by(&mut fields);
    fields.extend([("object", one_or_all(objects)), ("result", one_or_all(made)), completed()]);
    actions.push(entity("#review", "CreateAction", fields));
    actions
}

fn entity_of_file(file: &RunFile, kind: &FileKind) -> Json {
    let licence = format!("#{}", kind.sharing.as_str());
    let fields = vec![
        ("name", Json::text(&kind.title)),
        ("description", Json::text(&kind.meaning)),
        ("encodingFormat", Json::text(kind.media_type)),
        ("contentSize", Json::text(file.bytes.to_string())),
        ("sha256", Json::text(&file.sha256)),
        ("license", Json::id(licence)),
    ];
    entity(&file.path, "File", fields)
}
