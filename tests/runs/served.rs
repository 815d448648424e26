//! The demo's knowledge bases as `bron demo --serve` serves them, in a program of its own.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// They answer until this is dropped.
pub struct Served {
    server: Child,
    port: u16,
}

impl Served {
    /// With these arguments beside `--serve`, on a port that is free.
    pub fn start(arguments: &[&str]) -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_bron"))
            .args(["demo", "--serve", "--port", "0"])
            .args(arguments)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(server.stderr.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().rsplit(':').next().and_then(|port| port.parse().ok());
        Self { server, port: port.unwrap_or_else(|| panic!("no port in: {line}")) }
    }

    /// A pipeline of the demo that asks this server.
    pub fn in_pipeline(&self, pipeline: &str) -> String {
        pipeline.replace(":4780\"", &format!(":{}\"", self.port))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
