//! `bron judge`: a verdict from the command line, and taking back; the other judgements have files of their own.

use super::said::On;
use super::{Manner, facts, import, passage, sheet};
use crate::answer::Done;
use crate::cli::{GiveArgs, JudgeCommand, UndoArgs};
use anyhow::{Context, Result, bail};
use bron_model::{Criterion, Judgement, Round, Says, Scope, TermId, Thing};

/// Gives a judgement, or takes one back.
pub fn judge(command: JudgeCommand, manner: Manner) -> Result<Done> {
    match command {
        JudgeCommand::Give(arguments) => give(*arguments, manner),
        JudgeCommand::Undo(arguments) => undo(*arguments, manner),
        JudgeCommand::Same(arguments) => facts::same(*arguments, manner),
        JudgeCommand::Apart(arguments) => facts::apart(*arguments, manner),
        JudgeCommand::Correct(arguments) => facts::correct(*arguments, manner),
        JudgeCommand::Label(arguments) => facts::label(*arguments, manner),
        JudgeCommand::Passage(arguments) => passage::passage(*arguments, manner),
        JudgeCommand::Element(arguments) => passage::element(*arguments, manner),
        JudgeCommand::Sheet(arguments) => sheet::sheet(arguments, manner),
        JudgeCommand::Import(arguments) => import::import(*arguments, manner),
        JudgeCommand::Pack { run, packed_for, out } => super::pack::pack(&run, packed_for, out, manner),
        JudgeCommand::Merge { folder, into } => super::pack::merge(&folder, into.as_deref(), manner),
        JudgeCommand::Assign(arguments) => super::assign::assign(*arguments, manner),
    }
}

fn give(arguments: GiveArgs, manner: Manner) -> Result<Done> {
    let on = On::of(&arguments.on, arguments.by)?;
    let term = term_of(arguments.criterion, arguments.term.as_deref())?;
    let evidence = arguments.quote.map(|words| passage::place(&on, &words)).transpose()?;
    let says = Says::Verdict {
        term,
        criterion: arguments.criterion,
        verdict: arguments.verdict,
        reason: arguments.reason,
        evidence: evidence.into_iter().collect(),
        screened: arguments.screened,
    };
    on.say(says, arguments.pilot.then_some(Round::Pilot), manner)
}

fn undo(arguments: UndoArgs, manner: Manner) -> Result<Done> {
    let on = On::of(&arguments.on, arguments.by)?;
    let old = match (arguments.judgement, arguments.criterion) {
        (Some(id), _) => of_id(&on, &id)?,
        (None, Some(criterion)) => own(&on, criterion, term_of(criterion, arguments.term.as_deref())?)?,
        (None, None) => unreachable!("the command line asks for one of the two"),
    };
    on.take_back(&old, manner)
}

/// The term of a criterion that is decided per pair, and none of another.
fn term_of(criterion: Criterion, term: Option<&str>) -> Result<Option<TermId>> {
    let term = term.map(TermId::new).transpose().context("--term takes the id of a term")?;
    match (criterion.scope(), &term) {
        (Scope::Pair, None) => bail!("{criterion} is decided per pair: name the term with --term"),
        (Scope::Publication, Some(term)) => {
            bail!("{criterion} holds for all terms at once: leave `--term {term}` out")
        }
        _ => Ok(term),
    }
}

/// The reviewer's own verdict that no other supersedes, the last where there are two.
fn own(on: &On, criterion: Criterion, term: Option<TermId>) -> Result<Judgement> {
    let thing = Thing::Criterion(criterion, term);
    let held = on.sitting.held(&on.publication).iter().map(|held| &held.judgement);
    let mut own =
        held.filter(|one| one.reviewer == on.reviewer && one.given.says.thing().as_ref() == Some(&thing));
    let Some(own) = own.next_back() else {
        bail!("{} has no verdict on {criterion} of `{}` that holds", on.reviewer, on.publication)
    };
    Ok(own.clone())
}

/// A judgement of the reviewer, or of all together, that no other supersedes.
fn of_id(on: &On, id: &str) -> Result<Judgement> {
    let mut held = on.sitting.held(&on.publication).iter().map(|held| &held.judgement);
    let Some(found) = held.find(|one| one.id.as_str() == id) else {
        bail!("`{id}` is no judgement of `{}` that holds; `bron explain` tells them", on.publication)
    };
    if found.reviewer != on.reviewer && !found.reviewer.is_consensus() {
        bail!("`{id}` is a judgement of {}, not of {}", found.reviewer, on.reviewer)
    }
    Ok(found.clone())
}
