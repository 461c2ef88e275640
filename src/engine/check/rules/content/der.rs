//! As much of DER (ITU-T X.690) as the size of an RSA public key takes.

/// Bits of the modulus of an RSA key, alone (RFC 8017 §A.1.1) or as SubjectPublicKeyInfo (RFC 5280 §4.1); none when the
/// octets are no such key, whole.
pub(super) fn rsa_bits(octets: &[u8]) -> Option<usize> {
    let (sequence, rest) = element(octets, 0x30)?;
    if !rest.is_empty() {
        return None;
    }
    if let Some((algorithm, rest)) = element(sequence, 0x30) {
        // 1.2.840.113549.1.1.1, rsaEncryption (RFC 8017 §C).
        let (oid, _) = element(algorithm, 0x06)?;
        if oid != [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01] {
            return None;
        }
        let (bits, rest) = element(rest, 0x03)?;
        let (0, key) = bits.split_first()? else { return None };
        return rest.is_empty().then(|| modulus_bits(element(key, 0x30)?.0))?;
    }
    modulus_bits(sequence)
}

fn modulus_bits(key: &[u8]) -> Option<usize> {
    let (modulus, rest) = element(key, 0x02)?;
    let (exponent, rest) = element(rest, 0x02)?;
    let start = modulus.iter().position(|o| *o != 0)?;
    let digits = modulus.get(start..)?;
    let bits = digits.len() * 8 - digits.first()?.leading_zeros() as usize;
    (rest.is_empty() && !exponent.is_empty()).then_some(bits)
}

/// The content of the element with this tag at the front, and what stands behind it.
fn element(octets: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (&found, rest) = octets.split_first()?;
    if found != tag {
        return None;
    }
    let (&first, mut rest) = rest.split_first()?;
    let len = if first < 0x80 {
        usize::from(first)
    } else {
        // No key has a length of more than four octets.
        let count = usize::from(first & 0x7f);
        let (octets, behind) = rest.split_at_checked(count).filter(|_| (1..=4).contains(&count))?;
        rest = behind;
        octets.iter().fold(0, |len, octet| len << 8 | usize::from(*octet))
    };
    rest.split_at_checked(len)
}
