//! How fast occurrences and passages are found: `passages_speed MB FOLDER [FILE]`.
//!
//! Makes so many megabytes of pages out of the sentences of the text files below FOLDER, always the same for the same
//! arguments, reads them for all terms of the pipeline `ouderen-vervolg` on as many threads as there are cores, as a run
//! does, and prints a line of JSON. With FILE the pages are also written there, for other programs to read.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example that prints what it measures")]

use bron_extract::Extractor;
use bron_model::{DocumentId, PageRow, PublicationId};
use bron_protocol::{Files, Protocol};
use bron_text::{Spellings, sentences};
use rayon::prelude::*;
use std::error::Error;
use std::path::Path;
use std::time::Instant;

/// Letters on a page, and pages of a publication, as in the PDFs that knowledge bases list.
const PAGE: usize = 2_400;
const PAGES: u32 = 40;
/// One page in so many holds a term: two of a publication.
const ONE_PAGE_IN: u64 = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [megabytes, folder, more @ ..] = arguments.as_slice() else {
        return Err("usage: passages_speed MB FOLDER [FILE]".into());
    };
    let bytes = megabytes.parse::<usize>()? * 1_000_000;
    let protocol = Protocol::load(&Files::Embedded, "ouderen-vervolg")?;
    let spellings = Spellings::new(&protocol.terms);
    let pool = Pool::read(Path::new(folder), &spellings)?;
    let publications = pool.publications(bytes)?;
    if let [file, ..] = more {
        let texts = publications.iter().flatten().map(|page| page.text.as_str());
        std::fs::write(file, texts.collect::<Vec<_>>().join("\n\n"))?;
    }
    let extractor = Extractor::new(&protocol.terms, &protocol.patterns)?.with_mentions(&protocol.mentions)?;
    let read: usize = publications.iter().flatten().map(|page| page.text.len()).sum();
    let started = Instant::now();
    let counts: Vec<(usize, usize)> = publications
        .par_iter()
        .map(|pages| {
            let found = extractor.extract(&pages[0].publication, &pages[0].document, pages);
            (found.occurrences.len(), found.passages.len())
        })
        .collect();
    let seconds = started.elapsed().as_secs_f64();
    let (occurrences, passages) = counts.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    println!(
        r#"{{"megabytes":{:.1},"pages":{},"occurrences":{occurrences},"passages":{passages},"threads":{},"seconds":{seconds:.3},"megabytes_per_second":{:.1}}}"#,
        read as f64 / 1e6,
        publications.iter().map(Vec::len).sum::<usize>(),
        rayon::current_num_threads(),
        read as f64 / 1e6 / seconds,
    );
    Ok(())
}

/// Sentences with a term and without.
struct Pool {
    with: Vec<String>,
    without: Vec<String>,
}

impl Pool {
    fn read(folder: &Path, spellings: &Spellings) -> Result<Self, Box<dyn Error>> {
        let mut pool = Self { with: Vec::new(), without: Vec::new() };
        for entry in files(folder)? {
            let text = String::from_utf8_lossy(&std::fs::read(&entry)?).into_owned();
            // The demo's texts have a head that ends in a line of dashes.
            let text = text.split_once("\n---\n").map_or(text.as_str(), |(_, body)| body);
            for range in sentences(text) {
                let sentence = text[range].to_owned();
                let has_term = !spellings.find(&sentence).is_empty();
                if has_term { &mut pool.with } else { &mut pool.without }.push(sentence);
            }
        }
        if pool.with.is_empty() || pool.without.is_empty() {
            return Err(format!("{} holds no texts with terms", folder.display()).into());
        }
        Ok(pool)
    }

    fn publications(&self, bytes: usize) -> Result<Vec<Vec<PageRow>>, Box<dyn Error>> {
        let mut random = Random(0x5eed);
        let (mut all, mut made) = (Vec::new(), 0);
        while made < bytes {
            let publication = PublicationId::new(format!("made-{}", all.len()))?;
            let document = DocumentId::new(&publication, 1);
            let mut pages = Vec::new();
            for page in 1..=PAGES {
                let text = self.page(&mut random);
                made += text.len();
                let (publication, document) = (publication.clone(), document.clone());
                pages.push(PageRow { publication, document, page, label: page.to_string(), text });
            }
            all.push(pages);
        }
        Ok(all)
    }

    /// Paragraphs of lines of some eighty letters.
    fn page(&self, random: &mut Random) -> String {
        let has_term = random.below(ONE_PAGE_IN) == 0;
        let mut left = if has_term { 1 + random.below(3) } else { 0 };
        let (mut text, mut line) = (String::with_capacity(PAGE + 400), 0);
        while text.len() < PAGE {
            let sentences = if left > 0 && random.below(4) == 0 {
                left -= 1;
                &self.with
            } else {
                &self.without
            };
            let at = usize::try_from(random.below(sentences.len() as u64)).unwrap_or_default();
            for word in sentences[at].split_whitespace() {
                text.push(if line + word.len() > 80 { '\n' } else { ' ' });
                line = if line + word.len() > 80 { word.len() } else { line + word.len() + 1 };
                text.push_str(word);
            }
            if random.below(5) == 0 {
                text.push_str("\n\n");
                line = 0;
            }
        }
        text
    }
}

fn files(folder: &Path) -> std::io::Result<Vec<std::path::PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_some_and(|end| end == "txt" || end == "md") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Xorshift: the same numbers everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}
