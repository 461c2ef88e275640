//! The text as it may be shown: secrets taken out, whatever else stands. Those of keys leave their fingerprints, so that a key
//! can still be told from another.

use super::keys::fingerprint;
use crate::engine::tsig::Secret;

/// Stands where a secret stood, with its fingerprint behind a hyphen when it can be read.
pub(super) const HIDDEN: &str = "hidden";

/// Characters that a secret has which nothing announces: 15 octets in base64.
const LONG: usize = 20;

/// What is expected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing that is secret.
    Nothing,
    /// So many words to pass before a secret.
    Words(u8),
    /// A secret; of a key, or another one. Only the former has a fingerprint: a password is soon found by its own.
    Secret { of_key: bool },
}

/// `text` without its secrets: what stands behind `secret` and behind names of passwords, the last word of
/// `import-tsig-key`, and, since keys are noted in comments and in the output of tools, any word that looks like one.
#[must_use]
pub fn masked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let (mut before, mut last) = (Before::Nothing, "");
    while let Some(start) = rest.find(is_word) {
        let (gap, from) = rest.split_at(start);
        let (word, behind) = from.split_at(from.find(|c| !is_word(c)).unwrap_or(from.len()));
        out.push_str(gap);
        rest = behind;
        before = match before {
            Before::Secret { .. } if word == "=" => {
                out.push_str(word);
                before
            }
            Before::Secret { of_key } => {
                let is_quoted = gap.ends_with(['"', '\'']);
                if let Some(end) = comment(gap, from).filter(|_| !is_quoted) {
                    // It may hold the secret of yesterday.
                    rest = from.get(end..).unwrap_or_default();
                    before
                } else {
                    let secret = if is_quoted { quoted(from).unwrap_or(word) } else { word };
                    rest = from.get(secret.len()..).unwrap_or_default();
                    hide(secret, of_key, &mut out);
                    Before::Nothing
                }
            }
            Before::Words(passed) => {
                show(word, &mut out);
                if passed == 1 { Before::Secret { of_key: true } } else { Before::Words(passed - 1) }
            }
            Before::Nothing => match word.split_once('=').filter(|(name, _)| is_name(name)) {
                Some((name, "")) => {
                    out.extend([name, "="]);
                    Before::Secret { of_key: is_key(name) }
                }
                Some((name, value)) => {
                    out.extend([name, "="]);
                    hide(value, is_key(name), &mut out);
                    Before::Nothing
                }
                None => {
                    show(word, &mut out);
                    announced(last, word, behind)
                }
            },
        };
        last = word;
    }
    out + rest
}

/// What a word says of those behind it.
fn announced(last: &str, word: &str, behind: &str) -> Before {
    match (last, word) {
        // `pdnsutil import-tsig-key NAME ALGORITHM SECRET`, since PowerDNS 5 `pdnsutil tsigkey import …`.
        (_, "import-tsig-key") | ("tsigkey", "import") => Before::Words(2),
        _ if is_key(word) => Before::Secret { of_key: true },
        // Else a comment may talk of it.
        _ if is_name(word) && behind.trim_start().starts_with(['=', ':']) => Before::Secret { of_key: false },
        _ => Before::Nothing,
    }
}

/// What stands in quotes, when it could be base64: a quote that was forgotten ends elsewhere.
fn quoted(from: &str) -> Option<&str> {
    let is_base64 =
        |c: char| c.is_ascii_alphanumeric() || c.is_whitespace() || matches!(c, '+' | '/' | '=' | '-' | '_');
    let end = from.find(|c| !is_base64(c))?;
    from.get(end..)?.starts_with(['"', '\'']).then(|| from.get(..end))?
}

/// Whether a key's secret stands behind a word, in a comment, too.
fn is_key(word: &str) -> bool {
    word.trim_start_matches(['#', '/']).eq_ignore_ascii_case("secret")
}

/// Whether a secret stands behind a word: a key's, or one that lets in to a database, an API, a token.
fn is_name(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    ["secret", "password", "api-key", "pin-value"]
        .into_iter()
        .any(|name| word.strip_suffix(name).is_some_and(|rest| rest.is_empty() || rest.ends_with(['-', '_', '#', '/'])))
}

/// Where a comment ends that begins `from`; a slash begins none behind a colon, as YAML has none of that kind.
fn comment(gap: &str, from: &str) -> Option<usize> {
    let line = || from.find('\n').unwrap_or(from.len());
    match from.as_bytes() {
        [b'#', ..] => Some(line()),
        [b'/', b'/', ..] if !gap.contains(':') => Some(line()),
        [b'/', b'*', ..] if !gap.contains(':') => Some(from.find("*/").map_or(from.len(), |end| end + 2)),
        _ => None,
    }
}

/// A word that nothing announces.
fn show(word: &str, out: &mut String) {
    if looks_secret(word) { hide(word, true, out) } else { out.push_str(word) }
}

fn hide(secret: &str, of_key: bool, out: &mut String) {
    if is_hidden(secret) {
        return out.push_str(secret);
    }
    out.push_str(HIDDEN);
    if let Some(secret) = Secret::from_base64(secret).filter(|secret| of_key && !secret.is_empty()) {
        out.push('-');
        out.push_str(&fingerprint(&secret));
    }
}

/// Base64 of some length that is padded, or has all three kinds of characters, between slashes, too: a path seldom does.
fn looks_secret(word: &str) -> bool {
    let is_base64 = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'/');
    let bare = word.trim_end_matches('=');
    if bare.len() < LONG || !bare.bytes().all(is_base64) {
        return false;
    }
    let kinds: [fn(&u8) -> bool; 3] = [u8::is_ascii_digit, u8::is_ascii_uppercase, u8::is_ascii_lowercase];
    let is_mixed = |run: &str| run.len() >= LONG && kinds.iter().all(|kind| run.bytes().any(|b| kind(&b)));
    bare.len() < word.len() || is_mixed(bare) && !word.starts_with('/') || word.split('/').any(is_mixed)
}

/// Whether a word stands for a secret already.
fn is_hidden(word: &str) -> bool {
    let print = word.strip_prefix(HIDDEN).and_then(|rest| rest.strip_prefix('-'));
    word == HIDDEN || print.is_some_and(|print| print.len() == 16 && print.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// A colon is one of a YAML key's end and of an address; a secret has none.
fn is_word(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '"' | '\'' | ';' | '{' | '}' | ':')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With `FP` for the fingerprint of this secret.
    const SECRET: &str = "c2Vj+/Q=";
    /// The same of a secret of 32 octets, `LFP`.
    const LONG_SECRET: &str = "7Qx0hVbGmX9dT2aPq5Wn8sJ4kRcYzLfEuHo1iN3MtBg=";

    fn told(shown: &str) -> String {
        let print = |secret: &str| fingerprint(&Secret::from_base64(secret).unwrap());
        shown.replace("LFP", &print(LONG_SECRET)).replace("FP", &print(SECRET))
    }

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
            ("  secret: \"hidden0123456789abcdee\"\n", "  secret: \"hidden\"\n"),
            (
                "pdnsutil import-tsig-key k hmac-sha256 c2Vj+/Q=\nnext",
                "pdnsutil import-tsig-key k hmac-sha256 hidden-FP\nnext",
            ),
            (
                "pdnsutil tsigkey import k hmac-sha256 c2Vj+/Q=\nnext",
                "pdnsutil tsigkey import k hmac-sha256 hidden-FP\nnext",
            ),
            ("allow-transfer { 2001:db8::1; };", "allow-transfer { 2001:db8::1; };"),
            ("secret", "secret"),
        ] {
            let shown = told(shown);
            assert_eq!(masked(text), shown);
            assert_eq!(masked(&shown), shown, "twice is once");
        }
    }

    #[test]
    fn secrets_in_odd_places_go_too() {
        for (text, shown) in [
            ("secret /* of 2024: c2Vj */ \"c2Vj+/Q=\";", "secret  \"hidden-FP\";"),
            ("secret // c2Vj\n \"c2Vj+/Q=\";", "secret \n \"hidden-FP\";"),
            ("secret: # c2Vj\n  c2Vj+/Q=\n", "secret: \n  hidden-FP\n"),
            ("secret = c2Vj+/Q=\n", "secret = hidden-FP\n"),
            ("secret=\"c2Vj+/Q=\"\n", "secret=\"hidden-FP\"\n"),
            ("#secret \"c2Vj+/Q=\"", "#secret \"hidden-FP\""),
            ("secret \"c2Vj\n +/Q=\"; x", "secret \"hidden\"; x"),
            ("secret \"c2Vj+/Q=; };\r\nzone", "secret \"hidden-FP; };\r\nzone"),
            ("secret: //Vjc2Vj\n", "secret: hidden-"),
            ("pdnsutil tsigkey generate k hmac-sha256\npdnsutil", "pdnsutil tsigkey generate k hmac-sha256\npdnsutil"),
            ("# hmac-sha256:k:LONG\nkey:", "# hmac-sha256:k:hidden-LFP\nkey:"),
            ("k. hmac-sha256. LONG\n", "k. hmac-sha256. hidden-LFP\n"),
            ("api-key=c2Vj\ngmysql-password=hunter3", "api-key=hidden\ngmysql-password=hidden"),
            (
                "\"pkcs11:token=knot;pin-value=1234 /usr/lib/x.so\"",
                "\"pkcs11:token=knot;pin-value=hidden /usr/lib/x.so\"",
            ),
        ] {
            let (text, shown) = (text.replace("LONG", LONG_SECRET), told(shown));
            assert!(masked(&text).starts_with(&shown), "{text}: {}", masked(&text));
            assert_eq!(masked(&masked(&text)), masked(&text), "twice is once");
        }
        for plain in [
            "file \"/var/lib/bind/zones/Customer2024/example.com.zone\";",
            "include \"/etc/bind/UPPER/lower/0123456789/abcdefghijklmn\";",
            "allow-axfr-ips=192.0.2.1,2001:db8::1\nalso-notify=192.0.2.1:5300",
            "key \"customer-transfers-2024-primary\" { algorithm hmac-sha512; };",
            "password-free: yes\nsecretary: no # the password is elsewhere",
        ] {
            assert_eq!(masked(plain), plain);
        }
    }
}
