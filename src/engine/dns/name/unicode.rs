//! Names as people read them: A-labels shown as U-labels (RFC 5890 §2.3.2.1, UTS 46). For showing only; the wire and
//! every comparison keep the A-labels.

use super::{Name, NameRef};

impl Name {
    /// See [`NameRef::unicode`].
    #[must_use]
    pub fn unicode(&self) -> Option<String> {
        self.as_ref().unicode()
    }
}

impl NameRef<'_> {
    /// The name with its A-labels as U-labels, without the final dot; none when it has no A-label that stands for
    /// something else. A label that only looks like an A-label stays as it is.
    #[must_use]
    pub fn unicode(self) -> Option<String> {
        let mut shown = String::new();
        let mut changed = false;
        for label in self.labels() {
            if !shown.is_empty() {
                shown.push('.');
            }
            if let Some(text) = u_label(label) {
                shown.push_str(&text);
                changed = true;
            } else {
                for &octet in label {
                    // Writing to a string does not fail.
                    let _ = super::write_octet(octet, &mut shown);
                }
            }
        }
        changed.then_some(shown)
    }
}

/// The U-label of an A-label.
fn u_label(label: &[u8]) -> Option<String> {
    let is_a_label = label.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case(b"xn--"));
    let text = std::str::from_utf8(label).ok().filter(|t| is_a_label && t.is_ascii())?;
    let (shown, valid) = idna::domain_to_unicode(text);
    (valid.is_ok() && !shown.is_ascii()).then_some(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_labels_are_shown_as_u_labels() {
        let shown = |text: &str| Name::absolute(text).unwrap().unicode();
        assert_eq!(shown("www.xn--bcher-kva.example."), Some("www.bücher.example".to_owned()));
        assert_eq!(shown("XN--BCHER-KVA.Example."), Some("bücher.Example".to_owned()));
        assert_eq!(shown("a\\.b.xn--fiqs8s."), Some("a\\.b.中国".to_owned()));
        assert_eq!(shown("www.example.com."), None);
        assert_eq!(shown("xn--a.example."), None);
        assert_eq!(shown("xn--.example."), None);
        assert_eq!(shown("."), None);
    }
}
