//! A report as one page of HTML, to be read and printed: no script, nothing fetched, of the zone's text only what stands
//! around a finding.

use std::fmt::Write;

use super::sarif::link;
use super::{Excerpt, Excerpts, Finding, Report, Severity};
use crate::engine::check;
use crate::engine::check::receivers::Receiver;

const STYLE: &str = include_str!("page.css");

pub(super) fn render(report: &Report, checked: &check::Report) -> String {
    let title = escaped(report.origin.as_deref().unwrap_or(&report.file));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title} – zone report</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p>{}</p>\n",
        summary(report)
    );
    verdicts(report, &mut out);
    out.push_str("<h2>Findings</h2>\n");
    if report.counts.error + report.counts.warning + report.counts.info == 0 {
        out.push_str("<p>None.</p>\n");
    }
    let mut excerpts = Excerpts::new(&checked.sources);
    for (told, found) in report.diagnostics.iter().zip(checked.diagnostics.kept()) {
        finding(told, excerpts.around(found.span), &mut out);
    }
    let total = report.counts.error + report.counts.warning + report.counts.info;
    if total > report.shown {
        let _ = writeln!(out, "<p>The first {} of {total} findings are listed.</p>", report.shown);
    }
    let version = env!("CARGO_PKG_VERSION");
    let _ = write!(out, "<footer>Understudy {version}, {}</footer>\n</body>\n</html>\n", escaped(&report.file));
    out
}

fn summary(report: &Report) -> String {
    let count = |n: u64, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
    let mut out = format!("{} in {}", count(report.records, "record"), count(report.rrsets, "RRset"));
    if let Some(serial) = report.serial {
        let _ = write!(out, ", serial {serial}");
    }
    let counts = report.counts;
    let _ = write!(out, "; {}, {}, ", count(counts.error, "error"), count(counts.warning, "warning"));
    let _ = write!(out, "{}.", count(counts.info, "note"));
    out
}

fn verdicts(report: &Report, out: &mut String) {
    if report.verdicts.is_empty() {
        return;
    }
    out.push_str("<h2>Verdict of each receiver</h2>\n<table>\n<thead><tr><th scope=\"col\">Receiver</th><th scope=\"col\">Verdict</th><th scope=\"col\">Basis</th><th scope=\"col\">Findings</th></tr></thead>\n<tbody>\n");
    for (name, verdict) in &report.verdicts {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"{1}\">{1}</td><td>{2}</td><td>{3}</td></tr>",
            receiver(name),
            escaped(&verdict.verdict),
            escaped(&verdict.basis),
            escaped(&verdict.codes.join(", "))
        );
    }
    out.push_str("</tbody>\n</table>\n");
}

fn finding(told: &Finding, excerpt: Option<Excerpt>, out: &mut String) {
    let (class, word) = match told.severity {
        Severity::Error => ("error", "Error"),
        Severity::Warning => ("warning", "Warning"),
        Severity::Info => ("info", "Note"),
    };
    let (message, code) = (escaped(&told.message), escaped(&told.code));
    let _ = writeln!(out, "<section class=\"{class}\">\n<h3><b>{word}:</b> {message} <code>{code}</code></h3>");
    if let Some(place) = &told.place {
        let _ = writeln!(out, "<p>{}, line {}, column {}</p>", escaped(&place.file), place.line, place.column);
    }
    if let Some(excerpt) = excerpt {
        let part = |from, to| escaped(excerpt.text.get(from..to).unwrap_or_default());
        let (before, inside) = (part(0, excerpt.from), part(excerpt.from, excerpt.to));
        let behind = part(excerpt.to, excerpt.text.len());
        let _ = writeln!(out, "<pre>{before}<mark>{inside}</mark>{behind}</pre>");
    }
    for other in &told.related {
        let _ = writeln!(out, "<p>{}, line {}: {}</p>", escaped(&other.file), other.line, escaped(&other.message));
    }
    if !told.why.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", escaped(&told.why));
    }
    let about = told.receivers.iter().map(|(name, verdict)| match told.effects.get(name) {
        Some(how) => format!("{} {}", receiver(name), escaped(how)),
        None => format!("{} {} it", receiver(name), escaped(verdict)),
    });
    let about: Vec<_> = about.collect();
    if !about.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", about.join("; "));
    }
    if let Some(fix) = &told.fix {
        let _ = writeln!(out, "<p>What mends it: {}</p>", escaped(&fix.title));
    }
    if !told.rfc.is_empty() {
        let sources = told.rfc.iter().map(|rfc| match link(rfc) {
            Some(address) => format!("<a href=\"{}\">{}</a>", escaped(&address), escaped(rfc)),
            None => escaped(rfc),
        });
        let _ = writeln!(out, "<p>{}</p>", sources.collect::<Vec<_>>().join(", "));
    }
    out.push_str("</section>\n");
}

fn receiver(name: &str) -> String {
    Receiver::from_name(name).map_or_else(|| escaped(name), |receiver| receiver.title().to_owned())
}

/// Text of the zone as text of the page. Control characters, and those that would turn the order of what follows, are shown
/// as what they are: something that cannot be shown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A line end is the line feed behind it.
            '\r' => {}
            '\t' | '\n' => out.push(c),
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            _ if c.is_control() => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}
