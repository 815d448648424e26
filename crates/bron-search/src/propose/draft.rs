//! The file that is proposed: its keys with their evidence, written as TOML.

use super::KeyEvidence;
use bron_protocol::{Confidence, Source, read_source};
use std::fmt::Write;
use url::Url;

/// A source as it is being put together.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) base: Url,
    pub(super) hosts: Vec<String>,
    /// How it is read; `None` where no way was found, with the reason in `unknown`.
    pub(super) platform: Option<&'static str>,
    pub(super) unknown: String,
    pub(super) keys: Vec<KeyEvidence>,
}

/// The sentence above each key of a table, in the order in which they are written.
const SENTENCES: &[(&str, &str)] = &[
    ("wordpress.types", "Post types to read; empty: all that the site shows."),
    ("wordpress.without_types", "Post types never to read."),
    ("html.search", "The address of the first result page."),
    ("html.page", "The address of a later result page."),
    ("html.first_page", "The number that `{page}` has on the first page."),
    ("html.list", "The element of the result list."),
    ("html.row", "A row."),
    ("html.title", "The title in a row."),
    ("html.link", "The link in a row."),
    ("html.date", "The date in a row."),
    ("html.kind", "The kind in a row."),
    ("html.date_and_kind", "Kind and date in one text: what stands where."),
    ("html.authors", "The authors in a row."),
    ("html.next", "The link to the next page."),
    ("html.total", "The element with the number of results."),
    ("html.total_pattern", "Which number in it."),
    ("html.none", "The element by which the site says that there is nothing."),
    ("html.none_text", "Words in it."),
    (
        "html.cap",
        "The number of results at which a list may be cut off; take it away when `next` or `page` is filled in.",
    ),
];

impl Draft {
    /// Adds a key; `value` is the text, which is quoted here.
    pub(super) fn text(&mut self, key: &str, value: &str, level: Confidence, evidence: impl Into<String>) {
        self.literal(key, quoted(value), level, evidence);
    }
    /// Adds a key with a value as it stands in TOML.
    pub(super) fn literal(
        &mut self,
        key: &str,
        value: String,
        level: Confidence,
        evidence: impl Into<String>,
    ) {
        self.keys.push(KeyEvidence { key: key.to_owned(), value, level, evidence: evidence.into() });
    }
    pub(super) fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|known| known.key == key)
    }
    /// What was only inferred has turned out to work.
    pub(super) fn confirm(&mut self, keys: &[&str], evidence: &str) {
        for known in self.keys.iter_mut().filter(|known| keys.contains(&known.key.as_str())) {
            known.level = Confidence::Confirmed;
            known.evidence = format!("{}; {evidence}", known.evidence);
        }
    }

    /// The source, read as any file of the configuration is; the text says why it cannot be.
    pub(super) fn source(&self) -> Result<Source, String> {
        read_source("the proposal", &self.toml()).map_err(|error| error.to_string())
    }

    /// The whole file.
    pub(super) fn toml(&self) -> String {
        let mut text = self.head();
        let mut table = "";
        for (key, sentence) in SENTENCES {
            let Some(known) = self.keys.iter().find(|known| known.key == *key) else { continue };
            let Some((its_table, name)) = key.split_once('.') else { continue };
            if its_table != table {
                table = its_table;
                let _ = write!(text, "\n# {}\n[{table}]\n", about_table(table));
            }
            let _ = write!(text, "# {sentence}\n{name} = {}\n", known.value);
        }
        text.push_str(&self.confidence());
        text
    }

    fn head(&self) -> String {
        let mut text = format!(
            "# {}: a proposal by `bron probe --propose`, to be read and corrected before it is used.\n",
            one_line(&self.name)
        );
        let mut key = |sentence: &str, name: &str, value: &str| {
            let _ = write!(text, "{}# {sentence}\n{name} = {value}\n", if name == "id" { "\n" } else { "" });
        };
        key(
            "The id; it begins every publication's id and names this source in tables.",
            "id",
            &quoted(&self.id),
        );
        key("The name as printed in the report.", "name", &quoted(&self.name));
        key("The group it belongs to.", "group", &quoted("voorstel"));
        key(
            "The publisher of what it lists; empty where it lists others' work too. A person must say.",
            "publisher",
            "\"\"",
        );
        key(
            "The arm of the PRISMA flow: `databases` (with a search function) or `other`.",
            "arm",
            &quoted("databases"),
        );
        key("The start address.", "base", &quoted(self.base.as_str()));
        if !self.hosts.is_empty() {
            let hosts: Vec<String> = self.hosts.iter().map(|host| quoted(host)).collect();
            key("Other hosts that may be asked.", "hosts", &format!("[{}]", hosts.join(", ")));
        }
        key("What is done about robots.txt.", "robots", &quoted("obey"));
        match self.platform {
            Some(platform) => key("How the site is read.", "platform", &quoted(platform)),
            None => key("Why it cannot be searched as configured.", "unknown", &quoted(&self.unknown)),
        }
        text
    }

    fn confidence(&self) -> String {
        let mut text = "\n# How sure each key is (`low`, `medium`, `high`, `confirmed`) and by what evidence.\n[confidence]\n".to_owned();
        for known in &self.keys {
            let key = if known.key.contains('.') { quoted(&known.key) } else { known.key.clone() };
            let level = level(known.level);
            let _ =
                writeln!(text, "{key} = {{ level = \"{level}\", evidence = {} }}", quoted(&known.evidence));
        }
        text
    }
}

fn about_table(table: &str) -> &'static str {
    if table == "wordpress" { "Settings of this platform." } else { "Where things are on a result page." }
}

fn level(level: Confidence) -> &'static str {
    match level {
        Confidence::Low => "low",
        Confidence::Medium => "medium",
        Confidence::High => "high",
        Confidence::Confirmed => "confirmed",
    }
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A text in quotation marks, as TOML reads it.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// An id from a host: `www.movisie.nl` is `movisie`, `repository.scp.nl` is `repository-scp`.
pub(super) fn id_of(base: &Url) -> String {
    let host = base.host_str().unwrap_or_default().to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let is_number = host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let kept = if is_number { host } else { host.rsplit_once('.').map_or(host, |(front, _)| front) };
    let slug: String = kept.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let slug = slug.trim_matches('-').to_owned();
    if slug.is_empty() { "site".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_off_the_host() {
        for (address, expected) in [
            ("https://www.movisie.nl/", "movisie"),
            ("https://repository.scp.nl/x", "repository-scp"),
            ("http://127.0.0.1:8080/", "127-0-0-1"),
            ("http://[::1]/", "1"),
            ("http://localhost/", "localhost"),
        ] {
            assert_eq!(id_of(&Url::parse(address).unwrap()), expected);
        }
    }

    #[test]
    fn any_text_of_a_site_stays_one_value() {
        let base = Url::parse("https://site.nl/").unwrap();
        let mut draft = Draft {
            id: "site".to_owned(),
            name: "A \"site\"\n\\ \u{1}[x]".to_owned(),
            base,
            hosts: vec!["www.site.nl".to_owned()],
            platform: Some("html"),
            unknown: String::new(),
            keys: Vec::new(),
        };
        for (key, value) in [
            ("html.search", "https://site.nl/?q={text}"),
            ("html.list", "ol"),
            ("html.row", "li"),
            ("html.title", "a"),
            ("html.none", "p"),
            ("html.none_text", "niets \"hier\"\\ \u{7f}"),
        ] {
            draft.text(key, value, Confidence::Medium, "a \"page\"");
        }
        let source = draft.source().unwrap();
        assert_eq!(source.name, draft.name);
        assert_eq!(source.html.unwrap().none_text.unwrap(), "niets \"hier\"\\ \u{7f}");
    }
}
