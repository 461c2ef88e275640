//! Names in other scripts within a text: behind each that has A-labels stands the same as people read it, set apart for
//! scripts that run from right to left. The one place for that; whole fields come from the worker in both forms.

use std::borrow::Cow;

/// How A-labels begin (RFC 5890 §2.3.2.1).
const PREFIX: &str = "xn--";
/// U+2068 and U+2069 set apart what may run in another direction (UAX 9).
const OPEN: &str = " (\u{2068}";
const CLOSE: &str = "\u{2069})";

/// The text, each name in it that has another form followed by that.
pub(crate) fn both(text: &str) -> String {
    both_by(text, is_a_label).into_owned()
}

/// As [`both`], of a text that is ours.
pub(super) fn named(text: String) -> String {
    match both_by(&text, is_a_label) {
        Cow::Owned(more) => more,
        Cow::Borrowed(_) => text,
    }
}

/// Whether the browser takes an A-label for one (UTS 46): its tables are not brought a second time.
fn is_a_label(label: &str) -> bool {
    web_sys::Url::new(&format!("http://{label}/")).is_ok()
}

fn both_by(text: &str, is_a_label: impl Fn(&str) -> bool) -> Cow<'_, str> {
    if !has_prefix(text) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() * 2);
    let mut rest = text;
    while let Some(from) = rest.find(is_of_name) {
        let (before, behind) = rest.split_at(from);
        let (name, after) = behind.split_at(behind.find(|c| !is_of_name(c)).unwrap_or(behind.len()));
        out.push_str(before);
        out.push_str(name);
        // What was filled in before is not said twice.
        if let Some(shown) = unicode(name, &is_a_label).filter(|_| !after.starts_with(OPEN)) {
            // A sentence's stop comes behind it, a name's own stays.
            let stops = after.is_empty() && !before.is_empty() && out.ends_with('.');
            if stops {
                out.pop();
            }
            out.extend([OPEN, &shown, CLOSE, if stops { "." } else { "" }]);
        }
        rest = after;
    }
    out.push_str(rest);
    out.into()
}

/// A name with its A-labels as U-labels, without the final dot; none when no label changes.
fn unicode(name: &str, is_a_label: impl Fn(&str) -> bool) -> Option<String> {
    if !has_prefix(name) {
        return None;
    }
    let mut changed = false;
    let labels = name.trim_end_matches('.').split('.').map(|label| match u_label(label, &is_a_label) {
        Some(shown) => {
            changed = true;
            Cow::from(shown)
        }
        None => label.into(),
    });
    let shown = labels.collect::<Vec<_>>().join(".");
    changed.then_some(shown)
}

fn u_label(label: &str, is_a_label: impl Fn(&str) -> bool) -> Option<String> {
    let (prefix, coded) = label.split_at_checked(PREFIX.len())?;
    let shown =
        prefix.eq_ignore_ascii_case(PREFIX).then(|| idna::punycode::decode_to_string(&coded.to_lowercase()))??;
    (!shown.is_ascii() && !shown.contains(char::is_control) && is_a_label(label)).then_some(shown)
}

fn has_prefix(text: &str) -> bool {
    text.as_bytes().windows(PREFIX.len()).any(|octets| octets.eq_ignore_ascii_case(PREFIX.as_bytes()))
}

/// Whether names in texts have it; other characters are escaped or end them.
const fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '*' | '\\' | '/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_followed_by_what_people_read() {
        let of = |text| both_by(text, |label| label != "xn--forged-").into_owned();
        let plain = |text| of(text).replace(['\u{2068}', '\u{2069}'], "");
        assert_eq!(of("xn--bcher-kva.example."), "xn--bcher-kva.example. (\u{2068}b\u{fc}cher.example\u{2069})");
        assert_eq!(
            plain("www.XN--BCHER-KVA.example has no A"),
            "www.XN--BCHER-KVA.example (www.b\u{fc}cher.example) has no A"
        );
        assert_eq!(plain("`ns.xn--fiqs8s`: silent"), "`ns.xn--fiqs8s (ns.\u{4e2d}\u{56fd})`: silent");
        assert_eq!(plain("It is of xn--fiqs8s."), "It is of xn--fiqs8s (\u{4e2d}\u{56fd}).");
        for same in ["", "www.example.com.", "xn--.example", "xn--a.example", "xn--forged-.example", "a.b \u{fc}"] {
            assert_eq!(of(same), same);
        }
        let once = of("xn--fiqs8s is here");
        assert_eq!(of(&once), once, "it is said once");
    }
}
