//! The forms in which a report is written: the same for the command line and for the page's downloads.

use serde::{Deserialize, Serialize};

use super::{Report, csv, page, sarif};
use crate::engine::check as engine;

/// A form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// contracts.md §1.
    Json,
    /// SARIF 2.1.0, for code-scanning services and editors.
    Sarif,
    /// One line a finding (RFC 4180), for tables.
    Csv,
    /// One page that needs nothing else, to be read and printed.
    Html,
}

impl Format {
    /// All of them, as a menu lists them.
    pub const ALL: [Self; 4] = [Self::Html, Self::Csv, Self::Json, Self::Sarif];

    /// What people call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Sarif => "SARIF",
            Self::Csv => "CSV",
            Self::Html => "HTML",
        }
    }

    /// How a file of it ends, without the full stop.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Sarif => "sarif",
            Self::Csv => "csv",
            Self::Html => "html",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Sarif => "application/sarif+json",
            Self::Csv => "text/csv",
            Self::Html => "text/html",
        }
    }

    /// The report of `checked` as text, in English; `name` stands for a zone file that has none.
    #[must_use]
    pub fn write(self, checked: &engine::Report, name: &str) -> String {
        let report = Report::from(checked).named(name);
        match self {
            Self::Json => json(report),
            Self::Sarif => sarif::render(&report, checked),
            Self::Csv => csv::render(&report),
            Self::Html => page::render(&report, checked),
        }
    }
}

impl Report {
    /// The same, `name` for the file that has none: a text that was typed.
    fn named(mut self, name: &str) -> Self {
        let give = |file: &mut String| {
            if file.is_empty() {
                name.clone_into(file);
            }
        };
        give(&mut self.file);
        for finding in &mut self.diagnostics {
            finding.place.iter_mut().for_each(|place| give(&mut place.file));
            finding.related.iter_mut().for_each(|other| give(&mut other.file));
        }
        self
    }
}

/// contracts.md §1, to the key: what only the page needs is left out.
fn json(mut report: Report) -> String {
    for finding in &mut report.diagnostics {
        finding.why.clear();
        finding.effects.clear();
        finding.effect_labels.clear();
        finding.args.clear();
        finding.related.iter_mut().for_each(|other| other.label.clear());
        if let Some(fix) = &mut finding.fix {
            fix.label.clear();
            fix.args.clear();
        }
    }
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::zonefile::{Refusal, Sources};

    /// A zone in which a stranger's text says what spreadsheets and browsers would obey.
    const HOSTILE: &str = "$ORIGIN x.\n$TTL 1\n@ SOA a b 1 7200 3600 1209600 4\n@ NS a\n@ NS b\na A 192.0.2.1\nb A 192.0.2.2\n\
        c A 192.0.2.3<script>alert(1)</script>\n=1+1 A 192.0.2.\u{202e}9\nd FOO \"a,\"\"b\"\ne TXT kept-quiet\n";

    fn checked(name: &str) -> engine::Report {
        let refuse = &mut |_: &_, _: &mut _| Err(Refusal::Missing(String::new()));
        engine::text(Sources::new(name.to_owned(), HOSTILE.as_bytes().to_vec()), engine::Options::default(), refuse)
    }

    #[test]
    fn a_typed_text_is_reported_as_a_file_of_the_name_given() {
        for format in Format::ALL {
            assert_eq!(format.write(&checked(""), "x.zone"), format.write(&checked("x.zone"), ""), "{format:?}");
        }
    }

    #[test]
    fn every_finding_is_a_line_of_a_table() {
        let found = checked("z");
        let text = Format::Csv.write(&found, "");
        let lines: Vec<_> = text.split("\r\n").collect();
        assert_eq!(lines.len(), found.diagnostics.kept().len() + 2, "{text}");
        assert!(lines.first().is_some_and(|head| head.starts_with("severity,code,file,line,column,")), "{text}");
        assert!(text.contains(",z,8,"), "{text}");
    }

    #[test]
    fn a_page_runs_nothing_and_shows_the_place() {
        let text = Format::Html.write(&checked("z"), "");
        assert!(!text.contains("<script") && !text.contains('\u{202e}'), "{text}");
        assert!(text.contains("<mark>192.0.2.3&lt;script&gt;alert</mark>(1)&lt;/script&gt;"), "{text}");
        assert!(text.contains("default-src 'none'"), "{text}");
        // What no finding is about stays out.
        assert!(!text.contains("kept-quiet"), "{text}");
    }
}
