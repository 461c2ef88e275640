//! `$GENERATE start-stop[/step] owner [TTL] [class] type data`: many records from one line. BIND's own; PowerDNS takes
//! it too, Knot and NSD refuse it.

use super::lexer::{Cursor, Entry, Next, next_entry};
use super::record::Reader;
use super::text::Text;
use super::{codes, mend, words};
use crate::engine::diag::{Diagnostic, Diagnostics};
use crate::engine::dns::codes::shown;
use crate::engine::dns::{RecordSink, Token};

/// The values that `$` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    start: u32,
    stop: u32,
    step: u32,
}

/// `${offset,width,base}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Form {
    offset: i64,
    width: usize,
    base: u8,
}

const PLAIN: Form = Form { offset: 0, width: 0, base: b'd' };
/// The widest number a template may ask for: a name has no room for more.
const MAX_WIDTH: usize = 255;

impl Reader {
    /// Makes the records. The first one that cannot be read is reported and ends it: one mistake, one finding.
    pub(super) fn generate<S: RecordSink + ?Sized>(
        &mut self,
        text: Text<'_>,
        entry: &Entry<'_>,
        sink: &mut S,
        diags: &mut Diagnostics,
    ) {
        let [_, range_word, owner, rest @ ..] = entry.words.as_slice() else {
            diags.push(Diagnostic::new(&codes::DIRECTIVE_SHORT, entry.span).arg("directive", "$GENERATE"));
            return self.give_up(None, entry.span);
        };
        let Some(range) = read_range(range_word.text) else {
            let syntax = Diagnostic::new(&codes::GENERATE_SYNTAX, range_word.span);
            diags.push(syntax.arg("text", shown(range_word.text)));
            return self.give_up(None, entry.span);
        };
        let count = u64::from((range.stop - range.start) / range.step) + 1;
        let limit = self.limits().generated;
        self.generated += count;
        if self.generated > limit {
            let over = Diagnostic::new(&codes::GENERATE_LIMIT, range_word.span);
            diags.push(over.arg("count", count).arg("limit", limit));
            return self.give_up(None, entry.span);
        }
        self.words_of_data(rest, diags);
        let mut line = Vec::new();
        let mut made = Diagnostics::new(1);
        let mut parsed = 0_u64;
        let mut value = range.start;
        let mut expanded = Vec::new();
        let outer = self.owner_before();
        loop {
            line.clear();
            if let Some(bad) = write_line(owner, rest, value, &mut line) {
                diags.push(Diagnostic::new(&codes::GENERATE_SYNTAX, bad.span).arg("text", shown(bad.text)));
                return self.give_up(None, entry.span);
            }
            self.generated_record(text, &line, entry, sink, &mut made);
            if made.counts().total() > 0 {
                let first = made.into_kept().into_iter().next();
                // Its place is the template; a fix of the generated line would change something else.
                diags.push(Diagnostic { span: entry.span, fix: None, ..first.unwrap_or_else(|| unread(entry)) });
                return;
            }
            parsed += 1;
            if expanded.len() <= self.limits().expanded {
                expanded.extend_from_slice(line.trim_ascii_end());
                expanded.push(b'\n');
            }
            match value.checked_add(range.step).filter(|&next| next <= range.stop) {
                Some(next) => value = next,
                None => break,
            }
        }
        // BIND: what follows inherits the owner stated before.
        self.restore_owner(outer);
        let used = Diagnostic::new(&codes::GENERATE_USED, entry.span).arg("count", parsed);
        // Its last line end is the directive's own.
        let short = expanded.len() <= self.limits().expanded && !entry.owner_omitted;
        let lines = String::from_utf8(expanded).ok().filter(|_| short);
        diags.push(match lines {
            Some(lines) => used.fix(mend::write(&codes::EXPAND, entry.span, lines.trim_end().to_owned())),
            None => used,
        });
    }

    /// BIND takes one word of data, quoted when it holds blanks.
    fn words_of_data(&self, rest: &[Token<'_>], diags: &mut Diagnostics) {
        let is_type = |word: &Token<'_>| words::is_type(word.text) && !words::is_ttl_or_class(word.text);
        let Some(data) = rest.iter().position(is_type).and_then(|at| rest.get(at + 1..)) else { return };
        if let [first, .., last] = data {
            let several = first.span.to(last.span);
            diags.push(Diagnostic::new(&codes::GENERATE_WORDS, several));
        }
    }

    fn generated_record<S: RecordSink + ?Sized>(
        &mut self,
        text: Text<'_>,
        line: &[u8],
        directive: &Entry<'_>,
        sink: &mut S,
        diags: &mut Diagnostics,
    ) {
        let mut entry = Entry::default();
        let next = next_entry(Text::whole(line, directive.span.file), &mut Cursor::default(), &mut entry);
        entry.tell(diags);
        if next != Next::Entry || entry.broken {
            return;
        }
        for word in &mut entry.words {
            word.span = directive.span;
        }
        if let Some((owner, words)) = entry.words.split_first() {
            self.state_owner(owner, diags);
            self.record(text, words, directive.span, sink, diags);
        }
    }
}

fn unread(entry: &Entry<'_>) -> Diagnostic {
    Diagnostic::new(&codes::GENERATE_SYNTAX, entry.span)
}

/// One line of the template with its `$`s filled in; the word whose form cannot be read otherwise.
fn write_line<'w, 'a>(
    owner: &'w Token<'a>,
    rest: &'w [Token<'a>],
    value: u32,
    line: &mut Vec<u8>,
) -> Option<&'w Token<'a>> {
    let last = rest.len().saturating_sub(1);
    for (at, word) in std::iter::once(owner).chain(rest).enumerate() {
        // BIND takes data of several words in one pair of quotes; a string of its own keeps them.
        let bare =
            !word.quoted || (at == last + 1 && rest.iter().filter(|w| w.quoted).count() == 1 && is_several(word));
        if !bare {
            line.push(b'"');
        }
        if fill(word.text, value, line).is_none() {
            return Some(word);
        }
        if !bare {
            line.push(b'"');
        }
        line.push(b' ');
    }
    None
}

fn is_several(word: &Token<'_>) -> bool {
    word.text.contains(&b' ')
}

/// `start-stop[/step]`
fn read_range(word: &[u8]) -> Option<Range> {
    let word = std::str::from_utf8(word).ok()?;
    let (span, step) = word.split_once('/').unwrap_or((word, "1"));
    let (start, stop) = span.split_once('-')?;
    let range = Range { start: start.parse().ok()?, stop: stop.parse().ok()?, step: step.parse().ok()? };
    (range.start <= range.stop && range.step > 0).then_some(range)
}

/// Copies a template and writes `value` where it says `$` or `${offset,width,base}`; `$$` and `\$` are a dollar sign.
fn fill(template: &[u8], value: u32, out: &mut Vec<u8>) -> Option<()> {
    let mut rest = template;
    loop {
        match rest {
            [] => return Some(()),
            [b'\\', b'$', more @ ..] | [b'$', b'$', more @ ..] => {
                out.extend_from_slice(b"\\$");
                rest = more;
            }
            [b'\\', next, more @ ..] => {
                out.extend_from_slice(&[b'\\', *next]);
                rest = more;
            }
            [b'$', b'{', more @ ..] => {
                let close = memchr::memchr(b'}', more)?;
                write_value(value, read_form(more.get(..close)?)?, out)?;
                rest = more.get(close + 1..)?;
            }
            [b'$', more @ ..] => {
                write_value(value, PLAIN, out)?;
                rest = more;
            }
            [octet, more @ ..] => {
                out.push(*octet);
                rest = more;
            }
        }
    }
}

/// `offset[,width[,base]]`
fn read_form(form: &[u8]) -> Option<Form> {
    let mut parts = std::str::from_utf8(form).ok()?.split(',');
    let offset = parts.next()?.parse().ok()?;
    let width = parts.next().map_or(Some(0), |w| w.parse().ok())?;
    let base = match parts.next() {
        None => b'd',
        Some(base) => *base.as_bytes().first().filter(|b| base.len() == 1 && b"doxXnN".contains(b))?,
    };
    (parts.next().is_none() && width <= MAX_WIDTH).then_some(Form { offset, width, base })
}

fn write_value(value: u32, form: Form, out: &mut Vec<u8>) -> Option<()> {
    // BIND computes with 32 bits and a sign, refuses what is more, and shows a negative number in other bases as it is stored.
    let signed = i32::try_from(i64::from(value).checked_add(form.offset)?).ok()?;
    let number = signed.cast_unsigned();
    let width = form.width;
    let text = match form.base {
        b'o' => format!("{number:0width$o}"),
        b'x' => format!("{number:0width$x}"),
        b'X' => format!("{number:0width$X}"),
        b'n' | b'N' => nibbles(number, width, form.base == b'N'),
        _ => format!("{signed:0width$}"),
    };
    out.extend_from_slice(text.as_bytes());
    Some(())
}

/// Hexadecimal digits from the last to the first with dots between, as `ip6.arpa` has them; the width counts the dots.
fn nibbles(mut number: u32, width: usize, upper: bool) -> String {
    let mut text = String::new();
    loop {
        let digit = char::from_digit(number & 0xf, 16).unwrap_or('0');
        text.push(if upper { digit.to_ascii_uppercase() } else { digit });
        number >>= 4;
        if number == 0 && text.len() >= width {
            return text;
        }
        text.push('.');
        if number == 0 && text.len() >= width {
            return text;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, value: u32) -> Option<String> {
        let mut out = Vec::new();
        fill(template.as_bytes(), value, &mut out)?;
        String::from_utf8(out).ok()
    }

    #[test]
    fn forms_are_those_of_bind() {
        assert_eq!(filled("h$", 7).as_deref(), Some("h7"));
        assert_eq!(filled("h${-5,3,d}x", 7).as_deref(), Some("h002x"));
        assert_eq!(filled("${0,2,x}${0,0,X}${0,3,o}", 255).as_deref(), Some("ffFF377"));
        assert_eq!(filled("${0,7,n}", 0x1a).as_deref(), Some("a.1.0.0"));
        assert_eq!(filled("\\$$", 3).as_deref(), Some("\\$3"));
        assert_eq!(filled("a$$b", 3).as_deref(), Some("a\\$b"));
        assert_eq!(filled("${-5}${-5,4}${-4,0,x}", 3).as_deref(), Some("-2-002ffffffff"));
        for bad in ["${", "${x}", "${0,999}", "${0,1,q}", "${2147483645}"] {
            assert_eq!(filled(bad, 3), None, "{bad}");
        }
    }

    #[test]
    fn ranges_go_up() {
        assert_eq!(read_range(b"1-10/2"), Some(Range { start: 1, stop: 10, step: 2 }));
        for bad in ["1", "5-1", "1-5/0", "a-b", "-1-5", "1-4294967296"] {
            assert_eq!(read_range(bad.as_bytes()), None, "{bad}");
        }
    }
}
