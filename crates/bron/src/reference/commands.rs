//! The page `commands.md`: every command and option, as the program itself explains them.

use super::{in_cell, in_line};
use crate::cli::Cli;
use clap::{Arg, ArgAction, Command, CommandFactory};
use std::fmt::Write;

/// The page: what holds for every command, then each command with its own words and options.
pub fn page() -> String {
    let mut program = Cli::command();
    program.build();
    let mut page = String::from(
        "# Commands\n\nEvery command of `bron` with its options, made from the program itself (`bron reference commands`). \
         `bron COMMAND --help` says the same.\n\n",
    );
    page.push_str(&paragraphs(&program));
    page.push_str("\n\n## For every command\n\n");
    options(&mut page, program.get_arguments());
    for command in shown(&program) {
        describe(&mut page, command, 2);
    }
    format!("{}\n", page.trim_end())
}

fn shown(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|command| !command.is_hide_set() && command.get_name() != "help")
}

fn describe(page: &mut String, command: &Command, level: usize) {
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    let marks = "#".repeat(level);
    // Writing to a String cannot fail.
    let _ = write!(page, "\n{marks} {name}\n\n{}\n\n```text\n{usage}\n```\n\n", paragraphs(command));
    // What holds for every command stands at the top of the page alone.
    options(page, command.get_arguments().filter(|argument| !argument.is_global_set()));
    for part in shown(command) {
        describe(page, part, level + 1);
    }
}

/// What the command says of itself, a paragraph a line.
fn paragraphs(command: &Command) -> String {
    let about =
        command.get_long_about().or_else(|| command.get_about()).map(ToString::to_string).unwrap_or_default();
    let about = with_stop(about);
    about.split("\n\n").map(in_line).collect::<Vec<_>>().join("\n\n")
}

/// A table of what can be given, where there is anything.
fn options<'a>(page: &mut String, arguments: impl Iterator<Item = &'a Arg>) {
    let asks = |argument: &&Arg| {
        use ArgAction::{Help, HelpLong, HelpShort, Version};
        !argument.is_hide_set() && !matches!(argument.get_action(), Help | HelpShort | HelpLong | Version)
    };
    let mut arguments = arguments.filter(asks).peekable();
    if arguments.peek().is_none() {
        return;
    }
    page.push_str("| | what it is |\n|---|---|\n");
    for argument in arguments {
        let typed = format!("`{}`", spelled(argument));
        let _ = writeln!(page, "| {} | {} |", in_cell(&typed), in_cell(&explained(argument)));
    }
}

/// How it is typed: `<RUN>`, `--term <TERM>`, `-v, --verbose`.
fn spelled(argument: &Arg) -> String {
    let names: Vec<String> =
        argument.get_value_names().unwrap_or_default().iter().map(|name| format!("<{name}>")).collect();
    let values = names.join(" ");
    if argument.is_positional() {
        return if argument.is_required_set() {
            values
        } else {
            format!("[{}]", names.join(" ").trim_matches(['<', '>']))
        };
    }
    let short = argument.get_short().map(|letter| format!("-{letter}"));
    let long = argument.get_long().map(|long| format!("--{long}"));
    let typed = [short, long].into_iter().flatten().collect::<Vec<_>>().join(", ");
    if argument.get_action().takes_values() { format!("{typed} {values}") } else { typed }
}

/// Its help, its values where it has a closed list of them, and what holds without it.
fn explained(argument: &Arg) -> String {
    let help =
        argument.get_long_help().or_else(|| argument.get_help()).map(ToString::to_string).unwrap_or_default();
    let mut told = vec![with_stop(help)];
    let values = argument.get_possible_values();
    if argument.get_action().takes_values() && !values.is_empty() {
        let values = values.iter().filter(|value| !value.is_hide_set()).map(|value| {
            let meaning = value.get_help().map(|help| format!(": {}", without_stop(&help.to_string())));
            format!("`{}`{}", value.get_name(), meaning.unwrap_or_default())
        });
        told.push(format!("Values: {}.", values.collect::<Vec<_>>().join("; ")));
    }
    let defaults = argument.get_default_values();
    if argument.get_action().takes_values() && !defaults.is_empty() && !argument.is_hide_default_value_set() {
        let defaults = defaults.iter().map(|value| value.to_string_lossy()).filter(|value| !value.is_empty());
        let defaults: Vec<String> = defaults.map(|value| format!("`{value}`")).collect();
        if !defaults.is_empty() {
            told.push(format!("Without it: {}.", defaults.join(", ")));
        }
    }
    told.join(" ")
}

fn with_stop(mut sentence: String) -> String {
    if !sentence.is_empty() && !sentence.ends_with('.') {
        sentence.push('.');
    }
    sentence
}

fn without_stop(sentence: &str) -> &str {
    sentence.trim_end_matches('.')
}
