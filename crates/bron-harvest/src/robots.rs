//! What does robots.txt of an origin say?

use bron_model::{Body, NoAnswer, NoAnswerCode, Reply};
use std::time::Duration;
use texting_robots::Robot;
use url::Url;

/// The name by which a site can speak to us.
const TOKEN: &str = "bron";
/// What is read of a robots.txt.
const MOST: usize = 500 << 10;
/// The longest delay that is obeyed.
const LONGEST_DELAY: f32 = 30.0;

/// What holds for an origin.
#[derive(Debug)]
pub(crate) enum Rules {
    /// Nothing is closed.
    Open,
    /// What the file says.
    Read { robot: Robot, text: String },
    /// Everything is closed, for this reason.
    Closed(NoAnswer),
}

impl Rules {
    /// 2xx is read, 4xx is open, and whatever else came closes everything: a server that fails must not be asked more.
    pub fn read(reply: &Reply) -> Self {
        let answer = match reply {
            Reply::Answer(answer) => answer,
            Reply::NoAnswer(no) => return Self::closed_by(no),
        };
        let closed = |what: String| {
            let detail = format!("robots.txt: {what}");
            Self::Closed(NoAnswer { code: NoAnswerCode::Robots, detail })
        };
        match (answer.status, &answer.body) {
            (200..=299, Body::Whole(bytes)) => Self::of_text(&bytes[..bytes.len().min(MOST)]),
            (200..=299, Body::Cut(reason)) => closed(format!("cut by {}", reason.as_str())),
            (200..=299, Body::TooLarge(limit)) => closed(format!("larger than {limit} bytes after decoding")),
            (200..=299, Body::Unreadable(why)) => closed(why.clone()),
            (429, _) => closed("429".to_owned()),
            (400..=499, _) => Self::Open,
            (status, _) => closed(status.to_string()),
        }
    }
    /// Where the site cannot be reached at all, that is the reason, and not robots.txt.
    fn closed_by(no: &NoAnswer) -> Self {
        use NoAnswerCode::{AddressRefused, Connect, Dns, Tls};
        if matches!(no.code, AddressRefused | Connect | Dns | Tls) {
            return Self::Closed(no.clone());
        }
        let detail = format!("robots.txt: {} {}", no.code.as_str(), no.detail).trim_end().to_owned();
        Self::Closed(NoAnswer { code: NoAnswerCode::Robots, detail })
    }
    fn of_text(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = String::from_utf8_lossy(bytes).into_owned();
        let Ok(robot) = Robot::new(TOKEN, bytes) else { return Self::Open };
        match robot.delay.filter(|delay| *delay > LONGEST_DELAY) {
            Some(delay) => {
                let detail = format!("Crawl-delay: asks for {delay} s");
                Self::Closed(NoAnswer { code: NoAnswerCode::Robots, detail })
            }
            None => Self::Read { robot, text },
        }
    }
    /// Why that address is closed; `None` when it is open.
    pub fn closes(&self, url: &Url) -> Option<NoAnswer> {
        match self {
            Self::Open => None,
            Self::Closed(no) => Some(no.clone()),
            Self::Read { robot, .. } if robot.allowed(url.as_str()) => None,
            Self::Read { text, .. } => {
                Some(NoAnswer { code: NoAnswerCode::Robots, detail: closing_rule(text, url) })
            }
        }
    }
    /// Whether it is one of its rules that closes the address: only that can be opened by a permission. A file that could
    /// not be read, or a delay that is too long, closes everything.
    pub fn closes_by_rule(&self, url: &Url) -> bool {
        matches!(self, Self::Read { robot, .. } if !robot.allowed(url.as_str()))
    }
    /// The delay that it asks for.
    pub fn delay(&self) -> Duration {
        match self {
            Self::Read { robot, .. } => robot
                .delay
                .and_then(|delay| Duration::try_from_secs_f32(delay).ok())
                .unwrap_or(Duration::ZERO),
            Self::Open | Self::Closed(_) => Duration::ZERO,
        }
    }
}

/// The longest rule among those for us that closes an address, as it stands in the file.
fn closing_rule(text: &str, url: &Url) -> String {
    let closes = |rule: &&str| {
        let alone = format!("User-agent: *\n{rule}\n");
        Robot::new(TOKEN, alone.as_bytes()).is_ok_and(|robot| !robot.allowed(url.as_str()))
    };
    let longest = rules_for_us(text).into_iter().filter(closes).max_by_key(|rule| rule.len());
    longest.unwrap_or("Disallow").to_owned()
}

/// The Disallow lines of the groups that name us, else of those for everybody.
fn rules_for_us(text: &str) -> Vec<&str> {
    let mut ours = Vec::new();
    let mut everybodys = Vec::new();
    let mut agents: Vec<String> = Vec::new();
    let mut in_rules = true;
    let mut names_us = false;
    for line in text.lines() {
        let line = line.split('#').next().unwrap_or_default().trim();
        let Some((field, value)) = line.split_once(':') else { continue };
        let field = field.trim().to_ascii_lowercase();
        if field == "user-agent" {
            if in_rules {
                agents.clear();
                in_rules = false;
            }
            names_us |= value.trim().eq_ignore_ascii_case(TOKEN);
            agents.push(value.trim().to_ascii_lowercase());
            continue;
        }
        in_rules = true;
        if field == "disallow" {
            if agents.iter().any(|agent| agent == TOKEN) {
                ours.push(line);
            }
            if agents.is_empty() || agents.iter().any(|agent| agent == "*") {
                everybodys.push(line);
            }
        }
    }
    if names_us { ours } else { everybodys }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bron_model::Answer;

    fn rules(status: u16, text: &str) -> Rules {
        let body = Body::Whole(text.as_bytes().to_vec());
        Rules::read(&Reply::Answer(Answer { status, headers: Vec::new(), body }))
    }

    fn check(text: &str, address: &str, expected: Option<&str>) {
        let closed = rules(200, text).closes(&Url::parse(address).unwrap());
        assert_eq!(closed.map(|no| no.detail).as_deref(), expected, "{text} {address}");
    }

    #[test]
    fn the_rule_that_closes_a_path_is_named() {
        let text = "User-agent: *\nDisallow: /zoek\nDisallow: /zoeken/ # drukte\nAllow: /zoeken/hulp\n";
        check(text, "http://a.nl/zoeken/x?q=1", Some("Disallow: /zoeken/"));
        check(text, "http://a.nl/zoek", Some("Disallow: /zoek"));
        check(text, "http://a.nl/zoeken/hulp", None);
        check(text, "http://a.nl/", None);
    }

    #[test]
    fn a_group_for_us_takes_the_place_of_the_one_for_everybody() {
        let text = "User-agent: *\nDisallow: /\n\nUser-agent: Bron\nDisallow: /intern\n";
        check(text, "http://a.nl/publicatie", None);
        check(text, "http://a.nl/intern/x", Some("Disallow: /intern"));
        check("User-agent: GPTBot\nDisallow: /\n", "http://a.nl/", None);
    }

    #[test]
    fn wildcards_and_ends_are_understood() {
        let text = "User-agent: *\nDisallow: /*?*s=\nDisallow: /*.pdf$\n";
        check(text, "http://a.nl/?s=zorg", Some("Disallow: /*?*s="));
        check(text, "http://a.nl/a.pdf", Some("Disallow: /*.pdf$"));
        check(text, "http://a.nl/a.pdf?x", None);
    }

    #[test]
    fn a_missing_file_is_open_and_a_failing_server_is_closed() {
        let url = Url::parse("http://a.nl/x").unwrap();
        let detail = |rules: Rules| rules.closes(&url).map(|no| no.detail);
        assert_eq!(detail(rules(404, "")), None);
        assert_eq!(detail(rules(403, "")), None);
        assert_eq!(detail(rules(503, "")).as_deref(), Some("robots.txt: 503"));
        assert_eq!(detail(rules(429, "")).as_deref(), Some("robots.txt: 429"));
        let timeout = NoAnswer { code: NoAnswerCode::Timeout, detail: String::new() };
        assert_eq!(detail(Rules::read(&Reply::NoAnswer(timeout))).as_deref(), Some("robots.txt: timeout"));
    }

    #[test]
    fn a_delay_is_obeyed_up_to_half_a_minute() {
        assert_eq!(rules(200, "User-agent: *\nCrawl-delay: 30\n").delay(), Duration::from_secs(30));
        let closed =
            rules(200, "User-agent: *\nCrawl-delay: 31\n").closes(&Url::parse("http://a.nl/").unwrap());
        assert_eq!(closed.unwrap().detail, "Crawl-delay: asks for 31 s");
    }

    proptest::proptest! {
        #[test]
        fn no_file_makes_it_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..300)) {
            let rules = Rules::of_text(&bytes);
            rules.closes(&Url::parse("http://a.nl/x?y").unwrap());
        }
    }
}
