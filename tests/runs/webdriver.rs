//! Drives a headless Chromium, one step after the other.

#![allow(clippy::print_stderr, reason = "a skipped test says so")]

use fantoccini::actions::{
    ActionSequence, InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::future::Future;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::runtime::Runtime;

const CHROMIUM: &str = "/usr/bin/chromium";

/// A browser with a fresh profile; it ends with the value.
pub struct Browser {
    runtime: Runtime,
    client: Client,
    driver: Child,
    _profile: TempDir,
}

impl Browser {
    /// Starts one; says `skipped: ...` and gives nothing where Chromium or its driver is not installed.
    pub fn start() -> Option<Self> {
        let driver = Command::new("chromedriver")
            .args(["--port=0", "--allowed-ips=127.0.0.1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let (Ok(mut driver), true) = (driver, std::path::Path::new(CHROMIUM).exists()) else {
            eprintln!("skipped: no chromium with chromium-driver here (tests/install browser)");
            return None;
        };
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = loop {
            let line = lines.next().expect("chromedriver says on which port it is").unwrap();
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim_end_matches('.').to_owned();
            }
        };
        std::thread::spawn(move || lines.for_each(drop));
        let profile = TempDir::new().unwrap();
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-default-apps",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            "--window-size=1360,900",
            &format!("--user-data-dir={}", profile.path().display()),
        ];
        let wanted = json!({
            "goog:chromeOptions": {"binary": CHROMIUM, "args": arguments},
            // axe-core looks at every element, and a report has many.
            "timeouts": {"script": 240_000},
        });
        let client = runtime.block_on(
            ClientBuilder::new(HttpConnector::new())
                .capabilities(wanted.as_object().unwrap().clone())
                .connect(&format!("http://127.0.0.1:{port}")),
        );
        Some(Self { runtime, client: client.expect("the browser starts"), driver, _profile: profile })
    }

    /// Waits for a step; an error of the driver ends the test.
    fn step<T, E: std::fmt::Debug>(&self, step: impl Future<Output = Result<T, E>>) -> T {
        self.runtime.block_on(step).unwrap_or_else(|error| panic!("{error:?}"))
    }

    /// Opens an address.
    pub fn open(&self, address: &str) {
        self.step(self.client.goto(address));
    }

    /// The address that is shown.
    pub fn address(&self) -> String {
        self.step(self.client.current_url()).to_string()
    }

    /// Waits until `what` holds; ten seconds are more than any page here needs.
    fn until(&self, told: &str, what: impl Fn() -> bool) {
        let start = Instant::now();
        while !what() {
            let late = start.elapsed() > Duration::from_secs(10);
            assert!(!late, "`{told}` did not come at {}:\n{}", self.address(), self.text("body"));
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Clicks on an element with the mouse, in the middle of it.
    pub fn click(&self, selector: &str) {
        let is_there = || self.runtime.block_on(self.client.find(Locator::Css(selector))).is_ok();
        self.until(selector, is_there);
        self.step(async { self.client.find(Locator::Css(selector)).await?.click().await });
    }

    fn act(&self, actions: impl Into<ActionSequence>) {
        self.step(self.client.perform_actions(actions));
    }

    /// Types into the page, where the focus is.
    pub fn keys(&self, keys: &str) {
        let mut typed = KeyActions::new("keyboard".to_owned());
        for value in keys.chars() {
            typed = typed.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.act(typed);
    }

    /// Drags the mouse over the page, from one point to another.
    pub fn drag(&self, from: (f64, f64), to: (f64, f64)) {
        let to_point =
            |(x, y): (f64, f64)| PointerAction::MoveTo { duration: Some(Duration::from_millis(40)), x, y };
        let dragged = MouseActions::new("mouse".to_owned())
            .then(to_point(from))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(to_point(to))
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.act(dragged);
    }

    /// The words of an element as they are shown; empty where none fits, or while another page is coming.
    pub fn text(&self, selector: &str) -> String {
        let script =
            "return (document.querySelector(arguments[0])?.innerText ?? '').replace(/\\s+/g, ' ').trim()";
        let told = self.runtime.block_on(self.client.execute(script, vec![json!(selector)]));
        told.ok().and_then(|told| told.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Waits until the words of an element hold a text.
    pub fn wait_for(&self, selector: &str, text: &str) {
        self.until(&format!("{text} in {selector}"), || self.text(selector).contains(text));
    }

    /// Runs a script in the page and gives what it returns.
    pub fn run(&self, script: &str) -> Value {
        self.step(self.client.execute(script, Vec::new()))
    }

    /// Runs a script that calls its last argument when it is done.
    pub fn run_until_done(&self, script: &str) -> Value {
        self.step(self.client.execute_async(script, Vec::new()))
    }

    /// Makes the window as large as that.
    pub fn resize(&self, width: u32, height: u32) {
        self.step(self.client.set_window_size(width, height));
    }

    /// What is shown, as a PNG.
    pub fn picture(&self) -> Vec<u8> {
        self.step(self.client.screenshot())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends its browser; where it cannot, the test has failed already.
        let _ = self.runtime.block_on(self.client.clone().close());
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
