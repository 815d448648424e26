//! What texts and addresses from websites become in a page: whatever they hold, they are words and never markup.

use crate::cell::cell_text;
use url::Url;

/// A text as it can be shown, on one line: what steers a screen or turns the direction of writing is `�`. The templates
/// escape it besides.
pub(crate) fn shown(text: &str) -> String {
    cell_text(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most so many letters of a text as it can be shown, with `…` behind what was cut at a blank.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let text = shown(text);
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before);
    format!("{}…", cut.trim_end_matches([',', ';', ':', ' ']))
}

/// The address of a web page as a link may hold it; `None` for everything that is none (`javascript:`, `file:`).
pub(crate) fn web_link(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    is_web.then(|| url.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_line_of_words() {
        assert_eq!(shown(" Zorgzame\r\n  buurten\u{202e}\u{0} "), "Zorgzame buurten\u{fffd}\u{fffd}");
        assert_eq!(shortened("een twee drie", 13), "een twee drie");
        assert_eq!(shortened("een twee, drie vier", 11), "een twee…");
    }

    #[test]
    fn only_web_pages_are_linked() {
        for address in ["https://www.movisie.nl/a?b=c&d=e", "http://10.0.0.1/x"] {
            assert_eq!(web_link(address).as_deref(), Some(address));
        }
        for address in [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "/relative",
            "",
            "ftp://x/y",
        ] {
            assert_eq!(web_link(address), None, "{address}");
        }
    }
}
