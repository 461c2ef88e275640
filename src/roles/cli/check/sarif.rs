//! A report as SARIF 2.1.0, for code-scanning services and editors.

use serde_json::{Value, json};

use crate::engine::diag::english;
use crate::product::api::report::{Finding, Place, Report, Severity};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

pub(super) fn render(report: &Report) -> String {
    let mut rules: Vec<&str> = report.diagnostics.iter().map(|d| d.code.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let results: Vec<Value> = report.diagnostics.iter().map(result).collect();
    let rules: Vec<Value> = rules.into_iter().map(rule).collect();
    let sarif = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "understudy",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{sarif:#}\n")
}

fn rule(code: &str) -> Value {
    let why = english::all().find(|t| t.code == code).map_or("", |t| t.why);
    if why.is_empty() { json!({ "id": code }) } else { json!({ "id": code, "help": { "text": why } }) }
}

fn result(finding: &Finding) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let mut result = json!({ "ruleId": finding.code, "level": level, "message": { "text": finding.message } });
    if let Some(place) = &finding.place {
        result["locations"] = json!([{ "physicalLocation": location(place) }]);
        if let Some(fix) = &finding.fix {
            let replacements: Vec<Value> = fix
                .edits
                .iter()
                .map(|e| {
                    json!({
                        "deletedRegion": { "byteOffset": e.offset, "byteLength": e.length },
                        "insertedContent": { "text": e.text },
                    })
                })
                .collect();
            result["fixes"] = json!([{
                "description": { "text": fix.title },
                "artifactChanges": [{ "artifactLocation": { "uri": uri(&place.file) }, "replacements": replacements }],
            }]);
        }
    }
    result
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
}
