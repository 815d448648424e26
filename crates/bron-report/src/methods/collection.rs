//! How texts were read and passages taken over.

use super::Section;
use super::told::{Told, counted, distinct, listed};
use bron_model::DocumentStatus;

pub(crate) fn section(told: &Told<'_>) -> Section {
    let mut paragraphs = vec![documents(told), passages(told), items(told)];
    paragraphs.extend(codes(told));
    paragraphs.push(synthesis(told));
    Section {
        heading: told.say("Gegevensverzameling en synthese", "Data collection and synthesis"),
        paragraphs,
    }
}

/// The documents by what became of them, and what read them.
pub(crate) fn documents(told: &Told<'_>) -> String {
    let rows = &told.run.documents;
    let by = counted(rows.iter().map(|row| row.status.as_str()));
    let by: Vec<String> = by.into_iter().map(|(status, n)| format!("{status} {n}")).collect();
    let whole = rows.iter().filter(|row| row.status == DocumentStatus::Retrieved).count();
    let (all, by, with) = (rows.len(), by.join(", "), engines(told));
    told.say(
        format!("{all} documenten (webpagina's en bestanden), waarvan {whole} geheel gelezen ({by}){with}."),
        format!("{all} documents (web pages and files), of which {whole} were read whole ({by}){with}."),
    )
}

fn engines(told: &Told<'_>) -> String {
    let engines = engines_used(told);
    match engines.as_slice() {
        [] => String::new(),
        some => told.say(format!(", met {}", listed(told, some)), format!(", with {}", listed(told, some))),
    }
}

/// What read the documents, each once.
pub(crate) fn engines_used<'a>(told: &Told<'a>) -> Vec<&'a str> {
    distinct(told.run.documents.iter().map(|row| row.engine.as_str()).filter(|engine| !engine.is_empty()))
}

/// How passages came into the working table.
pub(crate) fn passages(told: &Told<'_>) -> String {
    let (found, taken) = (told.run.passages.len(), told.run.worktable.len());
    told.say(
        format!(
            "Patronen en trefwoorden wijzen de plaatsen aan waar een term wordt gedefinieerd of beschreven: {found} passages. Mensen \
             kunnen ze verbeteren, afwijzen en aanvullen. De werktabel bevat de {taken} passages van wat geïncludeerd is, letterlijk, \
             met bladzijde."
        ),
        format!(
            "Patterns and cue words point out where a term is defined or described: {found} passages. People can correct, reject and \
             add to them. The working table holds the {taken} passages of what is included, word for word, with their page."
        ),
    )
}

/// What is kept of each passage.
pub(crate) fn items(told: &Told<'_>) -> String {
    told.say(
        "Per passage: term, auteurs, jaar, titel, adres, bladzijde, soort (definitie, beschrijving of element), de variant van de term, \
         van wie zij is overgenomen als zij uit de tweede hand is, en de woorden zelf.",
        "Of each passage: term, authors, year, title, address, page, kind (definition, description or element), the variant of the term, \
         whose it is where it is second-hand, and the words themselves.",
    )
}

/// The elements of the codebook; nothing where the pipeline names none.
pub(crate) fn codes(told: &Told<'_>) -> Option<String> {
    let codebook = told.run.protocol.codebook.as_ref()?;
    let (elements, codes) = (codebook.element.len(), told.run.codes.len());
    Some(told.say(
        format!(
            "Het codeboek heeft {elements} elementen. Trefwoorden stellen bij passages {codes} keer een element voor; dat zijn \
             voorstellen voor mensen."
        ),
        format!(
            "The codebook has {elements} elements. Cue words propose an element for a passage {codes} times; these are proposals for \
             people."
        ),
    ))
}

/// What is made of it.
pub(crate) fn synthesis(told: &Told<'_>) -> String {
    let cells = &told.run.protocol.comparison;
    let filled = cells.iter().filter(|cell| !cell.now.is_empty()).count();
    let sheet = if cells.is_empty() {
        String::new()
    } else {
        let of = cells.len();
        told.say(
            format!(
                " In het vergelijkingsblad (herkomst, soort, doel, actoren, niveau) hebben mensen {filled} van {of} vakken ingevuld."
            ),
            format!(" In the comparison sheet (origin, kind, goal, actors, level) people filled in {filled} of {of} cells."),
        )
    };
    let table2 = if told.run.protocol.codebook.is_some() {
        told.say(", tabel 2 (elementen per term)", ", Table 2 (elements by term)")
    } else {
        String::new()
    };
    told.say(
        format!(
            "De synthese is beschrijvend: tabel 1 (verloop per term), de stroom van publicaties, de werktabel{table2}. Er worden geen \
             effecten geschat of samengevoegd.{sheet}"
        ),
        format!(
            "The synthesis is descriptive: Table 1 (course per term), the flow of publications, the working table{table2}. No effects are \
             estimated or pooled.{sheet}"
        ),
    )
}
