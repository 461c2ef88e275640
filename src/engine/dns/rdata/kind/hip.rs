//! A host identity: algorithm, tag and key behind their lengths, then rendezvous servers (RFC 8005 §5, §6).

use data_encoding::{BASE64, HEXUPPER};

use super::{Diagnostics, Reader, WireFault, Words, form, hex, name, number, wire_form};

pub(super) fn parse(words: &mut Words<'_, '_>, out: &mut Vec<u8>, diags: &mut Diagnostics) -> Option<()> {
    words.enter_part("public key algorithm");
    let algorithm = u8::try_from(number::parse(words, u32::from(u8::MAX), diags)?).ok()?;
    words.enter_part("host identity tag");
    let token = words.next(diags)?;
    let mut tag = Vec::new();
    hex::parse_word(words, &token, &mut tag, diags)?;
    let Some(tag_len) = u8::try_from(tag.len()).ok().filter(|len| *len > 0) else {
        diags.push(form(words, &token, "200100107B1A74DF365639CC39F1D578"));
        return None;
    };
    words.enter_part("public key");
    let token = words.next(diags)?;
    // RFC 8005 §6: one word without blanks, since names follow it.
    let key = BASE64.decode(token.text).ok();
    let Some((key, key_len)) = key.and_then(|key| {
        Some((u16::try_from(key.len()).ok().filter(|len| *len > 0)?, key)).map(|(len, key)| (key, len))
    }) else {
        diags.push(form(words, &token, "AwEAAbdx…, Base64 in one word"));
        return None;
    };
    out.extend_from_slice(&[tag_len, algorithm]);
    out.extend_from_slice(&key_len.to_be_bytes());
    out.extend_from_slice(&tag);
    out.extend_from_slice(&key);
    words.enter_part("rendezvous server");
    while words.has_more() {
        name::parse(words, out, diags)?;
    }
    Some(())
}

pub(super) fn print(reader: &mut Reader<'_>, out: &mut String) -> Result<(), WireFault> {
    let at = reader.offset();
    let (tag, algorithm, key) = (usize::from(reader.u8()?), reader.u8()?, usize::from(reader.u16()?));
    if tag == 0 || key == 0 {
        return Err(wire_form(at, "host identity"));
    }
    number::print(algorithm, out);
    out.push(' ');
    HEXUPPER.encode_append(reader.take(tag)?, out);
    out.push(' ');
    BASE64.encode_append(reader.take(key)?, out);
    while reader.left() > 0 {
        out.push(' ');
        name::print(name::read(reader)?, out);
    }
    Ok(())
}
