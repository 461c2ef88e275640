//! What of a key's text may be repeated. A secret in the wrong place looks like a name or an algorithm to a reader; what
//! could be one is not shown.

/// Stands for what is not repeated.
pub const NOT_SHOWN: &str = "(not shown)";

/// Letters and digits mixed: a single word of so many characters could be a secret: 12 octets in base64, 8 in hex.
const LONG_WORD: usize = 16;

/// The same between the signs of a longer name: 15 octets in base64, 10 in hex.
const LONG_MIXTURE: usize = 20;

/// Capitals behind small letters, in a word of URL-safe base64: names have fewer.
const CAPITALS: usize = 4;

/// A name or an algorithm as a finding may repeat it.
pub(super) fn shown(text: &str) -> &str {
    if could_be_secret(text) { NOT_SHOWN } else { text }
}

/// A name or an algorithm as a value of a key, which is shown where nobody asks what is wrong with it: a well-formed one.
#[must_use]
pub fn value(text: &str) -> &str {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if text.chars().all(is_name) { shown(text) } else { NOT_SHOWN }
}

/// Whether a secret, or a piece of one, could be in `text`.
pub(super) fn could_be_secret(text: &str) -> bool {
    text.contains(['+', '/', '=']) || text.split(|c| !is_word(c)).any(word_could_be)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}

fn word_could_be(word: &str) -> bool {
    let word = word.trim_matches('.');
    let is_single = !word.contains(['.', '-', '_']) && is_mixture(word, LONG_WORD);
    is_single
        || word.split(['.', '-', '_']).any(|run| is_mixture(run, LONG_MIXTURE))
        || word.split('.').any(has_capitals)
}

/// At least so long, and not of small letters, of capitals or of digits alone.
fn is_mixture(run: &str, long: usize) -> bool {
    let kinds: [fn(&char) -> bool; 3] = [char::is_ascii_digit, char::is_ascii_uppercase, char::is_ascii_lowercase];
    run.len() >= long && kinds.iter().filter(|kind| run.chars().any(|c| kind(&c))).count() > 1
}

fn has_capitals(label: &str) -> bool {
    let pairs = label.bytes().zip(label.bytes().skip(1));
    let capitals = pairs.filter(|(a, b)| !a.is_ascii_uppercase() && b.is_ascii_uppercase()).count();
    label.len() >= LONG_WORD && capitals >= CAPITALS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_be_a_secret_is_not_shown() {
        for secret in [
            "P5KtbY3hdmZSHSsKZvD5zpovEozx6w0NxvJaPlnfLhg+1/phlLZb0Boujip1iqXaSQq+7Ukq3tQX+Je4zwJayw==",
            "7Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg",
            "7Qx0hVbGmX9dT2a-q5Wn8sJ_kRcYzLfEuHo-iN3MtBg",
            "7Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg.example.com.",
            "3f1c0f9a7b5d2e4c6a8b0d1f3e5c7a9b",
            "the secret is 7Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg, keep it",
        ] {
            assert_eq!(shown(secret), NOT_SHOWN, "{secret}");
            assert_eq!(value(secret), NOT_SHOWN, "{secret}");
        }
        for name in [
            "tsig.customer.cf.",
            "hmac-sha512",
            "hmac-sha3",
            "HMAC-MD5.SIG-ALG.REG.INT.",
            "cloudflare-secondary-transfers",
            "Customer-XFR-2024-primary1",
            "550e8400-e29b-41d4-a716-446655440000",
            "averylongcompanyname.example.",
            "understudytransferkey",
        ] {
            assert_eq!(value(name), name);
        }
        assert_eq!((shown("a..b c"), value("a..b c")), ("a..b c", NOT_SHOWN));
    }

    #[test]
    fn the_name_of_what_is_no_key_may_be_its_secret() {
        let limits = crate::engine::limits::TsigLimits::default();
        let shown = |text: &str| super::super::understand(text, &limits).keys[0].name_shown();
        assert_eq!(shown("key \"7Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg\" { algorithm hmac-sha256; };"), None);
        assert_eq!(shown("key \"k.example\" { algorithm hmac-sha256; };").as_deref(), Some("k.example."));
        let hex = "key \"3f1c0f9a7b5d2e4c6a8b0d1f3e5c7a9b\" { algorithm hmac-sha256; secret \"c2VjcmV0c2VjcmV0\"; };";
        assert_eq!(shown(hex).as_deref(), Some("3f1c0f9a7b5d2e4c6a8b0d1f3e5c7a9b."), "of a key it is its name");
    }
}
