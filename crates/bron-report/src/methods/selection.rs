//! Who decided what: rules, accepted proposals and people, and how independently.

use super::Section;
use super::told::{Told, counted, listed};
use bron_model::{AgreementRow, Criterion, DecisionRow, Drawn, Language, MadeBy, Table1Row, Verdict};

pub(crate) fn section(told: &Told<'_>) -> Section {
    let mut paragraphs =
        vec![on_listing(told), retrieved(told), made_by(told), proposals(told), people(told)];
    paragraphs.extend(assigned(told));
    paragraphs.extend(agreement(told));
    paragraphs.push(waiting(told));
    paragraphs.push(came_to(told));
    Section { heading: told.say("Selectie", "Selection"), paragraphs }
}

/// Screening on what was listed.
pub(crate) fn on_listing(told: &Told<'_>) -> String {
    let screened = told.flow("screened", None, "publications");
    let out = told.flow("excluded-screening", None, "publications");
    let by: Vec<String> = [Criterion::I1, Criterion::I2, Criterion::W]
        .iter()
        .map(|criterion| {
            format!(
                "{criterion} {}",
                told.flow("excluded-screening", Some(criterion.as_str()), "publications")
            )
        })
        .collect();
    let by = by.join(", ");
    told.say(
        format!(
            "Op wat bronnen vermelden zijn {screened} publicaties bekeken; {out} vielen daarop af ({by})."
        ),
        format!(
            "On what sources list {screened} publications were screened; {out} were taken out on that ({by})."
        ),
    )
}

/// What was fetched and what could not be had.
pub(crate) fn retrieved(told: &Told<'_>) -> String {
    let sought = told.flow("sought", None, "publications");
    let not = told.flow("not-retrieved", None, "publications");
    let assessed = told.flow("assessed", None, "publications");
    told.say(
        format!(
            "{sought} publicaties zijn opgehaald of gezocht; van {not} was geen leesbare tekst te krijgen, en {assessed} zijn op hun \
             tekst beoordeeld. Wat niet te lezen is, valt nooit af omdat een term er niet in staat."
        ),
        format!(
            "{sought} publications were sought; of {not} no readable text could be had, and {assessed} were assessed on their text. \
             What cannot be read is never taken out because a term does not occur in it."
        ),
    )
}

/// How many decisions on the text were settled by whom.
pub(crate) fn made_by(told: &Told<'_>) -> String {
    let rows = &told.run.decisions;
    let settled = rows.iter().filter(|row| row.verdict != Verdict::Unclear);
    let by = counted(settled.map(|row| row.made_by.as_str()));
    let n = |made_by: MadeBy| by.get(made_by.as_str()).copied().unwrap_or_default();
    let unclear = rows.iter().filter(|row| row.verdict == Verdict::Unclear).count();
    let (rule, accepted, person) = (n(MadeBy::Rule), n(MadeBy::AcceptedProposal), n(MadeBy::Reviewer));
    let all = rows.len();
    told.say(
        format!(
            "Van {all} beslissingen over een criterium zijn er {rule} genomen door een regel, {accepted} door een voorstel van een \
             regel voor een beslissing te laten gelden, en {person} door beoordelaars; {unclear} staan open."
        ),
        format!(
            "Of {all} decisions on a criterion {rule} were made by a rule, {accepted} by counting a rule's proposal as a decision, and \
             {person} by reviewers; {unclear} are open."
        ),
    )
}

/// Whether proposals counted, and how many there are to take out.
pub(crate) fn proposals(told: &Told<'_>) -> String {
    let proposed = |row: &&DecisionRow| row.proposal == Some(Verdict::Exclude);
    let out = counted(told.run.decisions.iter().filter(proposed).map(|row| row.criterion));
    let out: Vec<String> = Criterion::ALL
        .iter()
        .filter_map(|criterion| out.get(criterion).map(|n| format!("{criterion} {n}")))
        .collect();
    let out = if out.is_empty() { told.say("geen", "none") } else { out.join(", ") };
    if told.run.accepts_proposals {
        told.say(
            format!(
                "Voorstellen van regels voor E1b, E2 en E3 zijn als beslissing geteld (`--accept-proposals`): dat vervangt geen \
                 beoordelaar. Voorstellen om uit te sluiten: {out}."
            ),
            format!(
                "Proposals of rules for E1b, E2 and E3 were counted as decisions (`--accept-proposals`): that does not take the place \
                 of a reviewer. Proposals to exclude: {out}."
            ),
        )
    } else {
        told.say(
            format!(
                "Voorstellen van regels zijn niet als beslissing geteld: E1b, E2 en E3 beslist een mens. Voorstellen om uit te \
                 sluiten: {out}."
            ),
            format!(
                "Proposals of rules were not counted as decisions: E1b, E2 and E3 are decided by people. Proposals to exclude: {out}."
            ),
        )
    }
}

/// Who judged, by initials.
pub(crate) fn people(told: &Told<'_>) -> String {
    let reviewers = told.reviewers();
    let stated = told.statements().reviewers.trim();
    let stated = if stated.is_empty() { String::new() } else { format!(" {stated}") };
    if reviewers.is_empty() {
        let nobody = told.say("Nog niemand heeft beoordeeld.", "Nobody has judged yet.");
        return format!("{nobody}{stated}");
    }
    let n = reviewers.len() as u64;
    let names: Vec<String> = reviewers.iter().map(|(name, lines)| format!("{name} ({lines})")).collect();
    let names = listed(told, &names);
    told.say(
        format!(
            "Beoordelaars: {n}; tussen haakjes het aantal regels dat ieder schreef: {names}. Wie een oordeel nog moet geven, ziet \
             dat van een ander niet.{stated}"
        ),
        format!(
            "Reviewers: {n}; in brackets the number of lines that each wrote: {names}. Who has still to judge does not see \
             another's judgement.{stated}"
        ),
    )
}

/// Who was asked to judge what.
pub(crate) fn assigned(told: &Told<'_>) -> Option<String> {
    let assigned = &told.run.assignment.as_ref()?.assigned;
    let drawn = |drawn: Drawn| assigned.pairs.iter().filter(|pair| pair.drawn == drawn).count();
    let (pilot, second) = (drawn(Drawn::Pilot), drawn(Drawn::Second));
    let (n, percent, seed) = (assigned.reviewers.len(), assigned.second_percent, assigned.seed);
    Some(told.say(
        format!(
            "De paren zijn verdeeld over {n} beoordelaars, per term. Een proef van {pilot} paren beoordelen allen; van de overige \
             beoordeelt een tweede er {second} ({percent} procent, getrokken met zaad {seed}). Waar twee beoordelen, moeten zij het \
             eens worden."
        ),
        format!(
            "The pairs were divided over {n} reviewers, by term. A pilot of {pilot} pairs is judged by all; of the others a second \
             reviewer judges {second} ({percent} per cent, drawn with seed {seed}). Where two judge, they must come to agree."
        ),
    ))
}

/// How far every two reviewers agree, as items of a list; nothing where nobody judged the same.
pub(crate) fn agreement(told: &Told<'_>) -> Vec<String> {
    let rows = told.agreement.map(|agreement| agreement.rows.as_slice()).unwrap_or_default();
    let whole = rows.iter().filter(|row| row.criterion.is_none() && row.term.is_none() && row.both > 0);
    whole.map(|row| of_two(told, row)).collect()
}

fn of_two(told: &Told<'_>, row: &AgreementRow) -> String {
    let number = |value: Option<f64>| match (value, told.language) {
        (Some(value), _) => format!("{value:.2}"),
        (None, Language::Nl) => "onbepaald".to_owned(),
        (None, Language::En) => "undefined".to_owned(),
    };
    let AgreementRow { a, b, both, agreed, round, judged_on, criteria, unit, .. } = row;
    let (kappa, ac1) = (number(row.kappa.value), number(row.ac1.value));
    told.say(
        format!(
            "- {a} en {b} ({round}, {judged_on}, criteria {criteria}): {both} maal oordeelden beiden onafhankelijk ({unit}), {agreed} \
             maal gelijk; kappa {kappa}, AC1 {ac1}."
        ),
        format!(
            "- {a} and {b} ({round}, {judged_on}, criteria {criteria}): {both} times both judged independently ({unit}), {agreed} times \
             alike; kappa {kappa}, AC1 {ac1}."
        ),
    )
}

/// What waits for reviewers.
pub(crate) fn waiting(told: &Told<'_>) -> String {
    let n = told.run.to_judge.len();
    told.say(format!("Oordelen die nog wachten: {n}."), format!("Judgements that still wait: {n}."))
}

/// The total of Table 1.
pub(crate) fn came_to(told: &Told<'_>) -> String {
    let Some(total) = told.run.table1.iter().find(|row| row.term == "total") else {
        return told.say("Tabel 1 heeft geen totaal.", "Table 1 has no total.");
    };
    let Table1Row {
        identified,
        excluded_e1a,
        excluded_e1b,
        excluded_e2_e3,
        unclear,
        not_retrieved,
        included,
        ..
    } = total;
    told.say(
        format!(
            "Van {identified} paren van term en publicatie die binnen soort en periode vallen, vielen er {excluded_e1a} af omdat de \
             term niet voorkomt, {excluded_e1b} omdat hij niet is gedefinieerd of beschreven, en {excluded_e2_e3} op domein of \
             doelgroep; {unclear} zijn onduidelijk, {not_retrieved} niet te krijgen, en {included} zijn geïncludeerd."
        ),
        format!(
            "Of {identified} pairs of a term and a publication within kind and period {excluded_e1a} were taken out because the term \
             does not occur, {excluded_e1b} because it is not defined or described, and {excluded_e2_e3} on domain or group; {unclear} \
             are unclear, {not_retrieved} could not be had, and {included} are included."
        ),
    )
}
