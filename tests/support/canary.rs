//! Canaries: secrets that are planted, and every form in which they would be found again: as they are, in base64, in hex
//! and as URLs escape them.

use std::fmt::Write as _;

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};

/// Every form of a canary that a search looks for.
pub fn forms(canary: &str) -> Vec<String> {
    let octets = canary.as_bytes();
    let mut forms = vec![canary.to_owned(), HEXLOWER.encode(octets), HEXUPPER.encode(octets)];
    let escaped = octets.iter().fold(String::new(), |mut text, octet| {
        write!(text, "%{octet:02X}").unwrap();
        text
    });
    forms.extend([escaped.to_lowercase(), escaped, canary.replace('-', "%2D"), canary.replace('-', "%2d")]);
    // Base64 differs by where in its text the canary begins; the ends depend on the neighbours.
    for lead in 0..3 {
        let text = [&vec![b'x'; lead][..], octets].concat();
        for encoded in [BASE64.encode(&text), BASE64URL_NOPAD.encode(&text)] {
            let inner = encoded.trim_end_matches('=');
            forms.push(inner[if lead == 0 { 0 } else { 4 }..inner.len() - 4].to_owned());
        }
    }
    // The base64 text, escaped once more.
    forms.push(BASE64.encode(octets).replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"));
    // Octets as `Debug` shows them.
    let numbers: Vec<_> = octets.iter().map(u8::to_string).collect();
    forms.extend([numbers.join(", "), numbers.join(",")]);
    forms
}

/// Fails where `text` has a canary in any form.
pub fn search(place: &str, text: &str, canaries: &[&str]) {
    // `{:#?}` has each octet of a list on a line of its own.
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for canary in canaries {
        for form in forms(canary) {
            assert!(!text.contains(&form) && !joined.contains(&form), "{place} has {canary} as {form}:\n{text}");
        }
    }
}
