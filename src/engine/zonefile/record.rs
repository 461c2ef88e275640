//! An entry to a record: owner, TTL, class and type, each with its default (RFC 1035 §5.1, RFC 2308 §4).

use super::directive::is_bare_directive;
use super::form::{early_parenthesis, quoted_owner, report_owner};
use super::lexer::Entry;
use super::parser::{Broken, Options, Request, Summary};
use super::text::{Text, span};
use super::ttl::{is_meant_as_ttl, looks_like_ttl, parse_ttl};
use super::{codes, mend, words};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::codes::shown;
use crate::engine::dns::name::{self, NameFault};
use crate::engine::dns::number::{NumberFault, short};
use crate::engine::dns::{self, Class, Name, NameRef, RecordSink, RecordType, Token, rdata};
use crate::engine::limits::TextLimits;

/// The TTL that Knot and ldns take when nothing states one; used after that was reported, so that reading goes on.
pub(super) const FALLBACK_TTL: u32 = 3_600;

/// The highest number of a type with a mnemonic below the private range (IANA "DNS Parameters").
const HIGHEST_NAMED_TYPE: u16 = 300;

/// Types that name servers have known by name for years; others are safer as numbers.
const KNOWN_BY_NAME: [u16; 28] =
    [1, 2, 5, 6, 12, 13, 15, 16, 17, 18, 28, 29, 33, 35, 37, 39, 43, 44, 46, 47, 48, 50, 51, 52, 59, 60, 99, 257];

/// What providers show beside types, and which no zone has: aliases that they resolve, redirections of web and mail.
const PROVIDER_TYPES: [&str; 12] = [
    "ALIAS",
    "ANAME",
    "CNAMEFLAT",
    "FLATTEN",
    "FRAME",
    "HTTPRED",
    "LUA",
    "MAILFW",
    "POOL",
    "REDIRECT",
    "URL",
    "URL301",
];

/// What one entry leaves to the next.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    options: Options,
    summary: Summary,
    /// The current `$ORIGIN`.
    pub(super) origin: Option<Name>,
    /// Whether `summary.origin` is only the first `$ORIGIN`, and that the root: BIND writes its zones below `$ORIGIN .`.
    apex_is_root_directive: bool,
    origin_reported: bool,
    /// The last stated owner in wire form; empty before the first.
    owner: Vec<u8>,
    /// The word that it was read from, with the origin as it is now: records of a name often state it again. Empty when that
    /// is not known.
    owner_word: Vec<u8>,
    /// Whether that word may have signs that not everyone reads without a backslash.
    owner_signs: bool,
    /// The last stated owner could not be read: records that inherit it are dropped without another word.
    owner_bad: bool,
    pub(super) default_ttl: Option<u32>,
    last_ttl: Option<u32>,
    /// Whether `last_ttl` was ever used: what follows depends on what stood before.
    has_inherited_ttl: bool,
    inherited_ttl_reported: bool,
    /// `$ORIGIN` was the entry before this one.
    pub(super) origin_changed: Option<Span>,
    /// Whether any entry was met, good or bad.
    met: bool,
    pub(super) generated: u64,
    rdata: Vec<u8>,
}

/// The words of an entry in their roles.
struct Head<'e, 'a> {
    ttl: Option<u32>,
    rtype: RecordType,
    at: Span,
    rdata: &'e [Token<'a>],
}

impl Reader {
    pub(super) fn new(options: Options) -> Self {
        let origin = options.origin.clone();
        let under_root = is_root(origin.as_ref());
        Self {
            options,
            summary: Summary { origin: origin.clone(), under_root, ..Summary::default() },
            origin,
            apex_is_root_directive: false,
            origin_reported: false,
            owner: Vec::new(),
            owner_word: Vec::new(),
            owner_signs: false,
            owner_bad: false,
            default_ttl: None,
            last_ttl: None,
            has_inherited_ttl: false,
            inherited_ttl_reported: false,
            origin_changed: None,
            met: false,
            generated: 0,
            rdata: Vec::new(),
        }
    }

    /// Whether the start of the text was met: a name for the zone, records, and no directive just before.
    pub(super) const fn is_settled(&self) -> bool {
        let named = self.summary.origin.is_some() && self.origin.is_some() && !self.origin_reported;
        named && !self.apex_is_root_directive && self.summary.records > 0 && self.origin_changed.is_none()
    }

    /// A reader for a part further on, which assumes that what stands between leaves things as they are. What it finds
    /// out is added with [`Reader::join`].
    pub(super) fn fork(&self) -> Self {
        let summary = Summary { broken: Vec::new(), ..self.summary.clone() };
        Self { summary, has_inherited_ttl: false, ..self.clone() }
    }

    /// Goes on where `part` ended, which was forked from `ground` and read what comes next here; false, and no change, if
    /// it assumed what is not true.
    pub(super) fn join(&mut self, ground: &Self, mut part: Self) -> bool {
        let generated = self.generated.saturating_add(part.generated - ground.generated);
        let holds = self.origin == ground.origin
            && self.summary.origin == ground.summary.origin
            && self.default_ttl == ground.default_ttl
            && self.inherited_ttl_reported == ground.inherited_ttl_reported
            && (!part.has_inherited_ttl || self.last_ttl == ground.last_ttl)
            && self.is_settled()
            && generated <= self.options.limits.generated;
        if !holds {
            return false;
        }
        if part.summary.records == ground.summary.records {
            part.last_ttl = self.last_ttl;
        }
        let mut broken = std::mem::take(&mut self.summary.broken);
        let room = self.options.limits.diagnostics.saturating_sub(broken.len());
        broken.extend(part.summary.broken.drain(..).take(room));
        let records = self.summary.records + (part.summary.records - ground.summary.records);
        let under_root = self.summary.under_root | part.summary.under_root;
        let summary = Summary { broken, records, under_root, ..part.summary };
        *self = Self { summary, generated, ..part };
        true
    }

    pub(super) const fn limits(&self) -> &TextLimits {
        &self.options.limits
    }

    /// Starts an included file with its origin; gives what the including file goes on with.
    pub(super) fn enter(&mut self, origin: Option<Name>) -> (Option<Name>, Vec<u8>) {
        let outer = (self.origin.clone(), self.owner.clone());
        self.origin_changed = None;
        self.owner_word.clear();
        if origin.is_some() {
            self.summary.under_root |= is_root(origin.as_ref());
            self.origin = origin;
        }
        outer
    }

    /// Goes back to the including file.
    pub(super) fn leave(&mut self, origin: Option<Name>, owner: Vec<u8>) {
        self.origin = origin;
        self.owner = owner;
        self.owner_word.clear();
        self.owner_bad = false;
        self.origin_changed = None;
    }

    /// The last stated owner, and whether it could be read.
    pub(super) fn owner_before(&self) -> (Vec<u8>, bool) {
        (self.owner.clone(), self.owner_bad)
    }

    /// Goes back to that owner.
    pub(super) fn restore_owner(&mut self, (owner, bad): (Vec<u8>, bool)) {
        (self.owner, self.owner_bad) = (owner, bad);
        self.owner_word.clear();
    }

    /// A file was no text; that has been said.
    pub(super) fn unreadable(&mut self) {
        self.met = true;
        self.origin_reported = true;
    }

    /// Reads one entry. Gives the file and its origin when it is an `$INCLUDE`.
    pub(super) fn entry<S: RecordSink + ?Sized>(
        &mut self,
        text: Text<'_>,
        entry: &Entry<'_>,
        sink: &mut S,
        diags: &mut Diagnostics,
    ) -> Option<(Request, Option<Name>)> {
        self.met = true;
        let first = entry.words.first()?;
        if let ([b'$', letter, ..], false) = (first.text, first.quoted)
            && (!entry.owner_omitted || letter.is_ascii_alphabetic())
        {
            return self.directive(text, entry, sink, diags);
        }
        let changed = self.origin_changed.take();
        let words = if entry.owner_omitted {
            if !entry.broken {
                self.inherit_owner(entry, changed, diags);
            }
            entry.words.as_slice()
        } else {
            let behind = entry.words.get(1..).unwrap_or_default();
            // `TTL 3600` is no record of a name TTL.
            if is_bare_directive(first) && self.head(behind, entry.span, &mut Diagnostics::new(0)).is_err() {
                return self.directive(text, entry, sink, diags);
            }
            self.state_owner(first, diags);
            if first.quoted && !entry.broken {
                diags.push(quoted_owner(first));
            }
            behind
        };
        if entry.broken {
            let rtype =
                self.head(words, entry.span, &mut Diagnostics::new(0)).map_or_else(|lost| lost, |h| Some(h.rtype));
            self.give_up(rtype, entry.span);
            return None;
        }
        if let Some(open) = entry.parenthesis {
            early_parenthesis(open, entry, words, diags);
        }
        let errors = diags.counts().error;
        self.record(text, words, entry.span, sink, diags);
        // Quotes that are wrong altogether have been reported already.
        if let Some(touching) = entry.touching.filter(|_| diags.counts().error == errors) {
            diags.push(Diagnostic::new(&codes::QUOTE_TOUCHES, touching));
        }
        if !entry.owner_omitted && !self.owner_bad && self.owner_signs && diags.counts().error == errors {
            report_owner(first, diags);
        }
        None
    }

    /// Reads everything behind the owner and gives the record away.
    pub(super) fn record<S: RecordSink + ?Sized>(
        &mut self,
        text: Text<'_>,
        words: &[Token<'_>],
        at: Span,
        sink: &mut S,
        diags: &mut Diagnostics,
    ) {
        let head = match self.head(words, at, diags) {
            Ok(head) => head,
            Err(rtype) => return self.give_up(rtype, at),
        };
        let rtype = head.rtype;
        if rtype == RecordType::SOA {
            self.settle_apex();
        }
        let mut rdata = std::mem::take(&mut self.rdata);
        rdata.clear();
        // After a missing origin was reported the root stands in, so that other mistakes are still found.
        let origin = self.origin.as_ref().map(Name::as_ref).or(self.origin_reported.then_some(NameRef::ROOT));
        if rdata::parse(rtype, head.rdata, head.at, origin, &mut rdata, diags) {
            let ttl = match head.ttl {
                Some(ttl) => ttl,
                None => self.missing_ttl(text, rtype, &rdata, at, diags),
            };
            if is_numbered(text, head.at) {
                generic_form(text, rtype, span(at.file, head.at.start as usize, at.end() as usize), &rdata, diags);
            }
            let is_known = !self.owner_bad && self.origin.is_some() | !self.origin_reported;
            if is_known && !self.owner.is_empty() {
                self.last_ttl = Some(ttl);
                self.summary.records += 1;
                sink.record(NameRef::known(&self.owner), rtype, ttl, &rdata, at);
            } else {
                self.give_up(Some(rtype), at);
            }
        } else {
            self.give_up(Some(rtype), at);
        }
        self.rdata = rdata;
    }

    /// RFC 1035 §5.1: TTL and class in either order, then the type.
    /// Of what is none, the type if that is known.
    fn head<'e, 'a>(
        &self,
        words: &'e [Token<'a>],
        at: Span,
        diags: &mut Diagnostics,
    ) -> Result<Head<'e, 'a>, Option<RecordType>> {
        if let Some(head) = plain_head(words) {
            return Ok(head);
        }
        let mut ttl = None;
        let mut class = None;
        let mut rest = words;
        while let Some((word, behind)) = rest.split_first() {
            if word.quoted {
                break;
            }
            if ttl.is_none()
                && let Some(seconds) = short(word.text)
            {
                ttl = Some(Some(seconds));
            } else if ttl.is_none() && looks_like_ttl(word.text) {
                ttl = Some(read_ttl(word, "", diags));
            } else if class.is_none()
                && let Some(named) = words::parse_class(word.text)
            {
                class = Some((named, word));
            } else if ttl.is_none() && is_meant_as_ttl(word.text) && behind.first().is_some_and(is_class_or_type) {
                ttl = Some(read_ttl(word, "", diags));
            } else if let Some(rtype) = RecordType::from_mnemonic(word.text) {
                if let Some((_, word)) = class.filter(|(named, _)| *named != Class::IN) {
                    // RFC 1035 §5.2: all records of a file have one class; zones here are of class IN.
                    let finding = Diagnostic::new(&codes::CLASS_OTHER, word.span).arg("class", shown(word.text));
                    // In a zone of class IN it is a slip.
                    let fix = self.is_inside().then(|| mend::replace(word.span, "IN"));
                    diags.push(Diagnostic { fix, ..finding });
                    return Err(Some(rtype));
                }
                if let Some((_, word)) = class.filter(|(_, word)| word.text.len() > 2) {
                    let numbered = Diagnostic::new(&codes::CLASS_NUMBER, word.span).arg("class", shown(word.text));
                    diags.push(numbered.fix(mend::replace(word.span, "IN")));
                }
                return Ok(Head { ttl: ttl.flatten(), rtype, at: word.span, rdata: behind });
            } else {
                break;
            }
            rest = behind;
        }
        diags.push(match rest.first() {
            Some(word) => self.unknown_type(word, rest.get(1..).unwrap_or_default()),
            None => Diagnostic::new(&codes::TYPE_MISSING, words.last().map_or(at, |w| w.span)),
        });
        Err(None)
    }

    /// Whether the owner lies in a zone that has records already, so that an odd record is a slip.
    fn is_inside(&self) -> bool {
        let origin =
            self.summary.origin.as_ref().map(Name::as_ref).filter(|_| self.summary.records > 0 && !self.owner_bad);
        origin.zip(self.owner()).is_some_and(|(origin, owner)| owner.is_within(origin))
    }

    /// What to say about a word where a type is expected; what was meant is offered if the rest can be read as such.
    fn unknown_type(&self, word: &Token<'_>, behind: &[Token<'_>]) -> Diagnostic {
        let text = std::str::from_utf8(word.text).unwrap_or_default();
        let address = match text.parse::<std::net::IpAddr>() {
            Ok(std::net::IpAddr::V4(_)) => Some("A "),
            Ok(std::net::IpAddr::V6(_)) => Some("AAAA "),
            Err(_) => None,
        };
        if let Some(rtype) = address {
            let fix =
                (behind.is_empty() && self.is_inside()).then(|| mend::insert(&codes::STATE_TYPE, word.span, rtype));
            return Diagnostic { fix, ..Diagnostic::new(&codes::TYPE_MISSING, word.span) };
        }
        if let Some(own) = PROVIDER_TYPES.iter().find(|own| text.eq_ignore_ascii_case(own)) {
            return Diagnostic::new(&codes::TYPE_PROVIDER_ONLY, word.span).arg("type", *own);
        }
        let unknown = Diagnostic::new(&dns::codes::TYPE_UNKNOWN, word.span).arg("value", shown(word.text));
        let near = mend::nearest(word.text, mnemonics()).filter(|near| {
            let rtype = RecordType::from_mnemonic(near.as_bytes());
            let origin = self.origin.as_ref().map(Name::as_ref);
            let faults = &mut Diagnostics::new(0);
            rtype.is_some_and(|rtype| rdata::parse(rtype, behind, word.span, origin, &mut Vec::new(), faults))
        });
        match near {
            Some(near) => unknown.fix(mend::replace(word.span, near)),
            None => unknown,
        }
    }

    pub(super) fn state_owner(&mut self, word: &Token<'_>, diags: &mut Diagnostics) {
        if self.owner_word == word.text && !self.owner_word.is_empty() {
            return;
        }
        self.owner.clear();
        self.owner_word.clear();
        let origin = self.origin.as_ref().map(Name::as_ref);
        self.owner_bad = match name::parse_into(word.text, origin, &mut self.owner) {
            Ok(signs) => {
                self.owner_signs = signs;
                self.owner_word.extend_from_slice(word.text);
                false
            }
            Err(fault) => {
                if let Some(diagnostic) = self.name_fault(fault, word) {
                    diags.push(diagnostic);
                }
                true
            }
        };
    }

    /// The last stated owner.
    fn owner(&self) -> Option<NameRef<'_>> {
        (!self.owner.is_empty()).then(|| NameRef::known(&self.owner))
    }

    fn inherit_owner(&mut self, entry: &Entry<'_>, changed: Option<Span>, diags: &mut Diagnostics) {
        let first = entry.words.first().map_or(entry.span, |w| w.span);
        if self.owner.is_empty() && !self.owner_bad {
            diags.push(Diagnostic::new(&codes::OWNER_MISSING, first));
            // Said once; what follows is read as if `@` had been written.
            match &self.origin {
                Some(origin) => self.owner.extend_from_slice(origin.as_ref().wire()),
                None => self.owner_bad = true,
            }
        } else if let (Some(changed), Some(owner)) = (changed, self.owner())
            && !self.owner_bad
        {
            diags.push(
                Diagnostic::new(&codes::OWNER_AFTER_ORIGIN, first)
                    .arg("owner", owner.to_string())
                    .related(changed, &codes::ORIGIN_CHANGED),
            );
        }
    }

    /// What to say about a name that cannot be read; nothing when it was said before.
    pub(super) fn name_fault(&mut self, fault: NameFault, word: &Token<'_>) -> Option<Diagnostic> {
        if fault != NameFault::NoOrigin {
            return Some(dns::codes::name_fault(fault, word.text, word.span));
        }
        let first = !std::mem::replace(&mut self.origin_reported, true);
        self.summary.under_root = true;
        first.then(|| Diagnostic::new(&codes::ORIGIN_UNKNOWN, word.span).arg("name", shown(word.text)))
    }

    /// contracts.md §1: without an origin given, the first absolute `$ORIGIN` before any record names the zone, else the
    /// owner of the first SOA. `$ORIGIN .` names it only when no SOA below the root comes first: so BIND writes zones.
    fn settle_apex(&mut self) {
        let unsettled = self.summary.origin.is_none() || self.apex_is_root_directive && self.summary.records == 0;
        if let (true, false, Some(owner)) = (unsettled, self.owner_bad, self.owner()) {
            let owner = owner.to_owned();
            self.origin.get_or_insert_with(|| owner.clone());
            self.summary.under_root |= is_root(self.origin.as_ref());
            self.summary.origin = Some(owner);
        }
        self.apex_is_root_directive = false;
    }

    /// Takes a new `$ORIGIN`.
    pub(super) fn change_origin(&mut self, origin: Name, at: Span) {
        if self.summary.origin.is_none() && self.summary.records == 0 {
            self.apex_is_root_directive = origin.as_ref().is_root();
            self.summary.origin = Some(origin.clone());
        }
        self.summary.under_root |= origin.as_ref().is_root();
        self.origin = Some(origin);
        self.owner_word.clear();
        self.origin_changed = Some(at);
    }

    fn missing_ttl(
        &mut self,
        text: Text<'_>,
        rtype: RecordType,
        rdata: &[u8],
        at: Span,
        diags: &mut Diagnostics,
    ) -> u32 {
        if let Some(ttl) = self.default_ttl {
            return ttl;
        }
        if let Some(ttl) = self.last_ttl {
            self.has_inherited_ttl = true;
            if !std::mem::replace(&mut self.inherited_ttl_reported, true) {
                diags.push(Diagnostic::new(&codes::TTL_INHERITED, at).arg("ttl", ttl));
            }
            return ttl;
        }
        // RFC 1035 §3.3.13: MINIMUM is the last field of an SOA.
        let minimum = rdata.last_chunk::<4>().map(|m| u32::from_be_bytes(*m)).filter(|_| rtype == RecordType::SOA);
        let ttl = minimum.unwrap_or(FALLBACK_TTL);
        let line = text.line_start(text.offset(at.start));
        let fix = mend::insert(&codes::STATE_TTL, text.span(line, line), &format!("$TTL {ttl}\n"));
        let code = if minimum.is_some() { &codes::TTL_MISSING } else { &codes::TTL_UNKNOWN };
        diags.push(Diagnostic::new(code, at).arg("ttl", ttl).fix(fix));
        self.default_ttl = Some(ttl);
        ttl
    }

    /// Remembers an entry that gave no record.
    pub(super) fn give_up(&mut self, rtype: Option<RecordType>, at: Span) {
        if rtype == Some(RecordType::SOA) {
            self.settle_apex();
            // Whatever TTL it would have given is lost with it; that is not another mistake.
            if self.last_ttl.is_none() {
                self.default_ttl.get_or_insert(FALLBACK_TTL);
            }
        }
        if self.summary.broken.len() < self.options.limits.diagnostics {
            let owner = self.owner().filter(|_| !self.owner_bad).map(NameRef::to_owned);
            self.summary.broken.push(Broken { owner, rtype, at });
        }
    }

    pub(super) fn finish(self, diags: &mut Diagnostics) -> Summary {
        let start = Span::new(0, 0, 0);
        if !self.met {
            diags.push(Diagnostic::new(&codes::ZONE_EMPTY, start));
        } else if self.summary.origin.is_none() && !self.origin_reported {
            diags.push(Diagnostic::new(&codes::ORIGIN_UNKNOWN, start).arg("name", "@"));
        }
        self.summary
    }
}

/// The head that most entries have, about which nothing is to be said: `[TTL] IN type`, the TTL in seconds.
fn plain_head<'e, 'a>(words: &'e [Token<'a>]) -> Option<Head<'e, 'a>> {
    let (ttl, rest) = match words {
        [first, rest @ ..] if first.text.first().is_some_and(u8::is_ascii_digit) && !first.quoted => {
            (Some(short(first.text)?), rest)
        }
        _ => (None, words),
    };
    match rest {
        [class, word, rdata @ ..] if class.text == b"IN" && !class.quoted && !word.quoted => {
            RecordType::from_mnemonic(word.text).map(|rtype| Head { ttl, rtype, at: word.span, rdata })
        }
        _ => None,
    }
}

fn is_class_or_type(word: &Token<'_>) -> bool {
    !word.quoted && (words::parse_class(word.text).is_some() || RecordType::from_mnemonic(word.text).is_some())
}

/// The TTL a word of a record or of `directive` states; RFC 2181 §8 has one over 31 bits treated as zero.
pub(super) fn read_ttl(word: &Token<'_>, directive: &'static str, diags: &mut Diagnostics) -> Option<u32> {
    match parse_ttl(word.text) {
        Ok(ttl) => {
            let has_unit = word.text.last().is_some_and(u8::is_ascii_alphabetic);
            if has_unit && word.text.iter().filter(|o| o.is_ascii_alphabetic()).count() > 1 {
                let several = Diagnostic::new(&codes::TTL_UNITS, word.span).arg("text", shown(word.text));
                let fix = mend::replace(word.span, &ttl.to_string());
                diags.push(several.arg("ttl", ttl).arg("directive", directive).fix(fix));
            }
            Some(ttl)
        }
        Err(NumberFault::TooLarge) => {
            diags.push(Diagnostic::new(&codes::TTL_RANGE, word.span).arg("ttl", shown(word.text)));
            Some(0)
        }
        Err(NumberFault::Malformed) => {
            let bad = Diagnostic::new(&codes::TTL_BAD, word.span).arg("ttl", shown(word.text));
            diags.push(bad.arg("directive", directive));
            None
        }
    }
}

/// Whether a type is written as `TYPE` and its number.
fn is_numbered(text: Text<'_>, at: Span) -> bool {
    let start = text.offset(at.start);
    text.octets.get(start..start + 4).is_some_and(|word| word.eq_ignore_ascii_case(b"TYPE"))
}

/// Says that a record has a form that is easier to read, where every name server knows the type by name.
fn generic_form(text: Text<'_>, rtype: RecordType, at: Span, rdata: &[u8], diags: &mut Diagnostics) {
    let Some(mnemonic) = rtype.mnemonic().filter(|_| KNOWN_BY_NAME.contains(&rtype.0)) else { return };
    let finding = Diagnostic::new(&codes::GENERIC_FORM, at).arg("type", mnemonic);
    let written = text.octets.get(text.offset(at.start)..text.offset(at.end())).unwrap_or_default();
    let mut line = format!("{mnemonic} ");
    rdata::print(rtype, rdata, &mut line);
    // What stands over several lines has comments, which would be lost.
    let one_line = !written.iter().any(|octet| matches!(octet, b'\n' | b'\r' | b'(' | b')'));
    let fix = one_line.then(|| mend::write(&codes::NAME_TYPE, at, line));
    diags.push(Diagnostic { fix, ..finding });
}

/// The mnemonics a zone can hold, for a guess at what was meant.
fn mnemonics() -> impl Iterator<Item = &'static str> {
    (1..=HIGHEST_NAMED_TYPE).map(RecordType).filter(|t| !t.is_meta()).filter_map(RecordType::mnemonic)
}

fn is_root(origin: Option<&Name>) -> bool {
    origin.is_some_and(|origin| origin.as_ref().is_root())
}
