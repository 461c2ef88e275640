//! A report for people: each finding with its source line underlined, then one line that sums up, and one for each receiver.

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::engine::check;
use crate::engine::check::receivers::{Receiver, Verdict};
use crate::engine::diag::{Diagnostic, Diagnostics, LineIndex, Severity, Span, english};
use crate::engine::zonefile::Sources;
use crate::product::api::report::{Report, last};

/// Lines of one finding that are shown; an entry may have thousands.
const MOST_LINES: u32 = 6;

pub(super) fn render(report: &Report, checked: &check::Report, coloured: bool) -> String {
    let renderer = if coloured { Renderer::styled() } else { Renderer::plain() }.term_width(DEFAULT_TERM_WIDTH);
    let mut lines = Lines::new(&checked.sources, checked.diagnostics.kept());
    let mut out = String::new();
    for diagnostic in checked.diagnostics.kept() {
        out.push_str(&renderer.render(&[finding(diagnostic, &mut lines)]));
        out.push_str("\n\n");
    }
    out.push_str(&summary(report));
    out.push('\n');
    out.push_str(&verdicts(&checked.diagnostics));
    out
}

fn finding<'a>(d: &'a Diagnostic, lines: &mut Lines<'_>) -> Group<'a> {
    let level = match d.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let mut group = Group::with_title(level.primary_title(english::message(d.code, &d.args)).id(d.code.name));
    if let Some(excerpt) = lines.excerpt(d.span) {
        group = group.element(excerpt.snippet(AnnotationKind::Primary, None));
    }
    if let Some((span, label)) = d.related
        && let Some(excerpt) = lines.excerpt(span)
    {
        group = group.element(excerpt.snippet(AnnotationKind::Context, Some(english::label(label, &d.args))));
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
    let effects = || Receiver::ALL.into_iter().map(|receiver| (receiver.title(), receiver.about(d)));
    let refusing: Vec<_> = effects().filter(|(_, e)| e.verdict == Verdict::Refuses).map(|(title, _)| title).collect();
    let refusal = match refusing.as_slice() {
        [] => None,
        [one] => Some(format!("{one} refuses the zone")),
        [others @ .., last] => Some(format!("{} and {last} refuse the zone", others.join(", "))),
    };
    let altering =
        effects().filter_map(|(title, effect)| Some(format!("{title} {}", english::label(effect.how?, &d.args))));
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

fn summary(report: &Report) -> String {
    let mut out = report.origin.clone().unwrap_or_else(|| report.file.clone());
    let count = |n: u64, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    out.push_str(&format!(": {} in {}", count(report.records, "record"), count(report.rrsets, "RRset")));
    if let Some(serial) = report.serial {
        out.push_str(&format!(", serial {serial}"));
    }
    let counts = report.counts;
    let found = [count(counts.error, "error"), count(counts.warning, "warning"), format!("{} info", counts.info)];
    out.push_str(&format!("; {}", found.join(", ")));
    let hidden = (counts.error + counts.warning + counts.info).saturating_sub(report.shown);
    if hidden > 0 {
        out.push_str(&format!(" (the first {} shown)", report.shown));
    }
    out
}

/// Lines of text around a place, as UTF-8.
struct Excerpt {
    path: String,
    first_line: usize,
    text: String,
    from: usize,
    to: usize,
}

impl Excerpt {
    fn snippet<'a>(
        self,
        kind: AnnotationKind,
        label: Option<String>,
    ) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let annotation = kind.span(self.from..self.to).label(label);
        Snippet::source(self.text).line_start(self.first_line).path(self.path).fold(false).annotation(annotation)
    }
}

struct Lines<'a> {
    sources: &'a Sources,
    findings: &'a [Diagnostic],
    indexes: std::collections::BTreeMap<u16, LineIndex>,
}

impl<'a> Lines<'a> {
    const fn new(sources: &'a Sources, findings: &'a [Diagnostic]) -> Self {
        Self { sources, findings, indexes: std::collections::BTreeMap::new() }
    }

    fn excerpt(&mut self, span: Span) -> Option<Excerpt> {
        let source = self.sources.get(span.file)?;
        let bytes = source.bytes.as_slice();
        let index =
            self.indexes.entry(span.file).or_insert_with(|| LineIndex::until(bytes, last(self.findings, span.file)));
        let first = index.line(span.start);
        let final_line = index.line(span.end().max(span.start)).min(first + MOST_LINES - 1);
        let (start, end) = (index.start(first) as usize, index.start(final_line + 1) as usize);
        let from = (span.start as usize).clamp(start, end);
        let to = (span.end() as usize).clamp(from, end);
        let part = |a: usize, b: usize| String::from_utf8_lossy(bytes.get(a..b).unwrap_or_default()).into_owned();
        let before = part(start, from);
        let inside = part(from, to);
        let behind = part(to, end);
        let text = before.clone() + &inside + &behind;
        let text = text.trim_end_matches(['\r', '\n']);
        Some(Excerpt {
            path: source.name.clone(),
            first_line: first as usize,
            // A place may reach into the line end that is not shown.
            from: before.len().min(text.len()),
            to: (before.len() + inside.len()).min(text.len()),
            text: text.to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::zonefile::Sources;

    fn rendered(text: &[u8]) -> String {
        let refuse = &mut |_: &_, _: &mut _| Err(crate::engine::zonefile::Refusal::Missing(String::new()));
        let checked = check::text(Sources::new("z", text.to_vec()), check::Options::default(), refuse);
        render(&Report::from(&checked), &checked, false)
    }

    #[test]
    fn the_place_is_underlined_under_its_line() {
        let shown = rendered(b"$ORIGIN x.\n$TTL 1\n@ SOA a b 1 7200 3600 1209600 4\n\xc3\xa9\xff A 192.0.2.999\r\n");
        assert!(shown.contains("4 | \u{e9}\u{fffd} A 192.0.2.999\n  |              ^^^\n"), "{shown}");
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
