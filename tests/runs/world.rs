//! Setting the scene: a folder, the program, and what it answered.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use tempfile::TempDir;

/// A folder of its own in which the program is called.
pub struct World {
    folder: TempDir,
}

/// What the program answered.
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// A demo run, made once. The tests that share it have the program write into it, which only one at a time may do, so they take
/// turns.
pub struct InTurn {
    turn: Mutex<()>,
    world: OnceLock<World>,
}

impl InTurn {
    pub const fn new() -> Self {
        Self { turn: Mutex::new(()), world: OnceLock::new() }
    }

    /// Waits for the turn, which lasts until the guard is dropped.
    pub fn take(&self) -> (MutexGuard<'_, ()>, &World) {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let world = self.world.get_or_init(|| {
            let world = World::empty();
            let answer = world.bron(&["demo"]);
            assert_eq!(answer.code, 0, "{}\n{}", answer.out, answer.err);
            world
        });
        (turn, world)
    }
}

impl World {
    pub fn empty() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// A study made by `bron new`; the current folder of every call is the study.
    pub fn with_study() -> Self {
        let world = Self::empty();
        let answer = world.bron(&["new", "."]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        world
    }

    /// A study with a run of its demo pipeline: a copy of a demo that was started elsewhere, without judgements.
    pub fn with_demo_of(made: &Self) -> Self {
        let world = Self::with_study();
        copy(&made.path("output/demo"), &world.path("output/demo"));
        std::fs::remove_dir_all(world.path("output/demo/judgements")).ok();
        world.edit("output/demo/run.json", "\"judgements\",", "\"../../judgements\",");
        world
    }

    /// The demo without accepted proposals, so that everything waits for reviewers.
    pub fn demo() -> Self {
        let world = Self::empty();
        world.rebuild();
        world
    }

    /// Makes the tables of that demo anew, with the judgements of this moment.
    pub fn rebuild(&self) {
        let answer = self.bron(&["demo", "--no-proposals"]);
        assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    }

    /// The rows of a table of the demo's run.
    pub fn table(&self, file: &str) -> Vec<BTreeMap<String, String>> {
        rows(&self.path(&format!("output/demo/{file}")))
    }

    /// A publication and term of the demo's run that is open on E1b, E2 and E3 alone, with a definition.
    pub fn open_pair(&self) -> (String, String) {
        let passages = self.table("4-extraction/passages.csv");
        let has_definition = |row: &&BTreeMap<String, String>| {
            passages.iter().any(|passage| {
                passage["publication"] == row["publication"]
                    && passage["term"] == row["term"]
                    && passage["kind"] == "definition"
            })
        };
        let outcomes = self.table("5-eligibility/outcomes.csv");
        let mut open = outcomes.iter().filter(|row| row["unclear"] == "E1b E2 E3");
        let row = open.find(has_definition).expect("the demo has one");
        (row["publication"].clone(), row["term"].clone())
    }

    /// Gives a verdict in the demo's run: `on` is the publication, the criterion and the term.
    pub fn give(&self, reviewer: &str, on: &[&str], verdict: &str, more: &[&str]) {
        let by = ["--device", "test", "--reviewer", reviewer, "--verdict", verdict];
        let answer = self.bron(&[&["judge", "give", "demo"], on, &by, more].concat());
        assert_eq!(answer.code, 0, "{}{}", answer.out, answer.err);
    }

    /// The lines of a file of judgements in the demo's run; none where it is not there.
    pub fn judgements(&self, file: &str) -> Vec<serde_json::Value> {
        let path = self.path(&format!("output/demo/judgements/{file}.jsonl"));
        let text = std::fs::read_to_string(path).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    pub fn write(&self, relative: &str, text: &str) {
        let path = self.path(relative);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub fn read(&self, relative: &str) -> String {
        std::fs::read_to_string(self.path(relative)).unwrap_or_else(|error| panic!("{relative}: {error}"))
    }

    /// Replaces a text that must be there.
    pub fn edit(&self, relative: &str, from: &str, to: &str) {
        let text = self.read(relative);
        assert!(text.contains(from), "`{from}` is not in {relative}");
        self.write(relative, &text.replacen(from, to, 1));
    }

    /// Calls the program on a machine where no CA certificates are installed.
    pub fn bron(&self, arguments: &[&str]) -> Answer {
        let output = self.command(arguments).output().unwrap();
        Answer::from(output)
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bron"));
        command.args(arguments).current_dir(self.folder.path());
        command.env("SSL_CERT_FILE", "/nonexistent").env("SSL_CERT_DIR", "/nonexistent");
        command
    }
}

impl From<Output> for Answer {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// All stage files of a run by relative path, without archive, lock and `run.json`.
pub fn stage_files(run: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for stage in std::fs::read_dir(run).unwrap() {
        let stage = stage.unwrap().path();
        let name = stage.file_name().unwrap().to_string_lossy().into_owned();
        if !stage.is_dir() || !name.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        for file in std::fs::read_dir(&stage).unwrap() {
            let file = file.unwrap().path();
            let file_name = file.file_name().unwrap().to_string_lossy().into_owned();
            files.insert(format!("{name}/{file_name}"), std::fs::read(&file).unwrap());
        }
    }
    files
}

/// The columns of Table 1 that count pairs.
pub const TABLE1: [&str; 7] =
    ["identified", "excluded_e1a", "excluded_e1b", "excluded_e2_e3", "unclear", "not_retrieved", "included"];

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

/// Lets `run.json` hold the hashes of the stage files as they are now, so that what was edited on purpose is read all the same.
pub fn seal(run: &Path) {
    let mut record = bron_store::RunFolder::read(run).unwrap().unwrap();
    for (stage, made) in &mut record.stages {
        for (name, known) in &mut made.files {
            *known = bron_store::file_record(&run.join(stage).join(name), known.rows).unwrap();
        }
    }
    bron_store::write_record(run, &record).unwrap();
}

/// The rows of a CSV file, each by column name.
pub fn rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader =
        csv::Reader::from_path(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    reader.deserialize().map(|row| row.unwrap()).collect()
}
