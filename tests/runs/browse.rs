//! A server of `bron review`, and a visitor without a browser that fills in its forms.

use crate::world::World;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

/// A running server; it ends with the value.
pub struct Server {
    child: Child,
    pub port: u16,
    /// The secret address, without the host.
    pub start: String,
}

impl Server {
    /// Starts the page of a reviewer on the demo's run.
    pub fn start(world: &World, reviewer: &str, more: &[&str]) -> Self {
        Self::start_on(world, "demo", reviewer, more)
    }

    /// Starts the page of a reviewer on a run or a pack.
    pub fn start_on(world: &World, run: &str, reviewer: &str, more: &[&str]) -> Self {
        let arguments = ["--json", "review", run, "--reviewer", reviewer, "--device", "test"];
        let mut command = world.command(&[&arguments[..], more].concat());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = loop {
            let Some(line) = lines.next() else {
                let mut told = String::new();
                child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
                panic!("the server ended: {told}");
            };
            let line = line.unwrap();
            if let Some((_, rest)) = line.split_once("http://127.0.0.1:") {
                break rest.trim_end_matches(['"', ',']).to_owned();
            }
        };
        let (port, start) = address.split_once('/').unwrap();
        Self { child, port: port.parse().unwrap(), start: format!("/{start}") }
    }

    /// Ends it as a power cut does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The address to open in a browser.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}{}", self.port, self.start)
    }

    /// Somebody who opened the start address.
    pub fn visitor(&self) -> Visitor {
        let stranger = Visitor { port: self.port, cookie: String::new() };
        let reply = stranger.get(&self.start);
        assert_eq!(reply.status, 303, "{}", reply.body);
        let cookie = reply.headers["set-cookie"].split(';').next().unwrap().to_owned();
        Visitor { port: self.port, cookie }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Who sends requests, with or without the cookie.
#[derive(Clone)]
pub struct Visitor {
    pub port: u16,
    pub cookie: String,
}

/// What was answered.
pub struct Reply {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: String,
}

impl Visitor {
    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], "").unwrap()
    }

    /// Sends a form as a browser does from our own page.
    pub fn post(&self, path: &str, fields: &[(String, String)]) -> Reply {
        self.try_post(path, fields).unwrap()
    }

    /// As [`Visitor::post`], where the server may be gone.
    pub fn try_post(&self, path: &str, fields: &[(String, String)]) -> std::io::Result<Reply> {
        let origin = format!("http://127.0.0.1:{}", self.port);
        self.send("POST", path, &[("Origin", &origin), ("Sec-Fetch-Site", "same-origin")], &encoded(fields))
    }

    /// Sends a request with these headers; `Host` may be among them.
    pub fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> std::io::Result<Reply> {
        let mut head = vec![format!("{method} {path} HTTP/1.1"), "Connection: close".to_owned()];
        if !headers.iter().any(|(name, _)| *name == "Host") {
            head.push(format!("Host: 127.0.0.1:{}", self.port));
        }
        if !self.cookie.is_empty() {
            head.push(format!("Cookie: {}", self.cookie));
        }
        head.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
        if method == "POST" {
            head.push("Content-Type: application/x-www-form-urlencoded".to_owned());
            head.push(format!("Content-Length: {}", body.len()));
        }
        let head = head.join("\r\n");
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes())?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").ok_or(std::io::ErrorKind::UnexpectedEof)?;
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
        Ok(Reply { status, headers, body: body.to_owned() })
    }

    /// Fills in the form that `selector` finds on a page, presses `button` (name, value), and gives the page that follows.
    pub fn fill(
        &self,
        page: &Reply,
        selector: &str,
        fields: &[(&str, &str)],
        button: &[(&str, &str)],
    ) -> Reply {
        let (action, fields) = form(&page.body, selector, fields, button);
        let reply = self.post(&action, &fields);
        if reply.status != 303 {
            return reply;
        }
        self.get(reply.headers["location"].split('#').next().unwrap())
    }
}

fn encoded(fields: &[(String, String)]) -> String {
    let encode = |text: &str| {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect::<String>()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect::<Vec<_>>()
        .join("&")
}

/// The action of a form and what a browser would send of it, with `fields` in the place of what stands in it.
pub fn form(
    html: &str,
    selector: &str,
    fields: &[(&str, &str)],
    button: &[(&str, &str)],
) -> (String, Vec<(String, String)>) {
    let html = Html::parse_document(html);
    let found = html.select(&select(selector)).next().unwrap_or_else(|| panic!("no form `{selector}`"));
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let mut sent = Vec::new();
    for control in found.select(&select("input, textarea, select")) {
        let Some(name) = control.attr("name") else { continue };
        if fields.iter().any(|(known, _)| *known == name) {
            continue;
        }
        let is_box = control.attr("type") == Some("checkbox");
        if is_box && control.attr("checked").is_none() {
            continue;
        }
        sent.push((name.to_owned(), value_of(control)));
    }
    sent.extend(fields.iter().map(own));
    sent.extend(button.iter().map(own));
    (found.attr("action").unwrap().to_owned(), sent)
}

fn value_of(control: ElementRef<'_>) -> String {
    match control.value().name() {
        "textarea" => control.text().collect(),
        "select" => {
            let options: Vec<ElementRef<'_>> = control.select(&select("option")).collect();
            let chosen = options.iter().find(|option| option.attr("selected").is_some()).or(options.first());
            let value = |option: &ElementRef<'_>| {
                option.attr("value").map_or_else(|| option.text().collect(), str::to_owned)
            };
            chosen.map(value).unwrap_or_default()
        }
        _ => control.attr("value").unwrap_or_default().to_owned(),
    }
}

pub fn select(selector: &str) -> Selector {
    Selector::parse(selector).unwrap()
}

/// The words of the first element that fits, on one line; empty where none does.
pub fn words(reply: &Reply, selector: &str) -> String {
    let html = Html::parse_document(&reply.body);
    let text = html.select(&select(selector)).next().map(|found| found.text().collect::<String>());
    text.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An attribute of every element that fits.
pub fn all(reply: &Reply, selector: &str, attribute: &str) -> Vec<String> {
    let html = Html::parse_document(&reply.body);
    html.select(&select(selector)).filter_map(|found| found.attr(attribute)).map(str::to_owned).collect()
}
