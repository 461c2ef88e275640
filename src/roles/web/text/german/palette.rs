//! The command palette and the list of shortcuts, in German.

use super::super::palette::Palette;

pub(super) static GERMAN: Palette = Palette {
    button: "Suchen, ausführen",
    check_again: "Die Zone noch einmal prüfen",
    field: "Schritt oder Befehl suchen",
    found: "{n} Befehle",
    found_one: "{n} Befehl",
    go: "Zu {step}",
    help: "Hilfe",
    key_escape: "Dialog oder Bereich schließen",
    key_event: "Zeitverlauf: voriges und nächstes Ereignis",
    key_exchange: "Zeitverlauf: voriger und nächster Austausch",
    key_find: "Text: suchen",
    key_finding: "Zone: nächster und voriger Befund",
    key_fix: "Zone: gezeigte Korrektur anwenden",
    key_leave: "Text: den Editor verlassen",
    key_palette: "Schritt oder Befehl suchen",
    key_primary: "Hauptaktion des Schritts",
    key_records: "Records: bewegen, Enter erklärt",
    key_shortcuts: "Diese Liste",
    key_step: "Zu einem Schritt",
    key_tabs: "Reiter: voriger und nächster",
    key_undo: "Text: rückgängig und wiederholen",
    keys: "Strg K",
    look_again: "Noch einmal nach dem Companion sehen",
    none: "Kein Befehl enthält diese Wörter.",
    shortcuts: "Tastenkürzel",
    single: "Die Taste ? allein öffnet diese Liste",
    title: "Befehle",
};
