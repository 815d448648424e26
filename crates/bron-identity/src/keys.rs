//! Identifiers in their one form: DOI, handle, ISBN.

use std::collections::BTreeSet;
use url::Url;

/// The DOI in `text` (bare, with `doi:`, or as an address), in small letters and without `https://doi.org/`; `None`
/// where there is none.
pub fn doi_of(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let start = lower.match_indices("10.").map(|(at, _)| at).find(|&at| {
        let before = lower[..at].chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric() && c != '.')
    })?;
    let rest = &lower[start..];
    let end = rest.find(|c: char| c.is_whitespace() || "\"<>".contains(c)).unwrap_or(rest.len());
    let doi = rest[..end].trim_end_matches(['.', ',', ';', ')']);
    let (prefix, suffix) = doi.split_once('/')?;
    let digits = prefix[3..].split('.').next().unwrap_or_default();
    let is_registrant = (4..=9).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    (is_registrant && !suffix.is_empty()).then(|| doi.to_owned())
}

/// The DOI that an address at doi.org resolves.
pub(crate) fn doi_in_address(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    let resolver = matches!(host, "doi.org" | "www.doi.org" | "dx.doi.org");
    if resolver { doi_of(&url.path().replace("%2F", "/").replace("%2f", "/")) } else { None }
}

/// The handle (`20.500.12345/678`) or URN:NBN that an address holds; `None` where it holds none.
pub fn handle_of(url: &Url) -> Option<String> {
    let path = url.path();
    if matches!(url.host_str(), Some("hdl.handle.net" | "hdl.net")) {
        return handle_at(path.trim_start_matches('/'));
    }
    if let Some((_, rest)) = path.split_once("/handle/") {
        return handle_at(rest);
    }
    let lower = url.as_str().to_ascii_lowercase();
    let start = lower.find("urn:nbn:")?;
    let rest = &lower[start..];
    let end = rest.find(['&', '#', '?']).unwrap_or(rest.len());
    Some(rest[..end].trim_end_matches('/').to_owned())
}

fn handle_at(text: &str) -> Option<String> {
    let mut parts = text.split('/');
    let (prefix, suffix) = (parts.next()?, parts.next()?);
    let is_prefix = prefix.starts_with(|c: char| c.is_ascii_digit())
        && prefix.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (is_prefix && !suffix.is_empty()).then(|| format!("{prefix}/{suffix}").to_ascii_lowercase())
}

/// What a handle is compared by. `123456789` is the prefix that DSpace has before anybody registers one, so it means
/// something at one host only.
pub(crate) fn handle_key(handle: &str, url: &Url) -> String {
    if handle.starts_with("123456789/") {
        format!("{handle} at {}", url.host_str().unwrap_or_default())
    } else {
        handle.to_owned()
    }
}

/// The first valid ISBN in `text` as ISBN-13, digits only. An ISBN-10 is converted; a wrong check digit is no ISBN.
pub fn isbn13(text: &str) -> Option<String> {
    let lower = text.to_lowercase().replace("isbn-13", " ").replace("isbn-10", " ").replace("isbn", " ");
    let candidates = lower.split(|c: char| !(c.is_ascii_digit() || " -–x".contains(c)));
    candidates.flat_map(|run| std::iter::once(run).chain(run.split_whitespace())).find_map(|run| {
        let digits: String = run.chars().filter(|c| c.is_ascii_digit() || *c == 'x').collect();
        valid_isbn13(&digits).or_else(|| from_isbn10(&digits))
    })
}

fn valid_isbn13(digits: &str) -> Option<String> {
    let prefix = digits.starts_with("978") || digits.starts_with("979");
    let right = digits.len() == 13
        && prefix
        && !digits.contains('x')
        && check_digit13(&digits[..12]) == value_of(digits.as_bytes()[12]);
    right.then(|| digits.to_owned())
}

fn from_isbn10(digits: &str) -> Option<String> {
    if digits.len() != 10 || digits[..9].contains('x') {
        return None;
    }
    let sum: u32 = digits.bytes().zip((1..=10).rev()).map(|(b, weight)| weight * value_of(b)).sum();
    if !sum.is_multiple_of(11) {
        return None;
    }
    let first = format!("978{}", &digits[..9]);
    let check = check_digit13(&first);
    Some(format!("{first}{check}"))
}

fn value_of(digit: u8) -> u32 {
    if digit == b'x' { 10 } else { u32::from(digit - b'0') }
}

fn check_digit13(twelve: &str) -> u32 {
    let sum: u32 =
        twelve.bytes().enumerate().map(|(at, b)| value_of(b) * if at % 2 == 0 { 1 } else { 3 }).sum();
    (10 - sum % 10) % 10
}

/// All valid identifiers of one kind among some texts.
pub(crate) fn all<'a>(
    texts: impl Iterator<Item = &'a str>,
    read: impl Fn(&str) -> Option<String>,
) -> BTreeSet<String> {
    texts.filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_doi_has_one_form() {
        for text in [
            "10.1234/AbC.5",
            "https://doi.org/10.1234/abc.5",
            "doi:10.1234/abc.5.",
            "http://dx.doi.org/10.1234/ABC.5",
        ] {
            assert_eq!(doi_of(text).as_deref(), Some("10.1234/abc.5"), "{text}");
        }
        for text in ["", "10.1234", "hoofdstuk 10.2/3", "210.1234/x", "10.12/x"] {
            assert_eq!(doi_of(text), None, "{text}");
        }
    }

    #[test]
    fn a_handle_stands_in_the_address() {
        for (address, expected) in [
            ("https://hdl.handle.net/20.500.12345/678", Some("20.500.12345/678")),
            ("https://repository.scp.nl/handle/publications/12", None),
            ("https://repository.scp.nl/handle/20.500.12345/678?show=full", Some("20.500.12345/678")),
            ("https://resolver.nl/urn:nbn:nl:ui:12-345", Some("urn:nbn:nl:ui:12-345")),
            ("https://movisie.nl/artikel/handle", None),
        ] {
            assert_eq!(handle_of(&Url::parse(address).unwrap()).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn the_prefix_that_nobody_registered_means_something_at_one_host_only() {
        let key = |address: &str| handle_key("123456789/5", &Url::parse(address).unwrap());
        assert_ne!(key("https://a.nl/handle/123456789/5"), key("https://b.nl/handle/123456789/5"));
    }

    #[test]
    fn an_isbn_is_thirteen_digits_with_a_right_check_digit() {
        for (text, expected) in [
            ("978-90-377-0825-8", None),
            ("ISBN 978-0-306-40615-7", Some("9780306406157")),
            ("ISBN-13: 9780306406157", Some("9780306406157")),
            ("0-306-40615-2", Some("9780306406157")),
            ("ISBN-10 0 306 40615 2", Some("9780306406157")),
            ("080442957X", Some("9780804429573")),
            ("0306406153", None),
            ("1234-5678", None),
            ("9780306406157; 9780804429573", Some("9780306406157")),
            ("9780306406158 9780804429573", Some("9780804429573")),
            ("", None),
        ] {
            assert_eq!(isbn13(text).as_deref(), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn identifiers_are_fixed_points(text in "\\PC{0,40}", doi in "10\\.[0-9]{4}/[a-zA-Z0-9.]{1,9}") {
            for read in [doi_of, isbn13] {
                for text in [&text, &doi] {
                    if let Some(once) = read(text) {
                        proptest::prop_assert_eq!(read(&once), Some(once.clone()));
                    }
                }
            }
        }
    }
}
