//! The text as it may be shown: the keys' secrets taken out, whatever else stands.

use super::keys::fingerprint;
use crate::engine::tsig::Secret;

/// Stands where a secret stood, with its fingerprint behind a hyphen when it can be read.
pub(super) const HIDDEN: &str = "hidden";

/// `text` without the secrets of keys: the word behind `secret`, and the last one of `import-tsig-key`.
#[must_use]
pub fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Words to pass before the secret; none when no secret is near.
    let mut before: Option<u8> = None;
    while let Some(start) = rest.find(is_word) {
        let (gap, from) = rest.split_at(start);
        let (word, behind) = from.split_at(from.find(|c| !is_word(c)).unwrap_or(from.len()));
        out.push_str(gap);
        before = match (before, word) {
            (Some(0), _) => {
                let is_hidden = is_hidden(word);
                out.push_str(if is_hidden { word } else { HIDDEN });
                if let Some(secret) = Secret::from_base64(word).filter(|secret| !is_hidden && !secret.is_empty()) {
                    out.push('-');
                    out.push_str(&fingerprint(&secret));
                }
                rest = behind;
                before = None;
                continue;
            }
            (Some(n), _) => Some(n - 1),
            (None, word) if word.eq_ignore_ascii_case("secret") => Some(0),
            // `pdnsutil import-tsig-key NAME ALGORITHM SECRET`
            (None, "import-tsig-key") => Some(2),
            (None, _) => None,
        };
        out.push_str(word);
        rest = behind;
    }
    out + rest
}

/// Whether a word stands for a secret already.
fn is_hidden(word: &str) -> bool {
    let told = word.strip_prefix(HIDDEN).map(|rest| rest.strip_prefix('-').unwrap_or(rest));
    told.is_some_and(|told| word == HIDDEN || (told.len() == 16 && told.bytes().all(|b| b.is_ascii_hexdigit())))
}

/// A colon is one of a YAML key's end and of an address; a secret has none.
fn is_word(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '"' | '\'' | ';' | '{' | '}' | ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_and_everything_else_stays() {
        for (text, shown) in [
            (
                r#"key "k" { algorithm hmac-sha256; secret "c2Vj+/Q="; };"#,
                r#"key "k" { algorithm hmac-sha256; secret "hidden-FP"; };"#,
            ),
            ("key:\n  - id: k\n    secret: c2Vj+/Q=\n", "key:\n  - id: k\n    secret: hidden-FP\n"),
            ("  secret: \"c2V\"\n  name: k\n", "  secret: \"hidden\"\n  name: k\n"),
            ("  secret: \"hiddenc2Vj\"\n", "  secret: \"hidden\"\n"),
            (
                "pdnsutil import-tsig-key k hmac-sha256 c2Vj+/Q=\nnext",
                "pdnsutil import-tsig-key k hmac-sha256 hidden-FP\nnext",
            ),
            ("allow-transfer { 2001:db8::1; };", "allow-transfer { 2001:db8::1; };"),
            ("secret", "secret"),
        ] {
            let print = fingerprint(&Secret::from_base64("c2Vj+/Q=").unwrap());
            let shown = shown.replace("FP", &print);
            assert_eq!(masked(text), shown);
            assert_eq!(masked(&shown), shown, "twice is once");
        }
    }
}
