//! The components of a record as the provider's `data` has them, for the types that it splits; clients read them rather
//! than the text.

use serde_json::{Map, Value, json};

use crate::engine::dns::RecordType;

/// How one word of the text becomes a component.
#[derive(Clone, Copy)]
enum As {
    Number,
    /// A domain name, without its final dot unless it is the root.
    Name,
    /// A quoted text, without its quotes.
    Quoted,
    Word,
    /// This word and the rest, with spaces between.
    Words,
    /// This word and the rest, joined: base64 and hex are printed in pieces.
    Joined,
}

use As::{Joined, Name, Number, Quoted, Word, Words};

type Shape = &'static [(&'static str, As)];

const SHAPES: &[(&str, Shape)] = &[
    ("CAA", &[("flags", Number), ("tag", Word), ("value", Quoted)]),
    ("CERT", &[("type", Word), ("key_tag", Number), ("algorithm", Word), ("certificate", Joined)]),
    ("DNSKEY", &[("flags", Number), ("protocol", Number), ("algorithm", Number), ("public_key", Joined)]),
    ("DS", &[("key_tag", Number), ("algorithm", Number), ("digest_type", Number), ("digest", Joined)]),
    ("HTTPS", &[("priority", Number), ("target", Name), ("value", Words)]),
    (
        "NAPTR",
        &[
            ("order", Number),
            ("preference", Number),
            ("flags", Quoted),
            ("service", Quoted),
            ("regex", Quoted),
            ("replacement", Name),
        ],
    ),
    ("SMIMEA", &[("usage", Number), ("selector", Number), ("matching_type", Number), ("certificate", Joined)]),
    ("SRV", &[("priority", Number), ("weight", Number), ("port", Number), ("target", Name)]),
    ("SSHFP", &[("algorithm", Number), ("type", Number), ("fingerprint", Joined)]),
    ("SVCB", &[("priority", Number), ("target", Name), ("value", Words)]),
    ("TLSA", &[("usage", Number), ("selector", Number), ("matching_type", Number), ("certificate", Joined)]),
    ("URI", &[("priority", Number), ("weight", Number), ("target", Quoted)]),
];

/// The components of `content`, RDATA in presentation form; none for a type that the provider shows as text alone.
pub(super) fn of(rtype: RecordType, content: &str) -> Option<Map<String, Value>> {
    let mnemonic = rtype.to_string();
    if mnemonic == "LOC" {
        return location(content);
    }
    let (_, shape) = SHAPES.iter().find(|(of, _)| *of == mnemonic)?;
    let mut rest = content;
    let mut data = Map::new();
    for &(name, kind) in *shape {
        let value = match kind {
            Words | Joined => std::mem::take(&mut rest).to_owned(),
            _ => {
                let (word, behind) = word(rest)?;
                rest = behind;
                word
            }
        };
        data.insert(name.to_owned(), component(kind, value)?);
    }
    Some(data)
}

fn component(kind: As, text: String) -> Option<Value> {
    Some(match kind {
        Number => json!(text.parse::<u32>().ok()?),
        Name if text != "." => Value::String(text.trim_end_matches('.').to_owned()),
        Joined => Value::String(text.replace(' ', "")),
        Name | Quoted | Word | Words => Value::String(text),
    })
}

/// The first word, its quotes and the escapes in them taken off, and what follows it.
fn word(text: &str) -> Option<(String, &str)> {
    let Some(inside) = text.strip_prefix('"') else {
        let (word, behind) = text.split_once(' ').unwrap_or((text, ""));
        return (!word.is_empty()).then(|| (word.to_owned(), behind));
    };
    let mut word = String::new();
    let mut characters = inside.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((word, inside.get(at + 1..)?.trim_start())),
            '\\' => {
                let (_, next) = characters.next()?;
                // `\034` stays as it is: an octet need not be a character.
                if next.is_ascii_digit() {
                    word.push('\\');
                }
                word.push(next);
            }
            other => word.push(other),
        }
    }
    None
}

/// `52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m` (RFC 1876 §3).
fn location(content: &str) -> Option<Map<String, Value>> {
    let mut words = content.split_ascii_whitespace().peekable();
    let mut data = Map::new();
    for (side, directions) in [("lat", ["N", "S"]), ("long", ["E", "W"])] {
        for part in ["degrees", "minutes", "seconds"] {
            let number = match words.peek() {
                Some(word) if !directions.contains(word) => words.next()?.parse::<f64>().ok()?,
                _ => 0.0,
            };
            data.insert(format!("{side}_{part}"), json!(number));
        }
        data.insert(format!("{side}_direction"), json!(words.next().filter(|word| directions.contains(word))?));
    }
    for (name, usual) in [("altitude", 0.0), ("size", 1.0), ("precision_horz", 10_000.0), ("precision_vert", 10.0)] {
        let metres = words.next().map_or(Some(usual), |word| word.trim_end_matches('m').parse().ok())?;
        data.insert(name.to_owned(), json!(metres));
    }
    Some(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_what_the_provider_calls_them() {
        let kind = |mnemonic: &str| RecordType::from_mnemonic(mnemonic.as_bytes()).unwrap();
        let of = |rtype, content| Value::Object(of(kind(rtype), content).unwrap());
        assert_eq!(
            of("SRV", "10 5 8806 sip.example.com."),
            json!({"priority": 10, "weight": 5, "port": 8806, "target": "sip.example.com"})
        );
        assert_eq!(
            of("CAA", r#"0 issue "ca.example; x=\"1\"""#),
            json!({"flags": 0, "tag": "issue", "value": "ca.example; x=\"1\""})
        );
        assert_eq!(
            of("NAPTR", r#"1 2 "u" "E2U+sip" "!^.*$!sip:a@b!" ."#),
            json!({"order": 1, "preference": 2, "flags": "u", "service": "E2U+sip", "regex": "!^.*$!sip:a@b!", "replacement": "."})
        );
        assert_eq!(
            of("HTTPS", "1 . alpn=h2,h3 port=8443"),
            json!({"priority": 1, "target": ".", "value": "alpn=h2,h3 port=8443"})
        );
        assert_eq!(of("DS", "1 13 2 AB CD")["digest"], json!("ABCD"));
        let place = of("LOC", "52 22 23.5 N 4 53 W -2.00m");
        assert_eq!((&place["lat_seconds"], &place["long_direction"]), (&json!(23.5), &json!("W")));
        assert_eq!((&place["altitude"], &place["size"]), (&json!(-2.0), &json!(1.0)));
        assert!(super::of(kind("TXT"), "\"a\"").is_none() && super::of(kind("SRV"), "10 5").is_none());
    }
}
