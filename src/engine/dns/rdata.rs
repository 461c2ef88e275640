//! RDATA of every type, in text and on the wire, from one table.
//!
//! A type is a row of [`table`]: its fields, each with a [`kind`], and what becomes of names in it. Parsing, printing,
//! checking, decompressing, the canonical form and [`explain`] all walk that row. Types without a row are opaque
//! (RFC 3597).

mod generic;
mod kind;
mod mnemonic;
mod rules;
mod table;
mod words;

use super::name::{NameRef, eights, parse_into};
use super::wire::{Reader, WireFault};
use super::{RecordType, Token, codes};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use kind::Kind;
use table::{Names, Row};
use words::Words;

/// One field of a type's RDATA.
#[derive(Debug)]
pub struct Field {
    /// Its name in the RFC, in words: `"preference"`.
    pub name: &'static str,
    kind: Kind,
}

/// A field with its value, for showing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldView {
    /// The field's name.
    pub name: &'static str,
    /// Its value in presentation form.
    pub text: String,
    /// Its first octet in the RDATA.
    pub offset: usize,
    /// Its octets.
    pub len: usize,
}

/// A name inside RDATA.
#[derive(Clone, Copy, Debug)]
pub struct EmbeddedName<'a> {
    /// The field it fills.
    pub field: &'static Field,
    /// Its first octet in the RDATA.
    pub offset: usize,
    /// The name.
    pub name: NameRef<'a>,
}

/// Reads presentation form and appends the RDATA in wire form. Any type may be written as `\# length hex` (RFC 3597 §5).
/// `at` is where the type stands. On failure something was diagnosed and `out` is as it was.
pub fn parse(
    rtype: RecordType,
    tokens: &[Token<'_>],
    at: Span,
    origin: Option<NameRef<'_>>,
    out: &mut Vec<u8>,
    diags: &mut Diagnostics,
) -> bool {
    if parse_only(rtype, tokens, origin, out) {
        return true;
    }
    let start = out.len();
    let mut words = Words::new(rtype, tokens, at, origin);
    let parsed = if rtype.is_meta() {
        diags.push(Diagnostic::new(&codes::TYPE_NOT_DATA, at).arg("type", rtype.to_string()));
        None
    } else if words.is_generic() {
        generic::parse(&mut words, out, diags)
    } else if let Some(row) = table::row_of(rtype) {
        parse_fields(row, &mut words, out, diags)
    } else {
        // RFC 3597 §5: the RDATA of a type that is not known has one form.
        generic::refuse(&words, diags)
    };
    let parsed = parsed.and_then(|()| {
        // RFC 1035 §3.2.1: RDLENGTH has 16 bits.
        let len = out.len() - start;
        if len <= usize::from(u16::MAX) {
            return Some(());
        }
        diags.push(
            Diagnostic::new(&codes::RDATA_TOO_LONG, words.all()).arg("type", rtype.to_string()).arg("count", len),
        );
        None
    });
    if parsed.is_none() {
        out.truncate(start);
    }
    parsed.is_some()
}

/// Reads data of the commonest types, which have one field and are one word: a short way. False where something has to be
/// said, or may have to be; `out` is as it was then.
fn parse_only(rtype: RecordType, tokens: &[Token<'_>], origin: Option<NameRef<'_>>, out: &mut Vec<u8>) -> bool {
    let [token] = tokens else { return false };
    if token.quoted || token.text == b"\\#" {
        return false;
    }
    match rtype {
        RecordType::A => kind::put_ipv4(token.text, out),
        RecordType::AAAA => kind::put_ipv6(token.text, out),
        RecordType::NS | RecordType::CNAME | RecordType::PTR | RecordType::DNAME => {
            let start = out.len();
            let signs = parse_into(token.text, origin, out);
            if signs == Ok(true) {
                out.truncate(start);
            }
            signs == Ok(false)
        }
        _ => false,
    }
}

fn parse_fields(
    row: &'static Row,
    words: &mut Words<'_, '_>,
    out: &mut Vec<u8>,
    diags: &mut Diagnostics,
) -> Option<()> {
    let start = out.len();
    for field in row.fields {
        words.enter(field);
        field.kind.parse(words, out, diags)?;
    }
    words.finish(diags)?;
    let Some(rule) = row.rule else { return Some(()) };
    let rdata = out.get(start..).unwrap_or_default();
    let Err(fault) = rule(rdata) else { return Some(()) };
    let field = field_at(row, rdata, fault.offset);
    words.enter(row.fields.get(field)?);
    let mut diagnostic = words.fault(fault.code, words.span_of(field, field + 1 == row.fields.len()));
    for (name, value) in fault.args.iter() {
        diagnostic.args = diagnostic.args.with(name, value.clone());
    }
    diags.push(diagnostic);
    None
}

/// Index of the field that holds the octet at `offset` of well-formed RDATA.
fn field_at(row: &Row, rdata: &[u8], offset: usize) -> usize {
    let mut reader = Reader::new(rdata);
    let before =
        row.fields.iter().take_while(|field| field.kind.skip(&mut reader).is_ok() && reader.offset() <= offset);
    before.count().min(row.fields.len().saturating_sub(1))
}

/// Appends the presentation form, names absolute. Octets that are no RDATA of the type, and types without a row, take
/// the form of RFC 3597 §5.
pub fn print(rtype: RecordType, rdata: &[u8], out: &mut String) {
    let start = out.len();
    if let Some(row) = table::row_of(rtype) {
        if print_fields(row, rdata, out).is_ok() {
            return;
        }
        out.truncate(start);
    }
    generic::print(rdata, out);
}

fn print_fields(row: &'static Row, rdata: &[u8], out: &mut String) -> Result<(), WireFault> {
    let mut reader = Reader::new(rdata);
    for (i, field) in row.fields.iter().enumerate() {
        let before = out.len();
        if i > 0 {
            out.push(' ');
        }
        let separated = out.len();
        field.kind.print(&mut reader, out)?;
        // A field that may be empty leaves no separator.
        if out.len() == separated {
            out.truncate(before);
        }
    }
    at_end(&reader)
}

/// Whether uncompressed RDATA is well formed. Types without a row always are.
///
/// # Errors
/// What is wrong, and at which octet of the RDATA.
pub fn check_wire(rtype: RecordType, rdata: &[u8]) -> Result<(), WireFault> {
    let Some(row) = table::row_of(rtype) else { return Ok(()) };
    let mut reader = Reader::new(rdata);
    for field in row.fields {
        field.kind.skip(&mut reader)?;
    }
    at_end(&reader)?;
    row.rule.map_or(Ok(()), |rule| rule(rdata))
}

/// Copies the RDATA at `start..end` of a message, decompressed and checked; `out` is as it was on failure.
pub(super) fn expand(
    rtype: RecordType,
    message: &[u8],
    start: usize,
    end: usize,
    out: &mut Vec<u8>,
) -> Result<(), WireFault> {
    let mut reader = Reader::part(message, start, end);
    let Some(row) = table::row_of(rtype) else {
        out.extend_from_slice(reader.rest());
        return Ok(());
    };
    let before = out.len();
    let result = expand_fields(row, &mut reader, out);
    if result.is_err() {
        out.truncate(before);
    }
    result
}

fn expand_fields(row: &'static Row, reader: &mut Reader<'_>, out: &mut Vec<u8>) -> Result<(), WireFault> {
    let (before, start) = (out.len(), reader.offset());
    for field in row.fields {
        // RFC 3597 §4: names are decompressed in the types of RFC 1035 and those that RFCs before it named.
        if field.kind.is_name() && matches!(row.names, Names::Compressed | Names::Decompressed) {
            out.extend_from_slice(reader.name()?.as_ref().wire());
        } else {
            let rest = reader.rest();
            let from = reader.offset();
            field.kind.skip(reader)?;
            out.extend_from_slice(rest.get(..reader.offset() - from).unwrap_or_default());
        }
    }
    at_end(reader)?;
    let Some(rule) = row.rule else { return Ok(()) };
    rule(out.get(before..).unwrap_or_default()).map_err(|fault| fault.moved_by(start))
}

fn at_end(reader: &Reader<'_>) -> Result<(), WireFault> {
    match reader.left() {
        0 => Ok(()),
        left => Err(WireFault::new(&codes::RDATA_TRAILING, reader.offset()).arg("count", left)),
    }
}

/// Appends the canonical form (RFC 4034 §6.2 as amended by RFC 6840 §5.1): names in lower case where the type has them so.
/// Whether that differs from what was given.
pub fn canonical(rtype: RecordType, rdata: &[u8], out: &mut Vec<u8>) -> bool {
    let start = out.len();
    out.extend_from_slice(rdata);
    // Most RDATA has no name, or no capitals in it.
    let only = match rtype {
        RecordType::A | RecordType::AAAA | RecordType::TXT => return false,
        _ => only_name(rtype),
    };
    if !rdata.get(only.unwrap_or(0)..).is_some_and(|names| eights::any(names, eights::capitals)) {
        return false;
    }
    if let Some(at) = only {
        if let Some((name, _)) = rdata.get(at..).and_then(|rest| NameRef::from_wire(rest).ok())
            && let Some(name) = out.get_mut(start + at..start + at + name.wire().len())
        {
            name.make_ascii_lowercase();
        }
    } else if table::row_of(rtype).is_some_and(|row| row.names != Names::Kept) {
        for embedded in names(rtype, rdata) {
            let from = start + embedded.offset;
            if let Some(name) = out.get_mut(from..from + embedded.name.wire().len()) {
                name.make_ascii_lowercase();
            }
        }
    }
    out.get(start..) != Some(rdata)
}

/// Whether names in RDATA of this type may be compressed when sent (RFC 3597 §4).
#[must_use]
pub fn is_compressible(rtype: RecordType) -> bool {
    table::row_of(rtype).is_some_and(|row| row.names == Names::Compressed)
}

/// Whether the type has a row in the table; the others are opaque octets here.
#[must_use]
pub fn is_known(rtype: RecordType) -> bool {
    table::row_of(rtype).is_some()
}

/// The RFC that defines the type's RDATA.
#[must_use]
pub fn rfc(rtype: RecordType) -> Option<&'static str> {
    table::row_of(rtype).map(|row| row.rfc)
}

/// The fields with their values; one field called `data` for types without a row and for octets that are no RDATA of the type.
#[must_use]
pub fn explain(rtype: RecordType, rdata: &[u8]) -> Vec<FieldView> {
    let fields = table::row_of(rtype).and_then(|row| explain_fields(row, rdata).ok());
    fields.unwrap_or_else(|| {
        let mut text = String::new();
        generic::print(rdata, &mut text);
        vec![FieldView { name: "data", text, offset: 0, len: rdata.len() }]
    })
}

fn explain_fields(row: &'static Row, rdata: &[u8]) -> Result<Vec<FieldView>, WireFault> {
    let mut reader = Reader::new(rdata);
    let mut views = Vec::with_capacity(row.fields.len());
    for field in row.fields {
        let offset = reader.offset();
        let mut text = String::new();
        field.kind.print(&mut reader, &mut text)?;
        views.push(FieldView { name: field.name, text, offset, len: reader.offset() - offset });
    }
    at_end(&reader)?;
    Ok(views)
}

/// The last name inside uncompressed RDATA: what [`names`] ends with.
#[must_use]
pub fn last_name(rtype: RecordType, rdata: &[u8]) -> Option<NameRef<'_>> {
    match only_name(rtype) {
        Some(at) => NameRef::from_wire(rdata.get(at..)?).ok().map(|(name, _)| name),
        None => names(rtype, rdata).last().map(|embedded| embedded.name),
    }
}

/// Where the only name stands in RDATA of the commonest types that have one, behind fields of fixed size: a short way.
const fn only_name(rtype: RecordType) -> Option<usize> {
    match rtype {
        RecordType::NS | RecordType::CNAME | RecordType::PTR | RecordType::DNAME => Some(0),
        RecordType::MX => Some(2),
        RecordType::SRV => Some(6),
        _ => None,
    }
}

/// The names inside uncompressed RDATA, in their order; nothing behind the first octet that is wrong.
pub fn names(rtype: RecordType, rdata: &[u8]) -> impl Iterator<Item = EmbeddedName<'_>> {
    let fields = table::row_of(rtype).filter(|row| row.has_names()).map_or(&[][..], |row| row.fields);
    let mut reader = Reader::new(rdata);
    let mut fields = fields.iter();
    std::iter::from_fn(move || {
        for field in fields.by_ref() {
            let offset = reader.offset();
            let name = if field.kind.is_name() { NameRef::from_wire(reader.rest()).ok() } else { None };
            field.kind.skip(&mut reader).ok()?;
            if let Some((name, _)) = name {
                return Some(EmbeddedName { field, offset, name });
            }
        }
        None
    })
}
