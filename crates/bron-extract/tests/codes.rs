//! Every element of the codebook is proposed for its example and not for its counter-example; what counts as a cue.

use bron_extract::Coder;
use bron_model::{DocumentId, PassageKind, PassageRow, PublicationId, TermId};
use bron_protocol::{Category, Codebook, Element};
use proptest::prelude::*;

fn shipped() -> Codebook {
    toml::from_str(include_str!("../../../config/codebook.toml")).expect("the codebook is valid")
}

fn passage(quote: &str) -> PassageRow {
    let publication = PublicationId::new("made-up").expect("a valid id");
    PassageRow {
        term: TermId::new("zorgzame-buurten").expect("a valid id"),
        document: DocumentId::new(&publication, 1),
        publication,
        page: 3,
        start: 100,
        end: 100 + u32::try_from(quote.chars().count()).expect("a short text"),
        page_end: 3,
        label: String::new(),
        kind: PassageKind::Description,
        variant: String::new(),
        pattern: String::new(),
        score: 50,
        second_hand_of: String::new(),
        quote: quote.to_owned(),
    }
}

/// The elements proposed, with the cue as it stands.
fn proposed(coder: &Coder, quote: &str) -> Vec<(String, String)> {
    coder.codes(&passage(quote)).into_iter().map(|row| (row.element, row.cue)).collect()
}

fn element(id: &str, cues: &[&str], not: &[&str]) -> Element {
    let text = |text: &&str| (*text).to_owned();
    Element {
        id: id.to_owned(),
        category: "x".to_owned(),
        label: id.to_owned(),
        label_en: id.to_owned(),
        explanation: id.to_owned(),
        cues: cues.iter().map(text).collect(),
        not: not.iter().map(text).collect(),
        example: id.to_owned(),
        counter_example: id.to_owned(),
    }
}

fn small(elements: Vec<Element>) -> Codebook {
    let texts = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    Codebook {
        negations: texts(&["geen", "niet", "zonder"]),
        no_negations: texts(&["niet alleen", "niet zonder", "niet ... maar"]),
        category: vec![Category { id: "x".to_owned(), label: "x".to_owned(), label_en: "x".to_owned() }],
        element: elements,
    }
}

/// Which cues of one element count in a text.
fn check(cues: &[&str], not: &[&str], text: &str, expected: &[&str]) {
    let coder = Coder::new(&small(vec![element("e", cues, not)]));
    let found: Vec<String> = proposed(&coder, text).into_iter().map(|(_, cue)| cue).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn every_element_is_proposed_for_its_example() {
    let codebook = shipped();
    let coder = Coder::new(&codebook);
    let missed: Vec<_> = codebook
        .element
        .iter()
        .filter(|element| !proposed(&coder, &element.example).iter().any(|(id, _)| *id == element.id))
        .map(|element| (&element.id, &element.example))
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
    assert_eq!(codebook.element.len(), 18);
}

#[test]
fn no_element_is_proposed_for_its_counter_example() {
    let codebook = shipped();
    let coder = Coder::new(&codebook);
    let wrong: Vec<_> = codebook
        .element
        .iter()
        .flat_map(|element| {
            proposed(&coder, &element.counter_example).into_iter().filter(|(id, _)| *id == element.id)
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_counter_example_is_near_a_cue_of_its_element() {
    for element in shipped().element {
        let words: Vec<String> = element
            .cues
            .iter()
            .chain(&element.not)
            .flat_map(|cue| cue.split_whitespace())
            .map(|word| word.trim_end_matches('*').to_owned())
            .filter(|word| word.chars().count() > 4)
            .collect();
        let text = element.counter_example.to_lowercase();
        assert!(words.iter().any(|word| text.contains(word)), "{}: {text}", element.id);
    }
}

#[test]
fn a_cue_inside_a_longer_word_does_not_count_unless_it_has_a_star() {
    check(&["regie"], &[], "De regisseur, de regierol en de gemeenteregie.", &[]);
    check(&["regie*"], &[], "De regierol, niet de gemeenteregie.", &["regierol"]);
    check(
        &["zelfredzaamheid"],
        &[],
        "Samenredzaamheid is geen Zelf-\nredzaamheid, zelfredzaamheid wel.",
        &["zelfredzaamheid"],
    );
}

#[test]
fn a_negation_takes_a_cue_back_and_a_phrase_lifts_it() {
    check(&["eigen regie"], &[], "Zij leven zonder eigen regie.", &[]);
    check(&["eigen regie"], &[], "Er is geen sprake meer van eigen regie.", &[]);
    check(&["eigen regie"], &[], "Zij doen het niet, eigen regie is het doel.", &["eigen regie"]);
    check(&["eigen regie"], &[], "Het kan niet zonder eigen regie.", &["eigen regie"]);
    check(&["eigen regie"], &[], "Niet alleen eigen regie telt.", &["eigen regie"]);
    check(&["eigen regie"], &[], "Niet zorg maar eigen regie telt.", &["eigen regie"]);
    check(&["eigen regie"], &[], "Niet eigen regie maar zorg telt.", &[]);
    check(
        &["zonder ... overheid"],
        &[],
        "Zij doen het zonder hulp van de overheid.",
        &["zonder hulp van de overheid"],
    );
    check(&["bewoners ... samen"], &[], "Bewoners werken niet samen.", &[]);
}

#[test]
fn a_cue_does_not_count_in_a_phrase_of_not() {
    check(&["geeft ... ruimte"], &["openbare ruimte"], "De gemeente geeft de openbare ruimte kleur.", &[]);
    check(
        &["ruimte"],
        &["openbare ruimte"],
        "Openbare ruimte is geen ruimte, maar dit is ruimte.",
        &["ruimte"],
    );
}

#[test]
fn of_cues_that_overlap_the_longest_counts() {
    check(
        &["netwerk*", "sociale netwerken"],
        &[],
        "Sociale netwerken en netwerk.",
        &["Sociale netwerken", "netwerk"],
    );
}

proptest! {
    #[test]
    fn the_order_of_elements_and_cues_does_not_matter(
        order in Just((0..18_usize).collect::<Vec<_>>()).prop_shuffle(),
        shift in 0..40_usize,
        which in 0..18_usize,
    ) {
        let codebook = shipped();
        let mut shuffled = codebook.clone();
        shuffled.element = order.iter().map(|&at| codebook.element[at].clone()).collect();
        for element in &mut shuffled.element {
            let by = shift % element.cues.len();
            element.cues.rotate_left(by);
            element.not.reverse();
        }
        let text = format!("{} {}", codebook.element[which].example, codebook.element[(which + shift) % 18].example);
        prop_assert_eq!(Coder::new(&codebook).codes(&passage(&text)), Coder::new(&shuffled).codes(&passage(&text)));
    }

    #[test]
    fn a_cue_is_the_slice_that_its_offsets_name_and_lies_in_the_passage(
        text in "((eigen regie|zelf|talen-\ntenté|é–|geen|, |\\. |netwerken van|bewoners|onder\u{ad}op) ){0,12}",
    ) {
        let passage = passage(&text);
        let letters: Vec<char> = text.chars().collect();
        let codes = Coder::new(&shipped()).codes(&passage);
        for row in &codes {
            prop_assert!(passage.start <= row.cue_start && row.cue_start < row.cue_end && row.cue_end <= passage.end);
            let (from, to) = ((row.cue_start - passage.start) as usize, (row.cue_end - passage.start) as usize);
            prop_assert_eq!(&letters[from..to].iter().collect::<String>(), &row.cue);
        }
        prop_assert!(codes.windows(2).all(|two| (&two[0].element, two[0].cue_end) < (&two[1].element, two[1].cue_end)
            && (two[0].element != two[1].element || two[0].cue_end <= two[1].cue_start)));
    }
}
