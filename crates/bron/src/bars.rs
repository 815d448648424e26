//! Progress on a terminal: a bar per source and one per stage. Elsewhere only remarks are printed.

use crate::answer;
use bron_model::SourceId;
use bron_run::Progress;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::Mutex;
use std::time::Duration;

/// Draws bars on a terminal.
pub struct Bars {
    bars: MultiProgress,
    quiet: bool,
    drawn: bool,
    stage: Mutex<Option<ProgressBar>>,
    sources: Mutex<BTreeMap<SourceId, ProgressBar>>,
}

impl Bars {
    /// Bars, where standard error is a terminal; nothing at all when `quiet`.
    pub fn new(quiet: bool) -> Self {
        let drawn = !quiet && std::io::stderr().is_terminal();
        Self { bars: MultiProgress::new(), quiet, drawn, stage: Mutex::default(), sources: Mutex::default() }
    }

    fn bar(&self, steps: Option<u64>, name: &str) -> ProgressBar {
        let (bar, template) = match steps {
            Some(steps) => (ProgressBar::new(steps), "{prefix:16} {bar:24} {pos:>5}/{len:<5} {wide_msg}"),
            None => (ProgressBar::new_spinner(), "{prefix:16} {spinner} {wide_msg}"),
        };
        let style = ProgressStyle::with_template(template).expect("the template is ours and was tried");
        let bar = self.bars.add(bar.with_style(style).with_prefix(name.to_owned()));
        bar.enable_steady_tick(Duration::from_millis(250));
        bar
    }
}

impl Progress for Bars {
    fn stage(&self, name: &str, steps: Option<u64>) {
        for (_, bar) in std::mem::take(&mut *self.sources.lock().expect("no thread panics holding it")) {
            bar.finish_and_clear();
        }
        let mut stage = self.stage.lock().expect("no thread panics holding it");
        if let Some(bar) = stage.take() {
            bar.finish_and_clear();
        }
        if self.drawn {
            *stage = Some(self.bar(steps, name));
        }
    }

    fn step(&self) {
        if let Some(bar) = &*self.stage.lock().expect("no thread panics holding it") {
            bar.inc(1);
        }
    }

    fn source(&self, source: &SourceId, steps: u64) {
        if self.drawn {
            let bar = self.bar(Some(steps), source.as_str());
            self.sources.lock().expect("no thread panics holding it").insert(source.clone(), bar);
        }
    }

    fn source_step(&self, source: &SourceId, what: &str) {
        if let Some(bar) = self.sources.lock().expect("no thread panics holding it").get(source) {
            bar.set_message(what.to_owned());
            bar.inc(1);
        }
    }

    fn remark(&self, text: &str) {
        if !self.quiet {
            self.bars.suspend(|| answer::remark(text));
        }
    }
}

impl Drop for Bars {
    fn drop(&mut self) {
        // What is cleared leaves the terminal as it was; a terminal that is gone is no concern.
        let _ = self.bars.clear();
    }
}
