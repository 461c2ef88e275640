// <zone-text>: CodeMirror 6 in a custom element with an open shadow root. The page (roles/web/io/editor.rs) drives it
// through the element's methods and listens to its events; positions are UTF-16 offsets into the text with LF line
// ends, which is how CodeMirror holds it.
//
// Events: `edited` {detail: {changes: [{from, to, insert}]}} after each change by the person, `caret` {detail: {at, line}},
// `dropped` {detail: {file}}.
import { defaultKeymap, history, historyKeymap, redo, undo } from "@codemirror/commands";
import { bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { forEachDiagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Annotation, Compartment, EditorSelection, EditorState, StateEffect, StateField } from "@codemirror/state";
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from "@codemirror/view";

import "./merge.js";
import { theme } from "./theme.js";
import { zoneColours, zoneLanguage } from "./zone-language.js";

const byPage = Annotation.define();
const editable = new Compartment();
const words = new Compartment();
// The text with its steps back and forth while the page shows another step: leaving it loses nothing.
let kept = null;
// The element that is shown; what happens to the text is told by it.
let current = null;
// The line whose record is chosen in the table; an edit moves it along.
const shown = StateEffect.define();
const shownLine = StateField.define({
  create: () => Decoration.none,
  update(lines, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(shown)) return Decoration.set([Decoration.line({ class: "us-shown" }).range(effect.value)]);
    }
    return lines.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * Puts what is typed into the text, where CodeMirror would let the browser write it into the page and read it back: that costs
 * layouts, and the browser keeps each written line for an undo that never comes, since the history here is CodeMirror's.
 */
function typed(event, view) {
  if (event.inputType !== "insertText" || !event.data || !event.cancelable || event.isComposing || view.state.readOnly) return false;
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  event.preventDefault();
  return true;
}

class ZoneText extends HTMLElement {
  #view = null;

  connectedCallback() {
    if (this.#view) return;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const box = document.createElement("div");
    box.style.height = "100%";
    root.replaceChildren(box);
    current = this;
    this.#view = new EditorView({ root, parent: box, state: kept ?? this.#state("") });
    // What was kept may speak another language.
    if (kept) this.#view.dispatch({ effects: words.reconfigure(this.#words()) });
  }

  disconnectedCallback() {
    kept = this.#view?.state ?? kept;
    this.#view?.destroy();
    this.#view = null;
    if (current === this) current = null;
  }

  /** The editor's name and what CodeMirror says itself, in the page's language. */
  #words() {
    return [
      EditorState.phrases.of(JSON.parse(this.getAttribute("phrases") || "{}")),
      EditorView.contentAttributes.of({ "aria-label": this.getAttribute("label") ?? "" }),
    ];
  }

  #state(doc) {
    return EditorState.create({
      doc,
      extensions: [
        lintGutter(),
        lineNumbers(),
        highlightSpecialChars(),
        history(),
        // A caret that blinks is an animation that each key begins anew: it costs a third of what a key may take.
        drawSelection({ cursorBlinkRate: 0 }),
        bracketMatching(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSelectionMatches(),
        search({ top: true }),
        shownLine,
        zoneLanguage,
        syntaxHighlighting(zoneColours),
        theme,
        words.of(this.#words()),
        editable.of([]),
        // Tab is left to the page: it moves on, so that the keyboard never gets stuck here.
        keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
        EditorView.contentAttributes.of({
          // Focusable as it is; said for those who look for it.
          tabindex: "0",
          spellcheck: "false",
          autocorrect: "off",
          autocapitalize: "off",
        }),
        EditorView.updateListener.of((update) => current?.updated(update)),
        EditorView.domEventHandlers({ beforeinput: typed, drop: (event) => current?.dropped(event) ?? false }),
      ],
    });
  }

  updated(update) {
    // What the page loaded it need not be told.
    if (update.transactions.some((t) => t.annotation(byPage) === "load")) return;
    if (update.docChanged) {
      const changes = [];
      update.changes.iterChanges((from, to, _a, _b, insert) => changes.push({ from, to, insert: insert.toString() }));
      this.#tell("edited", { changes });
    }
    if (update.selectionSet) {
      const at = update.state.selection.main.head;
      this.#tell("caret", { at, line: update.state.doc.lineAt(at).number });
    }
  }

  dropped(event) {
    const file = event.dataTransfer?.files?.[0];
    if (!file) return false;
    event.preventDefault();
    this.#tell("dropped", { file });
    return true;
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** The whole text. */
  text() {
    return this.#view?.state.doc.toString() ?? "";
  }

  /** Another project's text: nothing before it can be brought back into it; the page is not told. */
  begin(text) {
    this.#view?.setState(this.#state(text));
  }

  /** Another text, as one step that can be undone; the page is not told. */
  load(text) {
    const view = this.#view;
    if (!view || view.state.doc.toString() === text) return;
    view.dispatch({
      changes: { from: 0, to: view.state.doc.length, insert: text },
      selection: EditorSelection.cursor(0),
      annotations: byPage.of("load"),
      scrollIntoView: true,
    });
  }

  /** Several edits as one step that can be undone; offsets are those before the first edit. */
  apply(changes) {
    this.#view?.dispatch({ changes, userEvent: "input.fix", annotations: byPage.of("fix"), scrollIntoView: true });
  }

  /** Squiggles and gutter marks: [{from, to, severity, message}]. */
  mark(diagnostics) {
    const view = this.#view;
    if (!view) return;
    const end = view.state.doc.length;
    const inside = diagnostics.map((d) => ({ ...d, from: Math.min(d.from, end), to: Math.min(d.to, end) }));
    // Mostly a key changes no finding, and the old marks moved along with the text.
    const told = (d, from, to) => `${from} ${to} ${d.severity} ${d.message}`;
    const before = [];
    forEachDiagnostic(view.state, (d, from, to) => before.push(told(d, from, to)));
    const now = inside.map((d) => told(d, d.from, d.to));
    if (now.length === before.length && now.toSorted().join("\n") === before.toSorted().join("\n")) return;
    view.dispatch(setDiagnostics(view.state, inside));
  }

  /** Moves the caret, shows it, takes the focus. */
  go(from, to) {
    const view = this.#view;
    if (!view) return;
    const end = view.state.doc.length;
    const range = EditorSelection.range(Math.min(from, end), Math.min(to, end));
    view.dispatch({ selection: range, effects: EditorView.scrollIntoView(range, { y: "center" }) });
    view.focus();
  }

  /** Shows a line, and tints it until the next one; neither caret nor focus move. */
  reveal(line) {
    const view = this.#view;
    if (!view || line < 1 || line > view.state.doc.lines) return;
    const at = view.state.doc.line(line).from;
    view.dispatch({ effects: [shown.of(at), EditorView.scrollIntoView(at, { y: "center" })] });
  }

  /** Whether a person may change the text. */
  lock(locked) {
    const off = locked ? [EditorState.readOnly.of(true), EditorView.editable.of(false)] : [];
    this.#view?.dispatch({ effects: editable.reconfigure(off) });
  }

  undo() {
    if (this.#view) undo(this.#view);
  }

  redo() {
    if (this.#view) redo(this.#view);
  }

  /** How many marks are shown; tests read it. */
  get marks() {
    let count = 0;
    if (this.#view) forEachDiagnostic(this.#view.state, () => count++);
    return count;
  }
}

customElements.define("zone-text", ZoneText);
