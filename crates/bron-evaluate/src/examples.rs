//! The examples and counter-examples that stand beside the patterns and mentions of a pipeline: those of a study too.

use crate::made::{extract, one_line};
use crate::{Error, Part};
use bron_extract::Extractor;
use bron_protocol::{Mention, Pattern, PatternScope, Protocol};

/// Whether each pattern alone recognises its example and not its counter-example, and each mention likewise.
pub(crate) fn measure(protocol: &Protocol) -> Result<Part, Error> {
    let mut part = Part::new(
        "examples",
        format!("{} patterns and {} mentions, each alone", protocol.patterns.len(), protocol.mentions.len()),
    );
    let mut patterns = Tally::default();
    for pattern in &protocol.patterns {
        let extractor = Extractor::new(&protocol.terms, std::slice::from_ref(pattern))?;
        let found = |text: &str| {
            let passages = extract(&extractor, text).passages;
            passages.iter().any(|row| row.term.as_str() == pattern.term && row.kind == pattern.kind)
        };
        let texts = (pattern.example.as_str(), pattern.counter_example.as_str());
        patterns.add(&mut part, &extractor, &pattern.id, texts, found);
    }
    let mut mentions = Tally::default();
    for mention in &protocol.mentions {
        let extractor = Extractor::new(&protocol.terms, &[any_sentence(mention)])?
            .with_mentions(std::slice::from_ref(mention))?;
        // Where it speaks for the term, a weak sign in the same sentence counts for nothing.
        let found = |text: &str| extract(&extractor, text).passages.is_empty();
        let texts = (mention.example.as_str(), mention.counter_example.as_str());
        mentions.add(&mut part, &extractor, &mention.id, texts, found);
    }
    for (name, tally) in [("patterns", patterns), ("mentions", mentions)] {
        part.add_share(format!("{name}: the example is recognised"), tally.examples.right, tally.examples.of);
        let counter = tally.counter_examples;
        part.add_share(format!("{name}: the counter-example is not"), counter.right, counter.of);
    }
    Ok(part)
}

#[derive(Default)]
struct Share {
    right: u64,
    of: u64,
}

#[derive(Default)]
struct Tally {
    examples: Share,
    counter_examples: Share,
}

impl Tally {
    fn add(
        &mut self,
        part: &mut Part,
        extractor: &Extractor,
        id: &str,
        (example, counter_example): (&str, &str),
        found: impl Fn(&str) -> bool,
    ) {
        let one = |share: &mut Share, text: &str, wanted: bool, told: &str| {
            let has_term = !extract(extractor, text).occurrences.is_empty();
            let right = has_term && found(text) == wanted;
            share.of += 1;
            share.right += u64::from(right);
            let told = if has_term { told } else { "has no term" };
            (!right).then(|| format!("`{id}`: {told}: {}", one_line(text)))
        };
        let wrong = [
            one(&mut self.examples, example, true, "its example is not recognised"),
            one(&mut self.counter_examples, counter_example, false, "its counter-example is recognised"),
        ];
        part.different.extend(wrong.into_iter().flatten());
    }
}

/// A pattern that takes any sentence with the term of a mention, as a weak sign.
fn any_sentence(mention: &Mention) -> Pattern {
    Pattern {
        id: "any".to_owned(),
        kind: bron_model::PassageKind::Description,
        scope: PatternScope::Sentence,
        matches: "{term}".to_owned(),
        unless: None,
        score: 1,
        explanation: String::new(),
        example: String::new(),
        term: mention.term.clone(),
        counter_example: String::new(),
    }
}
