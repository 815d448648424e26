//! What the extractor finds in made-up documents, with the patterns of the configuration.

use bron_extract::{Error, Extraction, Extractor};
use bron_model::{DocumentId, PageRow, PassageKind, PublicationId};
use bron_protocol::{Mention, Pattern, Term};
use std::sync::LazyLock;

#[derive(serde::Deserialize)]
struct Terms {
    term: Vec<Term>,
}

#[derive(serde::Deserialize)]
struct Patterns {
    pattern: Vec<Pattern>,
    mention: Vec<Mention>,
}

fn terms() -> Vec<Term> {
    toml::from_str::<Terms>(include_str!("../../../config/terms.toml")).expect("valid terms").term
}

fn patterns() -> Patterns {
    let read = |text: &str| toml::from_str::<Patterns>(text).expect("valid patterns");
    let mut all = read(include_str!("../../../config/patterns/nl.toml"));
    let english = read(include_str!("../../../config/patterns/en.toml"));
    all.pattern.extend(english.pattern);
    all.mention.extend(english.mention);
    all
}

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| {
    let Patterns { pattern, mention } = patterns();
    let extractor = Extractor::new(&terms(), &pattern).expect("the patterns compile");
    extractor.with_mentions(&mention).expect("the mentions compile")
});

fn pages(texts: &[&str]) -> (PublicationId, DocumentId, Vec<PageRow>) {
    let publication = PublicationId::new("made-up").expect("a valid id");
    let document = DocumentId::new(&publication, 2);
    let page = |(n, text): (usize, &&str)| PageRow {
        publication: publication.clone(),
        document: document.clone(),
        page: n as u32 + 1,
        label: format!("{}", n + 5),
        text: (*text).to_owned(),
    };
    let pages = texts.iter().enumerate().map(page).collect();
    (publication.clone(), document.clone(), pages)
}

fn extract(texts: &[&str]) -> Extraction {
    let (publication, document, pages) = pages(texts);
    let extraction = EXTRACTOR.extract(&publication, &document, &pages);
    check_slices(&extraction, &pages);
    extraction
}

/// Every quote is exactly the slice, in code points, of its page.
fn check_slices(extraction: &Extraction, pages: &[PageRow]) {
    let slice = |page: u32, start: u32, end: u32| -> String {
        let text = &pages[page as usize - 1].text;
        text.chars().skip(start as usize).take((end - start) as usize).collect()
    };
    for row in &extraction.occurrences {
        assert_eq!(slice(row.page, row.start, row.end), row.quote);
        assert_eq!(row.label, pages[row.page as usize - 1].label);
    }
    for row in &extraction.passages {
        assert_eq!(slice(row.page, row.start, row.end), row.quote);
        assert_eq!(row.label, pages[row.page as usize - 1].label);
        assert!(row.page_end >= row.page && (1..=100).contains(&row.score) && !row.variant.is_empty());
    }
}

/// Weaker signs keep a text only together with others.
const KEEPS_ALONE: u8 = 20;

/// What a text says of a term; nothing where it only uses it.
fn kind_of(term: &str, text: &str) -> Option<PassageKind> {
    let rows = extract(&[text]).passages;
    rows.into_iter()
        .filter(|row| row.term.as_str() == term && row.score >= KEEPS_ALONE)
        .max_by_key(|row| row.score)
        .map(|row| row.kind)
}

fn check_all(cases: &[(&str, &str)], expected: &[Option<PassageKind>]) {
    let wrong: Vec<_> = cases
        .iter()
        .map(|(term, text)| (kind_of(term, text), text))
        .filter(|(kind, _)| !expected.contains(kind))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

const Z: &str = "zorgzame-buurten";
const V: &str = "vitale-buurten";
const SR: &str = "samenredzaamheid";
const SO: &str = "samenlevingsopbouw";
const SZ: &str = "samenzorg";
const CB: &str = "community-building";
const CC: &str = "community-care";
const CD: &str = "community-development";
const CO: &str = "community-organizing";
const AP: &str = "ageing-in-place";

#[test]
fn sentences_that_define() {
    let cases = [
        (Z, "Een zorgzame wijk is in onze ogen een wijk waar je je buren durft te vragen."),
        (Z, "Met een zorgzame buurt bedoelen wij een buurt waarin hulp vragen gewoon is."),
        (Z, "Zorgzame buurten en wijken zijn plaatsen waar bewoners op elkaar letten."),
        (Z, "We noemen een straat waar men elkaar helpt een zorgzame buurt."),
        (V, "Vitale gemeenschappen zijn groepen bewoners die samen hun omgeving beheren."),
        (V, "Onder vitale wijken verstaat de raad wijken met een rijk verenigingsleven."),
        (SR, "Het begrip samenredzaamheid duidt op het vermogen van mensen om elkaar bij te staan."),
        (SR, "Samenredzaamheid (het vermogen om er samen uit te komen) neemt toe."),
        (SR, "De term ‘samenredzaamheid’ wordt gebruikt om aan te geven dat mensen elkaar helpen."),
        (SO, "Samenlevingsopbouw is het vak van verbinden en versterken."),
        (SO, "Opbouwwerk (of samenlevingsopbouw) is een vorm van sociaal werk die bewoners bijeenbrengt."),
        (SO, "In navolging van Jansen (2015) vatten wij samenlevingsopbouw op als werken aan verbanden."),
        (SZ, "Samenzorg: zorg die familie, buren en vakmensen met elkaar delen."),
        (SZ, "Wij werken met samenzorg, een werkwijze waarbij de familie meebeslist."),
        (
            CB,
            "Community building gaat uiteindelijk over vertrouwen tussen mensen die elkaar nog niet kennen.",
        ),
        (CB, "Community building, ofwel het smeden van hechte groepen, is mensenwerk."),
        (CC, "Community care is zorg die midden in de samenleving wordt gegeven."),
        (CC, "Community care betekent zorg in de eigen straat."),
        (CD, "Community development wordt door de bank opgevat als een proces waarin dorpen zelf kiezen."),
        (CO, "Community organizing is geen project, maar een manier om macht te delen."),
        (CO, "Bij community organizing draait het om macht die bewoners samen opbouwen."),
        (AP, "Ageing in place, het zo lang mogelijk wonen in het eigen huis, is het uitgangspunt."),
        (AP, "Het rapport noemt thuis oud worden, oftewel ageing in place, de norm."),
        (AP, "Aging in place means growing older in the home one knows."),
        (CD, "Community development can be described as a process in which villages set their own course."),
        (CO, "Community organizing, according to its founders, is a way of building power."),
    ];
    check_all(&cases, &[Some(PassageKind::Definition)]);
}

#[test]
fn sentences_that_describe() {
    let cases = [
        (Z, "In zorgzame gemeenschappen zorgen mensen voor elkaar."),
        (Z, "Wij willen naar een zorgzame samenleving waarin niemand wordt vergeten."),
        (Z, "Zorgzame buurten worden gedragen door bewoners."),
        (Z, "Een zorgzame samenleving begint bij aandacht voor wie alleen is."),
        (Z, "Een zorgzame buurt heeft oog voor wie weinig netwerk heeft."),
        (V, "Een vitale samenleving kan niet zonder vrijwilligers die zich inzetten."),
        (V, "Vitale wijken onderscheiden zich door veel ontmoeting."),
        (V, "Een belangrijk kenmerk van vitale gemeenschappen is veerkracht."),
        (SR, "Samenredzaamheid vergt dat mensen elkaar kennen."),
        (SO, "Het doel van samenlevingsopbouw is dat bewoners zelf aan zet zijn."),
        (SO, "Samenlevingsopbouw bestaat uit ontmoeten, leren en beslissen."),
        (CB, "Vertrekpunt van community building is wat bewoners al kunnen."),
        (CB, "Community building richt zich op de talenten van bewoners."),
        (CC, "Community care has three components: home, help and neighbours."),
        (CD, "Community development aims to strengthen villages from within."),
    ];
    check_all(&cases, &[Some(PassageKind::Description), Some(PassageKind::Definition)]);
}

#[test]
fn sentences_that_only_use_the_term() {
    let cases = [
        (Z, "Wat is een zorgzame buurt?"),
        (Z, "Wij werken al jaren aan zorgzame buurten."),
        (Z, "Zorgzame buurten zijn belangrijk."),
        (Z, "In Nederland zijn er ruim duizend zorgzame gemeenschappen."),
        (Z, "Het programma Zorgzame Buurten start in mei."),
        (Z, "Handreiking zorgzame buurten"),
        (Z, "Zorgzame buurten: een verkenning"),
        (Z, "Hoe kunnen wij zorgzame buurten ondersteunen die net beginnen?"),
        (Z, "Zorgzame buurten ........................ 12"),
        (V, "De subsidie voor vitale wijken loopt tot 2030."),
        (V, "Hoofdstuk 3 gaat over vitale wijken."),
        (V, "We pleiten voor sterke dorpen en vitale wijken."),
        (SR, "Er wordt een groter beroep gedaan op zelf- en samenredzaamheid."),
        (SR, "De samenredzaamheid is vorig jaar toegenomen."),
        (SO, "Zij is docent samenlevingsopbouw in Utrecht."),
        (SO, "Er is weinig bekend over samenlevingsopbouw."),
        (CB, "De training community building telt vier dagen."),
        (CC, "Er is geen eenduidige definitie van community care."),
        (CO, "Community organizing is populair."),
        (AP, "Zie ook het artikel over ageing in place."),
        (AP, "The conference on ageing in place starts on Monday."),
    ];
    check_all(&cases, &[None]);
}

#[test]
fn the_answer_to_a_question_belongs_to_it() {
    let rows = extract(&[
        "Wat is een zorgzame buurt? Een plek waar men op elkaar let. Daar is hulp dichtbij.\n\nAgenda",
    ])
    .passages;
    assert_eq!(
        rows[0].quote,
        "Wat is een zorgzame buurt? Een plek waar men op elkaar let. Daar is hulp dichtbij."
    );
}

#[test]
fn what_stands_under_a_heading_belongs_to_it() {
    let text = "Definitie van een vitale wijk:\n\n- In een vitale wijk doen mensen mee.\n\nAlle bewoners hebben er iets te zeggen.\n\nRandvoorwaarden van een vitale wijk:\n• tijd\n• een plek\n\nPlanning\nIn mei beginnen we met de voorbereidingen voor het feest.";
    let rows = extract(&[text]).passages;
    let found: Vec<_> =
        rows.iter().map(|row| (row.kind, row.quote.lines().last().unwrap_or_default())).collect();
    assert_eq!(
        found,
        [
            (PassageKind::Definition, "Alle bewoners hebben er iets te zeggen."),
            (PassageKind::Element, "• een plek"),
        ]
    );
}

#[test]
fn a_list_that_follows_a_definition_is_a_passage_of_its_own() {
    let text = "Zorgzame gemeenschappen zijn groepen bewoners die voor elkaar zorgen.\n\nDe gedeelde kenmerken zijn:\n• zij zijn klein\n• zij zijn van bewoners\n\nDe gemeente heeft een loket.";
    let rows = extract(&[text]).passages;
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].kind, rows[1].kind), (PassageKind::Definition, PassageKind::Element));
    assert!(rows[1].quote.ends_with("zij zijn van bewoners"));
}

#[test]
fn the_sentence_that_is_named_by_the_next_belongs_to_it() {
    let rows =
        extract(&["Eerst iets anders. Buren springen bij als het nodig is. Dat noemen we samenredzaamheid."])
            .passages;
    assert_eq!(rows[0].quote, "Buren springen bij als het nodig is. Dat noemen we samenredzaamheid.");
    assert_eq!((rows[0].start, rows[0].kind), (19, PassageKind::Definition));
}

#[test]
fn sentences_that_go_on_about_the_term_belong_to_it() {
    let rows = extract(&["Overal ontstaan zorgzame gemeenschappen. Het zijn groepen die bewoners zelf oprichten. De wethouder is blij."]).passages;
    assert_eq!(
        rows[0].quote,
        "Overal ontstaan zorgzame gemeenschappen. Het zijn groepen die bewoners zelf oprichten."
    );
}

/// The score of the best passage of the first term, 0 where there is none.
fn score_of(text: &str) -> u8 {
    extract(&[text]).passages.iter().map(|row| row.score).max().unwrap_or(0)
}

#[test]
fn what_only_may_be_about_the_term_is_a_weak_sign() {
    let tells = bron_model::PassageRow::TELLS;
    // The sentence with the term is not about it, so `Dat` may mean another thing.
    let perhaps =
        score_of("De raad sprak met samenzorg in de zaal. Dat is een manier van werken die rust geeft.");
    assert!((1..tells).contains(&perhaps), "{perhaps}");
    assert!(score_of("Dit is samenzorg. Dat is een manier van werken die rust geeft.") >= tells);
    // What goes on after the name of a programme goes on about the programme.
    assert_eq!(score_of("De zaal is van het programma samenzorg. Dat begint om tien uur met koffie."), 0);
}

#[test]
fn a_term_that_is_only_named_can_still_be_explained_behind_it() {
    let named = "De gemeente wil de komende jaren werken aan samenzorg in alle wijken.";
    assert_eq!(score_of(named), 0);
    let explained = "De gemeente wil de komende jaren werken aan samenzorg, waarbij buren de taken verdelen.";
    assert!(score_of(explained) > 0);
}

#[test]
fn a_plural_pronoun_does_not_take_up_a_singular_term() {
    assert_eq!(
        kind_of(SR, "De beleidsmakers hopen op samenredzaamheid. Zij werken daar hard aan in de stad."),
        None
    );
}

#[test]
fn a_quotation_of_several_sentences_is_taken_whole() {
    let text = "Het boek definieert samenlevingsopbouw als: ‘Het opsporen van krachten. Bewoners doen zoveel mogelijk zelf.’ Daarna volgt een lijst.";
    let rows = extract(&[text]).passages;
    assert!(rows[0].quote.ends_with("zoveel mogelijk zelf.’"), "{}", rows[0].quote);
}

#[test]
fn whose_definition_it_is_stands_in_the_row() {
    let rows = extract(&["Wij hanteren de definitie van De Boer en Van der Lans: samenredzaamheid is met hulp van anderen leven."]).passages;
    assert_eq!(rows[0].second_hand_of, "De Boer en Van der Lans");
    let rows =
        extract(&["Samenlevingsopbouw is ‘werken aan het samenleven’ (Pietersen et al., 2021)."]).passages;
    assert_eq!(rows[0].second_hand_of, "Pietersen et al., 2021");
    let rows = extract(&["Samenlevingsopbouw is het vak van verbinden en versterken."]).passages;
    assert_eq!(rows[0].second_hand_of, "");
}

#[test]
fn a_passage_over_two_pages_ends_on_the_first_and_says_where_it_goes() {
    let rows = extract(&[
        "Inleiding\n\nEen zorgzame buurt is een buurt waar bewo-",
        "ners voor elkaar zorgen. Verder niets.",
    ])
    .passages;
    assert_eq!((rows[0].page, rows[0].page_end, rows[0].label.as_str()), (1, 2, "5"));
    assert_eq!(rows[0].quote, "Een zorgzame buurt is een buurt waar bewo-");
}

#[test]
fn adjectives_count_for_both_terms() {
    let rows = extract(&["Vitale, zorgzame gemeenschappen zijn groepen die samen zorgen."]).passages;
    let terms: Vec<_> = rows.iter().map(|row| (row.term.as_str(), row.variant.as_str())).collect();
    assert_eq!(terms, [(V, "vitale gemeenschappen"), (Z, "zorgzame gemeenschappen")]);
}

#[test]
fn rows_are_sorted_by_term_and_place() {
    let extraction =
        extract(&["Zorgzame buurten en samenzorg.", "Vitale wijken, zorgzame wijken en samenzorg."]);
    let order: Vec<_> = extraction.occurrences.iter().map(|row| (row.term.as_str(), row.page)).collect();
    assert_eq!(order, [(SZ, 1), (SZ, 2), (V, 2), (Z, 1), (Z, 2)]);
}

#[test]
fn a_list_of_orders_is_no_list_of_elements() {
    let quotes = |text: &str| -> Vec<String> {
        let found = extract(&[text]).passages;
        found.into_iter().filter(|row| row.kind == PassageKind::Element).map(|row| row.quote).collect()
    };
    let head = "Bouwstenen van een zorgzame buurt:";
    assert_eq!(quotes(&format!("{head}\n• Zorg dat mensen elkaar kennen.\n• Betrek bewoners.")), [""; 0]);
    let told = format!("{head}\n• Mensen kennen elkaar.\n• Zorg voor elkaar is gewoon.");
    assert_eq!(quotes(&told), [told.as_str()]);
    let mixed = format!("{head}\n• Mensen kennen elkaar.");
    assert_eq!(quotes(&format!("{mixed}\n• Kies voor een vaste plek.\n• Betrek bewoners.")), [mixed]);
}

#[test]
fn a_sentence_that_opens_a_page_names_what_the_page_before_says_last() {
    let before = "Vorige week was er koffie.\n\nBuren koken voor elkaar en letten op.";
    let rows = extract(&[before, "Dat noemen wij samenzorg."]).passages;
    assert_eq!((rows.len(), rows[0].page, rows[0].page_end), (1, 1, 2));
    assert_eq!(rows[0].quote, "Buren koken voor elkaar en letten op.");
    // Behind other sentences it names what stands before it there.
    let rows =
        extract(&[before, "Er was ook thee. Wie wil, komt. Zij delen de zorg. Dat noemen wij samenzorg."])
            .passages;
    assert_eq!((rows.len(), rows[0].page), (1, 2));
    assert_eq!(rows[0].quote, "Zij delen de zorg. Dat noemen wij samenzorg.");
}

#[test]
fn without_pages_or_patterns_there_are_no_passages() {
    let (publication, document, pages) = pages(&["Samenzorg is een werkwijze die familie betrekt."]);
    assert_eq!(EXTRACTOR.extract(&publication, &document, &[]), Extraction::default());
    let bare = Extractor::new(&terms(), &[]).expect("no patterns are allowed");
    let extraction = bare.extract(&publication, &document, &pages);
    assert_eq!((extraction.occurrences.len(), extraction.passages.len()), (1, 0));
}

#[test]
fn a_pattern_that_cannot_be_used_is_named() {
    let good = patterns().pattern.remove(0);
    let refused = |change: &dyn Fn(&mut Pattern)| {
        let mut pattern = good.clone();
        change(&mut pattern);
        Extractor::new(&terms(), &[good.clone(), pattern]).expect_err("it is refused")
    };
    let error = refused(&|pattern| {
        pattern.id = "a".into();
        pattern.matches = "{term} (".into();
    });
    assert_eq!(error.to_string(), "pattern `a`: `matches` is no regular expression: unclosed group");
    let error = refused(&|pattern| {
        pattern.id = "b".into();
        pattern.unless = Some("[".into());
    });
    assert!(error.to_string().starts_with("pattern `b`: `unless` is no regular expression"), "{error}");
    let error = refused(&|pattern| {
        pattern.id = "c".into();
        pattern.matches = "is een".into();
    });
    assert_eq!(error, Error::NoTerm { id: "c".into() });
    assert!(error.hint().is_some());
    assert_eq!(refused(&|_| ()), Error::Twice { id: good.id.clone() });
    let error = refused(&|pattern| {
        pattern.id = "d".into();
        pattern.score = 0;
    });
    assert_eq!(error, Error::Score { id: "d".into(), score: 0 });
}

proptest::proptest! {
    #[test]
    fn every_quote_is_the_slice_of_its_page(
        parts in proptest::collection::vec(proptest::sample::select(vec![
            "Zorgzame buurten", "zijn plekken waar", "mensen", "Samenzorg", "is het delen van", "é–’‘", ". ", ": ", "\n", "\n\n• ",
            "? ", "Dat noemen we", "(", ")", "Wat is", "Definitie van", "-\n", "Het zijn", " en wijken", "\u{c}", ", 2019).", " ",
        ]), 0..40)
    ) {
        let text = parts.join(" ");
        let texts: Vec<&str> = text.split('\u{c}').collect();
        extract(&texts);
    }

    #[test]
    fn no_text_makes_the_extractor_panic(text in "\\PC{0,60}samenzorg\\PC{0,60}\n?zorgzame buurt\\PC{0,40}") {
        extract(&[&text]);
    }
}

#[test]
fn headings_in_a_section_about_the_term_are_read_as_if_they_named_it() {
    let text = "Zorgzame buurt\n\nDe gemeente koos dit jaar voor drie straten.\n\nKenmerken\n\n• buren kennen elkaar\n• er is een plek\n\nPlanning\n\nKenmerken\n\n• geld\n• tijd";
    let rows = extract(&[text]).passages;
    let telling = rows.iter().filter(|row| row.tells());
    let found: Vec<_> = telling.map(|row| (row.kind, row.quote.as_str())).collect();
    // Behind `Planning` the section is another.
    assert_eq!(found, [(PassageKind::Element, "Kenmerken\n\n• buren kennen elkaar\n• er is een plek")]);
    // Another term opens a section of its own.
    let rows = extract(&[&text.replacen("Kenmerken\n", "Samenzorg: betekenis\n", 1)]).passages;
    assert!(
        rows.iter().all(|row| row.term.as_str() != "zorgzame-buurten" || !row.quote.contains("betekenis")),
        "{rows:#?}"
    );
    for other in ["Straat en plein", "Zorgzame buurt in drie straten van de stad"] {
        let rows = extract(&[&text.replacen("Zorgzame buurt", other, 1)]).passages;
        assert!(rows.iter().all(|row| row.kind != PassageKind::Element), "{other}: {rows:#?}");
    }
}

#[test]
fn what_a_paragraph_announces_of_the_one_before_it_belongs_to_it() {
    let text = "Onder samenzorg verstaan wij zorg van buren voor elkaar.\n\nHet omvat:\n\n• eten brengen\n• langsgaan\n\nDe raad vergadert in mei.";
    let rows = extract(&[text]).passages;
    assert_eq!(rows[0].quote, text.split("\n\nDe raad").next().unwrap());
    // A list of something else.
    let text = text.replace("Het omvat:", "De agenda van mei:");
    assert_eq!(
        extract(&[&text]).passages[0].quote,
        "Onder samenzorg verstaan wij zorg van buren voor elkaar."
    );
}

#[test]
fn a_numbered_name_keeps_its_paragraph() {
    let text = "Kenmerken van samenzorg\n\n1. Nabijheid\n\nBuren wonen om de hoek.\n\n2. Vertrouwen\n\nMen kent elkaar al lang.\n\nIn mei is er een feest voor de straat.";
    let rows = extract(&[text]).passages;
    assert_eq!(rows[0].quote, text.split("\n\nIn mei").next().unwrap());
    // Behind an ordinary list the next paragraph is none of it.
    let text = "Kenmerken van samenzorg\n\n• nabijheid\n• vertrouwen\n\nIn mei is er een feest.";
    assert_eq!(extract(&[text]).passages[0].quote, text.split("\n\nIn mei").next().unwrap());
}

#[test]
fn a_short_name_stands_for_a_term_that_was_named_and_is_no_occurrence() {
    let definition = "Organizing is bringing neighbours together to change what keeps them small.";
    let read = |text: &str| {
        let found = extract(&[text]);
        let quotes: Vec<String> = found.passages.iter().map(|row| row.quote.clone()).collect();
        (found.occurrences.len(), quotes)
    };
    let (occurrences, quotes) = read(&format!("Notes on community organizing.\n\n{definition}"));
    assert_eq!((occurrences, quotes), (1, vec![definition.to_owned()]));
    // Not named before, a question, or inside a sentence.
    for text in [
        format!("{definition}\n\nNotes on community organizing."),
        format!("Notes on community organizing.\n\n{}", definition.replace('.', "?")),
        format!("Notes on community organizing.\n\nMuch {}", definition.replace("Organizing", "organizing")),
    ] {
        assert_eq!(read(&text), (1, Vec::new()), "{text}");
    }
}
