//! The text as it may be shown: the keys' secrets taken out, whatever else stands.

/// Stands where a secret stood.
const HIDDEN: &str = "hidden";

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
                out.push_str(HIDDEN);
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
                r#"key "k" { algorithm hmac-sha256; secret "hidden"; };"#,
            ),
            ("key:\n  - id: k\n    secret: c2Vj+/Q=\n", "key:\n  - id: k\n    secret: hidden\n"),
            ("  secret: \"c2Vj\"\n  name: k\n", "  secret: \"hidden\"\n  name: k\n"),
            (
                "pdnsutil import-tsig-key k hmac-sha256 c2Vj\nnext",
                "pdnsutil import-tsig-key k hmac-sha256 hidden\nnext",
            ),
            ("allow-transfer { 2001:db8::1; };", "allow-transfer { 2001:db8::1; };"),
            ("secret", "secret"),
        ] {
            assert_eq!(masked(text), shown);
            assert_eq!(masked(shown), shown, "twice is once");
        }
    }
}
