//! Which addresses may a source lead to? Decided from the address and the source alone, so that a replay decides alike.

use crate::address::is_public;
use bron_model::{NoAnswer, NoAnswerCode};
use bron_protocol::{Robots, Source};
use std::net::IpAddr;
use url::{Host, Url};

/// What is being asked, and what it may lead to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reach<'a> {
    /// Pages and files of a source.
    Pages(&'a Source),
    /// robots.txt of an origin, which may redirect to any public host: what it says holds for all sources.
    Robots(&'a Source, &'a Url),
}

impl<'a> Reach<'a> {
    /// The source for which is asked.
    pub fn source(&self) -> &'a Source {
        match self {
            Self::Pages(source) | Self::Robots(source, _) => source,
        }
    }
    /// Whose permission opens that address, should robots.txt close it: one line for the archive. `None` where the source
    /// has none, the host is not its own, or the path does not begin as one of those that were opened.
    pub fn permission(&self, url: &Url) -> Option<String> {
        let Self::Pages(source) = self else { return None };
        let permission = source.permission.as_ref().filter(|_| source.robots == Robots::Permission)?;
        let host = url.host_str().unwrap_or_default();
        let port = url.port_or_known_default().unwrap_or_default();
        let ours = self.named().iter().any(|(name, named)| name == host && *named == port);
        let opened = permission.paths.iter().any(|path| url.path().starts_with(path.as_str()));
        let told = || format!("{}, {}; {}", permission.who, permission.when, permission.letter);
        (ours && opened).then(told)
    }
    /// Why that address is not asked for; `None` when it may be.
    pub fn refuses(&self, url: &Url) -> Option<NoAnswer> {
        let refused = |code, detail: String| Some(NoAnswer { code, detail });
        if !matches!(url.scheme(), "http" | "https") {
            return refused(NoAnswerCode::AddressRefused, format!("scheme `{}`", url.scheme()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refused(NoAnswerCode::AddressRefused, "user info in the address".to_owned());
        }
        let host = url.host_str().unwrap_or_default();
        let port = url.port_or_known_default().unwrap_or_default();
        let named: Vec<(String, u16)> = self.named().into_iter().filter(|(name, _)| name == host).collect();
        let port_named = matches!(port, 80 | 443) || named.iter().any(|(_, named)| *named == port);
        if named.is_empty() {
            if literal(url).is_some_and(|address| !is_public(address)) {
                return refused(NoAnswerCode::AddressRefused, format!("`{host}` is not public"));
            }
            if !self.elsewhere() {
                return refused(NoAnswerCode::HostNotAllowed, host.to_owned());
            }
        }
        if port_named { None } else { refused(NoAnswerCode::AddressRefused, format!("port {port}")) }
    }
    fn named(&self) -> Vec<(String, u16)> {
        match self {
            Self::Pages(source) => named_hosts(source),
            Self::Robots(_, origin) => host_and_port(origin).into_iter().collect(),
        }
    }
    fn elsewhere(&self) -> bool {
        match self {
            Self::Pages(source) => source.files_elsewhere,
            Self::Robots(..) => true,
        }
    }
}

/// The hosts that a source names, each with the port it names for it.
pub(crate) fn named_hosts(source: &Source) -> Vec<(String, u16)> {
    let others = source.hosts.iter().filter_map(|host| Url::parse(&format!("http://{host}/")).ok());
    source.base.iter().cloned().chain(others).filter_map(|url| host_and_port(&url)).collect()
}

fn host_and_port(url: &Url) -> Option<(String, u16)> {
    Some((url.host_str()?.to_owned(), url.port_or_known_default()?))
}

/// The address that stands in a URL itself, in whatever form it was written (`0x7f.1`, `[::ffff:127.0.0.1]`).
pub(crate) fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(address) => Some(address.into()),
        Host::Ipv6(address) => Some(address.into()),
        Host::Domain(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use NoAnswerCode::{AddressRefused, HostNotAllowed};
    use bron_model::SourceId;

    fn source(elsewhere: bool) -> Source {
        let base = Some(Url::parse("https://www.movisie.nl/").unwrap());
        let hosts = vec!["zoek.movisie.nl:8443".to_owned(), "movisie.nl".to_owned()];
        let id = SourceId::new("movisie").unwrap();
        crate::live::tests::bare_source(id, base, hosts, elsewhere)
    }

    fn check(address: &str, elsewhere: bool, expected: Option<NoAnswerCode>) {
        let source = source(elsewhere);
        let refused = Reach::Pages(&source).refuses(&Url::parse(address).unwrap());
        assert_eq!(refused.map(|no| no.code), expected, "{address}");
    }

    #[test]
    fn a_source_reaches_the_hosts_and_ports_it_names() {
        for address in [
            "https://www.movisie.nl/a",
            "http://www.movisie.nl/a",
            "http://movisie.nl/",
            "https://zoek.movisie.nl:8443/",
            "https://zoek.movisie.nl/",
        ] {
            check(address, false, None);
        }
        check("https://www.movisie.nl:8443/", false, Some(AddressRefused));
        check("https://pdf.movisie.nl/", false, Some(HostNotAllowed));
        check("https://www.movisie.nl.evil.example/", false, Some(HostNotAllowed));
    }

    #[test]
    fn files_elsewhere_are_public_and_on_the_usual_ports() {
        check("https://files.example.org/a.pdf", true, None);
        check("https://files.example.org:8080/a.pdf", true, Some(AddressRefused));
        check("http://8.8.8.8/a.pdf", true, None);
        check("http://8.8.8.8/a.pdf", false, Some(HostNotAllowed));
    }

    #[test]
    fn private_literals_and_other_schemes_are_refused_in_every_spelling() {
        for address in [
            "http://127.0.0.1/",
            "http://0x7f.1/",
            "http://2130706433/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::1]/",
            "http://10.0.0.1/",
            "http://169.254.169.254/latest/meta-data",
            "file:///etc/passwd",
            "ftp://www.movisie.nl/",
            "https://user@www.movisie.nl/",
            "https://www.movisie.nl@127.0.0.1/",
        ] {
            check(address, true, Some(AddressRefused));
        }
    }
}
