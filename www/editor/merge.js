// <zone-merge>: two versions of a text beside each other, or under each other where there is no room for two. Read only.
// The page (roles/web/io/merge.rs) drives it through the element's methods.
import { defaultKeymap } from "@codemirror/commands";
import { syntaxHighlighting } from "@codemirror/language";
import { getChunks, goToNextChunk, goToPreviousChunk, MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";

import { theme } from "./theme.js";
import { zoneColours, zoneLanguage } from "./zone-language.js";

/** Narrower than this, one text stands in the other. Pixels. */
const ROOM = 700;
/** Where texts differ in everything, a coarse answer at once is worth more than a fine one later. */
const diffConfig = { scanLimit: 1_000, timeout: 200 };

// Red and green are for verdicts: what came wears the accent, what went is dim.
const colours = EditorView.theme({
  "&": { height: "auto" },
  ".cm-changedLine, &.cm-merge-b .cm-changedLine, .cm-inlineChangedLine": { backgroundColor: "var(--us-tint)" },
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: "color-mix(in srgb, var(--us-text) 7%, transparent)" },
  "& .cm-changedText.cm-changedText": { background: "none", backgroundColor: "var(--us-tint-2)", fontWeight: "600" },
  "&.cm-merge-a .cm-changedText.cm-changedText, & .cm-deletedChunk .cm-deletedText.cm-deletedText": { background: "none", textDecoration: "line-through", fontWeight: "600" },
  "&.cm-merge-a .cm-changedLineGutter.cm-changedLineGutter, & .cm-deletedLineGutter.cm-deletedLineGutter": { background: "var(--us-dim)" },
  "& .cm-changedLineGutter.cm-changedLineGutter": { background: "var(--us-accent)" },
  ".cm-insertedLine, .cm-deletedLine, .cm-deletedLine del": { textDecoration: "none" },
  // The sign that CodeMirror sets there is in few fonts.
  "& .cm-collapsedLines.cm-collapsedLines::before, & .cm-collapsedLines.cm-collapsedLines::after": { content: '"…"' },
  "& .cm-collapsedLines.cm-collapsedLines": { background: "var(--us-chrome)", color: "var(--us-dim)", fontFamily: "var(--us-sans)", fontSize: ".75rem" },
});

class ZoneMerge extends HTMLElement {
  #box = null;
  #made = null;
  #texts = null;
  #wide = false;
  #whole = false;
  #size = new ResizeObserver(() => {
    if (this.#texts && this.#isWide() !== this.#wide) this.#make();
  });

  connectedCallback() {
    if (!this.#box) {
      this.#box = document.createElement("div");
      this.#box.style.cssText = "height: 100%; overflow: auto";
      (this.shadowRoot ?? this.attachShadow({ mode: "open" })).replaceChildren(this.#box);
    }
    this.#size.observe(this);
  }

  disconnectedCallback() {
    this.#size.disconnect();
    this.#made?.destroy();
    this.#made = this.#texts = null;
  }

  #isWide() {
    return this.clientWidth >= ROOM;
  }

  #extensions(label) {
    return [
      lineNumbers(),
      highlightSpecialChars(),
      zoneLanguage,
      syntaxHighlighting(zoneColours),
      theme,
      colours,
      keymap.of([{ key: "F7", run: goToNextChunk, shift: goToPreviousChunk }, ...defaultKeymap]),
      EditorState.phrases.of(JSON.parse(this.getAttribute("phrases") || "{}")),
      EditorState.readOnly.of(true),
      EditorView.contentAttributes.of({ "aria-label": label ?? "", tabindex: "0", spellcheck: "false", inputmode: "none" }),
    ];
  }

  #make() {
    const [before, after] = this.#texts;
    this.#made?.destroy();
    this.#wide = this.#isWide();
    const collapseUnchanged = this.#whole ? undefined : { margin: 3, minSize: 6 };
    const [labelBefore, labelAfter] = [this.getAttribute("label-before"), this.getAttribute("label-after")];
    const root = this.shadowRoot;
    if (this.#wide) {
      this.#made = new MergeView({
        a: { doc: before, extensions: this.#extensions(labelBefore) },
        b: { doc: after, extensions: this.#extensions(labelAfter) },
        parent: this.#box,
        root,
        collapseUnchanged,
        diffConfig,
      });
    } else {
      const unified = unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged, diffConfig });
      const state = EditorState.create({ doc: after, extensions: [this.#extensions(labelAfter), unified] });
      this.#made = new EditorView({ state, parent: this.#box, root });
    }
  }

  get #after() {
    return this.#made instanceof MergeView ? this.#made.b : this.#made;
  }

  /** Shows two texts; gives in how many places they differ. */
  show(before, after, whole) {
    this.#texts = [before, after];
    this.#whole = whole;
    this.#make();
    return getChunks(this.#after.state)?.chunks.length ?? 0;
  }

  /** Moves to the next place where they differ, or to the one before. */
  go(forth) {
    const view = this.#after;
    if (!view) return;
    (forth ? goToNextChunk : goToPreviousChunk)(view);
    view.focus();
  }
}

customElements.define("zone-merge", ZoneMerge);
