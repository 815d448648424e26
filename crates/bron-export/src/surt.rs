//! The key under which an address stands in an index of web archives (SURT), as pywb makes it: `nl,movisie)/zoek?q=x`.
//!
//! Programs that replay archives look an address up under its key, so a key that is made otherwise finds nothing. The rules
//! are those of the Python package `surt`, on which pywb and py-wacz rest; `tests/demo/described` holds them against it.

use std::fmt::Write as _;

/// The key of an address.
pub(crate) fn surt(address: &str) -> String {
    let address: String = address.trim().chars().filter(|c| !matches!(c, '\n' | '\r' | '\t')).collect();
    let Some((scheme, rest)) = scheme_of(&address) else { return surt(&format!("http://{address}")) };
    let rest = rest.split('#').next().unwrap_or_default();
    let (before_query, query) = match rest.split_once('?') {
        Some((before, query)) => (before, Some(query).filter(|query| !query.is_empty())),
        None => (rest, None),
    };
    let (authority, path) = match before_query.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", before_query),
    };
    let (host, port) = host_and_port(authority);
    let path = path_key(path, !host.is_empty());
    let query = query.map(query_key).filter(|query| !query.is_empty());
    let mut key = String::new();
    if host.is_empty() {
        let _ = write!(key, "{scheme}:");
    } else {
        let parts: Vec<&str> = host.rsplit('.').collect();
        key.push_str(&parts.join(","));
        let default = match scheme.to_ascii_lowercase().as_str() {
            "http" => Some(80),
            "https" => Some(443),
            _ => None,
        };
        if let Some(port) = port.filter(|port| Some(*port) != default) {
            let _ = write!(key, ":{port}");
        }
        key.push(')');
    }
    key.push_str(&path);
    if let Some(query) = query {
        if path.is_empty() {
            key.push('/');
        }
        let _ = write!(key, "?{query}");
    }
    key
}

/// The scheme and what follows its colon.
fn scheme_of(address: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = address.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    is_scheme.then_some((scheme, rest))
}

fn host_and_port(authority: &str) -> (String, Option<u16>) {
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host).trim_end_matches(':');
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (host, port.parse().ok()),
        _ => (authority, None),
    };
    let host = unescaped(host.as_bytes()).to_ascii_lowercase();
    let host = String::from_utf8_lossy(&host).replace("..", ".");
    let host = escaped(host.trim_matches('.').as_bytes()).to_lowercase();
    (without_www(&host).to_owned(), port)
}

/// `www.` and `www2.` say nothing.
fn without_www(host: &str) -> &str {
    let rest = host.strip_prefix("www").map(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()));
    rest.and_then(|rest| rest.strip_prefix('.')).unwrap_or(host)
}

fn path_key(path: &str, has_host: bool) -> String {
    let plain = unescaped(path.as_bytes());
    let plain = if has_host { normalised(&plain) } else { plain };
    let path = without_path_session(&escaped(&plain).to_lowercase());
    match path.strip_suffix('/') {
        Some(shorter) if !shorter.is_empty() => shorter.to_owned(),
        _ => path,
    }
}

/// A path without `.`, `..` and doubled slashes.
fn normalised(path: &[u8]) -> Vec<u8> {
    let mut kept: Vec<&[u8]> = Vec::new();
    for part in path.split(|byte| *byte == b'/').skip(1) {
        match part {
            b"." => {}
            b".." if !kept.is_empty() => {
                kept.pop();
            }
            part => kept.push(part),
        }
    }
    let mut result = vec![b'/'];
    for (at, part) in kept.iter().enumerate() {
        let is_last = at + 1 == kept.len();
        result.extend_from_slice(part);
        if !is_last && !part.is_empty() {
            result.push(b'/');
        }
    }
    result
}

fn query_key(query: &str) -> String {
    let query = escaped(&unescaped(query.as_bytes()));
    let query = without_query_sessions(&query).to_lowercase();
    let mut pairs: Vec<(&str, Option<&str>)> = query
        .split('&')
        .map(|pair| pair.split_once('=').map_or((pair, None), |(name, value)| (name, Some(value))))
        .collect();
    pairs.sort();
    let pairs = pairs.iter().map(|(name, value)| match value {
        Some(value) => format!("{name}={value}"),
        None => (*name).to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// Undoes percent signs until none is left that can be undone.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut text = text.to_vec();
    loop {
        let mut once = Vec::with_capacity(text.len());
        let mut at = 0;
        while at < text.len() {
            let hex = text.get(at + 1..at + 3).filter(|_| text[at] == b'%');
            let hex = hex.filter(|pair| pair.iter().all(u8::is_ascii_hexdigit));
            let byte = hex.and_then(|pair| std::str::from_utf8(pair).ok());
            if let Some(byte) = byte.and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
                once.push(byte);
                at += 3;
            } else {
                once.push(text[at]);
                at += 1;
            }
        }
        if once == text {
            return text;
        }
        text = once;
    }
}

/// Escapes once what is no visible ASCII, and `#` and `%`.
fn escaped(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for byte in bytes {
        if byte.is_ascii_graphic() && !matches!(byte, b'#' | b'%') {
            text.push(char::from(*byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// A path without the session that ASP.NET puts into it: `/(x(24 letters or digits))/page.aspx`, with or without the `x(`.
fn without_path_session(path: &str) -> String {
    let mut path = path.to_owned();
    for nested in [true, false] {
        let places: Vec<usize> = path.match_indices("/(").map(|(at, _)| at + 1).collect();
        let found = places.into_iter().rev().find_map(|at| {
            let end = session_end(&path, at, nested)?;
            let rest = &path[end..];
            let page = rest.find(".aspx").filter(|page| *page > 0)?;
            (!rest[..page].contains('?')).then_some((at, end))
        });
        if let Some((at, end)) = found {
            path.replace_range(at..end, "");
        }
    }
    path
}

/// The end of a session that begins at `at`, behind its slash.
fn session_end(path: &str, at: usize, nested: bool) -> Option<usize> {
    let code = |from: usize| {
        let code = path.get(from..from + 24)?;
        code.bytes().all(|b| b.is_ascii_alphanumeric()).then_some(from + 24)
    };
    let after = |from: usize, text: &str| path[from..].starts_with(text).then_some(from + text.len());
    let mut end = at + 1;
    if !nested {
        return after(code(end)?, ")/");
    }
    let mut codes = 0;
    while path[end..].starts_with(|c: char| c.is_ascii_alphabetic()) {
        end = after(code(after(end + 1, "(")?)?, ")")?;
        codes += 1;
    }
    if codes == 0 { None } else { after(end, ")/") }
}

/// A query without the sessions of Java, PHP, ASP and ColdFusion.
fn without_query_sessions(query: &str) -> String {
    let mut query = query.to_owned();
    let alphanumeric = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric());
    for name in ["jsessionid=", "phpsessid=", "sid="] {
        query =
            without_last(&query, name, |rest| rest.get(..32).filter(|code| alphanumeric(code)).map(|_| 32));
    }
    query = without_last(&query, "aspsessionid", |rest| {
        let letters = |text: &str| text.bytes().all(|b| b.is_ascii_alphabetic());
        let (name, value) = (rest.get(..8)?, rest.get(9..33)?);
        (letters(name) && rest[8..].starts_with('=') && letters(value)).then_some(33)
    });
    without_last(&query, "cfid=", |rest| {
        let end = rest.find('&').filter(|end| *end > 0)?;
        let token = rest[end + 1..].get(..8).filter(|name| name.eq_ignore_ascii_case("cftoken="))?;
        let value = &rest[end + 1 + token.len()..];
        let length = value.find('&').unwrap_or(value.len());
        (length > 0).then_some(end + 1 + token.len() + length)
    })
}

/// Takes the last `name` out, in any case, where what follows it has a length and is followed by `&` or nothing.
fn without_last(query: &str, name: &str, length: impl Fn(&str) -> Option<usize>) -> String {
    let small = query.to_ascii_lowercase();
    let places = small.match_indices(name).map(|(at, _)| at).collect::<Vec<_>>();
    for at in places.into_iter().rev() {
        let rest = &query[at + name.len()..];
        if let Some(length) = length(rest) {
            match rest[length..].strip_prefix('&') {
                Some(more) => return format!("{}{more}", &query[..at]),
                None if rest.len() == length => return query[..at].to_owned(),
                None => {}
            }
        }
    }
    query.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `surt.surt` of the Python package surt 0.3.1 gives.
    #[test]
    fn keys_are_those_of_the_python_package() {
        for (address, key) in [
            (
                "https://www.Movisie.nl/Zoeken/?q=Zorgzame+Buurten&a=1",
                "nl,movisie)/zoeken?a=1&q=zorgzame+buurten",
            ),
            ("http://movisie.demo:8080/", "demo,movisie:8080)/"),
            ("https://a.nl", "nl,a)/"),
            ("http://www2.a.nl:80/x/../y//z/./", "nl,a)/y/z"),
            ("https://a.nl:443/%7Ejan/%C3%A9%2520?B=2&a=%26&c#deel", "nl,a)/~jan/%c3%a9%20?&a=&b=2&c"),
            ("file:///map/rapport.pdf", "file:/map/rapport.pdf"),
            ("https://lsa.hand.bron.invalid/files.json", "invalid,bron,hand,lsa)/files.json"),
            ("https://a.nl/?", "nl,a)/"),
            ("https://a.nl/p?phpsessid=0123456789abcdef0123456789abcdef&x=1", "nl,a)/p?x=1"),
            ("https://a.nl/p?x=1&sid=0123456789abcdef0123456789abcdef", "nl,a)/p?&x=1"),
            ("https://a.nl/(0123456789abcdefghijklmn)/page.aspx?x", "nl,a)/page.aspx?x"),
            (
                "https://a.nl/(a(0123456789abcdefghijklmn)f(0123456789abcdefghijklmn))/page.aspx",
                "nl,a)/page.aspx",
            ),
            ("https://a.nl/p?cfid=1&cftoken=2&y=3", "nl,a)/p?y=3"),
            ("https://user:pw@a.nl/x y", "nl,a)/x%20y"),
            ("https://xn--caf-dma.nl/a", "nl,xn--caf-dma)/a"),
            ("https://a.nl/x?b&a=&a", "nl,a)/x?a&a=&b"),
            ("urn:isbn:9789000000000", "urn:isbn:9789000000000"),
            ("https://a.nl/a/..", "nl,a)/"),
            ("https://a.nl/?q=%22zorgzame%20buurten%22", "nl,a)/?q=\"zorgzame%20buurten\""),
            ("https://a.nl/x?ASPSESSIONIDABCDEFGH=ABCDEFGHIJKLMNOPQRSTUVWX&z=1", "nl,a)/x?z=1"),
            ("https://a.nl/x;y=1?q=a?b", "nl,a)/x;y=1?q=a?b"),
            ("https://a..nl./x", "nl,a)/x"),
            ("https://a.nl/100%/x", "nl,a)/100%25/x"),
        ] {
            assert_eq!(surt(address), key, "{address}");
        }
    }
}
