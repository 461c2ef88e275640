//! A report as a table: one line a finding (RFC 4180).

use std::collections::BTreeMap;

use super::{Finding, Report, Severity};

const HEAD: &str = "severity,code,file,line,column,end_line,end_column,message,why,rfc,receivers,fix";

pub(super) fn render(report: &Report) -> String {
    let mut out = HEAD.to_owned() + "\r\n";
    for finding in &report.diagnostics {
        out.push_str(&line(finding));
        // RFC 4180 §2: lines end in CRLF.
        out.push_str("\r\n");
    }
    out
}

fn line(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let mut cells = vec![severity.to_owned(), finding.code.clone()];
    match &finding.place {
        Some(place) => {
            cells.push(cell(&place.file));
            cells.extend([place.line, place.column, place.end_line, place.end_column].map(|n| n.to_string()));
        }
        None => cells.extend(std::iter::repeat_n(String::new(), 5)),
    }
    cells.push(cell(&finding.message));
    cells.push(cell(&finding.why));
    cells.push(cell(&finding.rfc.join("; ")));
    cells.push(cell(&receivers(&finding.receivers)));
    cells.push(cell(finding.fix.as_ref().map_or("", |fix| &fix.title)));
    cells.join(",")
}

fn receivers(all: &BTreeMap<String, String>) -> String {
    all.iter().map(|(name, verdict)| format!("{name} {verdict}")).collect::<Vec<_>>().join("; ")
}

/// A value between quotes where it needs them. Messages quote the zone, which may be a stranger's: what a spreadsheet would
/// take for a formula gets an apostrophe before it. One that parts cells at `;`, as many languages have it, knows nothing of
/// these quotes: there a cell begins behind each `;` and line end, too.
fn cell(text: &str) -> String {
    // A sign alone is standard input's name, and no formula.
    let is_formula = text != "-" && text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guard = if is_formula { "'" } else { "" };
    let mut out = guard.to_owned();
    let mut begins = false;
    for c in text.chars() {
        if begins && matches!(c, '=' | '+' | '-' | '@') {
            out.push('\'');
        }
        begins = matches!(c, ';' | '\r' | '\n') || (begins && matches!(c, ' ' | '\t' | '"'));
        out.push(c);
    }
    if out.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", out.replace('"', "\"\"")) } else { out }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_value_is_one_cell_and_no_formula() {
        assert_eq!(cell("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(cell("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
        assert_eq!(cell("@ has no records"), "'@ has no records");
        assert_eq!(cell("plain"), "plain");
        assert_eq!([cell("-"), cell("-1")], ["-", "'-1"]);
    }

    #[test]
    fn nor_is_it_where_cells_are_parted_by_semicolons() {
        assert_eq!(cell("a;=1+1;b=c"), "a;'=1+1;b=c");
        assert_eq!(cell("a; +1; -1;@x"), "a; '+1; '-1;'@x");
        assert_eq!(cell("a;\"=1\"\n=2"), "\"a;\"\"'=1\"\"\n'=2\"");
        assert_eq!(cell("RFC 1035 3.1; RFC 2181 11"), "RFC 1035 3.1; RFC 2181 11");
    }
}
