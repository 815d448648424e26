//! When do two addresses name the same page?

use url::Url;

/// Parameters that say where a visitor came from, never what is shown.
const TRACKING: &[&str] =
    &["fbclid", "gclid", "mc_cid", "mc_eid", "msclkid", "phpsessid", "sessionid", "sid"];

/// The address by which two hits are recognised as the same page: `https`, small host without `www.`, no default
/// port, no fragment, parameters sorted and without trackers (`utm_*`, session ids), no slash at the end, and no
/// needless percent signs (`%7E` is `~`).
///
/// The result is a key, not an address to fetch.
pub fn canonical_address(url: &Url) -> String {
    let scheme = if url.scheme() == "http" { "https" } else { url.scheme() };
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let path = decode_unreserved(url.path());
    let path = path.trim_end_matches('/');
    let mut pairs: Vec<(String, String)> = url
        .query_pairs()
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .filter(|(key, _)| {
            let key = key.to_ascii_lowercase();
            !key.starts_with("utm_") && !TRACKING.contains(&key.as_str())
        })
        .collect();
    pairs.sort();
    let query = if pairs.is_empty() {
        String::new()
    } else {
        let encoded = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        format!("?{encoded}")
    };
    format!("{scheme}://{host}{port}{path}{query}")
}

/// The last non-empty part of an address's path, without a file ending, decoded; the host where the path is empty.
pub fn last_segment(address: &str) -> String {
    let Ok(url) = Url::parse(address) else { return String::new() };
    let segment =
        url.path_segments().and_then(|parts| parts.rev().find(|part| !part.is_empty()).map(str::to_owned));
    match segment {
        Some(part) => {
            let stem = part.rsplit_once('.').map_or(part.as_str(), |(stem, ending)| {
                if ending.len() <= 4 && !stem.is_empty() { stem } else { &part }
            });
            decode_unreserved(stem)
        }
        None => url.host_str().unwrap_or_default().to_owned(),
    }
}

/// Undoes percent signs before letters, digits and `-._~`, which never need them (RFC 3986, 6.2.2.2).
fn decode_unreserved(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = String::with_capacity(path.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        if bytes[at] == b'%'
            && let Some(code) = hex.and_then(|pair| u8::from_str_radix(pair, 16).ok())
        {
            let c = code as char;
            if c.is_ascii_alphanumeric() || "-._~".contains(c) {
                out.push(c);
            } else {
                out.push_str(&path[at..at + 3].to_ascii_uppercase());
            }
            at += 3;
            continue;
        }
        let c =
            path[at..].chars().next().expect("`at` stands on a character, since only whole ones are passed");
        out.push(c);
        at += c.len_utf8();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expected: &str) {
        assert_eq!(canonical_address(&Url::parse(address).unwrap()), expected);
    }

    #[test]
    fn one_page_has_one_address() {
        for address in [
            "https://www.movisie.nl/publicatie/a/",
            "http://movisie.nl/publicatie/a",
            "https://Movisie.nl:443/publicatie/a?utm_source=nieuwsbrief#deel-2",
            "https://movisie.nl/publicatie/%61",
        ] {
            check(address, "https://movisie.nl/publicatie/a");
        }
    }

    #[test]
    fn parameters_that_choose_the_page_stay_in_a_fixed_order() {
        check("https://a.nl/x?b=2&a=1&fbclid=z", "https://a.nl/x?a=1&b=2");
    }

    #[test]
    fn an_encoded_slash_is_not_a_slash() {
        check("https://a.nl/x%2fy", "https://a.nl/x%2Fy");
    }

    proptest::proptest! {
        #[test]
        fn canonical_addresses_are_fixed_points(path in "[a-zA-Z0-9/%~. é-]{0,30}", query in "[a-z0-9=&_%]{0,20}") {
            if let Ok(url) = Url::parse(&format!("http://www.x.nl/{path}?{query}")) {
                let once = canonical_address(&url);
                let twice = canonical_address(&Url::parse(&once).unwrap());
                proptest::prop_assert_eq!(once, twice);
            }
        }
    }
}
