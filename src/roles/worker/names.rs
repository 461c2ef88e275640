//! Names in both forms: A-labels for the DNS, U-labels for people (RFC 5890 §2.3.2.1).

use crate::engine::dns::Name;
use crate::product::api::worker::Answer;

/// How A-labels begin (RFC 5890 §2.3.2.1).
const PREFIX: &str = "xn--";

/// A field's name as people read it; none when it is no name, or one without A-labels.
pub(super) fn unicode(text: &str) -> Option<String> {
    // Most fields are none: a look at the text is cheaper than reading a name.
    let has_prefix = text.to_ascii_lowercase().contains(PREFIX);
    has_prefix.then(|| Name::absolute(text).ok()).flatten()?.unicode()
}

/// What is searched for in texts of the DNS: whole labels of another script as their A-labels, in lower case.
pub(super) fn searched(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    ascii(text).unwrap_or_else(|| text.to_owned()).to_lowercase()
}

/// A name in both forms.
pub(super) fn both(text: &str) -> Answer {
    let ascii = if text.is_ascii() { Some(text.to_owned()) } else { ascii(text) };
    let ascii = ascii.filter(|name| Name::absolute(name).is_ok());
    let unicode = ascii.as_deref().and_then(unicode);
    Answer::Name { ascii, unicode }
}

/// Labels that the DNS has in ASCII stay as they are: IDNA would refuse an underscore or an asterisk.
fn ascii(text: &str) -> Option<String> {
    let labels = text.split('.').map(|label| match label.is_ascii() {
        true => Some(label.to_owned()),
        false => idna::domain_to_ascii(label).ok(),
    });
    Some(labels.collect::<Option<Vec<_>>>()?.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_both_forms() {
        let of = |text: &str| match both(text) {
            Answer::Name { ascii, unicode } => (ascii, unicode),
            other => panic!("{other:?}"),
        };
        let pair = (Some("_dmarc.xn--bcher-kva.example".to_owned()), Some("_dmarc.b\u{fc}cher.example".to_owned()));
        assert_eq!(of("_dmarc.B\u{fc}cher.example"), pair);
        assert_eq!(of("_dmarc.xn--bcher-kva.example"), pair);
        assert_eq!(of("example.com."), (Some("example.com.".into()), None));
        assert_eq!(of("a..\u{fc}"), (None, None));
    }

    #[test]
    fn a_search_in_another_script_finds_the_a_label() {
        assert_eq!(searched("B\u{fc}cher.Ex"), "xn--bcher-kva.ex");
        assert_eq!(searched("WWW"), "www");
    }

    #[test]
    fn fields_that_are_no_names_have_one_form() {
        assert_eq!(unicode("xn--bcher-kva.example."), Some("b\u{fc}cher.example".into()));
        assert_eq!(unicode("\"v=spf1 a:xn--bcher-kva.example -all\""), None);
        assert_eq!(unicode("www.example."), None);
    }
}
