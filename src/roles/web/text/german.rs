//! The page's texts in German. Terms that German DNS operators leave in English stay: Primary, Secondary, Nameserver,
//! NOTIFY, Serial, RRset, RDATA. Instructions stand in the infinitive.

mod help;
mod key;
mod palette;
mod primary;
mod projects;
mod provider;
mod rail;
mod rehearsal;
mod scene;
mod shell;
mod submit;
mod summary;
mod watch;
mod zone;

use super::Texts;

/// All groups.
pub(super) static GERMAN: Texts = Texts {
    shell: &shell::GERMAN,
    palette: &palette::GERMAN,
    help: &help::GERMAN,
    rail: &rail::GERMAN,
    summary: &summary::GERMAN,
    primary: &primary::GERMAN,
    key: &key::GERMAN,
    zone: &zone::GERMAN,
    projects: &projects::GERMAN,
    rehearsal: &rehearsal::GERMAN,
    scene: &scene::GERMAN,
    submit: &submit::GERMAN,
    watch: &watch::GERMAN,
    provider: &provider::GERMAN,
};
