//! Which name servers know the mnemonic of a type. Measured, as rows.rs.

use crate::engine::dns::RecordType;

/// Who knows the mnemonic of a type: BIND, Knot, NSD, PowerDNS.
#[rustfmt::skip]
static ROWS: &[(u16, [bool; 4])] = &[
    (3, [true, false, true, false]), // MD
    (4, [true, false, true, false]), // MF
    (7, [true, false, true, true]), // MB
    (8, [true, false, true, true]), // MG
    (9, [true, false, true, true]), // MR
    (10, [true, false, true, false]), // NULL
    (11, [true, false, true, false]), // WKS
    (19, [true, false, true, false]), // X25
    (20, [true, false, true, false]), // ISDN
    (21, [true, true, true, false]), // RT
    (22, [true, false, true, false]), // NSAP
    (23, [true, false, false, false]), // NSAP-PTR
    (24, [true, false, true, false]), // SIG
    (26, [true, false, true, false]), // PX
    (27, [true, false, false, false]), // GPOS
    (30, [true, false, true, false]), // NXT
    (31, [true, false, false, false]), // EID
    (32, [true, false, false, false]), // NIMLOC
    (34, [true, false, false, false]), // ATMA
    (38, [true, false, false, false]), // A6
    (40, [true, false, false, false]), // SINK
    (55, [true, false, false, false]), // HIP
    (56, [true, false, false, false]), // NINFO
    (57, [true, false, false, true]), // RKEY
    (58, [true, false, false, false]), // TALINK
    (66, [true, false, false, false]), // DSYNC
    (67, [true, false, false, false]), // HHIT
    (68, [true, false, false, false]), // BRID
    (100, [true, false, false, false]), // UINFO
    (101, [true, false, false, false]), // UID
    (102, [true, false, false, false]), // GID
    (103, [true, false, false, false]), // UNSPEC
    (258, [true, false, true, false]), // AVC
    (259, [true, false, false, false]), // DOA
    (260, [true, false, false, false]), // AMTRELAY
    (261, [true, false, false, false]), // RESINFO
    (262, [true, false, false, false]), // WALLET
    (263, [false, false, false, false]), // CLA
    (264, [false, false, false, false]), // IPN
    (32_768, [true, false, false, false]), // TA
    (32_769, [true, false, true, true]), // DLV
];

/// Whether BIND, Knot, NSD and PowerDNS know the mnemonic of a type that has one.
pub(in crate::engine::check) fn knows(rtype: RecordType) -> [bool; 4] {
    let row = ROWS.binary_search_by_key(&rtype.0, |row| row.0).ok().and_then(|at| ROWS.get(at));
    row.map_or([true; 4], |row| row.1)
}
