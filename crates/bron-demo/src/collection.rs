//! What each of the eight imitated knowledge bases holds.

use crate::dossier::Dossier;
use crate::publication::{File, Publication};
use std::collections::BTreeMap;
use std::sync::LazyLock;

include!(concat!(env!("OUT_DIR"), "/listed.rs"));

/// One of the eight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Site {
    Lsa,
    Vws,
    Movisie,
    Platform31,
    Scp,
    VerweyJonker,
    Vilans,
    Zorginstituut,
}

impl Site {
    /// All, in the order of the method.
    pub const ALL: [Self; 8] = [
        Self::Lsa,
        Self::Vws,
        Self::Movisie,
        Self::Platform31,
        Self::Scp,
        Self::VerweyJonker,
        Self::Vilans,
        Self::Zorginstituut,
    ];
    /// Its id in `config/demo/sources/` and its folder in `data/`.
    pub fn id(self) -> &'static str {
        self.host().strip_suffix(".demo").unwrap_or_default()
    }
    /// The name under which it is asked.
    pub fn host(self) -> &'static str {
        crate::hosts()[self as usize]
    }
    /// What stands at the top of its pages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lsa => "LSA bewoners (demo)",
            Self::Vws => "Ministerie van VWS (demo)",
            Self::Movisie => "Movisie (demo)",
            Self::Platform31 => "Platform31 (demo)",
            Self::Scp => "Sociaal en Cultureel Planbureau (demo)",
            Self::VerweyJonker => "Verwey-Jonker Instituut (demo)",
            Self::Vilans => "Vilans (demo)",
            Self::Zorginstituut => "Zorginstituut (demo)",
        }
    }
    /// The site with that Host header; a port behind it does not matter.
    pub fn of_host(host: &str) -> Option<Self> {
        let name = host.split(':').next().unwrap_or_default();
        Self::ALL.into_iter().find(|site| site.host().eq_ignore_ascii_case(name))
    }
}

/// A document in a result list or behind an address.
#[derive(Debug, Clone)]
pub(crate) enum Item {
    /// One that was written.
    Written(&'static Publication),
    /// One of the forty thousand of the ministry's dossier, made when it is asked for.
    Dossier(Publication),
}

impl std::ops::Deref for Item {
    type Target = Publication;
    fn deref(&self) -> &Publication {
        match self {
            Self::Written(publication) => publication,
            Self::Dossier(publication) => publication,
        }
    }
}

static WRITTEN: LazyLock<BTreeMap<Site, Vec<Publication>>> = LazyLock::new(|| {
    Site::ALL
        .into_iter()
        .map(|site| {
            let texts = TEXTS.iter().filter(|(folder, _, _)| *folder == site.id());
            let read = |(number, (_, name, text)): (usize, &(&str, &str, &str))| {
                Publication::parse(101 + 7 * number as u32, text)
                    .unwrap_or_else(|wrong| unreachable!("a test reads every publication; {name}: {wrong}"))
            };
            (site, texts.enumerate().map(read).collect())
        })
        .collect()
});

/// The publications that were written for the site, in the order of their file names.
pub(crate) fn written(site: Site) -> &'static [Publication] {
    WRITTEN.get(&site).map_or(&[], Vec::as_slice)
}

/// What stands at that path of the site; nothing where the page was taken away.
pub(crate) fn at_path(site: Site, path: &str) -> Option<Item> {
    let path = path.trim_end_matches('/');
    let is_there = |publication: &&Publication| {
        publication.status == 200 && publication.path.trim_end_matches('/') == path
    };
    let found = written(site).iter().find(is_there);
    found
        .map(Item::Written)
        .or_else(|| (site == Site::Vws).then(|| Dossier::at_path(path)).flatten().map(Item::Dossier))
}

/// The file of that name, where a publication of the site offers it.
pub(crate) fn file(site: Site, name: &str) -> Option<(&'static File, &'static [u8])> {
    let file =
        written(site).iter().flat_map(|publication| &publication.files).find(|file| file.name == name)?;
    let bytes = PDFS.iter().find(|(listed, _)| *listed == name).map_or(&[][..], |(_, bytes)| bytes);
    Some((file, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_publication_can_be_read_and_has_an_address_of_its_own() {
        for site in Site::ALL {
            let paths: BTreeSet<&str> =
                written(site).iter().map(|publication| publication.path.as_str()).collect();
            assert_eq!(paths.len(), written(site).len(), "{site:?}");
        }
    }

    #[test]
    fn every_folder_of_texts_belongs_to_a_site() {
        for (folder, name, _) in TEXTS {
            assert!(Site::ALL.iter().any(|site| site.id() == *folder), "{folder}/{name}");
        }
    }

    #[test]
    fn every_file_that_a_page_offers_is_there_and_every_file_is_offered() {
        let offered: BTreeSet<(&str, u16)> = Site::ALL
            .into_iter()
            .flat_map(written)
            .flat_map(|publication| &publication.files)
            .map(|file| (file.name.as_str(), file.status))
            .collect();
        for (name, _) in offered.iter().filter(|(_, status)| *status == 200) {
            assert!(PDFS.iter().any(|(listed, _)| listed == name), "{name} is missing");
        }
        for (name, _) in PDFS {
            assert!(offered.contains(&(*name, 200)), "{name} is offered nowhere");
        }
    }
}
