//! What the palette offers: where one can go and what can be done from anywhere.

use super::super::route;
use super::super::text::{fill, t};
use super::shown::Which;
use super::theme::Choice;
use crate::product::project::steps::Step;

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// Opens a step.
    Go(Step),
    /// Opens a dialog.
    Show(Which),
    /// Loads a sample zone: faulty, clean, reverse.
    Sample(usize),
    /// A new, empty project.
    NewProject,
    /// Takes the last change of a form back.
    Undo,
    /// Makes it again.
    Redo,
    /// Checks the zone once more.
    CheckAgain,
    /// Looks for the companion once more.
    LookAgain,
    /// Sets the theme.
    Theme(Choice),
}

/// All, in the order in which they are offered.
pub(super) fn all() -> Vec<Command> {
    let steps = Step::ALL.into_iter().map(Command::Go);
    let rest = [
        Command::Show(Which::Help),
        Command::Show(Which::Shortcuts),
        Command::Show(Which::Projects),
        Command::NewProject,
        Command::Show(Which::Requests),
        Command::Undo,
        Command::Redo,
        Command::CheckAgain,
        Command::LookAgain,
        Command::Sample(0),
        Command::Sample(1),
        Command::Sample(2),
        Command::Theme(Choice::System),
        Command::Theme(Choice::Light),
        Command::Theme(Choice::Dark),
    ];
    steps.chain(rest).collect()
}

/// Those that have all words of `search` in their name, those that begin with it first.
pub(super) fn matching(search: &str) -> Vec<Command> {
    let search = search.trim().to_lowercase();
    let has = |command: &Command| {
        let name = name(*command).to_lowercase();
        search.split_whitespace().all(|word| name.contains(word))
    };
    let mut found: Vec<_> = all().into_iter().filter(has).collect();
    found.sort_by_key(|command| {
        let name = name(*command).to_lowercase();
        !name.split_whitespace().any(|word| !search.is_empty() && word.starts_with(&search))
    });
    found
}

/// What it is called.
pub(super) fn name(command: Command) -> String {
    let (words, zone) = (t().palette, t().zone);
    match command {
        Command::Go(step) => fill(words.go, &[("step", &route::name(step))]),
        Command::Show(Which::Help) => words.help.to_owned(),
        Command::Show(Which::Shortcuts) => words.shortcuts.to_owned(),
        Command::Show(Which::Projects) => t().projects.projects.to_owned(),
        Command::Show(Which::Requests) => t().shell.requests.to_owned(),
        Command::Show(Which::Palette) => words.title.to_owned(),
        Command::Sample(0) => format!("{}: {}", t().shell.zone, zone.sample),
        Command::Sample(1) => format!("{}: {}", t().shell.zone, zone.sample_clean),
        Command::Sample(_) => format!("{}: {}", t().shell.zone, zone.sample_reverse),
        Command::NewProject => t().projects.new.to_owned(),
        Command::Undo => words.undo.to_owned(),
        Command::Redo => words.redo.to_owned(),
        Command::CheckAgain => words.check_again.to_owned(),
        Command::LookAgain => words.look_again.to_owned(),
        Command::Theme(choice) => choice.label().to_owned(),
    }
}

/// The keys that do the same, as the list of shortcuts writes them.
pub(super) fn keys(command: Command) -> Option<String> {
    match command {
        Command::Go(step) => Step::ALL.iter().position(|at| *at == step).map(|at| format!("Alt {}", at + 1)),
        Command::Show(Which::Shortcuts) => Some("?".to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_and_found() {
        let names: std::collections::BTreeSet<_> = all().into_iter().map(name).collect();
        assert_eq!(names.len(), all().len());
        assert_eq!(matching(""), all());
        assert_eq!(matching("reh")[0], Command::Go(Step::Rehearsal));
        assert_eq!(matching("DARK theme"), [Command::Theme(Choice::Dark)]);
        assert!(matching("nothing like it").is_empty());
    }

    #[test]
    fn steps_have_keys() {
        assert_eq!(keys(Command::Go(Step::Provider)).as_deref(), Some("Alt 1"));
        assert_eq!(keys(Command::Go(Step::Watch)).as_deref(), Some("Alt 7"));
    }
}
