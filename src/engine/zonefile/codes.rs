//! What reading a zone file can say. The English stands in `diag/english/zonefile.rs`.

use crate::engine::diag::{Code, Label};

const MASTER_FILE: &[&str] = &["RFC 1035 §5.1"];

/// A form feed or a vertical tab between words.
pub static BLANK_UNUSUAL: Code = Code::warning("blank-unusual", MASTER_FILE);
/// A file starts with a byte order mark.
pub static BYTE_ORDER_MARK: Code = Code::warning("byte-order-mark", &[]);
/// The class IN by its number.
pub static CLASS_NUMBER: Code = Code::warning("class-number", &["RFC 3597 §5"]);
/// A record of another class than IN.
pub static CLASS_OTHER: Code = Code::error("class-other", &["RFC 1035 §5.2"]);
/// BIND's `$DATE`.
pub static DIRECTIVE_DATE: Code = Code::warning("directive-date", &[]);
/// More words behind a directive than it takes.
pub static DIRECTIVE_EXTRA: Code = Code::warning("directive-extra", MASTER_FILE);
/// A directive that does not start in column one.
pub static DIRECTIVE_INDENTED: Code = Code::warning("directive-indented", MASTER_FILE);
/// A directive without its argument.
pub static DIRECTIVE_SHORT: Code = Code::error("directive-short", MASTER_FILE);
/// A word that starts with `$` and is no directive.
pub static DIRECTIVE_UNKNOWN: Code = Code::error("directive-unknown", MASTER_FILE);
/// More words than any record has.
pub static ENTRY_LONG: Code = Code::error("entry-long", &[]);
/// `$GENERATE` would make more records than the limit.
pub static GENERATE_LIMIT: Code = Code::error("generate-limit", &[]);
/// `$GENERATE` whose range or template cannot be read.
pub static GENERATE_SYNTAX: Code = Code::error("generate-syntax", &[]);
/// `$GENERATE` with data of several words.
pub static GENERATE_WORDS: Code = Code::warning("generate-words", &[]);
/// `$GENERATE` was used at all.
pub static GENERATE_USED: Code = Code::info("generate-used", &[]);
/// A type that all know, written by its number.
pub static GENERIC_FORM: Code = Code::info("generic-form", &["RFC 3597 §5"]);
/// `$INCLUDE` nested too deep, or a file that includes itself.
pub static INCLUDE_DEPTH: Code = Code::error("include-depth", MASTER_FILE);
/// An included file could not be read.
pub static INCLUDE_MISSING: Code = Code::error("include-missing", MASTER_FILE);
/// `$INCLUDE` with a quoted name.
pub static INCLUDE_QUOTED: Code = Code::warning("include-quoted", MASTER_FILE);
/// An included file may not be read.
pub static INCLUDE_REFUSED: Code = Code::error("include-refused", MASTER_FILE);
/// A line ends with CR alone.
pub static LINE_END_CR: Code = Code::warning("line-end-cr", &[]);
/// Lines end with CR LF.
pub static LINE_ENDS: Code = Code::warning("line-ends", &[]);
/// The text is not text: UTF-16, gzip.
pub static NOT_TEXT: Code = Code::error("not-text", &[]);
/// The text is not UTF-8.
pub static NOT_UTF8: Code = Code::info("not-utf8", &[]);
/// A NUL octet.
pub static OCTET_NUL: Code = Code::warning("octet-nul", MASTER_FILE);
/// `$ORIGIN` or `$INCLUDE` with a name that is itself relative.
pub static ORIGIN_RELATIVE: Code = Code::warning("origin-relative", MASTER_FILE);
/// A relative name, and nothing says what it is relative to.
pub static ORIGIN_UNKNOWN: Code = Code::error("origin-unknown", MASTER_FILE);
/// A record that inherits its owner directly behind `$ORIGIN`.
pub static OWNER_AFTER_ORIGIN: Code = Code::warning("owner-after-origin", MASTER_FILE);
/// The first record has no owner.
pub static OWNER_MISSING: Code = Code::error("owner-missing", MASTER_FILE);
/// An owner in quotes.
pub static OWNER_QUOTED: Code = Code::warning("owner-quoted", MASTER_FILE);
/// A parenthesis that opens before the type.
pub static PAREN_BEFORE_TYPE: Code = Code::warning("paren-before-type", MASTER_FILE);
/// A closing parenthesis without an opening one.
pub static PAREN_CLOSE: Code = Code::error("paren-close", MASTER_FILE);
/// A parenthesis inside parentheses.
pub static PAREN_NESTED: Code = Code::warning("paren-nested", MASTER_FILE);
/// An opening parenthesis without a closing one.
pub static PAREN_OPEN: Code = Code::error("paren-open", MASTER_FILE);
/// A quoted string over several lines.
pub static QUOTE_LINES: Code = Code::warning("quote-lines", MASTER_FILE);
/// An opening quote without a closing one.
pub static QUOTE_OPEN: Code = Code::error("quote-open", MASTER_FILE);
/// A quoted string directly beside another word.
pub static QUOTE_TOUCHES: Code = Code::warning("quote-touches", MASTER_FILE);
/// The text is longer than the limit.
pub static TEXT_LONG: Code = Code::error("text-long", &[]);
/// A file that could not be read to its end.
pub static TEXT_LOST: Code = Code::error("text-lost", &[]);
/// A TTL that cannot be read.
pub static TTL_BAD: Code = Code::error("ttl-bad", MASTER_FILE);
/// Records take the TTL of the record before them.
pub static TTL_INHERITED: Code = Code::warning("ttl-inherited", &["RFC 1035 §5.1", "RFC 2308 §4"]);
/// The SOA has no TTL and there is no `$TTL`.
pub static TTL_MISSING: Code = Code::warning("ttl-missing", &["RFC 2308 §4"]);
/// A TTL over 2³¹−1.
pub static TTL_RANGE: Code = Code::error("ttl-range", &["RFC 2181 §8"]);
/// A TTL with several units.
pub static TTL_UNITS: Code = Code::warning("ttl-units", &["RFC 1035 §5.1"]);
/// The first record is not the SOA, has no TTL, and there is no `$TTL`.
pub static TTL_UNKNOWN: Code = Code::error("ttl-unknown", &["RFC 2308 §4"]);
/// A line without a type.
pub static TYPE_MISSING: Code = Code::error("type-missing", MASTER_FILE);
/// A name that a provider shows beside types.
pub static TYPE_PROVIDER_ONLY: Code = Code::error("type-provider-only", &[]);
/// There is no record at all.
pub static ZONE_EMPTY: Code = Code::error("zone-empty", MASTER_FILE);

/// Button: add the closing parenthesis.
pub static CLOSE_PARENTHESIS: Label = Label { name: "close-parenthesis" };
/// Button: add the closing quote.
pub static CLOSE_QUOTE: Label = Label { name: "close-quote" };
/// Button: write the records of a `$GENERATE`.
pub static EXPAND: Label = Label { name: "expand" };
/// Button: write the type's name.
pub static NAME_TYPE: Label = Label { name: "name-type" };
/// Second place: the origin was changed here.
pub static ORIGIN_CHANGED: Label = Label { name: "origin-changed-here" };
/// Button: put a space there.
pub static PUT_SPACE: Label = Label { name: "put-space" };
/// Button: remove it.
pub static REMOVE: Label = Label { name: "remove" };
/// Button: replace by a text.
pub static REPLACE: Label = Label { name: "replace" };
/// Button: state the TTL.
pub static STATE_TTL: Label = Label { name: "state-ttl" };
/// Button: state the type.
pub static STATE_TYPE: Label = Label { name: "state-type" };
