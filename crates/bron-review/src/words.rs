//! The fixed words of the pages, in Dutch and English.

use bron_model::Language;

macro_rules! words {
    ($($key:ident: $nl:literal, $en:literal;)+) => {
        /// The fixed words of the pages in one language.
        #[derive(Debug)]
        pub(crate) struct Words { $(pub(crate) $key: &'static str),+ }
        static NL: Words = Words { $($key: $nl),+ };
        static EN: Words = Words { $($key: $en),+ };
    };
}

/// The words of that language.
pub(crate) fn words(language: Language) -> &'static Words {
    match language {
        Language::Nl => &NL,
        Language::En => &EN,
    }
}

words! {
    skip: "Naar de inhoud", "To the content";
    navigation: "Hoofdmenu", "Main menu";
    pairs: "Paren", "Pairs";
    progress: "Voortgang", "Progress";
    help: "Hulp en toetsen", "Help and keys";
    history: "Geschiedenis", "History";
    reviewer: "Beoordelaar", "Reviewer";
    pilot: "proefronde", "pilot round";
    undo: "Ongedaan maken", "Undo";
    kept: "Bewaard", "Kept";
    outcome_now: "Uitkomst nu", "Outcome now";
    filters: "Filters", "Filters";
    state: "Stand", "State";
    term: "Term", "Term";
    source: "Bron", "Source";
    criterion: "Criterium", "Criterion";
    all: "alle", "all";
    search_words: "Zoek in titel, auteurs, adres", "Search title, authors, address";
    show: "Toon", "Show";
    clear: "Wis filters", "Clear filters";
    publication: "Publicatie", "Publication";
    outcome: "Uitkomst", "Outcome";
    open_criteria: "Open criteria", "Open criteria";
    for_you: "voor u", "for you";
    voted_by_other: "een ander heeft geoordeeld", "another has judged";
    reason_open: "uit, reden nog open", "out, reason still open";
    no_pairs: "Geen paren met deze filters.", "No pairs with these filters.";
    untitled: "(zonder titel)", "(without a title)";
    of: "van", "of";
    page: "Bladzijde", "Page";
    previous_page: "Vorige bladzijde", "Previous page";
    next_page: "Volgende bladzijde", "Next page";
    begin: "Begin bij het eerste open paar", "Begin at the first open pair";
    order_told: "Paren die al uit zijn en waarvan alleen de reden nog open is, staan achteraan.", "Pairs that are out already and of which only the reason is open come last.";
    back_to_list: "Terug naar de lijst", "Back to the list";
    previous: "Vorige", "Previous";
    next: "Volgende", "Next";
    next_open: "Volgende open", "Next open";
    terms_here: "Termen bij deze publicatie", "Terms of this publication";
    judging: "Oordeel", "Judgement";
    criteria_list: "Criteria", "Criteria";
    rule_says: "De regel", "The rule";
    proposal: "voorstel", "proposal";
    the_criterion: "Het criterium", "The criterion";
    your_verdict: "Uw oordeel", "Your verdict";
    not_judged: "u heeft nog niet geoordeeld", "you have not judged yet";
    reason: "Reden", "Reason";
    no_reason: "geen reden gekozen", "no reason chosen";
    note: "Opmerking", "Note";
    screened: "Gelezen", "Looked at";
    evidence: "Passages waarop ‘in’ berust", "Passages on which ‘in’ rests";
    evidence_quote: "Citaat uit de tekst waarop het berust", "Words of the text on which it rests";
    go_next: "Daarna naar het volgende open paar", "Then go to the next open pair";
    votes: "Oordelen", "Votes";
    together: "Gezamenlijk besluit", "Decision together";
    together_told: "De oordelen verschillen. Bespreek ze en leg samen een besluit vast; de oordelen zelf blijven staan.", "The votes differ. Discuss them and keep a decision together; the votes themselves stay.";
    is_together: "dit is een gezamenlijk besluit", "this is a decision together";
    outdated: "Eerder oordeel, over iets dat sindsdien veranderd is", "Earlier verdict, on something that has changed since";
    waiting: "Een ander heeft hierover geoordeeld. U ziet dat oordeel nadat u zelf heeft geoordeeld.", "Another has judged this. You see that verdict after you have judged yourself.";
    own_work: "Dit is werk van de beoordelaars zelf: niemand van hen beoordeelt het.", "This is work of the reviewers themselves: none of them judges it.";
    earlier_version: "Dit is een eerdere versie van dit onderzoek.", "This is an earlier version of this review.";
    listed: "Wat de bronnen toonden", "What the sources listed";
    typed: "Getypt", "Typed";
    rank: "Plaats", "Rank";
    kind: "Soort", "Kind";
    date: "Datum", "Date";
    authors: "Auteurs", "Authors";
    title: "Titel", "Title";
    documents: "Documenten", "Documents";
    read: "Lees", "Read";
    new_window: "(opent in een nieuw venster)", "(opens in a new window)";
    passages: "Passages", "Passages";
    no_passages: "Er zijn geen passages van deze term gevonden.", "No passages of this term were found.";
    rejected: "Afgewezen passages", "Rejected passages";
    by_hand: "met de hand gemarkeerd", "marked by hand";
    pattern: "patroon", "pattern";
    score: "score", "score";
    second_hand: "overgenomen van", "taken from";
    change: "Wijzig", "Change";
    is_kind: "Dit is een", "This is a";
    relabel: "Bewaar soort", "Keep kind";
    reject: "Geen passage: wijs af", "No passage: reject";
    elements: "Elementen", "Elements";
    keep_elements: "Bewaar elementen", "Keep elements";
    occurrences: "Vermeldingen", "Occurrences";
    no_occurrences: "De term komt in de gelezen tekst niet voor.", "The term does not occur in the text that was read.";
    text: "Tekst", "Text";
    no_text: "Van deze publicatie is geen tekst.", "There is no text of this publication.";
    go_to_page: "Ga naar bladzijde", "Go to page";
    go: "Ga", "Go";
    printed_number: "Gedrukt nummer", "Printed number";
    correct_number: "Verbeter nummer", "Correct number";
    mark: "Markeer een passage", "Mark a passage";
    mark_told: "Selecteer woorden in de tekst hierboven, of typ ze hier; met … ertussen volstaan de eerste en laatste woorden.", "Select words in the text above, or type them here; with … between them the first and last words will do.";
    words: "Woorden", "Words";
    mark_as: "Bewaar als", "Keep as";
    metadata: "Gegevens verbeteren", "Correct the record";
    as_read: "Gelezen als", "Read as";
    corrected: "Moet zijn", "Should be";
    correct: "Verbeter", "Correct";
    date_told: "een jaar, 2019-03 of 14 maart 2019; z.d. als er geen is", "a year, 2019-03 or 14 maart 2019; z.d. where there is none";
    seen_after_run: "Wat de regels van een verbeterde datum of soort vinden, blijkt na de volgende run.", "What the rules make of a corrected date or kind shows after the next run.";
    identity: "Zelfde of andere publicatie", "Same or another publication";
    merge_with: "Is dezelfde publicatie als (id of adres)", "Is the same publication as (id or address)";
    merge: "Voeg samen", "Merge";
    split_from: "Is ten onrechte samengevoegd met", "Was merged by mistake with";
    split: "Splits af", "Split off";
    disputes: "Verschillen over passages en gegevens", "Differences on passages and fields";
    when: "Wanneer", "When";
    who: "Wie", "Who";
    what: "Wat", "What";
    holds: "Geldt", "Holds";
    superseded: "vervangen", "superseded";
    withdrawn: "teruggenomen", "taken back";
    is_outdated: "opnieuw te beoordelen", "to be judged anew";
    yes: "ja", "yes";
    settled: "Beslist", "Settled";
    no_history: "Over deze publicatie is nog niets geoordeeld.", "Nothing was judged of this publication yet.";
    per_term: "Per term", "Per term";
    per_reviewer: "Oordelen per beoordelaar", "Votes per reviewer";
    total: "Totaal", "Total";
    rebuild_told: "Oordelen staan op schijf. Deze opdracht zet ze in de tabellen van de run:", "Judgements are on the disk. This command puts them into the tables of the run:";
    key: "Toets", "Key";
    does: "Doet", "Does";
    key_verdict: "in, uit, onduidelijk", "in, out, unclear";
    key_criteria: "kies criterium I1, I2, W, E1b, E2, E3", "choose criterion I1, I2, W, E1b, E2, E3";
    key_next: "volgend en vorig paar", "next and previous pair";
    key_open: "volgend open paar", "next open pair";
    key_search: "zoekveld", "search field";
    key_mark: "naar het markeren van een passage", "to the marking of a passage";
    key_help: "deze hulp", "this help";
    help_rules: "Elk oordeel is een nieuwe regel in uw eigen bestand en staat op schijf voordat de pagina antwoordt. Niets wordt gewist: een ander oordeel of \"ongedaan maken\" is een regel erbij.", "Each judgement is a new line in your own file, on the disk before the page answers. Nothing is erased: another verdict or an undo is one more line.";
    help_blind: "Wat een ander van een criterium vond, ziet u pas als u zelf heeft geoordeeld, of als twee anderen dat deden. Voor passages en elementen geldt hetzelfde via E1b. Verbeterde gegevens en bladzijdenummers ziet iedereen meteen.", "What another made of a criterion is shown once you have judged it, or two others have. Passages and elements follow E1b. Corrected fields and page numbers are shown at once.";
    help_once: "I1, I2, W, E2 en E3 gelden voor alle termen van de publicatie; alleen E1b wordt per term beoordeeld.", "I1, I2, W, E2 and E3 hold for all terms of the publication; only E1b is judged per term.";
    keys_off: "Toetsen van één letter uit", "One-letter keys off";
    not_done: "Niet gedaan", "Not done";
    torn: "Een regel die een vorige keer niet heel geschreven was, is apart gezet in", "A line that was not written whole an earlier time was moved to";
}
