//! Fixes: small edits that remove a finding.

use super::codes;
use super::lexer::{Cursor, Entry, Next, line_end, next_entry, starts_blank};
use super::text::{Cut, Text};
use crate::engine::diag::{Args, Edit, Fix, Label, Span};

/// Removes what stands at `span`.
pub(super) fn delete(span: Span) -> Fix {
    one(&codes::REMOVE, Args::new(), span, String::new())
}

/// Writes `text` at the point `at`.
pub(super) fn insert(title: &'static Label, at: Span, text: &str) -> Fix {
    one(title, Args::new(), Span::new(at.file, at.start, 0), text.to_owned())
}

/// Puts `text` in place of what stands at `span`.
pub(super) fn replace(span: Span, text: &str) -> Fix {
    one(&codes::REPLACE, Args::new().with("text", text), span, text.to_owned())
}

/// Puts `text` in place of what stands at `span`, under a title that does not quote it.
pub(super) fn write(title: &'static Label, span: Span, text: String) -> Fix {
    one(title, Args::new(), span, text)
}

fn one(title: &'static Label, args: Args, span: Span, text: String) -> Fix {
    Fix { title, args, edits: vec![Edit { span, text }] }
}

/// The fix that takes the record at `at` out of its file: its whole line or lines, with their comment. None where what
/// follows would change its meaning.
pub(super) fn removal(text: Text<'_>, at: Span) -> Result<Option<Fix>, Cut> {
    let octets = text.octets;
    let (start, end) = (text.offset(at.start), text.offset(at.end()));
    let line = line_start(text, start)?;
    let blank = |octets: &[u8]| octets.iter().all(u8::is_ascii_whitespace);
    if !octets.get(line..start).is_some_and(blank) {
        return Ok(None);
    }
    let behind = behind_line(text, end)?;
    let tail = octets.get(end..line_end(octets, end)).unwrap_or_default().trim_ascii_start();
    if !tail.is_empty() && !tail.starts_with(b";") {
        return Ok(None);
    }
    let next = entry_at(text, behind)?;
    // RFC 1035 §5.1: a line that begins blank belongs to the owner stated last.
    if let Some(next) = next.filter(|next| next.owner_omitted)
        && line == start
        && !starts_blank(octets, line)
    {
        let own = entry_at(text, start)?;
        let Some(owner) = own.as_ref().and_then(|own| own.words.first()).map(|word| word.span) else { return Ok(None) };
        let heir = text.offset(next.span.start);
        let to_heir = text.span(text.offset(owner.end()), heir);
        let is_next_line = line_start(text, heir)? == behind;
        return Ok(is_next_line.then(|| one(&codes::REMOVE, Args::new(), to_heir, " ".to_owned())));
    }
    Ok(Some(delete(text.span(line, behind))))
}

/// The edit that adds `lines` behind the record at `at`, and behind those that share its owner by beginning blank.
pub(super) fn addition(text: Text<'_>, at: Span, lines: &[String], line_break: &str) -> Result<Edit, Cut> {
    let mut cursor = Cursor::new(text.base + behind_line(text, text.offset(at.end()))?);
    let mut entry = Entry::default();
    let mut place = text.octets.len();
    loop {
        match next_entry(text, &mut cursor, &mut entry) {
            Next::Entry if entry.owner_omitted || entry.words.is_empty() => {}
            Next::Entry => {
                place = line_start(text, text.offset(entry.span.start))?;
                break;
            }
            Next::Cut => return Err(Cut),
            Next::End => break,
        }
    }
    let is_end = !text.goes_on && place == text.octets.len();
    let break_before = is_end && !text.octets.is_empty() && !text.octets.ends_with(b"\n");
    let mut out = if break_before { line_break.to_owned() } else { String::new() };
    for line in lines {
        out.push_str(line);
        out.push_str(line_break);
    }
    Ok(Edit { span: text.span(place, place), text: out })
}

/// The entry at or behind an offset.
fn entry_at(text: Text<'_>, at: usize) -> Result<Option<Entry<'_>>, Cut> {
    let (mut cursor, mut entry) = (Cursor::new(text.base + at), Entry::default());
    loop {
        match next_entry(text, &mut cursor, &mut entry) {
            // Nobody's heir, and nobody inherits of it.
            Next::Entry if entry.words.is_empty() && !entry.broken => {}
            Next::Entry => return Ok(Some(entry)),
            Next::End => return Ok(None),
            Next::Cut => return Err(Cut),
        }
    }
}

/// Offset of the first byte of the line that holds `at`.
fn line_start(text: Text<'_>, at: usize) -> Result<usize, Cut> {
    match text.line_start(at) {
        0 if text.base > 0 => Err(Cut),
        start => Ok(start),
    }
}

/// Offset of the line behind the one that holds `at`.
fn behind_line(text: Text<'_>, at: usize) -> Result<usize, Cut> {
    let end = line_end(text.octets, at);
    match text.octets.get(end..) {
        Some([b'\r', b'\n', ..]) => Ok(end + 2),
        Some([_, _, ..]) => Ok(end + 1),
        _ if text.goes_on => Err(Cut),
        Some([_, ..]) => Ok(end + 1),
        _ => Ok(end),
    }
}

/// The one candidate that is a slip away from `word` (a letter missing, added, wrong, or two swapped); none when there are
/// several or `word` is too short to tell.
pub(super) fn nearest<'c>(word: &[u8], candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    if word.len() < 3 {
        return None;
    }
    let mut found = None;
    for candidate in candidates {
        if is_one_slip(word, candidate.as_bytes()) {
            if found.is_some() {
                return None;
            }
            found = Some(candidate);
        }
    }
    found
}

fn is_one_slip(a: &[u8], b: &[u8]) -> bool {
    let same = |x: &u8, y: &u8| x.eq_ignore_ascii_case(y);
    let front = a.iter().zip(b).take_while(|(x, y)| same(x, y)).count();
    let rest_a = a.get(front..).unwrap_or_default();
    let rest_b = b.get(front..).unwrap_or_default();
    let tail = |x: &[u8], y: &[u8]| x.eq_ignore_ascii_case(y);
    match (rest_a, rest_b) {
        ([], [_]) | ([_], []) => true,
        ([a1, a2, more_a @ ..], [b1, b2, more_b @ ..]) if same(a1, b2) && same(a2, b1) && tail(more_a, more_b) => true,
        ([_, more_a @ ..], [_, more_b @ ..]) if tail(more_a, more_b) => true,
        ([_, more_a @ ..], more_b) if tail(more_a, more_b) => true,
        (more_a, [_, more_b @ ..]) => tail(more_a, more_b),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn without(text: &str, record: &str) -> Option<String> {
        let at = text.rfind(record).unwrap();
        let whole = Text::whole(text.as_bytes(), 0);
        let edit = removal(whole, whole.span(at, at + record.len())).unwrap()?.edits.remove(0);
        let mut out = text.to_owned();
        out.replace_range(edit.span.start as usize..edit.span.end() as usize, &edit.text);
        Some(out)
    }

    #[test]
    fn a_removed_record_leaves_others_their_owner() {
        assert_eq!(without("a A 1\na A 2 ; x\nb A 3\n", "a A 2").as_deref(), Some("a A 1\nb A 3\n"));
        assert_eq!(without("a A 1\n  A 2\n  A 3\n", "A 2").as_deref(), Some("a A 1\n  A 3\n"));
        assert_eq!(without("a A 1\nb A 2\n  A 3\n", "b A 2").as_deref(), Some("a A 1\nb A 3\n"));
        assert_eq!(without("a A 1\nb A 2\n\n  A 3\n", "b A 2"), None, "the heir is further down");
        assert_eq!(without("a A 1\r\na A 2", "a A 2").as_deref(), Some("a A 1\r\n"));
    }

    #[test]
    fn added_lines_take_no_owner_away() {
        let added = |text: &str, record: &str| {
            let at = text.find(record).unwrap();
            let whole = Text::whole(text.as_bytes(), 0);
            let line_break = if text.contains('\r') { "\r\n" } else { "\n" };
            let edit = addition(whole, whole.span(at, at + record.len()), &["n A 9".to_owned()], line_break).unwrap();
            format!("{}{}{}", &text[..edit.span.start as usize], edit.text, &text[edit.span.end() as usize..])
        };
        assert_eq!(added("a NS n\nb A 1\n", "a NS n"), "a NS n\nn A 9\nb A 1\n");
        assert_eq!(added("a NS n ; x\n  A 1\nb A 1\n", "a NS n"), "a NS n ; x\n  A 1\nn A 9\nb A 1\n");
        assert_eq!(added("a NS n\r\n  A 1", "a NS n"), "a NS n\r\n  A 1\r\nn A 9\r\n");
    }

    #[test]
    fn a_slip_is_one_letter_or_two_swapped() {
        let types = ["A", "AAAA", "CNAME", "DNAME", "TXT", "MX", "NS", "NSEC", "NSEC3"];
        let near = |w: &str| nearest(w.as_bytes(), types.iter().copied());
        assert_eq!(near("CNAM"), Some("CNAME"));
        assert_eq!(near("cnmae"), Some("CNAME"));
        assert_eq!(near("TXTT"), Some("TXT"));
        assert_eq!(near("AAA"), Some("AAAA"));
        assert_eq!(near("XNAME"), None, "CNAME and DNAME are both near");
        assert_eq!(near("FOO"), None);
        assert_eq!(near("NX"), None, "two letters are near everything");
    }
}
