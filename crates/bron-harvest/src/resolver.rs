//! From a name to addresses that may be connected to: what is checked is what is connected.

use crate::address::{is_loopback, is_public};
use crate::{Error, reach};
use bron_protocol::{Harvest, Source};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::net::{IpAddr, SocketAddr};

/// Looks names up and drops every address that is not public.
#[derive(Debug, Clone, Default)]
pub(crate) struct Resolver {
    connect_to: BTreeMap<String, SocketAddr>,
    /// Names that may lead to this machine: those that sources name, when the pipeline allows it.
    loopback: BTreeSet<String>,
    /// Answers that are given in place of the machine's own.
    pub names: BTreeMap<String, Vec<IpAddr>>,
}

/// Why a name leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NoAddress {
    /// It has no address.
    Unknown,
    /// All its addresses are private, loopback or otherwise not public.
    NotPublic(IpAddr),
}

impl fmt::Display for NoAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("the name has no address"),
            Self::NotPublic(address) => write!(f, "{address} is not public"),
        }
    }
}

impl std::error::Error for NoAddress {}

impl Resolver {
    pub fn new(harvest: &Harvest, sources: &[Source]) -> Result<Self, Error> {
        let mut resolver = Self::default();
        for (name, value) in &harvest.connect_to {
            let wrong = |what| Error::ConnectTo { name: name.clone(), value: value.clone(), what };
            let to: SocketAddr = value.parse().map_err(|_| wrong("no address with a port"))?;
            if is_loopback(to.ip()) && !harvest.allow_loopback {
                return Err(wrong("this machine, which `allow_loopback` does not allow"));
            }
            if !is_loopback(to.ip()) && !is_public(to.ip()) {
                return Err(wrong("no public address"));
            }
            resolver.connect_to.insert(name.to_ascii_lowercase(), to);
        }
        if harvest.allow_loopback {
            let named = sources.iter().flat_map(reach::named_hosts);
            resolver.loopback = named.map(|(host, _)| host).collect();
        }
        Ok(resolver)
    }
    /// Whether an address that stands in the URL itself may be connected to.
    pub fn allows_literal(&self, host: &str, address: IpAddr) -> bool {
        is_public(address) || (is_loopback(address) && self.loopback.contains(host))
    }
    async fn look_up(self, name: String) -> Result<Vec<SocketAddr>, NoAddress> {
        if let Some(to) = self.connect_to.get(&name) {
            return Ok(vec![*to]);
        }
        let found: Vec<IpAddr> = match self.names.get(&name) {
            Some(addresses) => addresses.clone(),
            None => match tokio::net::lookup_host((name.as_str(), 0)).await {
                Ok(found) => found.map(|address| address.ip()).collect(),
                Err(error) => {
                    tracing::debug!(%name, %error, "the name was not found");
                    Vec::new()
                }
            },
        };
        let allowed: Vec<SocketAddr> = found
            .iter()
            .filter(|address| self.allows_literal(&name, **address))
            .map(|address| SocketAddr::new(*address, 0))
            .collect();
        match (allowed.is_empty(), found.first()) {
            (false, _) => Ok(allowed),
            (true, Some(address)) => Err(NoAddress::NotPublic(*address)),
            (true, None) => Err(NoAddress::Unknown),
        }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let found = self.clone().look_up(name.as_str().to_ascii_lowercase());
        Box::pin(async move {
            let found = found.await?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
