//! The command palette and the list of shortcuts.

super::texts!(
    Palette,
    ENGLISH {
        button: "Find or run",
        check_again: "Check the zone again",
        field: "Find a step or a command",
        found: "{n} commands",
        found_one: "{n} command",
        go: "Go to {step}",
        help: "Help",
        key_escape: "Close the dialog or the pane",
        key_event: "Timeline: previous and next event",
        key_exchange: "Timeline: previous and next exchange",
        key_find: "Text: search",
        key_finding: "Zone: next and previous finding",
        key_fix: "Zone: apply the fix shown",
        key_leave: "Text: leave the editor",
        key_palette: "Find a step or a command",
        key_primary: "The screen’s main action",
        key_records: "Records: move, Enter explains",
        key_shortcuts: "This list",
        key_step: "Go to a step",
        key_tabs: "Tabs: previous and next",
        key_undo: "Text: undo and redo",
        keys: "Ctrl K",
        look_again: "Look for the companion again",
        none: "No command has these words.",
        shortcuts: "Keyboard shortcuts",
        single: "The key ? alone opens this list",
        title: "Commands",
    }
);
