//! The text: the editor element, its squiggles, what it tells.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::CustomEvent;
use yew::prelude::*;

use super::super::super::check::{Check, use_check, use_open_file};
use super::super::super::io::editor::{Squiggle, Units, changes_of};
use super::super::super::io::editor_script::use_editor;
use super::super::super::parts::action::{Action, Weight};
use super::super::super::parts::copy::Copy;
use super::super::super::parts::pane::Pane;
use super::super::super::text::{fill, number, said, t};
use super::bench::{Bench, in_text, use_shared_bench};
use crate::product::api::report::{Finding, Place, Severity};

/// The pane.
#[component]
pub(crate) fn EditorPane() -> Html {
    let check = use_check();
    let bench = use_shared_bench();
    let open = use_open_file();
    let z = t().zone;
    let here = use_editor();

    {
        // A text that came from elsewhere, and the first showing of this step.
        let (bench, asked) = (bench.clone(), check.clone());
        use_effect_with((check.loads, here), move |_| {
            if let Some(editor) = bench.editor() {
                let text = asked.text();
                if asked.begins() { editor.begin(&text) } else { editor.load(&text) }
            }
        });
    }
    {
        let (bench, check) = (bench.clone(), check.clone());
        use_effect_with((check.rev, check.pending, here), move |(_, pending, _)| {
            // What was typed since is being checked; the places do not hold.
            if *pending || !check.is_current() {
                return;
            }
            // Findings are counted anew: the one under the caret stays open, else the worst.
            bench.chosen.set(bench.caret.get().and_then(|at| finding_at(&check, at)));
            // While a newer text is being checked the editor moves the old squiggles along by itself.
            if let Some(editor) = bench.editor() {
                editor.mark(&squiggles(&check));
            }
        });
    }
    {
        // The listeners must see the present state, so they go through cells that every rendering fills anew.
        let edited = use_mut_ref(|| None::<Box<dyn Fn(CustomEvent)>>);
        let (now, then, file) = (check.clone(), bench.clone(), open);
        *edited.borrow_mut() = Some(Box::new(move |event| heard(&event, &now, &then, &file)));
        let editor = bench.editor.clone();
        use_effect_with((), move |()| {
            let on = Closure::<dyn Fn(CustomEvent)>::new(move |event: CustomEvent| {
                if let Some(heard) = &*edited.borrow() {
                    heard(event);
                }
            });
            let node = editor.get();
            if let Some(node) = &node {
                for name in ["edited", "caret", "dropped"] {
                    let _ = node.add_event_listener_with_callback(name, on.as_ref().unchecked_ref());
                }
            }
            move || {
                if let Some(node) = &node {
                    for name in ["edited", "caret", "dropped"] {
                        let _ = node.remove_event_listener_with_callback(name, on.as_ref().unchecked_ref());
                    }
                }
            }
        });
    }

    {
        // Who leaves the text, for another field or another step, finds there what was typed.
        let check = check.clone();
        use_effect_with((), move |()| move || check.settle());
    }
    let onfocusout = {
        let check = check.clone();
        Callback::from(move |_: FocusEvent| check.settle())
    };

    let meta = check.result.as_ref().filter(|checked| checked.bytes > 0).map(|checked| {
        html! { fill(z.checked, &[("lines", &number(checked.lines.into())), ("ms", &checked.ms)]) }
    });
    let history = |forth: bool| {
        let bench = bench.clone();
        Callback::from(move |()| {
            if let Some(editor) = bench.editor() {
                if forth { editor.redo() } else { editor.undo() }
            }
        })
    };
    let copy = {
        let check = check.clone();
        Callback::from(move |()| check.text())
    };
    let tools = html! {
        <>
            <Action label={z.undo} icon="undo" weight={Weight::Plain} onclick={history(false)} />
            <Action label={z.redo} icon="redo" weight={Weight::Plain} onclick={history(true)} />
            <Copy make={copy} label={z.copy_text} />
        </>
    };
    html! {
        <Pane title={z.text} class="us-zone-text" {meta} {tools}>
            <zone-text class="us-editor" label={z.zone_file} phrases={phrases()} ref={bench.editor.clone()} {onfocusout}>
                // Seen until the element shows its own.
                <p class="us-strip us-strip--plain" role="status">{ if here == Some(false) { z.editor_failed } else { z.editor_loading } }</p>
            </zone-text>
        </Pane>
    }
}

/// What the editor's own controls say, by CodeMirror's words for it.
fn phrases() -> String {
    let z = t().zone;
    let pairs = [
        ("all", z.editor_all),
        ("by word", z.editor_by_word),
        ("close", z.editor_close),
        ("current match", z.editor_current_match),
        ("Diagnostics", z.editor_diagnostics),
        ("Find", z.editor_find),
        ("go", z.editor_go),
        ("Go to line", z.editor_go_to),
        ("match case", z.editor_match_case),
        ("next", z.editor_next),
        ("No diagnostics", z.editor_no_diagnostics),
        ("on line", z.editor_on_line),
        ("previous", z.editor_previous),
        ("regexp", z.editor_regexp),
        ("Replace", z.editor_replace),
        ("replace all", z.editor_replace_all),
        ("replace", z.editor_replace_one),
        ("replaced $ matches", z.editor_replaced),
        ("replaced match on line $", z.editor_replaced_on),
    ];
    serde_json::to_string(&std::collections::BTreeMap::from(pairs)).unwrap_or_default()
}

fn heard(event: &CustomEvent, check: &Check, bench: &Bench, open: &Callback<web_sys::File>) {
    match event.type_().as_str() {
        "edited" => check.edited(&changes_of(event)),
        "caret" => {
            let at = count_of(event, "at");
            bench.caret.set(at);
            if let Some(line) = count_of(event, "line") {
                bench.find(check, line);
            }
            if let Some(found) = at.and_then(|at| finding_at(check, at)) {
                bench.chosen.set(Some(found));
            }
        }
        _ => {
            let file = js_sys::Reflect::get(&event.detail(), &"file".into()).ok();
            if let Some(file) = file.and_then(|file| file.dyn_into().ok()) {
                open.emit(file);
            }
        }
    }
}

/// A count in the detail of an event.
fn count_of(event: &CustomEvent, name: &str) -> Option<u32> {
    let value = js_sys::Reflect::get(&event.detail(), &name.into()).ok()?.as_f64()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of a text below 2 MB")]
    let value = value as u32;
    Some(value)
}

/// The finding whose place holds the caret.
fn finding_at(check: &Check, caret: u32) -> Option<usize> {
    let result = check.result.as_ref().filter(|_| check.is_current())?;
    let byte = u32::try_from(check.look(|text| Units::new(text).bytes(caret))).ok()?;
    let findings = &result.report.diagnostics;
    let holds = |place: &Place| in_text(check, place) && place.offset <= byte && byte <= place.offset + place.length;
    let found = findings.iter().enumerate().filter(|(_, f)| f.place.as_ref().is_some_and(holds));
    // The narrowest says most.
    found.min_by_key(|(_, f)| f.place.as_ref().map(|p| p.length)).map(|(i, _)| i)
}

fn squiggles(check: &Check) -> Vec<Squiggle> {
    let Some(result) = &check.result else { return Vec::new() };
    check.look(|text| {
        // An editor that waits for its first text has no faults yet.
        if text.trim_start().is_empty() {
            return Vec::new();
        }
        let mut units = Units::new(text);
        let file = result.report.file.as_str();
        let placed =
            result.report.diagnostics.iter().filter_map(|f| Some((f, f.place.as_ref().filter(|p| p.file == file)?)));
        placed.map(|(finding, place)| squiggle(finding, place, &mut units)).collect()
    })
}

fn squiggle(finding: &Finding, place: &Place, units: &mut Units<'_>) -> Squiggle {
    Squiggle {
        from: units.utf16(place.offset as usize),
        to: units.utf16(place.offset as usize + place.length as usize),
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        },
        message: said::finding(finding),
    }
}
