//! What one name server reads otherwise than the rest, though no rule is broken: mnemonics that it does not know, names
//! that it does not complete. Measured; see `receivers`.

use super::SetRule;
use crate::engine::check::codes::receivers as codes;
use crate::engine::check::context::{Context, Place};
use crate::engine::check::receivers::knows;
use crate::engine::diag::{Args, Code, Diagnostic, Diagnostics, Edit, Fix, Span};
use crate::engine::dns::{NameRef, RecordType, Token, rdata};
use crate::engine::zone::{Datum, RRset};

/// The codes, in the order of the columns.
static CODES: [&Code; 4] =
    [&codes::MNEMONIC_BIND, &codes::MNEMONIC_KNOT, &codes::MNEMONIC_NSD, &codes::MNEMONIC_POWERDNS];

/// Which words of the RDATA are names that PowerDNS does not complete.
#[rustfmt::skip]
static NOT_COMPLETED: &[(u16, &[usize])] = &[
    (7, &[0]), // MB
    (8, &[0]), // MG
    (9, &[0]), // MR
    (14, &[0, 1]), // MINFO
    (35, &[5]), // NAPTR
    (36, &[1]), // KX
    (45, &[3]), // IPSECKEY
    (64, &[1]), // SVCB
    (65, &[1]), // HTTPS
    (107, &[1]), // LP
];

/// Parameters of SVCB that are registered, but not known by name to most of the releases that were measured.
const NEW_KEYS: [(u16, &str); 3] = [(8, "ohttp"), (9, "tls-supported-groups"), (10, "docpath")];

/// By type, so that zones without these types pay nothing.
#[rustfmt::skip]
pub(super) static SETS: &[(RecordType, SetRule)] = &[
    (RecordType(3), mnemonic), (RecordType(4), mnemonic), (RecordType(7), mnemonic), (RecordType(8), mnemonic),
    (RecordType(9), mnemonic), (RecordType(10), mnemonic), (RecordType(11), mnemonic), (RecordType(19), mnemonic), (RecordType(20), mnemonic),
    (RecordType(21), mnemonic), (RecordType(22), mnemonic), (RecordType(23), mnemonic), (RecordType(24), mnemonic),
    (RecordType(26), mnemonic), (RecordType(27), mnemonic), (RecordType(30), mnemonic), (RecordType(31), mnemonic),
    (RecordType(32), mnemonic), (RecordType(34), mnemonic), (RecordType(38), mnemonic), (RecordType(40), mnemonic),
    (RecordType(55), mnemonic), (RecordType(56), mnemonic), (RecordType(57), mnemonic), (RecordType(58), mnemonic),
    (RecordType(66), mnemonic), (RecordType(67), mnemonic), (RecordType(68), mnemonic), (RecordType(100), mnemonic), (RecordType(101), mnemonic), (RecordType(102), mnemonic),
    (RecordType(103), mnemonic), (RecordType(258), mnemonic), (RecordType(259), mnemonic), (RecordType(260), mnemonic),
    (RecordType(261), mnemonic), (RecordType(262), mnemonic), (RecordType(263), mnemonic), (RecordType(264), mnemonic),
    (RecordType(32_768), mnemonic), (RecordType(32_769), mnemonic),
    (RecordType(7), names), (RecordType(8), names), (RecordType(9), names), (RecordType(14), names),
    (RecordType(35), names), (RecordType(36), names), (RecordType(45), names), (RecordType::SVCB, names),
    (RecordType(13), octets),
    (RecordType::SPF, octets),
    (RecordType::TXT, octets),
    (RecordType::HTTPS, names), (RecordType(107), names),
    (RecordType::HTTPS, keys), (RecordType::SVCB, keys),
    (RecordType(256), unquoted),
];

/// One finding an RRset and receiver: that it does not read the mnemonic. RFC 3597 §5 has a form that all read.
fn mnemonic(_: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let rtype = set.rtype();
    let (known, Some(word)) = (knows(rtype), rtype.mnemonic()) else { return };
    let mut by_name = set.records().filter_map(|record| {
        let written = context.fields(record.at, |fields| fields.rtype)?;
        context.text(written).eq_ignore_ascii_case(word.as_bytes()).then_some((record, written))
    });
    let Some((record, at)) = by_name.next() else { return };
    let is_only = by_name.next().is_none();
    for (code, _) in CODES.iter().zip(known).filter(|(_, knows)| !knows) {
        let finding = Diagnostic::new(code, at).arg("type", rtype.to_string());
        let generic = |edit| Fix { title: &codes::WRITE_GENERIC, args: Args::new(), edits: vec![edit] };
        let fix = is_only.then(|| generic_form(&record, rtype, at, context)).flatten().map(generic);
        diagnostics.push(Diagnostic { fix, ..finding });
    }
}

/// `TYPEnn \# length octets` in place of the type and its RDATA, where both stand on one line.
fn generic_form(record: &Datum<'_>, rtype: RecordType, at: Span, context: &Context<'_>) -> Option<Edit> {
    let span = at.to(Span::new(record.at.file, record.at.end(), 0));
    let whole = context.text(record.at);
    if whole.iter().any(|octet| matches!(octet, b'\n' | b'\r' | b'(')) {
        return None;
    }
    let mut text = format!("TYPE{} ", rtype.0);
    rdata::print(RecordType(65_280), record.rdata, &mut text);
    Some(Edit { span, text })
}

/// One finding an RRset: names without a final dot, which PowerDNS takes as they stand (RFC 1035 §5.1 has the origin
/// complete them).
fn names(_: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let rtype = set.rtype();
    let Some((_, words)) = NOT_COMPLETED.iter().find(|row| row.0 == rtype.0) else { return };
    let mut edits: Vec<Edit> = Vec::new();
    let mut target = None;
    for record in set.records() {
        let names: Vec<NameRef<'_>> = rdata::names(rtype, record.rdata).map(|embedded| embedded.name).collect();
        for (&word, name) in words.iter().zip(names) {
            // The root is written as a dot, or as the origin.
            if name.is_root() && !(context.is_under_root() && memchr::memchr(b'@', &context.text(record.at)).is_some())
            {
                continue;
            }
            if let Some(edit) =
                context.rewrite(record.at, word, |text| (!text.ends_with('.')).then(|| name.to_string()))
            {
                target.get_or_insert_with(|| (edit.span, edit.text.clone()));
                edits.push(edit);
            }
        }
    }
    let Some((at, name)) = target else { return };
    edits.sort_by_key(|edit| edit.span);
    edits.retain(|edit| edit.span.file == at.file);
    let fix = Fix { title: &crate::engine::check::codes::ADD_FINAL_DOT, args: Args::new(), edits };
    let finding = Diagnostic::new(&codes::NAME_NOT_COMPLETED, at).arg("type", rtype.to_string());
    diagnostics.push(finding.arg("target", name).fix(fix));
}

/// One finding an RRset: parameters by names that BIND, Knot and NSD do not know yet.
fn keys(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let named = |token: &&Token<'_>| {
        let name = token.text.split(|octet| *octet == b'=').next().unwrap_or_default();
        NEW_KEYS.iter().any(|(_, new)| new.as_bytes() == name)
    };
    let found = set.records().filter(|record| has_new_key(record.rdata)).find_map(|record| {
        let token = context.words(record.at, |words| words.iter().skip(2).find(named).map(|token| token.span));
        token.flatten()
    });
    let Some(at) = found else { return };
    let key = String::from_utf8_lossy(&context.text(at)).split('=').next().unwrap_or_default().to_owned();
    let finding = Diagnostic::new(&codes::SVCB_KEY_NAME, at).arg("owner", place.node.owner.to_string());
    diagnostics.push(finding.arg("type", set.rtype().to_string()).arg("key", key));
}

/// Whether the parameters of SVCB RDATA, each with its number and its length (RFC 9460 §2.2), have one of these.
fn has_new_key(rdata: &[u8]) -> bool {
    let behind = rdata.get(2..).and_then(|rest| Some((rest, NameRef::from_wire(rest).ok()?.1)));
    let mut params = behind.and_then(|(rest, length)| rest.get(length..)).unwrap_or_default();
    while let Some((&[a, b, c, d], rest)) = params.split_first_chunk() {
        if NEW_KEYS.iter().any(|(number, _)| *number == u16::from_be_bytes([a, b])) {
            return true;
        }
        params = rest.get(usize::from(u16::from_be_bytes([c, d]))..).unwrap_or_default();
    }
    false
}

/// One finding an RRset: a target without quotes, which BIND does not read (RFC 7553 §4.4).
fn unquoted(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let mut edits: Vec<Edit> = Vec::new();
    for record in set.records() {
        let bare = context.words(record.at, |words| words.get(2).filter(|word| !word.quoted).map(|word| word.span));
        let text = |span| format!("\"{}\"", String::from_utf8_lossy(&context.text(span)));
        edits.extend(bare.flatten().map(|span| Edit { span, text: text(span) }));
    }
    edits.sort_by_key(|edit| edit.span);
    let Some(at) = edits.first().map(|edit| edit.span) else { return };
    edits.retain(|edit| edit.span.file == at.file);
    let fix = Fix { title: &crate::engine::check::codes::content::QUOTE_TEXT, args: Args::new(), edits };
    let finding = Diagnostic::new(&codes::URI_UNQUOTED, at).arg("owner", place.node.owner.to_string());
    diagnostics.push(finding.fix(fix));
}

/// One finding an RRset: strings with octets that stand in the text as they are and are not printable ASCII. Knot takes
/// those alone.
fn octets(place: &Place<'_>, set: &RRset<'_>, context: &Context<'_>, diagnostics: &mut Diagnostics) {
    let mut edits: Vec<Edit> = Vec::new();
    for record in set.records().filter(|record| has_odd_octets(record.rdata)) {
        let escaped = |token: &Token<'_>| {
            let mut text = String::new();
            for &octet in &*context.text(token.span) {
                if is_odd(octet) {
                    text.push_str(&format!("\\{octet:03}"));
                } else {
                    text.push(char::from(octet));
                }
            }
            Edit { span: token.span, text }
        };
        context.fields(record.at, |fields| {
            let odd = fields.rdata.iter().filter(|token| token.text.iter().any(|octet| is_odd(*octet)));
            edits.extend(odd.map(escaped));
        });
    }
    edits.sort_by_key(|edit| edit.span);
    let Some(at) = edits.first().map(|edit| edit.span) else { return };
    edits.retain(|edit| edit.span.file == at.file);
    let finding = Diagnostic::new(&codes::TEXT_RAW_OCTETS, at).arg("type", set.rtype().to_string());
    let fix = Fix { title: &codes::ESCAPE_OCTETS, args: Args::new(), edits };
    diagnostics.push(finding.arg("owner", place.node.owner.to_string()).fix(fix));
}

/// Whether Knot refuses an octet in a string: tabs are fine, and line ends and NULs have findings of their own.
const fn is_odd(octet: u8) -> bool {
    // Without branches, so that many are looked at at once.
    (octet.wrapping_sub(b' ') > b'~' - b' ') & (octet != b'\t') & (octet != b'\n') & (octet != b'\r') & (octet != 0)
}

/// Whether one of the character-strings that RDATA consists of has such octets.
fn has_odd_octets(mut rdata: &[u8]) -> bool {
    while let Some((&length, rest)) = rdata.split_first() {
        let (string, behind) = rest.split_at(usize::from(length).min(rest.len()));
        if string.iter().fold(false, |odd, octet| odd | is_odd(*octet)) {
            return true;
        }
        rdata = behind;
    }
    false
}
