
/** How zone text is read. */
export interface CheckOptions {
  /** What findings call the text; default "zone". */
  file?: string;
  /** The zone's name, with or without its final dot. Without it the text says it. */
  origin?: string;
  /** The time for which signatures are judged, in Unix seconds; default now. */
  at?: number;
  /** Receivers for whom the zone is meant: what one of them refuses becomes an error. */
  receivers?: Receiver[];
  /** The files that `$INCLUDE` may name: path as written in the text to content. */
  includes?: Record<string, string>;
}

export type Receiver = "bind" | "knot" | "nsd" | "powerdns" | "cloudflare";
export type Severity = "error" | "warning" | "info";
export type KeyForm = "bind" | "knot" | "nsd" | "powerdns" | "dig" | "json";

/** What was found in a zone. */
export interface Report {
  v: 1;
  file: string;
  /** With its final dot; absent when neither the options nor the text say it. */
  origin?: string;
  serial?: number;
  /** Records that would be served. */
  records: number;
  rrsets: number;
  /** All findings, shown or not. */
  counts: Record<Severity, number>;
  /** How many of them are in `diagnostics`. */
  shown: number;
  /** Ordered by file, offset, code. */
  diagnostics: Finding[];
  /** What each receiver makes of the zone. */
  verdicts: Partial<Record<Receiver, ReceiverVerdict>>;
}

export interface ReceiverVerdict {
  verdict: "accepts" | "alters" | "refuses" | "unknown";
  /** The findings it rests on. */
  codes: string[];
  /** How it is known: "measured 9.18.49", "documented 2026-06". */
  basis: string;
}

/** One finding. Lines and columns are 1-based; a column counts Unicode scalar values, ends are exclusive; `offset` and
 *  `length` count bytes of UTF-8. A finding about no place has none of them. */
export interface Finding {
  code: string;
  severity: Severity;
  message: string;
  /** Why it matters and what to do. */
  why?: string;
  /** What `message` was filled with. */
  args?: Record<string, string>;
  file?: string;
  line?: number;
  column?: number;
  end_line?: number;
  end_column?: number;
  offset?: number;
  length?: number;
  /** `label` names the message, for other languages; `args` fill it. */
  related?: { file: string; line: number; column: number; message: string; label: string }[];
  rfc?: string[];
  /** Receivers that do not take it as it is. */
  receivers?: Partial<Record<Receiver, "alters" | "refuses">>;
  effects?: Partial<Record<Receiver, string>>;
  /** Names of `effects`, for other languages; `args` fill them. */
  effect_labels?: Partial<Record<Receiver, string>>;
  fix?: Fix;
}

/** A change that mends a finding: edits in ascending order, none overlapping, counted in bytes of UTF-8. */
export interface Fix {
  title: string;
  /** Names `title`, for other languages; `args` fill it. */
  label: string;
  args?: Record<string, string>;
  edits: { offset: number; length: number; text: string }[];
}

/** What differs between two versions. */
export interface Difference {
  v: 1;
  origin: string;
  /** Old and new. */
  serials: [number, number];
  /** Whether a secondary at the old serial would ask for the new one (RFC 1982). */
  serial_increases: boolean;
  /** SOA fields that differ, the serial aside. */
  soa: { field: string; old: string; new: string }[];
  rrsets: ChangedRRset[];
}

export interface ChangedRRset {
  owner: string;
  type: string;
  kind: "added" | "changed" | "removed" | "ttl" | "case";
  removed: { ttl: number; data: string }[];
  added: { ttl: number; data: string }[];
}

/** What a text holds. No secret is in it. */
export interface Keys {
  v: 1;
  keys: Key[];
  diagnostics: KeyFinding[];
}

export interface Key {
  form: string;
  name?: string;
  algorithm?: string;
  /** Octets of the secret; absent when it is not base64. */
  octets?: number;
  /** What two people read to each other to know that they hold the same secret. */
  fingerprint?: string;
  /** Characters of the secret as written. */
  characters: number;
}

export interface KeyFinding {
  code: string;
  severity: Severity;
  message: string;
  why?: string;
  line: number;
  column: number;
}

/** Two copies of what should be one key. */
export interface Comparison {
  v: 1;
  same: boolean;
  code: string;
  message: string;
  rows: { part: string; code: string; here?: string; there?: string }[];
}

/** What a signature is worth. */
export interface Verdict {
  ok: boolean;
  code?: string;
  message?: string;
  why?: string;
}

/** A scenario that comes with the package, as TOML. */
export interface Example {
  name: string;
  text: string;
}

/** One scenario played through. Times are milliseconds from its beginning. */
export interface Timeline {
  v: 1;
  title: string;
  about?: string;
  zone: string;
  provider?: string;
  lasts_ms: number;
  entries: TimelineEntry[];
  /** What was served, without gaps from beginning to end. */
  served: Record<string, unknown>[];
  notes?: Record<string, unknown>[];
  outcome: Record<string, unknown>;
}

export interface TimelineEntry {
  at_ms: number;
  actor: string;
  primary?: string;
  code: string;
  severity: string;
  text: string;
  why?: string;
  args?: Record<string, string>;
  unknown?: string;
  traffic?: Record<string, unknown>;
  state?: Record<string, unknown>;
}

/** A fault of an answer to IXFR. */
export interface IxfrFinding {
  code: string;
  severity: Severity;
  message: string;
}
