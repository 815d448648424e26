//! Every command that a page for people shows is one that the program understands.

use crate::cli::Cli;
use clap::Parser;
use clap::error::ErrorKind;
use std::path::{Path, PathBuf};

/// A command as a page shows it.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    line: usize,
    text: String,
    /// It stands in a sentence, where a command may be named without all that it needs.
    in_a_sentence: bool,
}

#[test]
fn every_command_on_a_page_is_understood() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap();
    let mut pages = markdown(&root.join("docs/src"));
    for page in ["README.md", "config/sources/README.md", "crates/bron-protocol/src/study-readme.md"] {
        pages.push(root.join(page));
    }
    let mut number = 0;
    let mut wrong = Vec::new();
    for page in pages {
        // The commands' own page shows them with what clap calls their parts.
        if page.ends_with("docs/src/commands.md") {
            continue;
        }
        let text = std::fs::read_to_string(&page).unwrap();
        for shown in commands(&text) {
            number += 1;
            if let Some(why) = not_understood(&shown) {
                wrong.push(format!("{}:{}: {}\n    {why}", page.display(), shown.line, shown.text));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "{}", wrong.join("\n"));
    assert!(number > 80, "only {number} commands were found on the pages");
}

#[test]
fn commands_are_found_in_blocks_and_in_sentences() {
    let page = "Type `bron run` or `bron --nothing`.\n\n```sh\ncargo run --release -- status demo   # why\nbron judge \\\n  sheet \
                demo --reviewer AB\ncd elsewhere\n```\n\n```console\n$ bron demo | head\nbron says this\n```\n\n    bron plan x   what it is\n";
    let found = commands(page);
    let told: Vec<(usize, &str)> = found.iter().map(|shown| (shown.line, shown.text.as_str())).collect();
    assert_eq!(
        told,
        [
            (1, "bron run"),
            (1, "bron --nothing"),
            (4, "bron status demo   # why"),
            (5, "bron judge sheet demo --reviewer AB"),
            (11, "bron demo | head"),
            (15, "bron plan x"),
        ]
    );
    assert_eq!(
        found.iter().map(|shown| not_understood(shown).is_some()).collect::<Vec<_>>(),
        [false, true, false, false, false, false]
    );
}

#[test]
fn words_are_divided_as_a_shell_divides_them() {
    assert_eq!(
        words(r#"bron add "a b.pdf" --to 'it''s' > out # x"#),
        ["bron", "add", "a b.pdf", "--to", "its"]
    );
}

fn markdown(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(markdown(&path));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// In blocks: of `sh` every line that begins with `bron`, of `console` what follows `$ `, of indented text up to the gap before its
/// explanation. In sentences: what stands between back ticks and begins with `bron `.
fn commands(page: &str) -> Vec<Shown> {
    let mut found = Vec::new();
    let mut block: Option<&str> = None;
    let mut lines = page.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let line_number = at + 1;
        let mut add =
            |text: String, in_a_sentence| found.push(Shown { line: line_number, text, in_a_sentence });
        if let Some(info) = line.trim_start().strip_prefix("```") {
            block = if block.is_some() { None } else { Some(info.trim()) };
            continue;
        }
        let command = match block {
            Some("console") => line.strip_prefix("$ "),
            Some("sh") => Some(line),
            Some(_) => None,
            None => {
                if let Some(text) = line.strip_prefix("    ").filter(|text| text.starts_with("bron ")) {
                    add(text.split("   ").next().unwrap_or(text).trim_end().to_owned(), false);
                } else {
                    let inline = line.split('`').skip(1).step_by(2).filter(|code| code.starts_with("bron "));
                    inline.for_each(|code| add(code.to_owned(), true));
                }
                None
            }
        };
        let Some(mut text) = command.map(|text| text.replace("cargo run --release -- ", "bron ")) else {
            continue;
        };
        while let Some(begun) = text.strip_suffix('\\') {
            let (_, next) = lines.next().expect("a line that goes on is not the last of a page");
            text = format!("{} {}", begun.trim_end(), next.trim_start());
        }
        if text.starts_with("bron ") {
            add(text, false);
        }
    }
    found
}

fn not_understood(shown: &Shown) -> Option<String> {
    let error = Cli::try_parse_from(words(&shown.text)).err()?;
    let enough = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => true,
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => false,
        _ => shown.in_a_sentence,
    };
    (!enough).then(|| error.to_string().lines().next().unwrap_or_default().to_owned())
}

/// As a shell divides a line that has no variables in it; up to a comment, a pipe or where its answer goes to.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for letter in line.chars() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (None, '"' | '\'') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, '#' | '|' | '>' | '&') if word.is_none() => break,
            (None, ' ') => words.extend(word.take()),
            _ => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}
