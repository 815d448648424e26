//! Checks a pipeline: its name, its window, how it asks, and the names it uses.

use crate::config_file::{ConfigFile, way};
use crate::error::{Error, did_you_mean, list, nearest};
use crate::{FlagRule, Harvest, Limits, Pipeline, Source, StopRule, Term, Until, Window};
use bron_model::SourceId;
use std::net::SocketAddr;

/// The flags that a rule can set.
const FLAGS: &[&str] = &["earlier-version", "own-work"];

/// Refuses what can be seen in the pipeline's file alone.
pub(crate) fn pipeline(file: &ConfigFile, pipeline: &Pipeline) -> Result<(), Error> {
    name(file, pipeline)?;
    file.refuse_blank(way!["title"], &pipeline.title, "the title")?;
    file.refuse_blank(way!["question"], &pipeline.question, "the question")?;
    about(file, pipeline)?;
    window(file, pipeline.window)?;
    harvest(file, &pipeline.harvest)?;
    limits(file, &pipeline.limits)?;
    for (source, rule) in &pipeline.stop {
        stop(file, source, *rule)?;
    }
    for (item, rule) in pipeline.flag.iter().enumerate() {
        flag(file, item, rule)?;
    }
    if pipeline.sources.is_empty() {
        return Err(file.refuse(
            way!["sources"],
            "no source is named",
            "name at least one file of `config/sources/`",
        ));
    }
    Ok(())
}

/// Refuses names of terms and sources that the files it names do not hold.
pub(crate) fn names_in_pipeline(
    file: &ConfigFile,
    pipeline: &Pipeline,
    terms: &[Term],
    sources: &[Source],
) -> Result<(), Error> {
    let term_ids: Vec<&str> = terms.iter().map(|term| term.id.as_str()).collect();
    for (item, id) in pipeline.only_terms.iter().enumerate() {
        if !term_ids.contains(&id.as_str()) {
            let hint = format!(
                "{}`{}` has: {}",
                did_you_mean(nearest(id, &term_ids)),
                pipeline.terms,
                list(&term_ids)
            );
            return Err(file.refuse(way!["only_terms", item], format!("unknown term `{id}`"), hint));
        }
    }
    super::catalogue::switched_on(file, pipeline, sources)?;
    let source_ids: Vec<&str> = sources.iter().map(|source| source.id.as_str()).collect();
    for id in pipeline.stop.keys() {
        if !source_ids.contains(&id.as_str()) {
            let near = did_you_mean(nearest(id.as_str(), &source_ids));
            let hint = format!("{near}this pipeline has: {}", list(&source_ids));
            return Err(file.refuse(way!["stop", id.as_str()], format!("unknown source `{id}`"), hint));
        }
    }
    Ok(())
}

fn name(file: &ConfigFile, pipeline: &Pipeline) -> Result<(), Error> {
    let name = &pipeline.name;
    let named_by_file = file.path.rsplit('/').next().and_then(|last| last.strip_suffix(".toml"));
    if SourceId::new(name.as_str()).is_err() {
        let hint = "use small letters, digits and single hyphens: it names a folder in `output/`";
        return Err(file.refuse(way!["name"], format!("`{name}` is no name for a run"), hint));
    }
    if file.path.starts_with("pipelines/") && named_by_file.is_some_and(|by_file| by_file != name) {
        return Err(file.refuse(
            way!["name"],
            format!("the pipeline `{}` calls itself `{name}`", file.path),
            "let file and `name` be the same: two pipelines of one name would write into one run folder",
        ));
    }
    match &pipeline.archive {
        Some(archive) if archive == name => Err(file.refuse(
            way!["archive"],
            format!("`{archive}` would read its own archive and so never make one"),
            "take `archive` away, or name the run that harvests",
        )),
        Some(archive) if SourceId::new(archive.as_str()).is_err() => {
            let hint = "write the name of a folder in `output/`, such as `ouderen-vervolg`";
            Err(file.refuse(way!["archive"], format!("`{archive}` is no name of a run"), hint))
        }
        _ => Ok(()),
    }
}

/// What goes into the description of a run: programs follow these addresses.
fn about(file: &ConfigFile, pipeline: &Pipeline) -> Result<(), Error> {
    if let Some(licence) = pipeline.licence.as_ref().filter(|licence| !is_address(licence)) {
        let hint = "write the address of its text, such as `https://creativecommons.org/licenses/by/4.0/`";
        return Err(file.refuse(way!["licence"], format!("`{licence}` is no address of a licence"), hint));
    }
    for (item, author) in pipeline.author.iter().enumerate() {
        file.refuse_blank(way!["author", item, "name"], &author.name, "the name of an author")?;
        if !author.orcid.is_empty() && !author.orcid.starts_with("https://orcid.org/") {
            let hint = "write it as ORCID shows it: `https://orcid.org/0000-0000-0000-0000`";
            let problem = format!("`{}` is no address of an ORCID record", author.orcid);
            return Err(file.refuse(way!["author", item, "orcid"], problem, hint));
        }
    }
    Ok(())
}

fn is_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

fn window(file: &ConfigFile, window: Window) -> Result<(), Error> {
    if !(1..=9999).contains(&window.from_year) {
        let hint = "write a year of four digits";
        return Err(file.refuse(
            way!["window", "from_year"],
            format!("`{}` is no year", window.from_year),
            hint,
        ));
    }
    match window.until {
        Until::Date(date) if date.year() < window.from_year => Err(file.refuse(
            way!["window", "until"],
            format!("the window ends in {date}, before it begins in {}", window.from_year),
            "let `until` be later than `from_year`, or `harvest`",
        )),
        _ => Ok(()),
    }
}

fn harvest(file: &ConfigFile, harvest: &Harvest) -> Result<(), Error> {
    for (key, seconds, zero_is_fine) in [
        ("delay_seconds", harvest.delay_seconds, true),
        ("connect_seconds", harvest.connect_seconds, false),
        ("read_seconds", harvest.read_seconds, false),
        ("whole_seconds", harvest.whole_seconds, false),
    ] {
        let fits = (0.0..=86_400.0).contains(&seconds) && (zero_is_fine || seconds > 0.0);
        if !fits {
            let hint = "write a number of seconds, at most 86400 (a day)";
            return Err(file.refuse(way!["harvest", key], format!("`{key}` cannot be {seconds}"), hint));
        }
    }
    at_least_one(file, "harvest", "attempts", u64::from(harvest.attempts))?;
    at_least_one(file, "harvest", "max_body", harvest.max_body)?;
    for (host, address) in &harvest.connect_to {
        let way = way!["harvest", "connect_to", host];
        let Ok(socket) = address.parse::<SocketAddr>() else {
            let hint = "write an address and a port, such as `127.0.0.1:8080`";
            return Err(file.refuse(way, format!("`{address}` is no address to connect `{host}` to"), hint));
        };
        if socket.ip().is_loopback() && !harvest.allow_loopback {
            let hint = "write `allow_loopback = true` beside it, if this is meant";
            return Err(file.refuse(way, format!("`{host}` is connected to this machine"), hint));
        }
    }
    Ok(())
}

fn limits(file: &ConfigFile, limits: &Limits) -> Result<(), Error> {
    for (key, limit) in [
        ("max_decoded", limits.max_decoded),
        ("result_pages", u64::from(limits.result_pages)),
        ("documents", u64::from(limits.documents)),
        ("document_seconds", limits.document_seconds),
        ("document_memory", limits.document_memory),
        ("document_pages", u64::from(limits.document_pages)),
    ] {
        at_least_one(file, "limits", key, limit)?;
    }
    Ok(())
}

fn at_least_one(file: &ConfigFile, table: &str, key: &str, value: u64) -> Result<(), Error> {
    if value == 0 {
        let hint = "write at least 1; without the key the default holds";
        return Err(file.refuse(way![table, key], format!("`{key}` is 0, so nothing would be read"), hint));
    }
    Ok(())
}

fn stop(file: &ConfigFile, source: &SourceId, rule: StopRule) -> Result<(), Error> {
    let way = way!["stop", source.as_str()];
    match rule {
        StopRule { hits: None, pages_without_term: None } => Err(file.refuse(
            way,
            format!("the stop rule of `{source}` says nothing"),
            "write `hits = 500` or `pages_without_term = 10`",
        )),
        StopRule { hits: Some(0), .. } | StopRule { pages_without_term: Some(0), .. } => Err(file.refuse(
            way,
            format!("the stop rule of `{source}` stops before it begins"),
            "write at least 1",
        )),
        _ => Ok(()),
    }
}

fn flag(file: &ConfigFile, item: usize, rule: &FlagRule) -> Result<(), Error> {
    if !FLAGS.contains(&rule.flag.as_str()) {
        let hint = format!("{}there are: {}", did_you_mean(nearest(&rule.flag, FLAGS)), list(FLAGS));
        return Err(file.refuse(way!["flag", item, "flag"], format!("unknown flag `{}`", rule.flag), hint));
    }
    if rule.reviewer.is_some() && rule.flag != "own-work" {
        let hint = "leave `reviewer` out: it says whose own work a publication is";
        return Err(file.refuse(way!["flag", item, "reviewer"], "only own work is of a reviewer", hint));
    }
    let words = [("title_contains", &rule.title_contains), ("authors_contain", &rule.authors_contain)];
    if words.iter().all(|(_, words)| words.is_none()) {
        let hint = "write `title_contains` or `authors_contain`: where both stand, both must hold";
        return Err(file.refuse(way!["flag", item], "a flag rule holds for every publication", hint));
    }
    for (key, words) in words {
        if let Some(words) = words {
            file.refuse_blank(way!["flag", item, key], words, &format!("`{key}`"))?;
        }
    }
    Ok(())
}
