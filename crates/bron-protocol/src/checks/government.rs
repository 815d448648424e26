//! Checks the settings of the government's platforms: addresses on hosts of the source, filters with values, page sizes.

use super::source::{below, host_of};
use crate::config_file::{ConfigFile, Step};
use crate::error::Error;
use crate::{Interface, OpenOverheidSettings, Platform, SearchUiRssSettings, SearchUiSettings, Source};
use std::collections::BTreeMap;

/// The page sizes that the store answers to.
const PAGE_SIZES: [u32; 3] = [10, 20, 50];

/// Checks those of the tables that the interface has; `at` is where they stand.
pub(super) fn tables(
    file: &ConfigFile,
    at: &[Step<'_>],
    source: &Source,
    interface: &Interface,
) -> Result<(), Error> {
    if let Some(settings) = &interface.search_ui {
        search_ui(file, &below(at, "search-ui"), source, settings)?;
    }
    if let Some(settings) = &interface.search_ui_rss {
        search_ui_rss(file, &below(at, "search-ui-rss"), source, settings)?;
    }
    match &interface.open_overheid {
        Some(settings) => open_overheid(file, &below(at, "open-overheid"), source, settings),
        None if interface.platform == Platform::OpenOverheid => {
            address(file, &below(at, "platform"), source, &OpenOverheidSettings::default().api)
        }
        None => Ok(()),
    }
}

fn search_ui(
    file: &ConfigFile,
    table: &[Step<'_>],
    source: &Source,
    settings: &SearchUiSettings,
) -> Result<(), Error> {
    address(file, &below(table, "search"), source, &settings.search)?;
    filters(file, table, settings.filters.iter().map(|(field, values)| (field.as_str(), values)))
}

fn search_ui_rss(
    file: &ConfigFile,
    table: &[Step<'_>],
    source: &Source,
    settings: &SearchUiRssSettings,
) -> Result<(), Error> {
    address(file, &below(table, "feed"), source, &settings.feed)?;
    filters(file, table, settings.filters.iter().map(|(field, values)| (field.as_str(), values)))
}

fn open_overheid(
    file: &ConfigFile,
    table: &[Step<'_>],
    source: &Source,
    settings: &OpenOverheidSettings,
) -> Result<(), Error> {
    address(file, &below(table, "api"), source, &settings.api)?;
    if !PAGE_SIZES.contains(&settings.page_size) {
        return Err(file.refuse(
            &below(table, "page_size"),
            format!("`page_size` cannot be {}", settings.page_size),
            "write 10, 20 or 50: the store refuses every other number",
        ));
    }
    if let (Some(from), Some(until)) = (settings.published_from, settings.published_until)
        && from.first_day() > until.last_day()
    {
        return Err(file.refuse(
            &below(table, "published_until"),
            format!("`published_until` ({until}) lies before `published_from` ({from})"),
            "write the earlier date in `published_from`",
        ));
    }
    filters(file, table, settings.filters.iter().map(|(field, values)| (field.as_str(), values)))
}

/// An address must lead to a host that the source names.
fn address(file: &ConfigFile, way: &[Step<'_>], source: &Source, text: &str) -> Result<(), Error> {
    let url = source.base.as_ref().and_then(|base| base.join(text).ok());
    let url = url.filter(|url| matches!(url.scheme(), "http" | "https"));
    let allowed: Vec<String> = source.base.iter().map(host_of).chain(source.hosts.iter().cloned()).collect();
    if url.is_some_and(|url| allowed.contains(&host_of(&url))) {
        return Ok(());
    }
    let hint = "write an address on the host of `base`, or add its host to `hosts`";
    Err(file.refuse(way, format!("`{text}` leads to no host of this source"), hint))
}

/// A filter without a value, or with an empty one, would search without it.
fn filters<'f>(
    file: &ConfigFile,
    table: &[Step<'_>],
    filters: impl Iterator<Item = (&'f str, &'f Vec<String>)>,
) -> Result<(), Error> {
    let filters: BTreeMap<&str, &Vec<String>> = filters.collect();
    for (field, values) in filters {
        let filters = below(table, "filters");
        let way = below(&filters, field);
        if values.is_empty() {
            let hint = "write the value as the site shows it, or take the key away";
            return Err(file.refuse(&way, format!("`{field}` has no value"), hint));
        }
        for value in values {
            file.refuse_blank(&way, value, "the value")?;
        }
    }
    Ok(())
}
