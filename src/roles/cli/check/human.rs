//! A report for people: each finding with its source line underlined, then one line that sums up, and one for each receiver.

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::engine::check;
use crate::engine::check::receivers::{Receiver, Verdict};
use crate::engine::diag::{Diagnostic, Diagnostics, Severity, english};
use crate::engine::work::{Workers, each};
use crate::product::api::report::{Excerpt, Excerpts};

/// Findings that are rendered in one go.
const SHARE: usize = if cfg!(test) { 2 } else { 64 };

pub(super) fn render(checked: &check::Report, coloured: bool, workers: &dyn Workers) -> String {
    let renderer = if coloured { Renderer::styled() } else { Renderer::plain() }.term_width(DEFAULT_TERM_WIDTH);
    let shares = checked.diagnostics.kept().chunks(SHARE).collect();
    let rendered = each(workers, shares, |share: &[Diagnostic]| {
        let mut lines = Excerpts::new(&checked.sources);
        let mut render = |d| renderer.render(&[finding(Quoted::new(d, &mut lines))]) + "\n\n";
        share.iter().map(&mut render).collect::<String>()
    });
    let mut out = rendered.concat();
    out.push_str(&summary(checked));
    out.push('\n');
    out.push_str(&verdicts(&checked.diagnostics));
    out
}

/// A finding and the text that it shows.
struct Quoted<'a> {
    diagnostic: &'a Diagnostic,
    place: Option<Excerpt>,
    related: Option<Excerpt>,
}

impl<'a> Quoted<'a> {
    fn new(diagnostic: &'a Diagnostic, lines: &mut Excerpts<'_>) -> Self {
        let place = lines.around(diagnostic.span);
        let related = diagnostic.related.and_then(|(span, _)| lines.around(span));
        Self { diagnostic, place, related }
    }
}

fn finding(quoted: Quoted<'_>) -> Group<'_> {
    let Quoted { diagnostic: d, place, related } = quoted;
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut group = Group::with_title(level.primary_title(english::message(d.code, &d.args)).id(d.code.name));
    if let Some(excerpt) = place {
        group = add(excerpt, group, AnnotationKind::Primary, None);
    }
    if let (Some((_, label)), Some(excerpt)) = (d.related, related) {
        group = add(excerpt, group, AnnotationKind::Context, Some(english::label(label, &d.args)));
    }
    let why = english::why(d.code, &d.args);
    if !why.is_empty() {
        group = group.element(Level::NOTE.message(why));
    }
    if !d.code.rfc.is_empty() {
        group = group.element(Level::NOTE.with_name("see").message(d.code.rfc.join(", ")));
    }
    let receivers = receivers(d);
    if !receivers.is_empty() {
        group = group.element(Level::NOTE.with_name("receivers").message(receivers.join("; ")));
    }
    if let Some(fix) = &d.fix {
        group = group.element(Level::HELP.message(english::label(fix.title, &fix.args)));
    }
    group
}

/// Those that do not load it as it is, and what they do.
fn receivers(d: &Diagnostic) -> Vec<String> {
    let effects = Receiver::ALL.map(|receiver| (receiver.title(), receiver.about(d)));
    let refusing: Vec<_> =
        effects.iter().filter(|(_, e)| e.verdict == Verdict::Refuses).map(|(title, _)| *title).collect();
    let refusal = match refusing.as_slice() {
        [] => None,
        [one] => Some(format!("{one} refuses the zone")),
        [others @ .., last] => Some(format!("{} and {last} refuse the zone", others.join(", "))),
    };
    let altering =
        effects.iter().filter_map(|(title, effect)| Some(format!("{title} {}", english::label(effect.how?, &d.args))));
    refusal.into_iter().chain(altering).collect()
}

/// A line a receiver: its verdict on the whole zone, and the codes that it rests on.
fn verdicts(found: &Diagnostics) -> String {
    let mut out = String::new();
    for receiver in Receiver::ALL {
        let judgement = receiver.judge(found);
        let basis = receiver.basis();
        out.push_str(&format!("  {:<11} {:<8} {basis}", receiver.title(), judgement.verdict.word()));
        if !judgement.codes.is_empty() {
            out.push_str(&format!(": {}", judgement.codes.join(", ")));
        }
        out.push('\n');
    }
    out
}

fn summary(checked: &check::Report) -> String {
    let file = || checked.sources.get(0).map_or_else(String::new, |source| source.name.clone());
    let mut out = checked.origin.as_ref().map_or_else(file, ToString::to_string);
    let count = |n: u64, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let (records, rrsets) = (checked.records() as u64, checked.rrsets() as u64);
    out.push_str(&format!(": {} in {}", count(records, "record"), count(rrsets, "RRset")));
    if let Some(serial) = checked.serial() {
        out.push_str(&format!(", serial {}", serial.0));
    }
    let (counts, shown) = (checked.diagnostics.counts(), checked.diagnostics.kept().len() as u64);
    let found = [count(counts.error, "error"), count(counts.warning, "warning"), format!("{} info", counts.info)];
    out.push_str(&format!("; {}", found.join(", ")));
    if counts.total() > shown {
        out.push_str(&format!(" (the first {shown} shown)"));
    }
    out
}

/// Puts an excerpt with its place underlined behind what `group` has.
fn add<'a>(excerpt: Excerpt, group: Group<'a>, kind: AnnotationKind, label: Option<String>) -> Group<'a> {
    let annotation = kind.span(excerpt.from..excerpt.to).label(label);
    let snippet = Snippet::source(excerpt.text).line_start(excerpt.first_line).fold(false).annotation(annotation);
    match excerpt.column {
        // A snippet counts columns from what it shows.
        Some(column) => {
            group.element(Origin::path(excerpt.path).line(excerpt.first_line).char_column(column)).element(snippet)
        }
        None => group.element(snippet.path(excerpt.path)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::work::{Alone, Backwards};
    use crate::engine::zonefile::Sources;

    fn rendered(text: &[u8]) -> String {
        let refuse = &mut |_: &_, _: &mut _| Err(crate::engine::zonefile::Refusal::Missing(String::new()));
        let checked = check::text(Sources::new("z", text.to_vec()), check::Options::default(), refuse);
        let one = render(&checked, false, &Alone);
        assert_eq!(render(&checked, false, &Backwards(2)), one);
        one
    }

    #[test]
    fn the_place_is_underlined_under_its_line() {
        let shown = rendered(b"$ORIGIN x.\n$TTL 1\n@ SOA a b 1 7200 3600 1209600 4\n\xc3\xa9\xff A 192.0.2.999\r\n");
        assert!(shown.contains("4 | \u{e9}\u{fffd} A 192.0.2.999\n  |              ^^^\n"), "{shown}");
    }

    #[test]
    fn of_a_long_line_the_place_and_what_stands_around_it_is_shown() {
        let strings = |count| format!("\"{}\" ", "\u{e9}".repeat(125)).repeat(count);
        let (head, before, behind) = ("$ORIGIN x.\n$TTL 1\n@ SOA a b 1 2 3 4 5\n", strings(40), strings(4_000));
        let shown = rendered(format!("{head}w 1 TXT {before}\"x\\9\" {behind}\n").as_bytes());
        let of_line = shown.find("string-bad-escape").map(|at| &shown[at..]).unwrap_or_default();
        // Each string has 125 characters, quotes and a blank.
        assert!(of_line.contains(&format!(" z:4:{}\n", 8 + 40 * 128 + 3)), "{of_line}");
        assert!(of_line.contains("\u{e9}\" \"x\\9\" \"\u{e9}"), "{of_line}");
        assert!(shown.len() < 20_000, "{} octets", shown.len());
    }

    proptest! {
        #[test]
        fn any_text_is_shown(pieces in proptest::collection::vec(0..PIECES.len(), 0..40)) {
            let text: Vec<u8> = pieces.iter().flat_map(|&p| PIECES[p].iter().copied()).collect();
            rendered(&text);
        }
    }

    #[rustfmt::skip]
    const PIECES: [&[u8]; 20] = [
        b"\n", b"\r\n", b"\r", b"@ SOA a b 1 2 3 4 5\n", b"$ORIGIN x.\n", b"( ", b" )", b"\"", b"\xff", b"\xc3", b"\xc3\xa9", b"\t",
        b"TXT ", b"a A 192.0.2.1\n", b"a A 192.0.2.999", b" ", b"a NS ns", b"\0", b"\x1b[31m", b"\\",
    ];
}
