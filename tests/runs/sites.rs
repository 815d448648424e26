//! The imitated knowledge bases for a test: some of them behind a front that closes what the test wants closed.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};

/// The eight knowledge bases on a port of their own, until the value is dropped.
pub struct Sites {
    address: SocketAddr,
    fronts: BTreeMap<&'static str, SocketAddr>,
    _runtime: tokio::runtime::Runtime,
}

impl Sites {
    pub fn start() -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))).unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(bron_demo::serve(listener, bron_demo::Collection::first(), None));
        Self { address, fronts: BTreeMap::new(), _runtime: runtime }
    }

    /// Puts a front before one of them: it answers this robots.txt, and these paths with that status.
    pub fn with_front(
        mut self,
        host: &'static str,
        robots: &'static str,
        closed: &'static [(&str, u16)],
    ) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        self.fronts.insert(host, listener.local_addr().unwrap());
        let behind = self.address;
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                std::thread::spawn(move || front(stream, behind, robots, closed));
            }
        });
        self
    }

    /// The pipeline's text with the ports of these sites.
    pub fn in_pipeline(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for host in bron_demo::hosts() {
            let from = format!("\"{host}\" = \"127.0.0.1:4780\"");
            assert!(text.contains(&from), "{host} is not in the pipeline");
            let address = self.fronts.get(host).unwrap_or(&self.address);
            text = text.replace(&from, &format!("\"{host}\" = \"{address}\""));
        }
        text
    }

    /// What the site itself answers with status 200, as a browser would get it.
    pub fn page(&self, host: &str, target: &str) -> String {
        let request = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let answer = String::from_utf8(ask(self.address, request.as_bytes())).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{target}: {head}");
        body.to_owned()
    }
}

fn front(mut stream: TcpStream, behind: SocketAddr, robots: &str, closed: &[(&str, u16)]) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read_exact(&mut byte).is_err() {
            return;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default();
    let own = |status: u16, body: &str| {
        format!(
            "HTTP/1.1 {status} x\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
    };
    let answer = if path == "/robots.txt" {
        own(200, robots).into_bytes()
    } else if let Some((_, status)) = closed.iter().find(|(closed, _)| path.starts_with(closed)) {
        own(*status, "dicht").into_bytes()
    } else {
        let request = head.replacen("\r\n", "\r\nConnection: close\r\n", 1);
        ask(behind, request.as_bytes())
    };
    let _ = stream.write_all(&answer);
}

fn ask(address: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    answer
}
