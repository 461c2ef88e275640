//! The table: one row a type, sorted by mnemonic.

use super::kind::Kind::{self, *};
use super::rules::{self, Rule};
use super::{Field, RecordType};

/// What becomes of names in the RDATA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Names {
    /// Compressed when sent, decompressed when received, lower case in canonical form (RFC 1035's types).
    Compressed,
    /// Decompressed when received, lower case in canonical form (RFC 3597 §4).
    Decompressed,
    /// Never compressed, lower case in canonical form (RFC 4034 §6.2, RFC 6840 §5.1).
    Lowered,
    /// Never compressed, kept as written; also types without names.
    Kept,
}

use Names::*;

/// What there is to know about a type's RDATA.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) mnemonic: &'static str,
    pub(super) rtype: RecordType,
    pub(super) names: Names,
    pub(super) rfc: &'static str,
    pub(super) fields: &'static [Field],
    /// What the fields alone do not say.
    pub(super) rule: Option<Rule>,
}

impl Row {
    /// Whether any field is a name.
    pub(super) fn has_names(&self) -> bool {
        self.fields.iter().any(|field| field.kind.is_name())
    }

    const fn rule(self, rule: Rule) -> Self {
        Self { rule: Some(rule), ..self }
    }
}

const fn row(mnemonic: &'static str, number: u16, names: Names, rfc: &'static str, fields: &'static [Field]) -> Row {
    Row { mnemonic, rtype: RecordType(number), names, rfc, fields, rule: None }
}

const fn f(name: &'static str, kind: Kind) -> Field {
    Field { name, kind }
}

/// The fields of DS, CDS, DLV and TA.
const DS: &[Field] = &[f("key tag", U16), f("algorithm", Algorithm), f("digest type", U8), f("digest", Hex)];
/// The fields of DNSKEY, CDNSKEY and KEY.
const DNSKEY: &[Field] = &[f("flags", U16), f("protocol", U8), f("algorithm", Algorithm), f("public key", Base64)];
/// The fields of RRSIG and SIG.
const RRSIG: &[Field] = &[
    f("type covered", Type),
    f("algorithm", Algorithm),
    f("labels", U8),
    f("original TTL", U32),
    f("expiration", Time),
    f("inception", Time),
    f("key tag", U16),
    f("signer", Name),
    f("signature", Base64),
];
/// The fields of SVCB and HTTPS.
const SVCB: &[Field] = &[f("priority", U16), f("target", Name), f("parameters", SvcParams)];
/// The fields of TLSA and SMIMEA.
const TLSA: &[Field] =
    &[f("certificate usage", U8), f("selector", U8), f("matching type", U8), f("certificate data", Hex)];

#[rustfmt::skip]
static ROWS: &[Row] = &[
    row("A", 1, Kept, "RFC 1035 §3.4.1", &[f("address", Ipv4)]),
    row("A6", 38, Decompressed, "RFC 2874 §3", &[f("address", A6)]),
    row("AAAA", 28, Kept, "RFC 3596 §2.1", &[f("address", Ipv6)]),
    row("AFSDB", 18, Decompressed, "RFC 1183 §1", &[f("subtype", U16), f("host", Name)]),
    row("AMTRELAY", 260, Kept, "RFC 8777 §4", &[f("precedence", U8), f("relay", Relay)]),
    row("APL", 42, Kept, "RFC 3123 §4", &[f("prefixes", Prefixes)]),
    row("ATMA", 34, Kept, "AF-DANS-0152", &[f("address", Atm)]),
    row("AVC", 258, Kept, "IANA AVC", &[f("text", Strings)]),
    row("BRID", 68, Kept, "RFC 9886 §5.2", &[f("data", Base64)]),
    row("CAA", 257, Kept, "RFC 8659 §4.1", &[f("flags", U8), f("tag", CaaTag), f("value", Text)]),
    row("CDNSKEY", 60, Kept, "RFC 7344 §3.2", DNSKEY),
    row("CDS", 59, Kept, "RFC 7344 §3.1", DS).rule(rules::ds),
    row("CERT", 37, Kept, "RFC 4398 §2", &[f("type", Certificate), f("key tag", U16), f("algorithm", Algorithm), f("certificate", Base64)]),
    row("CLA", 263, Kept, "IANA CLA", &[f("text", Strings)]),
    row("CNAME", 5, Compressed, "RFC 1035 §3.3.1", &[f("target", Name)]),
    row("CSYNC", 62, Kept, "RFC 7477 §2.1", &[f("serial", U32), f("flags", U16), f("types", Types)]),
    row("DHCID", 49, Kept, "RFC 4701 §3", &[f("data", Base64)]),
    row("DLV", 32769, Kept, "RFC 4431 §2", DS).rule(rules::ds),
    row("DNAME", 39, Lowered, "RFC 6672 §2.1", &[f("target", Name)]),
    row("DNSKEY", 48, Kept, "RFC 4034 §2", DNSKEY),
    row("DOA", 259, Kept, "draft-durand-doa-over-dns §3", &[f("enterprise", U32), f("type", U32), f("location", U8), f("media type", String), f("data", Base64Dash)]),
    row("DS", 43, Kept, "RFC 4034 §5", DS).rule(rules::ds),
    row("DSYNC", 66, Kept, "RFC 9859 §2", &[f("type", Type), f("scheme", Scheme), f("port", U16), f("target", Name)]),
    row("EID", 31, Kept, "draft-ietf-nimrod-dns §2", &[f("endpoint identifier", Hex)]),
    row("EUI48", 108, Kept, "RFC 7043 §3", &[f("address", Eui48)]),
    row("EUI64", 109, Kept, "RFC 7043 §4", &[f("address", Eui64)]),
    row("GPOS", 27, Kept, "RFC 1712 §3", &[f("longitude", String), f("latitude", String), f("altitude", String)]),
    row("HHIT", 67, Kept, "RFC 9886 §5.1", &[f("data", Base64)]),
    row("HINFO", 13, Kept, "RFC 1035 §3.3.2", &[f("CPU", String), f("OS", String)]),
    row("HIP", 55, Kept, "RFC 8005 §5", &[f("host identity", Hip)]),
    row("HTTPS", 65, Kept, "RFC 9460 §9", SVCB),
    row("IPN", 264, Kept, "RFC 9758 §3", &[f("number", U64)]),
    row("IPSECKEY", 45, Kept, "RFC 4025 §2", &[f("precedence", U8), f("gateway", Gateway), f("public key", Base64IfAny)]),
    row("ISDN", 20, Kept, "RFC 1183 §3.2", &[f("address", String), f("subaddress", StringIfAny)]),
    row("KEY", 25, Kept, "RFC 2535 §3", DNSKEY),
    row("KX", 36, Lowered, "RFC 2230 §3", &[f("preference", U16), f("exchanger", Name)]),
    row("L32", 105, Kept, "RFC 6742 §2.2", &[f("preference", U16), f("locator", Ipv4)]),
    row("L64", 106, Kept, "RFC 6742 §2.3", &[f("preference", U16), f("locator", Locator)]),
    row("LOC", 29, Kept, "RFC 1876 §2", &[f("location", Location)]),
    row("LP", 107, Kept, "RFC 6742 §2.4", &[f("preference", U16), f("locator name", Name)]),
    row("MB", 7, Compressed, "RFC 1035 §3.3.3", &[f("mailbox host", Name)]),
    row("MD", 3, Compressed, "RFC 1035 §3.3.4", &[f("mail agent", Name)]),
    row("MF", 4, Compressed, "RFC 1035 §3.3.5", &[f("mail agent", Name)]),
    row("MG", 8, Compressed, "RFC 1035 §3.3.6", &[f("mailbox", Name)]),
    row("MINFO", 14, Compressed, "RFC 1035 §3.3.7", &[f("responsible mailbox", Name), f("error mailbox", Name)]),
    row("MR", 9, Compressed, "RFC 1035 §3.3.8", &[f("new name", Name)]),
    row("MX", 15, Compressed, "RFC 1035 §3.3.9", &[f("preference", U16), f("exchange", Name)]),
    row("NAPTR", 35, Decompressed, "RFC 3403 §4.1", &[
        f("order", U16), f("preference", U16), f("flags", String), f("services", String), f("regexp", String), f("replacement", Name),
    ]),
    row("NID", 104, Kept, "RFC 6742 §2.1", &[f("preference", U16), f("node identifier", Locator)]),
    row("NIMLOC", 32, Kept, "draft-ietf-nimrod-dns §2", &[f("locator", Hex)]),
    row("NINFO", 56, Kept, "IANA NINFO", &[f("text", Strings)]),
    row("NS", 2, Compressed, "RFC 1035 §3.3.11", &[f("name server", Name)]),
    row("NSAP", 22, Kept, "RFC 1706 §5", &[f("address", Nsap)]),
    row("NSAP-PTR", 23, Decompressed, "RFC 1706 §6", &[f("target", Name)]),
    row("NSEC", 47, Kept, "RFC 4034 §4", &[f("next name", Name), f("types", Types)]).rule(rules::nsec),
    row("NSEC3", 50, Kept, "RFC 5155 §3", &[
        f("hash algorithm", U8), f("flags", U8), f("iterations", U16), f("salt", Salt), f("next hashed owner", Hash), f("types", Types),
    ]),
    row("NSEC3PARAM", 51, Kept, "RFC 5155 §4", &[f("hash algorithm", U8), f("flags", U8), f("iterations", U16), f("salt", Salt)]),
    row("NULL", 10, Kept, "RFC 1035 §3.3.10", &[f("data", Opaque)]),
    row("NXT", 30, Decompressed, "RFC 2535 §5.2", &[f("next name", Name), f("types", NxtTypes)]),
    row("OPENPGPKEY", 61, Kept, "RFC 7929 §2", &[f("public key", Base64)]),
    row("PTR", 12, Compressed, "RFC 1035 §3.3.12", &[f("target", Name)]),
    row("PX", 26, Decompressed, "RFC 2163 §4", &[f("preference", U16), f("MAP822", Name), f("MAPX400", Name)]),
    row("RESINFO", 261, Kept, "RFC 9606 §5", &[f("text", Strings)]),
    row("RKEY", 57, Kept, "draft-reid-dnsext-rkey §2", DNSKEY).rule(rules::rkey),
    row("RP", 17, Decompressed, "RFC 1183 §2.2", &[f("mailbox", Name), f("text name", Name)]),
    row("RRSIG", 46, Lowered, "RFC 4034 §3", RRSIG),
    row("RT", 21, Decompressed, "RFC 1183 §3.3", &[f("preference", U16), f("intermediate host", Name)]),
    row("SIG", 24, Decompressed, "RFC 2535 §4", RRSIG),
    row("SINK", 40, Kept, "draft-eastlake-kitchen-sink §2", &[f("meaning", U8), f("coding", U8), f("subcoding", U8), f("data", Base64IfAny)]),
    row("SMIMEA", 53, Kept, "RFC 8162 §2", TLSA),
    row("SOA", 6, Compressed, "RFC 1035 §3.3.13", &[
        f("primary", Name), f("mailbox", Name), f("serial", U32),
        f("refresh", Seconds), f("retry", Seconds), f("expire", Seconds), f("minimum", Seconds),
    ]),
    row("SPF", 99, Kept, "RFC 7208 §3.1", &[f("text", Strings)]),
    row("SRV", 33, Decompressed, "RFC 2782", &[f("priority", U16), f("weight", U16), f("port", U16), f("target", Name)]),
    row("SSHFP", 44, Kept, "RFC 4255 §3.1", &[f("algorithm", U8), f("fingerprint type", U8), f("fingerprint", Hex)]).rule(rules::sshfp),
    row("SVCB", 64, Kept, "RFC 9460 §2", SVCB),
    row("TA", 32768, Kept, "IANA TA", DS).rule(rules::ds),
    row("TALINK", 58, Kept, "IANA TALINK", &[f("previous", Name), f("next", Name)]),
    row("TLSA", 52, Kept, "RFC 6698 §2", TLSA),
    row("TXT", 16, Kept, "RFC 1035 §3.3.14", &[f("text", Strings)]),
    row("URI", 256, Kept, "RFC 7553 §4", &[f("priority", U16), f("weight", U16), f("target", Text)]),
    row("WALLET", 262, Kept, "IANA WALLET", &[f("text", Strings)]),
    row("WKS", 11, Kept, "RFC 1035 §3.4.2", &[f("address", Ipv4), f("services", Wks)]),
    row("X25", 19, Kept, "RFC 1183 §3.1", &[f("PSDN address", String)]),
    row("ZONEMD", 63, Kept, "RFC 8976 §2.2", &[f("serial", U32), f("scheme", U8), f("hash algorithm", U8), f("digest", Hex)]).rule(rules::zonemd),
];

/// The row of a type.
pub(super) fn row_of(rtype: RecordType) -> Option<&'static Row> {
    let index = match BY_NUMBER.get(usize::from(rtype.0)) {
        Some(index) => usize::from(*index),
        // The few types above, DLV and TA, are rare.
        None => ROWS.iter().position(|row| row.rtype == rtype)?,
    };
    ROWS.get(index)
}

/// The type of a mnemonic in either case.
pub(super) fn by_mnemonic(text: &[u8]) -> Option<RecordType> {
    let key = packed(text)?;
    let mut slot = slot(key);
    loop {
        let row = ROWS.get(usize::from(*BY_MNEMONIC.get(slot)?))?;
        if row.mnemonic.len() == text.len() && row.mnemonic.as_bytes().eq_ignore_ascii_case(text) {
            return Some(row.rtype);
        }
        slot = (slot + 1) % SLOTS;
    }
}

/// "No row" in the two indices below.
const NONE: u8 = u8::MAX;

/// Index of the row by type number, for all numbers but the private and the very new.
static BY_NUMBER: [u8; 320] = {
    let mut index = [NONE; 320];
    let mut i = 0;
    #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
    while i < ROWS.len() {
        let number = ROWS[i].rtype.0 as usize;
        if number < index.len() {
            index[number] = narrow(i);
        }
        i += 1;
    }
    index
};

/// Slots of the mnemonics' hash table; a power of two above twice the number of rows.
const SLOTS: usize = 256;

/// Index of the row by hash of its mnemonic; the next free slot where two share one.
static BY_MNEMONIC: [u8; SLOTS] = {
    let mut index = [NONE; SLOTS];
    let mut i = 0;
    #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
    while i < ROWS.len() {
        let mut at = match packed(ROWS[i].mnemonic.as_bytes()) {
            Some(key) => slot(key),
            None => 0,
        };
        while index[at] != NONE {
            at = (at + 1) % SLOTS;
        }
        index[at] = narrow(i);
        i += 1;
    }
    index
};

#[expect(clippy::cast_possible_truncation, reason = "the table has fewer rows; the compiler evaluates the assertion")]
const fn narrow(i: usize) -> u8 {
    assert!(i < NONE as usize);
    i as u8
}

/// Up to 16 octets in upper case as one number; none for longer texts, which no mnemonic is.
#[expect(clippy::indexing_slicing, reason = "a const fn; the loop ends at the length")]
const fn packed(text: &[u8]) -> Option<u128> {
    if text.len() > 16 {
        return None;
    }
    let mut key = 0;
    let mut i = 0;
    while i < text.len() {
        key = key << 8 | text[i].to_ascii_uppercase() as u128;
        i += 1;
    }
    Some(key)
}

/// Fibonacci hashing of the folded key.
#[expect(clippy::cast_possible_truncation, reason = "folding drops the upper half on purpose")]
const fn slot(key: u128) -> usize {
    let folded = (key ^ key >> 64) as u64;
    (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_found() {
        assert!(ROWS.is_sorted_by(|a, b| a.mnemonic < b.mnemonic));
        for row in ROWS {
            assert_eq!(by_mnemonic(row.mnemonic.to_ascii_lowercase().as_bytes()), Some(row.rtype));
            assert_eq!(row_of(row.rtype).map(|r| r.mnemonic), Some(row.mnemonic));
        }
        for text in ["", "FOO", "AA", "TYPE1", "NSEC3PARAMS", "A-MNEMONIC-OF-MORE-THAN-16"] {
            assert_eq!(by_mnemonic(text.as_bytes()), None, "{text}");
        }
        assert_eq!(row_of(RecordType(0)).map(|r| r.mnemonic), None);
    }
}
