// The editor's look. It lives in a shadow root, where CodeMirror adopts style sheets instead of inserting <style>
// elements, so the page's Content-Security-Policy can forbid those. The page's tokens reach in as custom properties.
import { EditorView } from "@codemirror/view";

const marker = (name, colour) => ({
  content: "normal",
  color: colour,
  backgroundColor: "currentColor",
  maskImage: `url("${new URL(`mark-${name}.svg`, import.meta.url)}")`,
  maskSize: "14px",
});

export const theme = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--us-sheet)", color: "var(--us-text)", fontSize: ".8125rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--us-mono)", lineHeight: "20px" },
  ".cm-content": { padding: "6px 0", caretColor: "var(--us-accent)" },
  ".cm-line": { padding: "0 12px 0 8px" },
  ".cm-gutters": {
    backgroundColor: "var(--us-sheet)",
    color: "var(--us-dim)",
    border: "0",
    fontVariantNumeric: "tabular-nums",
    fontSize: ".75rem",
  },
  ".cm-gutter-lint": { width: "22px", paddingInlineStart: "4px" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0", display: "flex", alignItems: "center", justifyContent: "center" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "24px", padding: "0 6px 0 2px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--us-tint)", color: "inherit" },
  ".us-shown": { backgroundColor: "var(--us-tint-2)", boxShadow: "inset 3px 0 var(--us-accent)" },
  ".cm-cursor": { borderLeft: "2px solid var(--us-accent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "var(--us-tint-2)",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--us-tint-2)" },
  ".cm-lint-marker": { width: "14px", height: "14px" },
  ".cm-lint-marker-error": marker("error", "var(--us-bad)"),
  ".cm-lint-marker-warning": marker("warning", "var(--us-warn)"),
  ".cm-lint-marker-info": marker("info", "var(--us-dim)"),
  ".cm-lintRange": {
    backgroundImage: "none",
    textDecoration: "underline wavy 1.25px",
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
    paddingBottom: "1px",
  },
  ".cm-lintRange-error": { backgroundImage: "none", textDecorationColor: "var(--us-bad)" },
  ".cm-lintRange-warning": { backgroundImage: "none", textDecorationColor: "var(--us-warn)" },
  ".cm-lintRange-info": { backgroundImage: "none", textDecoration: "underline dotted 1.5px var(--us-dim)" },
  ".cm-lintRange-active": { backgroundColor: "var(--us-tint-2)" },
  ".cm-tooltip": { backgroundColor: "var(--us-sheet)", border: "1px solid var(--us-line)", color: "var(--us-text)" },
  ".cm-tooltip .cm-diagnostic": { fontFamily: "var(--us-sans)", fontSize: ".8125rem", borderLeftWidth: "3px" },
  ".cm-panels": { backgroundColor: "var(--us-chrome)", color: "var(--us-text)" },
});
