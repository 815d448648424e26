//! What each of the eight imitated knowledge bases holds.

use crate::dossier::Dossier;
use crate::publication::{File, Publication};
use std::collections::BTreeMap;

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

/// The eight knowledge bases as they are at one moment.
#[derive(Debug)]
pub struct Collection {
    shelves: BTreeMap<Site, Shelf>,
    /// The day on which the sites say that they answer, as HTTP writes it.
    pub(crate) today: String,
}

/// What one site holds at that moment, and what it does with it.
#[derive(Debug)]
pub(crate) struct Shelf {
    /// The site.
    pub site: Site,
    /// What was written for it, in the order of the names of the files; what was taken away too.
    pub publications: Vec<Publication>,
    /// The beginning of paths that its robots.txt closes.
    pub closed: &'static str,
    /// How many results its box shows at most, whatever it reports.
    pub shown_at_most: usize,
    /// Old paths, and where they lead now.
    moved: BTreeMap<String, String>,
    pdfs: BTreeMap<&'static str, &'static [u8]>,
}

impl Collection {
    /// As the first harvest of the demo finds them.
    pub fn first() -> Self {
        let shelves = Site::ALL.into_iter().map(|site| (site, Shelf::first(site))).collect();
        Self { shelves, today: "Sat, 01 Jun 2024 10:00:00 GMT".to_owned() }
    }
    /// As they are some time later: what `data-later/` says was changed. What only then appeared is dated after the day of the
    /// first harvest.
    pub fn later(first_harvest: jiff::civil::Date) -> Self {
        let shelves = Site::ALL.into_iter().map(|site| (site, Shelf::later(site, first_harvest))).collect();
        Self { shelves, today: crate::later::answering_day(first_harvest) }
    }
    pub(crate) fn shelf(&self, site: Site) -> &Shelf {
        self.shelves.get(&site).expect("there is a shelf for each site")
    }
}

impl Shelf {
    fn first(site: Site) -> Self {
        let texts = TEXTS.iter().filter(|(folder, _, _)| *folder == site.id());
        let read = |(number, (_, name, text)): (usize, &(&str, &str, &str))| {
            Publication::parse(101 + 7 * number as u32, text).unwrap_or_else(|wrong| unreadable(name, &wrong))
        };
        let closed = match site {
            Site::Lsa | Site::VerweyJonker | Site::Platform31 => "/wp-admin/",
            Site::Movisie => "/admin/",
            Site::Vilans => "/umbraco/backoffice/",
            Site::Vws | Site::Scp | Site::Zorginstituut => "/mijn/",
        };
        Self {
            site,
            publications: texts.enumerate().map(read).collect(),
            closed,
            shown_at_most: usize::MAX,
            moved: BTreeMap::new(),
            pdfs: PDFS.iter().copied().collect(),
        }
    }

    fn later(site: Site, first_harvest: jiff::civil::Date) -> Self {
        let mut shelf = Self::first(site);
        let names: Vec<&str> =
            TEXTS.iter().filter(|(folder, _, _)| *folder == site.id()).map(|(_, name, _)| *name).collect();
        let texts = LATER_TEXTS.iter().filter(|(folder, _, _)| *folder == site.id());
        for (number, (_, name, text)) in texts.enumerate() {
            let text = crate::later::dated(text, first_harvest);
            let Some(at) = names.iter().position(|known| known == name) else {
                let new = Publication::parse(5001 + 7 * number as u32, &text);
                shelf.publications.push(new.unwrap_or_else(|wrong| unreadable(name, &wrong)));
                continue;
            };
            let before = &shelf.publications[at];
            let now = before.changed(&text).unwrap_or_else(|wrong| unreadable(name, &wrong));
            if now.redirects {
                shelf.moved.insert(before.path.trim_end_matches('/').to_owned(), now.path.clone());
            }
            shelf.publications[at] = now;
        }
        shelf.pdfs.extend(LATER_PDFS.iter().copied());
        match site {
            Site::Movisie => shelf.shown_at_most = 10,
            Site::Zorginstituut => shelf.closed = "/overheid/",
            _ => {}
        }
        shelf
    }

    /// What its box may return, and its own lists show.
    pub fn listed(&self) -> impl Iterator<Item = &Publication> {
        self.publications.iter().filter(|publication| publication.listed)
    }

    /// What stands at that path; nothing where the page was taken away.
    pub fn at_path(&self, path: &str) -> Option<Item<'_>> {
        let path = path.trim_end_matches('/');
        let is_there = |publication: &&Publication| {
            publication.status == 200 && publication.path.trim_end_matches('/') == path
        };
        let found = self.publications.iter().find(is_there);
        found
            .map(Item::Written)
            .or_else(|| (self.site == Site::Vws).then(|| Dossier::at_path(path)).flatten().map(Item::Dossier))
    }

    /// Whether the page at that path was taken away for good, and the site says so.
    pub fn is_gone(&self, path: &str) -> bool {
        let path = path.trim_end_matches('/');
        let mut there = self.publications.iter();
        there.any(|publication| publication.status == 410 && publication.path.trim_end_matches('/') == path)
    }

    /// Where what stood at that path stands now, where the site leads there.
    pub fn moved_to(&self, path: &str) -> Option<&str> {
        self.moved.get(path.trim_end_matches('/')).map(String::as_str)
    }

    /// The file of that name, where a publication of the site offers it.
    pub fn file(&self, name: &str) -> Option<(&File, &'static [u8])> {
        let file = self
            .publications
            .iter()
            .flat_map(|publication| &publication.files)
            .find(|file| file.name == name)?;
        Some((file, self.pdfs.get(name).copied().unwrap_or_default()))
    }
}

fn unreadable(name: &str, wrong: &str) -> ! {
    unreachable!("a test reads every publication; {name}: {wrong}")
}

/// A document in a result list or behind an address.
#[derive(Debug, Clone)]
pub(crate) enum Item<'a> {
    /// One that was written.
    Written(&'a Publication),
    /// One of the forty thousand of the ministry's dossier, made when it is asked for.
    Dossier(Publication),
}

impl std::ops::Deref for Item<'_> {
    type Target = Publication;
    fn deref(&self) -> &Publication {
        match self {
            Self::Written(publication) => publication,
            Self::Dossier(publication) => publication,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn both() -> [Collection; 2] {
        [Collection::first(), Collection::later(jiff::civil::Date::constant(2026, 11, 30))]
    }

    #[test]
    fn every_publication_can_be_read_and_has_an_address_of_its_own() {
        for collection in both() {
            for site in Site::ALL {
                let publications = &collection.shelf(site).publications;
                let paths: BTreeSet<&str> =
                    publications.iter().map(|publication| publication.path.as_str()).collect();
                let ids: BTreeSet<u32> = publications.iter().map(|publication| publication.id).collect();
                let size = publications.len();
                assert_eq!((paths.len(), ids.len()), (size, size), "{site:?}");
            }
        }
    }

    #[test]
    fn every_folder_of_texts_belongs_to_a_site() {
        for (folder, name, _) in TEXTS.iter().chain(LATER_TEXTS) {
            assert!(Site::ALL.iter().any(|site| site.id() == *folder), "{folder}/{name}");
        }
    }

    #[test]
    fn a_publication_keeps_its_number_where_it_moves() {
        let [first, later] = both();
        let number = |collection: &Collection, path: &str| {
            collection.shelf(Site::VerweyJonker).at_path(path).map(|item| item.id)
        };
        let old = "/publicatie/dertig-jaar-community-care/";
        let before = number(&first, old);
        assert!(before.is_some());
        assert_eq!(number(&later, "/publicatie/van-instelling-naar-straat/"), before);
        assert_eq!(number(&later, old), None);
    }

    #[test]
    fn every_file_that_a_page_offers_is_there_and_every_file_is_offered() {
        for (collection, pdfs) in both().iter().zip([PDFS, LATER_PDFS]) {
            let files = || {
                let shelves = collection.shelves.values();
                shelves.flat_map(|shelf| &shelf.publications).flat_map(|publication| &publication.files)
            };
            for file in files().filter(|file| file.status == 200) {
                let is_there = PDFS.iter().chain(pdfs).any(|(listed, _)| *listed == file.name);
                assert!(is_there, "{} is missing", file.name);
            }
            for (name, _) in pdfs {
                assert!(
                    files().any(|file| file.name == *name && file.status == 200),
                    "{name} is offered nowhere"
                );
            }
        }
    }
}
