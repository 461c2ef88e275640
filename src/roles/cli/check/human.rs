//! A report for people: each finding with its source line underlined, then one line that sums up.

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::engine::check;
use crate::engine::diag::{Diagnostic, LineIndex, Severity, Span, english};
use crate::engine::zonefile::Sources;
use crate::product::api::report::Report;

/// Lines of one finding that are shown; an entry may have thousands.
const MOST_LINES: u32 = 6;

pub(super) fn render(report: &Report, checked: &check::Report, coloured: bool) -> String {
    let renderer = if coloured { Renderer::styled() } else { Renderer::plain() }.term_width(DEFAULT_TERM_WIDTH);
    let mut lines = Lines::new(&checked.sources);
    let mut out = String::new();
    for diagnostic in checked.diagnostics.kept() {
        out.push_str(&renderer.render(&[finding(diagnostic, &mut lines)]));
        out.push_str("\n\n");
    }
    out.push_str(&summary(report));
    out.push('\n');
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
    if let Some(fix) = &d.fix {
        group = group.element(Level::HELP.message(english::label(fix.title, &fix.args)));
    }
    group
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
    indexes: std::collections::BTreeMap<u16, LineIndex>,
}

impl<'a> Lines<'a> {
    const fn new(sources: &'a Sources) -> Self {
        Self { sources, indexes: std::collections::BTreeMap::new() }
    }

    fn excerpt(&mut self, span: Span) -> Option<Excerpt> {
        let source = self.sources.get(span.file)?;
        let bytes = source.bytes.as_slice();
        let index = self.indexes.entry(span.file).or_insert_with(|| LineIndex::new(bytes));
        let first = index.line(span.start);
        let last = index.line(span.end().max(span.start)).min(first + MOST_LINES - 1);
        let (start, end) = (index.start(first) as usize, index.start(last + 1) as usize);
        let from = (span.start as usize).clamp(start, end);
        let to = (span.end() as usize).clamp(from, end);
        let part = |a: usize, b: usize| String::from_utf8_lossy(bytes.get(a..b).unwrap_or_default()).into_owned();
        let before = part(start, from);
        let inside = part(from, to);
        let behind = part(to, end);
        Some(Excerpt {
            path: source.name.clone(),
            first_line: first as usize,
            from: before.len(),
            to: before.len() + inside.len(),
            text: (before + &inside + &behind).trim_end_matches(['\r', '\n']).to_owned(),
        })
    }
}
