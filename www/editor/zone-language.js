// Colours for zone files (RFC 1035 §5.1): words only, no meaning. What is right or wrong comes from the worker.
import { HighlightStyle, StreamLanguage } from "@codemirror/language";
import { tags } from "@lezer/highlight";

const classes = /^(?:IN|CH|HS|CS)$/i;
const ttl = /^(?:\d+[smhdw]?)+$/i;
const type =
  /^(?:A|AAAA|CAA|CERT|CNAME|DNAME|DNSKEY|DS|HTTPS|LOC|MX|NAPTR|NS|NSEC|NSEC3|NSEC3PARAM|PTR|RP|RRSIG|SMIMEA|SOA|SPF|SRV|SSHFP|SVCB|TLSA|TXT|URI|ZONEMD|CDS|CDNSKEY|TYPE\d+)$/i;

// `head`: before the type; parentheses keep an entry open over line ends.
const start = () => ({ open: 0, head: true, directive: false });

function token(stream, state) {
  if (stream.sol() && state.open === 0) {
    state.head = true;
    state.directive = false;
    if (!/[\s;$]/.test(stream.peek() ?? " ")) {
      word(stream);
      return "owner";
    }
  }
  if (stream.eatSpace()) return null;
  const next = stream.peek();
  if (next === ";") {
    stream.skipToEnd();
    return "comment";
  }
  if (next === "(" || next === ")") {
    state.open = Math.max(0, state.open + (next === "(" ? 1 : -1));
    stream.next();
    return null;
  }
  if (next === '"') return quoted(stream);
  const text = word(stream);
  if (text.startsWith("$")) {
    state.head = false;
    return "directive";
  }
  if (!state.head) return null;
  if (classes.test(text)) return "class";
  if (ttl.test(text)) return "ttl";
  state.head = false;
  return type.test(text) ? "rtype" : null;
}

function word(stream) {
  const from = stream.pos;
  while (!stream.eol() && !/[\s;()"]/.test(stream.peek())) {
    if (stream.next() === "\\") stream.next();
  }
  // A character that starts no word (a stray quote after an owner) must still be passed.
  if (stream.pos === from) stream.next();
  return stream.string.slice(from, stream.pos);
}

function quoted(stream) {
  stream.next();
  while (!stream.eol()) {
    const c = stream.next();
    if (c === "\\") stream.next();
    else if (c === '"') break;
  }
  return "string";
}

export const zoneLanguage = StreamLanguage.define({
  name: "zone",
  startState: start,
  copyState: (state) => ({ ...state }),
  token,
  languageData: { commentTokens: { line: ";" } },
  tokenTable: {
    owner: tags.strong,
    comment: tags.comment,
    directive: tags.meta,
    class: tags.modifier,
    ttl: tags.number,
    rtype: tags.keyword,
    string: tags.content,
  },
});

export const zoneColours = HighlightStyle.define([
  { tag: tags.strong, fontWeight: "600" },
  { tag: tags.comment, color: "var(--us-dim)", fontStyle: "italic" },
  { tag: [tags.meta, tags.modifier, tags.number], color: "var(--us-dim)" },
  { tag: tags.keyword, color: "var(--us-accent)" },
]);
