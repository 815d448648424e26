//! Checks the catalogue of a source: an address on one of its hosts, paths that are named, keys that fit the platform.

use super::source::host_of;
use crate::config_file::{ConfigFile, way};
use crate::error::{Error, list};
use crate::{CataloguePlatform, CatalogueSettings, Pipeline, Source};
use bron_model::SourceId;
use std::collections::BTreeSet;
use url::Url;

/// Refuses a catalogue that could not be asked, or that would be asked for everything.
pub(super) fn catalogue(file: &ConfigFile, source: &Source) -> Result<(), Error> {
    let Some(settings) = &source.catalogue else { return Ok(()) };
    let Some(base) = &source.base else {
        let hint = "write `base = \"https://...\"`, the site's start address, or take the table away";
        return Err(file.refuse(way!["catalogue"], "`[catalogue]` is there but no `base`", hint));
    };
    address(file, source, settings, base)?;
    if settings.ceiling == 0 {
        let hint = "write at least 1; without the key the default holds";
        return Err(file.refuse(
            way!["catalogue", "ceiling"],
            "`ceiling` is 0, so nothing would be read",
            hint,
        ));
    }
    if settings.platform == CataloguePlatform::Sitemap && settings.paths.is_empty() {
        let hint =
            "write `paths = [\"/publicatie/\"]`: the beginnings of the paths under which publications stand";
        return Err(file.refuse(
            way!["catalogue", "platform"],
            "a sitemap lists everything, and `paths` does not say what is read of it",
            hint,
        ));
    }
    for (item, path) in settings.paths.iter().enumerate() {
        if !path.starts_with('/') {
            let hint = format!("write `\"/{path}\"`: the beginning of the path, after the host");
            let problem = format!("`{path}` does not begin with a slash");
            return Err(file.refuse(way!["catalogue", "paths", item], problem, hint));
        }
    }
    keys_of_a_repository(file, settings)
}

fn address(
    file: &ConfigFile,
    source: &Source,
    settings: &CatalogueSettings,
    base: &Url,
) -> Result<(), Error> {
    let Some(place) = settings.place() else {
        let hint = "write `address`, where the repository answers to `?verb=Identify`";
        let problem = "it is not said where the repository is asked";
        return Err(file.refuse(way!["catalogue", "platform"], problem, hint));
    };
    let allowed: BTreeSet<String> =
        std::iter::once(host_of(base)).chain(source.hosts.iter().cloned()).collect();
    let url = base.join(place).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    if !url.is_some_and(|url| allowed.contains(&host_of(&url))) {
        let hint = "write an address on the host of `base`, or add its host to `hosts`";
        return Err(file.refuse(
            way!["catalogue", "address"],
            format!("`{place}` leads to no host of this source"),
            hint,
        ));
    }
    Ok(())
}

fn keys_of_a_repository(file: &ConfigFile, settings: &CatalogueSettings) -> Result<(), Error> {
    if settings.platform == CataloguePlatform::Sitemap {
        for (key, is_there) in [("set", settings.set.is_some()), ("format", settings.format.is_some())] {
            if is_there {
                return Err(file.refuse(
                    way!["catalogue", key],
                    format!("a sitemap has no `{key}`"),
                    "take it away, or write `platform = \"oai-pmh\"`",
                ));
            }
        }
    }
    match &settings.set {
        Some(set) => file.refuse_blank(way!["catalogue", "set"], set, "the set"),
        None => Ok(()),
    }
}

/// Refuses a catalogue that is switched on for a source that has none, or twice.
pub(super) fn switched_on(file: &ConfigFile, pipeline: &Pipeline, sources: &[Source]) -> Result<(), Error> {
    let mut seen: BTreeSet<&SourceId> = BTreeSet::new();
    for (item, id) in pipeline.catalogue.iter().enumerate() {
        let refuse = |problem: String, hint: String| Err(file.refuse(way!["catalogue", item], problem, hint));
        if !seen.insert(id) {
            return refuse(format!("`{id}` stands here twice"), "name each source once".to_owned());
        }
        match sources.iter().find(|source| source.id == *id) {
            None => {
                let ids: Vec<&str> = sources.iter().map(|source| source.id.as_str()).collect();
                return refuse(
                    format!("unknown source `{id}`"),
                    format!("this pipeline has: {}", list(&ids)),
                );
            }
            Some(source) if source.catalogue.is_none() => {
                let hint = "write a table `[catalogue]` into the source's file, or take the id away";
                return refuse(format!("source `{id}` has no catalogue"), hint.to_owned());
            }
            Some(_) => {}
        }
    }
    Ok(())
}
