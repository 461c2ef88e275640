//! Where reading goes on behind an entry that never ends: at the next line that looks like an entry, so that a forgotten
//! parenthesis or quote costs one entry. A line that begins blank does so only with a class: types alone stand in NSEC, too.

use super::lexer::{Class, Entry, class, line_end, starts_blank};
use super::text::Text;
use super::{codes, mend, words};
use crate::engine::diag::Diagnostic;

/// Where reading goes on in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Resume {
    /// There.
    At(usize),
    /// At the first line that looks like an entry there or further on: the start of a line.
    Behind(usize),
}

/// Which lines are looked at for entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// Those that begin in column one.
    ColumnOne,
    /// And those that begin blank and state a class.
    OrWithClass,
    /// All.
    All,
}

/// Reports the quote that opens at `open`.
pub(super) fn give_up_quote(text: Text<'_>, open: usize, entry: &mut Entry<'_>) -> Resume {
    let octets = text.octets;
    if let Some(parenthesis) = entry.open
        && entry_line_between(octets, parenthesis, open)
    {
        // The quote stands in another entry already: it is the parenthesis that was forgotten.
        return give_up_parenthesis(text, parenthesis, None, entry);
    }
    let end = line_end(octets, open);
    let fix = mend::insert(&codes::CLOSE_QUOTE, text.span(end, end), "\"");
    let finding = Diagnostic::new(&codes::QUOTE_OPEN, text.span(open, end));
    let finding = if has_type(entry) { finding.fix(fix) } else { finding };
    entry.find(finding);
    entry.broken = true;
    if entry.open.is_none() { Resume::At(end) } else { Resume::Behind((end + 1).min(octets.len())) }
}

/// Reports the parenthesis that opens at `open`. One that is given up because its entry became too long is looked at no
/// further than `until`, the start of a line.
pub(super) fn give_up_parenthesis(text: Text<'_>, open: usize, until: Option<usize>, entry: &mut Entry<'_>) -> Resume {
    let octets = text.octets;
    let most = until.unwrap_or(octets.len());
    let lines = || line_starts(octets, open).take_while(|line| *line <= most);
    let found = lines().find(|&line| looks_like_entry(octets, line, Lines::OrWithClass));
    let resume = found.unwrap_or(most);
    entry.words.retain(|w| text.offset(w.span.start) < resume);
    // An indented entry may follow first; the parenthesis belongs in front of that.
    let before = lines().find(|&line| looks_like_entry(octets, line, Lines::All)).unwrap_or(resume);
    let last = entry
        .words
        .iter()
        .rfind(|w| text.offset(w.span.start) < before)
        .map_or(open + 1, |w| text.offset(w.span.end()))
        .max(open + 1);
    let fix = mend::insert(&codes::CLOSE_PARENTHESIS, text.span(last, last), " )");
    // Some programs close it themselves at the end of the text.
    let behind = octets.get(last..).filter(|_| until.is_none());
    let at_end = behind.is_some_and(|behind| behind.iter().all(u8::is_ascii_whitespace));
    let rtype = entry.words.iter().find(|word| words::is_type(word.text)).map_or(&b""[..], |word| word.text);
    let rtype = String::from_utf8_lossy(rtype).to_ascii_uppercase();
    let finding = Diagnostic::new(&codes::PAREN_OPEN, text.span(open, open + 1));
    let finding = finding.arg("end", if at_end { "yes" } else { "no" }).arg("type", rtype);
    // Behind the words that are kept there may be more.
    let is_cut = entry.over.is_some_and(|over| text.offset(over.start) < before);
    let finding = if has_type(entry) && !is_cut { finding.fix(fix) } else { finding };
    entry.find(finding);
    entry.broken = true;
    if found.is_none() && until.is_some() { Resume::Behind(resume) } else { Resume::At(resume) }
}

/// The first line that looks like an entry at or behind `at`, the start of a line; else the last line that the text may hold
/// only in part, or its end.
pub(super) fn skip(text: Text<'_>, at: usize) -> Resume {
    let octets = text.octets;
    let mut last = at;
    for line in std::iter::once(at).chain(line_starts(octets, at)) {
        if looks_like_entry(octets, line, Lines::OrWithClass) {
            return Resume::At(line);
        }
        // A CR at the end of the text may be half of a line's end.
        last = if line < octets.len() { line } else { last };
    }
    Resume::Behind(if text.goes_on { last } else { octets.len() })
}

/// Whether a record can come of the entry once it is closed.
fn has_type(entry: &Entry<'_>) -> bool {
    let behind_owner = entry.words.iter().skip(usize::from(!entry.owner_omitted));
    let mut rest = behind_owner.skip_while(|word| words::is_ttl_or_class(word.text));
    rest.next().is_some_and(|word| words::is_type(word.text))
}

/// Whether a line that looks like an entry starts between the two offsets.
pub(super) fn entry_line_between(text: &[u8], from: usize, to: usize) -> bool {
    line_starts(text.get(..to).unwrap_or_default(), from).any(|line| looks_like_entry(text, line, Lines::ColumnOne))
}

/// Offsets of the lines that start behind `at`.
fn line_starts(text: &[u8], mut at: usize) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        at = line_end(text, at);
        (at < text.len()).then(|| {
            at += 1;
            at
        })
    })
}

/// Whether the line at `at` reads as a directive or as `[owner] [TTL] [class] type something`.
pub(super) fn looks_like_entry(text: &[u8], at: usize, lines: Lines) -> bool {
    let omitted = starts_blank(text, at);
    if omitted && lines == Lines::ColumnOne {
        return false;
    }
    let line = text.get(at..line_end(text, at)).unwrap_or_default();
    let mut words = line.split(|&b| class(b) == Class::Blank).filter(|w| !w.is_empty());
    if !omitted {
        match words.next() {
            Some([b'$', letter, ..]) => return letter.is_ascii_alphabetic(),
            Some([first, ..]) if matches!(class(*first), Class::Word | Class::Escape) => {}
            _ => return false,
        }
    }
    let (mut skipped, mut has_class) = (0, false);
    while let Some(word) = words.next() {
        if skipped < 2 && words::is_ttl_or_class(word) {
            skipped += 1;
            has_class |= words::is_class(word);
            continue;
        }
        let is_meant = !omitted || has_class || lines == Lines::All;
        return is_meant && words::is_type(word) && words.next().is_some();
    }
    false
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::{Content, Options, Parser, Refusal, Sources, Step, Stored};
    use crate::engine::diag::{Diagnostics, Span};
    use crate::engine::dns::{NameRef, RecordSink, RecordType};
    use crate::engine::limits::TextLimits;

    #[derive(Default)]
    struct Owners(Vec<String>);

    impl RecordSink for Owners {
        fn record(&mut self, owner: NameRef<'_>, _: RecordType, _: u32, _: &[u8], _: Span) {
            self.0.push(owner.to_string());
        }
    }

    const HEAD: &str = "$ORIGIN e.\n$TTL 60\n@ SOA ns1 h 7 7200 3600 1209600 60\n";

    /// Owners of the records behind the head, and each finding with its place behind it, held and read window by window.
    fn read(text: &str, limits: TextLimits) -> (Vec<String>, Vec<(usize, &'static str)>) {
        let text = format!("{HEAD}{text}").into_bytes();
        let read = |content: Content| {
            let (sources, mut sink, mut diags) = (Sources::new("z", content), Owners::default(), Diagnostics::new(100));
            let limits = TextLimits { part: 30, ..limits };
            let mut parser = Parser::new(Options { limits, ..Options::default() });
            while let step @ (Step::Paused | Step::Include(_)) = parser.run(&sources, 50, &mut sink, &mut diags) {
                if step != Step::Paused {
                    parser.answer(Err(Refusal::Missing(String::new())), &sources, &mut diags);
                }
            }
            parser.finish(&mut diags);
            let found = diags.kept().iter().map(|d| ((d.span.start as usize).saturating_sub(HEAD.len()), d.code.name));
            (sink.0.split_off(1), found.collect())
        };
        let held = read(text.clone().into());
        assert_eq!(read(Content::Stored(Arc::new(text))), held);
        held
    }

    fn limits(entry: usize, entry_lines: usize, entry_words: usize) -> TextLimits {
        TextLimits { entry, entry_lines, entry_words, ..TextLimits::default() }
    }

    #[test]
    fn a_parenthesis_is_given_up_behind_so_many_lines_that_look_like_entries() {
        let (wide, lines) = (limits(500, 5, 99), |n: usize| "a A 192.0.2.1\n".repeat(n));
        // With five such lines it is closed as a person meant it to be, with six it was forgotten.
        let (owners, found) =
            read(&format!("t NSEC b. (\n{}A NS SOA )\nz A 192.0.2.2\n", "A NS SOA\n".repeat(4)), wide);
        assert_eq!((owners, found), (vec!["t.e.".to_owned(), "z.e.".to_owned()], vec![]));
        let (owners, found) = read(&format!("t TXT (\n{})\nz A 192.0.2.2\n", lines(6)), wide);
        assert_eq!((owners.len(), found), (7, vec![(6, "paren-open"), (92, "paren-close")]));
        // The end of the file is as good a place to see it; nothing is lost either way.
        for n in [3, 5, 6, 50, 300] {
            let (owners, found) = read(&format!("t TXT (\n{}", lines(n)), wide);
            assert_eq!((owners.len(), found), (n, vec![(6, "paren-open")]));
        }
    }

    #[test]
    fn a_parenthesis_or_quote_is_given_up_behind_so_many_octets_over_lines() {
        let tight = limits(200, 99, 99);
        let prose = |octets: usize| format!("{}\n", "x y\n  z\n".repeat(octets / 8));
        for (open, code) in [("(", "paren-open"), ("\"", "quote-open")] {
            for n in [16, 400, 5_000] {
                let (owners, found) = read(&format!("t TXT {open}\n{}z A 192.0.2.2\n", prose(n)), tight);
                let found: Vec<_> = found.into_iter().filter(|(_, code)| *code != "type-unknown").collect();
                assert_eq!((owners, found), (vec!["z.e.".to_owned()], vec![(6, code)]), "{n} octets");
            }
        }
        // Closed on the last line that counts, and on the next.
        let (owners, found) = read(&format!("t TXT (\n{})\n", prose(184)), tight);
        assert_eq!((owners.len(), found), (1, vec![]));
        let (owners, found) = read(&format!("t TXT (\n{})\n", prose(208)), tight);
        assert_eq!((owners.len(), found.first()), (0, Some(&(6, "paren-open"))));
        // One line is as long as it likes, in parentheses, too; so are strings.
        let (owners, found) = read(&format!("t TXT ( {:900} x )\nu TXT {:900} x\n", ' ', ' '), tight);
        assert_eq!((owners.len(), found), (2, vec![]));
    }

    #[test]
    fn records_of_the_same_owner_are_read_behind_a_forgotten_parenthesis() {
        let two = vec!["t.e.".to_owned(), "t.e.".to_owned()];
        for second in ["  IN A 192.0.2.2", "\t60 IN A 192.0.2.2", " IN 60 A 192.0.2.2"] {
            let (owners, found) = read(&format!("t MX ( 10 m\n{second}\n IN NS a.\n"), TextLimits::default());
            assert_eq!((owners, found), (two.clone(), vec![(5, "paren-open")]), "{second}");
        }
        // Without a class it may be a list of types.
        let (owners, found) = read("t NSEC b. ( A\n  NS SOA\nz A 192.0.2.2\n", TextLimits::default());
        assert_eq!((owners, found), (vec!["z.e.".to_owned()], vec![(10, "paren-open")]));
        let (owners, found) = read("t NSEC b. ( A\n  NS SOA )\nz A 192.0.2.2\n", TextLimits::default());
        assert_eq!((owners.len(), found), (2, vec![]));
    }

    #[test]
    fn a_line_of_parentheses_alone_is_an_entry_of_its_own() {
        for (line, code) in [(")", "paren-close"), ("( )", "paren-before-type"), ("  (\n)", "paren-before-type")] {
            let text = format!("{0}\na A 192.0.2.1\n{0}\n  A 192.0.2.2\n{0}", line);
            let (owners, found) = read(&text, TextLimits::default());
            assert_eq!(owners, ["a.e.", "a.e."], "{line:?}");
            let indent = line.len() - line.trim_start().len();
            let places: Vec<_> = text.match_indices(line).map(|(at, _)| (at + indent, code)).collect();
            assert_eq!((places.len(), found), (3, places), "{line:?}");
        }
    }

    #[test]
    fn an_entry_has_no_more_words_than_any_record() {
        let few = limits(9_000, 99, 9);
        let (owners, found) = read("t TXT 1 2 3 4 5 6 7\nu TXT ( 1\n\"2\" 3 4 5 6 7 )\n", few);
        assert_eq!((owners.len(), found), (2, vec![]));
        let (owners, found) = read("t TXT 1 2 3 4 5 6 7 8 9\nu TXT ( 1\n\"2\" 3 4 5 6 7 \"8\" )\n  A 192.0.2.1\n", few);
        assert_eq!((owners, found), (vec!["u.e.".to_owned()], vec![(20, "entry-long"), (48, "entry-long")]));
    }

    #[test]
    fn a_parenthesis_is_closed_behind_the_last_word_or_not_at_all() {
        let place = |text: &str| {
            let (sources, mut diags) = (Sources::new("z", text.as_bytes().to_vec()), Diagnostics::new(100));
            let mut parser = Parser::new(Options { limits: limits(9_000, 99, 9), ..Options::default() });
            while parser.run(&sources, 50, &mut Owners::default(), &mut diags) != Step::Done {}
            let open = diags.kept().iter().find(|found| found.code.name == "paren-open");
            open.and_then(|found| found.fix.as_ref())
                .map(|fix| fix.edits.iter().map(|edit| edit.span.start).sum::<u32>())
        };
        assert_eq!(place("t TXT ( a\n  b c d e f g\nz A 192.0.2.1\n"), Some(23));
        assert_eq!(place("t TXT ( a\n  b c d e f g h\nz A 192.0.2.1\n"), None);
    }

    #[test]
    fn a_second_parenthesis_tells_at_once_that_the_first_was_forgotten() {
        let text = "a TXT (\n".to_owned() + &"b TXT ( \"x\" )\n".repeat(3) + "c TXT (\nd TXT (\ne A 192.0.2.1\n";
        let (owners, found) = read(&text, TextLimits::default());
        let owners: Vec<_> = owners.iter().map(String::as_str).collect();
        assert_eq!(owners, ["b.e.", "b.e.", "b.e.", "e.e."]);
        assert_eq!(found, [(6, "paren-open"), (56, "paren-open"), (64, "paren-open")]);
    }

    /// A file that notes the longest piece read of it at once.
    #[derive(Debug)]
    struct Noting(Vec<u8>, AtomicUsize);

    impl Stored for Noting {
        fn length(&self) -> usize {
            self.0.len()
        }

        fn read(&self, at: usize, piece: &mut [u8]) -> bool {
            self.1.fetch_max(piece.len(), Ordering::Relaxed);
            self.0.read(at, piece)
        }
    }

    #[test]
    fn what_is_no_entry_is_read_in_small_windows() {
        let long = 100_000;
        for (what, first, line) in [
            ("empty lines", "", "\n"),
            ("blanks", "", "  \r\n"),
            ("comments", "", "; nothing \" (\r"),
            ("parentheses", "", ")\n ( )\r\n"),
            ("what is passed over", "x TXT ( \"y\n", "nothing that looks like an entry\n"),
            ("prose behind a parenthesis", "x TXT (\n", "nothing that looks like an entry\n"),
            ("entries behind a parenthesis", "x TXT (\n", "a A 192.0.2.1\n"),
        ] {
            let text = format!("{HEAD}{first}{}z A 192.0.2.9\n", line.repeat(long / line.len()));
            let stored = Arc::new(Noting(text.into_bytes(), AtomicUsize::new(0)));
            let content = Content::Stored(Arc::<Noting>::clone(&stored));
            let (sources, mut sink, mut diags) = (Sources::new("z", content), Owners::default(), Diagnostics::new(100));
            let mut parser =
                Parser::new(Options { limits: TextLimits { part: 500, ..limits(900, 9, 99) }, ..Options::default() });
            while parser.run(&sources, 3_000, &mut sink, &mut diags) != Step::Done {}
            let own = ["line-ends", "line-end-cr", "paren-close", "paren-before-type"];
            let found: Vec<_> = diags.kept().iter().map(|d| d.code.name).filter(|name| !own.contains(name)).collect();
            assert_eq!(found.len(), usize::from(!first.is_empty()), "{found:?}");
            assert_eq!(sink.0.last().map(String::as_str), Some("z.e."), "{what}");
            let most = stored.1.load(Ordering::Relaxed);
            assert!(most < 5_000, "{what}: {most} octets at once");
        }
    }
}
