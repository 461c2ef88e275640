//! The list of projects in German.

use super::super::projects::Projects;

pub(super) static GERMAN: Projects = Projects {
    about: "In diesem Browser gespeichert, ohne Geheimnisse und Token",
    changed: "geändert {ago}",
    copy_of: "{name} (Kopie)",
    delete: "{name} löschen",
    deleted: "{name} wurde gelöscht.",
    duplicate: "{name} duplizieren",
    elsewhere: "Dieses Projekt ist in einem anderen Tab offen, der es speichert. Was hier geändert wird, wird nicht gespeichert.",
    elsewhere_copy: "Hiesigen Stand als Kopie behalten",
    elsewhere_take: "Stattdessen hier arbeiten",
    export: "{name} exportieren",
    filter: "Projekte filtern",
    import: "Importieren",
    import_malformed: "Das ist kein Projekt: {why}",
    import_left_out: "Importiert. Auf der Seite haben keinen Platz: {fields}. „understudy plan“ liest sie aus der Datei.",
    import_newer: "Es stammt von einer neueren Version (Projektformat {version}).",
    link_damaged: "Der Link ist beschädigt: Er enthält kein ganzes Projekt.",
    link_copied: "Der Link ist in der Zwischenablage. Er enthält die Zone und die Einstellungen, weder Schlüssel noch Token.",
    link_long: "Die Zone ist zu groß für einen Link. Stattdessen als Datei exportieren.",
    name: "Name",
    new: "Neues Projekt",
    none: "Kein Projekt passt.",
    open_now: "offen",
    projects: "Projekte",
    rename: "{name} umbenennen",
    restore: "Zurückholen",
    share: "Als Link teilen",
    unnamed: "Noch keine Zone",
};
