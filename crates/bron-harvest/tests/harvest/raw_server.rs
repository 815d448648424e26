//! A server that answers with exactly the bytes it is told, and remembers exactly the bytes it was sent.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// What to do with a request.
pub enum Act {
    /// Send these bytes and close.
    Send(Vec<u8>),
    /// Send these bytes, then one more every so often, for ever.
    Trickle(Vec<u8>, Duration),
    /// Send these bytes, then more as fast as they are taken, for ever.
    Endless(Vec<u8>),
    /// Break the connection off.
    Reset,
    /// Say nothing.
    Silence,
}

/// An answer with the length of its body.
pub fn ok(status: u16, headers: &str, body: &[u8]) -> Act {
    let head = format!("HTTP/1.1 {status} Zo\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    Act::Send([head.as_bytes(), body].concat())
}

/// A request as it came in.
#[derive(Clone)]
pub struct Seen {
    pub bytes: Vec<u8>,
    pub path: String,
    pub came: Instant,
    pub answered: Instant,
}

#[derive(Clone)]
pub struct RawServer {
    pub address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
}

type Answers = Arc<dyn Fn(&str, usize) -> Act + Send + Sync>;

impl RawServer {
    pub async fn start(act: impl Fn(&str, usize) -> Act + Send + Sync + 'static) -> Self {
        Self::listen(act, None).await
    }
    pub async fn start_tls(
        act: impl Fn(&str, usize) -> Act + Send + Sync + 'static,
        tls: TlsAcceptor,
    ) -> Self {
        Self::listen(act, Some(tls)).await
    }
    async fn listen(
        act: impl Fn(&str, usize) -> Act + Send + Sync + 'static,
        tls: Option<TlsAcceptor>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self { address: listener.local_addr().unwrap(), seen: Arc::default() };
        let (here, act): (Self, Answers) = (server.clone(), Arc::new(act));
        tokio::spawn(async move {
            let times = Arc::new(Mutex::new(BTreeMap::<String, usize>::new()));
            while let Ok((stream, _)) = listener.accept().await {
                let (here, act, times, tls) = (here.clone(), act.clone(), times.clone(), tls.clone());
                tokio::spawn(async move {
                    if let Some(tls) = tls {
                        if let Ok(stream) = tls.accept(stream).await {
                            here.serve(stream, &act, &times).await;
                        }
                    } else {
                        here.serve_plain(stream, &act, &times).await;
                    }
                });
            }
        });
        server
    }
    async fn serve_plain(&self, stream: TcpStream, act: &Answers, times: &Mutex<BTreeMap<String, usize>>) {
        if let Some(stream) = self.serve(stream, act, times).await {
            // What was not read makes the system send a reset in place of an orderly end.
            stream.set_zero_linger().unwrap();
        }
    }
    /// Gives the stream back when it is to be broken off.
    async fn serve<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        mut stream: S,
        act: &Answers,
        times: &Mutex<BTreeMap<String, usize>>,
    ) -> Option<S> {
        let (bytes, path) = read_request(&mut stream).await?;
        let came = Instant::now();
        let time = {
            let mut times = times.lock().unwrap();
            let time = times.entry(path.clone()).or_default();
            *time += 1;
            *time
        };
        let act = act(&path, time);
        self.seen.lock().unwrap().push(Seen { bytes, path, came, answered: Instant::now() });
        let number = self.seen.lock().unwrap().len() - 1;
        match act {
            Act::Send(bytes) => {
                // The client may well hang up on us: that is what some tests are about.
                let _ = stream.write_all(&bytes).await;
                self.seen.lock().unwrap()[number].answered = Instant::now();
                let _ = stream.shutdown().await;
            }
            Act::Trickle(bytes, gap) => {
                let mut sent = stream.write_all(&bytes).await;
                while sent.is_ok() {
                    tokio::time::sleep(gap).await;
                    sent = stream.write_all(b".").await;
                }
            }
            Act::Endless(bytes) => {
                let mut sent = stream.write_all(&bytes).await;
                while sent.is_ok() {
                    sent = stream.write_all(&[b'.'; 1 << 14]).await;
                }
            }
            Act::Reset => return Some(stream),
            Act::Silence => tokio::time::sleep(Duration::from_mins(1)).await,
        }
        None
    }
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
    pub fn paths(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.path).collect()
    }
}

/// The bytes of a request, body included, and its path.
async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<(Vec<u8>, String)> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.map_or(0, |length| length.parse().unwrap());
            if bytes.len() >= end + 4 + length {
                return Some((bytes, head.split(' ').nth(1)?.to_owned()));
            }
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}
