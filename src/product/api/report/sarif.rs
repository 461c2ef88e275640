//! A report as SARIF 2.1.0, for code-scanning services and editors.

use serde_json::{Value, json};

use super::{Finding, Place, Related, Report, Severity};
use crate::engine::check;
use crate::engine::diag::{self, Code, Diagnostic, Span, english};
use crate::engine::zonefile::Lines;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn render(report: &Report, checked: &check::Report) -> String {
    let mut rules: Vec<&Code> = checked.diagnostics.kept().iter().map(|d| d.code).collect();
    rules.sort_unstable_by_key(|code| code.name);
    rules.dedup();
    let index = |code: &str| rules.iter().position(|rule| rule.name == code);
    let mut lines = Lines::new(&checked.sources);
    let mut region = |span: Span| {
        checked.sources.get(span.file)?;
        let (start, end) = (lines.position(span.file, span.start), lines.position(span.file, span.end()));
        Some(json!({
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
            "byteOffset": span.start, "byteLength": span.len,
        }))
    };
    let findings = report.diagnostics.iter().zip(checked.diagnostics.kept());
    let results: Vec<Value> = findings
        .map(|(finding, diagnostic)| {
            let mut result = result(finding, index(&finding.code));
            if let Some(fix) = fix(finding, diagnostic, &mut region) {
                result["fixes"] = json!([fix]);
            }
            result
        })
        .collect();
    let sarif = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "understudy",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|code| rule(code)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{sarif:#}\n")
}

fn rule(code: &Code) -> Value {
    let mut rule = json!({ "id": code.name, "defaultConfiguration": { "level": level(code.severity.into()) } });
    if let Some(text) = english::text(code) {
        rule["shortDescription"] = json!({ "text": english::unfilled(text.message) });
        let links: Vec<String> = code
            .rfc
            .iter()
            .map(|rfc| link(rfc).map_or_else(|| (*rfc).to_owned(), |uri| format!("[{rfc}]({uri})")))
            .collect();
        let also = |listed: String| if listed.is_empty() { String::new() } else { format!("\n\nSee {listed}.") };
        let plain = format!("{}{}", text.why, also(code.rfc.join(", ")));
        let linked = format!("{}{}", text.why, also(links.join(", ")));
        if !plain.is_empty() {
            rule["help"] = json!({ "text": plain.trim_start(), "markdown": linked.trim_start() });
        }
    }
    if let Some(uri) = code.rfc.iter().find_map(|rfc| link(rfc)) {
        rule["helpUri"] = json!(uri);
    }
    rule
}

/// Where a rule's source can be read: `RFC 1035 §3.4.1`.
pub(super) fn link(rfc: &str) -> Option<String> {
    let number = rfc.strip_prefix("RFC ")?;
    let (number, section) = number.split_once(" §").map_or((number, None), |(number, section)| (number, Some(section)));
    let number: u32 = number.parse().ok()?;
    let section = section.map_or_else(String::new, |section| format!("#section-{section}"));
    Some(format!("https://www.rfc-editor.org/rfc/rfc{number}{section}"))
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn result(finding: &Finding, rule: Option<usize>) -> Value {
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": level(finding.severity),
        "message": { "text": finding.message },
    });
    if let Some(place) = &finding.place {
        result["locations"] = json!([{ "physicalLocation": location(place) }]);
    }
    if !finding.related.is_empty() {
        let related = |(id, other): (usize, &Related)| {
            json!({
                "id": id,
                "physicalLocation": {
                    "artifactLocation": { "uri": uri(&other.file) },
                    "region": { "startLine": other.line, "startColumn": other.column },
                },
                "message": { "text": other.message },
            })
        };
        result["relatedLocations"] = finding.related.iter().enumerate().map(related).collect();
    }
    result
}

fn fix(finding: &Finding, diagnostic: &Diagnostic, region: &mut impl FnMut(Span) -> Option<Value>) -> Option<Value> {
    let (shown, fix): (_, &diag::Fix) = (finding.fix.as_ref()?, diagnostic.fix.as_ref()?);
    let replacement = |edit: &diag::Edit| {
        Some(json!({ "deletedRegion": region(edit.span)?, "insertedContent": { "text": edit.text } }))
    };
    let replacements: Option<Vec<Value>> = fix.edits.iter().map(replacement).collect();
    Some(json!({
        "description": { "text": shown.title },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(&finding.place.as_ref()?.file) },
            "replacements": replacements?,
        }],
    }))
}

fn location(place: &Place) -> Value {
    json!({
        "artifactLocation": { "uri": uri(&place.file) },
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
            "byteOffset": place.offset,
            "byteLength": place.length,
        },
    })
}

/// A path as a relative or `file:` URI reference (RFC 3986): what is not allowed in one is percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::new();
    for octet in path.bytes() {
        match octet {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(octet)),
            _ => out.push_str(&format!("%{octet:02X}")),
        }
    }
    if out.starts_with('/') { format!("file://{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uri_references() {
        assert_eq!(uri("zones/a b#é"), "zones/a%20b%23%C3%A9");
        assert_eq!(uri("/etc/z"), "file:///etc/z");
    }

    #[test]
    fn sources_become_links() {
        let of = |rfc| link(rfc).unwrap_or_default();
        assert_eq!(of("RFC 1035 §3.4.1"), "https://www.rfc-editor.org/rfc/rfc1035#section-3.4.1");
        assert_eq!(of("RFC 952"), "https://www.rfc-editor.org/rfc/rfc952");
        assert_eq!(of("IANA"), "");
    }
}
