//! Fixes: small edits that remove a finding.

use super::codes;
use crate::engine::diag::{Args, Edit, Fix, Label, Span};

/// Removes what stands at `span`.
pub(super) fn delete(span: Span) -> Fix {
    one(&codes::REMOVE, Args::new(), span, String::new())
}

/// Writes `text` at the point `at`.
pub(super) fn insert(title: &'static Label, at: Span, text: &str) -> Fix {
    one(title, Args::new(), Span::new(at.file, at.start, 0), text.to_owned())
}

/// Puts `text` in place of what stands at `span`.
pub(super) fn replace(span: Span, text: &str) -> Fix {
    one(&codes::REPLACE, Args::new().with("text", text), span, text.to_owned())
}

fn one(title: &'static Label, args: Args, span: Span, text: String) -> Fix {
    Fix { title, args, edits: vec![Edit { span, text }] }
}

/// The one candidate that is a slip away from `word` (a letter missing, added, wrong, or two swapped); none when there are
/// several or `word` is too short to tell.
pub(super) fn nearest<'c>(word: &[u8], candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    if word.len() < 3 {
        return None;
    }
    let mut found = None;
    for candidate in candidates {
        if is_one_slip(word, candidate.as_bytes()) {
            if found.is_some() {
                return None;
            }
            found = Some(candidate);
        }
    }
    found
}

fn is_one_slip(a: &[u8], b: &[u8]) -> bool {
    let same = |x: &u8, y: &u8| x.eq_ignore_ascii_case(y);
    let front = a.iter().zip(b).take_while(|(x, y)| same(x, y)).count();
    let rest_a = a.get(front..).unwrap_or_default();
    let rest_b = b.get(front..).unwrap_or_default();
    let tail = |x: &[u8], y: &[u8]| x.eq_ignore_ascii_case(y);
    match (rest_a, rest_b) {
        ([], [_]) | ([_], []) => true,
        ([a1, a2, more_a @ ..], [b1, b2, more_b @ ..]) if same(a1, b2) && same(a2, b1) && tail(more_a, more_b) => true,
        ([_, more_a @ ..], [_, more_b @ ..]) if tail(more_a, more_b) => true,
        ([_, more_a @ ..], more_b) if tail(more_a, more_b) => true,
        (more_a, [_, more_b @ ..]) => tail(more_a, more_b),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_one_letter_or_two_swapped() {
        let types = ["A", "AAAA", "CNAME", "DNAME", "TXT", "MX", "NS", "NSEC", "NSEC3"];
        let near = |w: &str| nearest(w.as_bytes(), types.iter().copied());
        assert_eq!(near("CNAM"), Some("CNAME"));
        assert_eq!(near("cnmae"), Some("CNAME"));
        assert_eq!(near("TXTT"), Some("TXT"));
        assert_eq!(near("AAA"), Some("AAAA"));
        assert_eq!(near("XNAME"), None, "CNAME and DNAME are both near");
        assert_eq!(near("FOO"), None);
        assert_eq!(near("NX"), None, "two letters are near everything");
    }
}
