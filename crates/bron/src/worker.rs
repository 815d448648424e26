//! Reading documents in processes of their own, so that one bad file cannot end a run.
//!
//! A worker is this program itself. It reads frames from standard input (a header in JSON, then the bytes) and writes
//! one frame for each (a document in JSON). It limits its own memory and CPU time; a worker that met a limit is dead,
//! and the document is `not-read`; one that died otherwise leaves a `broken` document. Either way the next document
//! gets a new worker.

use anyhow::{Context, Result, bail};
use bron_documents::{Document, PdfEngine};
use bron_model::{DocumentKind, DocumentStatus};
use bron_run::{DocumentReader, InProcess, ToRead};
use std::io::{BufReader, BufWriter, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Mutex;

/// The limits of a worker.
#[derive(Debug, Clone, Copy)]
pub struct WorkerLimits {
    /// Bytes of memory.
    pub memory: u64,
    /// CPU seconds for one document.
    pub seconds: u64,
}

/// Workers that are started when needed and live on; at most one a calling thread.
pub struct Workers {
    idle: Mutex<Vec<Worker>>,
    limits: WorkerLimits,
    pdf_engine: PdfEngine,
}

struct Worker {
    child: Child,
    input: BufWriter<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Workers {
    /// No process is started yet.
    pub fn new(limits: WorkerLimits, pdf_engine: PdfEngine) -> Self {
        Self { idle: Mutex::default(), limits, pdf_engine }
    }

    fn take(&self) -> Result<Worker> {
        let idle = self.idle.lock().expect("no thread panics holding it").pop();
        idle.map_or_else(|| Worker::start(self.limits, &self.pdf_engine), Ok)
    }
}

impl DocumentReader for Workers {
    fn read(&self, bytes: &[u8], to_read: &ToRead) -> Document {
        let mut worker = match self.take() {
            Ok(worker) => worker,
            Err(error) => {
                return unread(DocumentStatus::NotRead, &format!("no worker could be started: {error:#}"));
            }
        };
        if let Ok(document) = worker.ask(bytes, to_read) {
            self.idle.lock().expect("no thread panics holding it").push(worker);
            return document;
        }
        let (status, note) = worker.cause_of_death(self.limits);
        unread(status, &note)
    }
}

fn unread(status: DocumentStatus, note: &str) -> Document {
    Document::without_text(status, DocumentKind::Other, "", note)
}

impl Worker {
    fn start(limits: WorkerLimits, pdf_engine: &PdfEngine) -> Result<Self> {
        let program = std::env::current_exe().context("this program's own file is not to be found")?;
        let mut command = Command::new(program);
        command.args(["worker", "--memory", &limits.memory.to_string()]);
        command.args(["--seconds", &limits.seconds.to_string()]);
        if let PdfEngine::Pdfium { library, version } = pdf_engine {
            command.arg("--pdfium").arg(library).args(["--pdfium-version", version]);
        }
        let mut child = command
            .env("RUST_BACKTRACE", "0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let input = BufWriter::new(child.stdin.take().expect("it was asked for"));
        let output = BufReader::new(child.stdout.take().expect("it was asked for"));
        Ok(Self { child, input, output })
    }

    fn ask(&mut self, bytes: &[u8], to_read: &ToRead) -> Result<Document> {
        write_frame(&mut self.input, &serde_json::to_vec(to_read)?)?;
        write_frame(&mut self.input, bytes)?;
        self.input.flush()?;
        let Some(answer) = read_frame(&mut self.output)? else { bail!("the worker ended") };
        Ok(serde_json::from_slice(&answer)?)
    }

    /// Waits for the end and tells a limit from a crash.
    fn cause_of_death(mut self, limits: WorkerLimits) -> (DocumentStatus, String) {
        drop(self.input);
        let mut said = String::new();
        if let Some(mut stderr) = self.child.stderr.take() {
            // What cannot be read of its last words is no loss: the exit status decides.
            let _ = stderr.read_to_string(&mut said);
        }
        match self.child.wait() {
            Ok(status) if met_cpu_limit(status) => (
                DocumentStatus::NotRead,
                format!("more than {} CPU seconds (limit `document_seconds`)", limits.seconds),
            ),
            Ok(_) if said.contains("memory allocation") => (
                DocumentStatus::NotRead,
                format!("more than {} bytes of memory (limit `document_memory`)", limits.memory),
            ),
            _ if said.contains("stack") => {
                (DocumentStatus::Broken, "nested too deeply to be read".to_owned())
            }
            _ => (DocumentStatus::Broken, "the reader crashed on it".to_owned()),
        }
    }
}

#[cfg(unix)]
fn met_cpu_limit(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    status.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}

#[cfg(not(unix))]
fn met_cpu_limit(_: ExitStatus) -> bool {
    false
}

fn write_frame(to: &mut impl Write, bytes: &[u8]) -> Result<()> {
    to.write_all(&u64::try_from(bytes.len())?.to_le_bytes())?;
    to.write_all(bytes)?;
    Ok(())
}

/// The next frame; `None` at the end.
fn read_frame(from: &mut impl Read) -> Result<Option<Vec<u8>>> {
    let mut length = [0; 8];
    if let Err(error) = from.read_exact(&mut length) {
        return if error.kind() == std::io::ErrorKind::UnexpectedEof { Ok(None) } else { Err(error.into()) };
    }
    let mut bytes = vec![0; usize::try_from(u64::from_le_bytes(length))?];
    from.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}

/// The worker's life: reads frames until standard input ends.
pub fn serve(limits: WorkerLimits, pdf_engine: PdfEngine) -> Result<()> {
    limit_memory(limits.memory)?;
    let reader = InProcess { pdf_engine };
    let mut input = BufReader::new(std::io::stdin().lock());
    let mut output = BufWriter::new(std::io::stdout().lock());
    while let Some(header) = read_frame(&mut input)? {
        let to_read: ToRead = serde_json::from_slice(&header)?;
        let Some(bytes) = read_frame(&mut input)? else { bail!("the bytes of {} did not come", to_read.url) };
        limit_cpu(limits.seconds)?;
        let document = reader.read(&bytes, &to_read);
        write_frame(&mut output, &serde_json::to_vec(&document)?)?;
        output.flush()?;
    }
    Ok(())
}

#[cfg(unix)]
fn limit_memory(bytes: u64) -> Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let limit = Rlimit { current: Some(bytes), maximum: Some(bytes) };
    setrlimit(Resource::As, limit).context("the memory cannot be limited")
}

/// Lets this process use `seconds` more than it has used until now.
#[cfg(unix)]
fn limit_cpu(seconds: u64) -> Result<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let used = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime).tv_sec;
    let until = u64::try_from(used).unwrap_or_default() + seconds + 1;
    let maximum = getrlimit(Resource::Cpu).maximum;
    let limit = Rlimit { current: Some(maximum.map_or(until, |most| most.min(until))), maximum };
    setrlimit(Resource::Cpu, limit).context("the CPU time cannot be limited")
}

#[cfg(not(unix))]
fn limit_memory(_: u64) -> Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn limit_cpu(_: u64) -> Result<()> {
    Ok(())
}
