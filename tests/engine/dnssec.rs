//! DNSSEC's arithmetic against the examples of the RFCs.

use understudy::engine::check::{self, Options};
use understudy::engine::dns::{Name, NameRef, RecordType};
use understudy::engine::dnssec::verify::{Digested, KeyFault, PublicKey};
use understudy::engine::dnssec::{Algorithm, Dnskey, Ds, Nsec3Param, Rrsig, hash_of_owner, key_tag, owner_of_hash};
use understudy::engine::zone::{Snapshot, digest};
use understudy::engine::zonefile::{Refusal, Sources};

use crate::corpus::corpus;

fn zone(origin: &str, text: &str) -> Snapshot {
    let options = Options { origin: Some(Name::absolute(origin).unwrap()), ..Options::default() };
    let text: Vec<_> = text.lines().map(str::trim_start).collect();
    let sources = Sources::new("zone", text.join("\n").into_bytes());
    check::text(sources, options, &mut |_, _| Err(Refusal::Missing(String::new()))).snapshot.unwrap()
}

fn rdata(zone: &Snapshot, owner: NameRef<'_>, rtype: RecordType) -> Vec<u8> {
    zone.get(owner, rtype).unwrap().records().next().unwrap().rdata.to_vec()
}

/// RFC 6605 §6.1 and §6.2, RFC 8080 §6.1, RFC 5702 §6.1: a key, its DS, and a signature.
const EXAMPLES: [(&str, &str, &str, RecordType); 4] = [
    (
        "example.net",
        "@ 3600 DNSKEY 257 3 13 GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==
         @ 3600 DS 55648 13 2 b4c8c1fe2e7477127b27115656ad6256f424625bf5c1e2770ce6d6e37df61d17
         www 3600 A 192.0.2.1
         www 3600 RRSIG A 13 3 3600 20100909100439 20100812100439 55648 example.net. qx6wLYqmh+l9oCKTN6qIc+bw6ya+KJ8oMz0YP107epXAyGmt+3SNruPFKG7tZoLBLlUzGGus7ZwmwWep666VCw==",
        "www.example.net",
        RecordType::A,
    ),
    (
        "example.net",
        "@ 3600 DNSKEY 257 3 14 xKYaNhWdGOfJ+nPrL8/arkwf2EY3MDJ+SErKivBVSum1w/egsXvSADtNJhyem5RCOpgQ6K8X1DRSEkrbYQ+OB+v8/uX45NBwY8rp65F6Glur8I/mlVNgF6W/qTI37m40
         @ 3600 DS 10771 14 4 72d7b62976ce06438e9c0bf319013cf801f09ecc84b8d7e9495f27e305c6a9b0563a9b5f4d288405c3008a946df983d6
         www 3600 A 192.0.2.1
         www 3600 RRSIG A 14 3 3600 20100909102025 20100812102025 10771 example.net. /L5hDKIvGDyI1fcARX3z65qrmPsVz73QD1Mr5CEqOiLP95hxQouuroGCeZOvzFaxsT8Glr74hbavRKayJNuydCuzWTSSPdz7wnqXL5bdcJzusdnI0RSMROxxwGipWcJm",
        "www.example.net",
        RecordType::A,
    ),
    (
        "example.com",
        "@ 3600 DNSKEY 257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=
         @ 3600 DS 3613 15 2 3aa5ab37efce57f737fc1627013fee07bdf241bd10f3b1964ab55c78e79a304b
         @ 3600 MX 10 mail.example.com.
         @ 3600 RRSIG MX 15 2 3600 1440021600 1438207200 3613 example.com. oL9krJun7xfBOIWcGHi7mag5/hdZrKWw15jPGrHpjQeRAvTdszaPD+QLs3fx8A4M3e23mRZ9VrbpMngwcrqNAg==",
        "example.com",
        RecordType::MX,
    ),
    (
        "example.net",
        "@ 3600 DNSKEY 256 3 8 AwEAAcFcGsaxxdgiuuGmCkVImy4h99CqT7jwY3pexPGcnUFtR2Fh36BponcwtkZ4cAgtvd4Qs8PkxUdp6p/DlUmObdk=
         www 3600 A 192.0.2.91
         www 3600 RRSIG A 8 3 3600 20300101000000 20000101000000 9033 example.net. kRCOH6u7l0QGy9qpC9l1sLncJcOKFLJ7GhiUOibu4teYp5VE9RncriShZNz85mwlMgNEacFYK/lPtPiVYP4bwg==",
        "www.example.net",
        RecordType::A,
    ),
];

#[test]
fn the_rfcs_signatures_verify_and_no_others_do() {
    for (origin, text, signed, rtype) in EXAMPLES {
        let zone = zone(origin, text);
        let owner = Name::absolute(signed).unwrap();
        let octets = rdata(&zone, owner.as_ref(), RecordType::RRSIG);
        let rrsig = Rrsig::parse(&octets).unwrap();
        assert_eq!(rrsig.covered, rtype);
        let dnskey = rdata(&zone, zone.apex(), RecordType::DNSKEY);
        assert_eq!(key_tag(&dnskey), rrsig.key_tag);
        if let Some(ds) = zone.get(zone.apex(), RecordType::DS) {
            let ds = ds.records().next().unwrap();
            assert_eq!(Ds::parse(ds.rdata).unwrap().is_of(zone.apex(), &dnskey), Some(true));
        }
        let key = Dnskey::parse(&dnskey).unwrap();
        let public = PublicKey::new(key.algorithm, key.public_key).unwrap();
        let mut message = Vec::new();
        let set = zone.get(owner.as_ref(), rtype).unwrap();
        assert!(rrsig.signed_octets(owner.as_ref(), set.records().map(|r| r.rdata), &mut message));
        let verifies =
            |message: &[u8], signature: &[u8]| public.verifies(&Digested::new(key.algorithm, message), signature);
        assert!(verifies(&message, rrsig.signature), "{origin} {}", key.algorithm);
        for i in 0..rrsig.signature.len() {
            let mut altered = rrsig.signature.to_vec();
            altered[i] ^= 1;
            assert!(!verifies(&message, &altered), "{origin} {i}");
        }
        assert!(!verifies(&message, &rrsig.signature[1..]) && !verifies(&message, b""));
        message[20] ^= 1;
        assert!(!verifies(&message, rrsig.signature));
    }
}

/// RFC 4034 §5.4 and RFC 4509 §2.3: the same key in SHA-1 and SHA-256.
#[test]
fn digests_are_those_of_the_rfcs() {
    let zone = zone(
        "dskey.example.com",
        "@ 86400 DNSKEY 256 3 5 AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==
         @ DS 60485 5 1 2BB183AF5F22588179A53B0A98631FAD1A292118
         @ DS 60485 5 2 D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A
         @ DS 60485 5 99 00",
    );
    let key = rdata(&zone, zone.apex(), RecordType::DNSKEY);
    assert_eq!(key_tag(&key), 60485);
    let set = zone.get(zone.apex(), RecordType::DS).unwrap();
    let found: Vec<_> = set.records().map(|r| Ds::parse(r.rdata).unwrap().is_of(zone.apex(), &key)).collect();
    assert_eq!(found, [Some(true), Some(true), None]);
}

/// RFC 5155 appendix A.
#[test]
fn hashes_are_those_of_rfc_5155() {
    let param = Nsec3Param { algorithm: 1, flags: 0, iterations: 12, salt: &[0xaa, 0xbb, 0xcc, 0xdd] };
    let apex = Name::absolute("example").unwrap();
    for (name, hash) in [
        ("example", "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"),
        ("a.example", "35mthgpgcu1qg68fab165klnsnk3dpvl"),
        ("ai.example", "gjeqe526plbf1g8mklp59enfd789njgi"),
        ("NS1.example", "2t7b4g4vsa5smi47k61mv5bv1a22bojr"),
        ("ns2.example", "q04jkcevqvmu85r014c7dkba38o0ji5r"),
        ("w.example", "k8udemvp1j2f7eg6jebps17vp3n8i58h"),
        ("*.w.example", "r53bq7cc2uvmubfu5ocmm6pers9tk9en"),
        ("x.w.example", "b4um86eghhds6nea196smvmlo4ors995"),
        ("x.y.w.example", "2vptu5timamqttgl4luu9kg21e0aor3s"),
        ("xx.example", "t644ebqk9bibcna874givr6joj62mlhv"),
    ] {
        let digest = param.hash(Name::absolute(name).unwrap().as_ref());
        let owner = owner_of_hash(&digest, apex.as_ref()).unwrap();
        assert_eq!(owner.to_string(), format!("{hash}.example."), "{name}");
        assert_eq!(hash_of_owner(owner.as_ref(), apex.as_ref()).unwrap(), digest);
    }
    assert_eq!(hash_of_owner(Name::absolute("a.b.example").unwrap().as_ref(), apex.as_ref()), None);
}

#[test]
fn keys_that_are_none_are_told_apart() {
    let fault = |algorithm, octets: &[u8]| PublicKey::new(algorithm, octets).unwrap_err();
    let rsa = |exponent: &[u8], bits: usize| {
        let mut modulus = vec![0xff; bits / 8];
        modulus[0] = 0x80;
        [&[u8::try_from(exponent.len()).unwrap()], exponent, &modulus].concat()
    };
    assert_eq!(fault(Algorithm::ED448, &[0; 57]), KeyFault::Unsupported);
    assert_eq!(fault(Algorithm::ED25519, &[0; 31]), KeyFault::Malformed);
    assert_eq!(fault(Algorithm::ECDSAP256SHA256, &[1; 64]), KeyFault::Malformed);
    assert_eq!(fault(Algorithm::ECDSAP384SHA384, &[1; 64]), KeyFault::Malformed);
    assert_eq!(fault(Algorithm::RSASHA256, &[]), KeyFault::Malformed);
    assert_eq!(fault(Algorithm::RSASHA256, &[0, 1, 0, 1]), KeyFault::Malformed);
    assert_eq!(fault(Algorithm::RSASHA256, &rsa(&[3], 504)), KeyFault::ModulusSize(504));
    assert_eq!(fault(Algorithm::RSASHA256, &rsa(&[3], 4104)), KeyFault::ModulusSize(4104));
    assert_eq!(fault(Algorithm::RSASHA256, &rsa(&[2, 0, 0, 0, 1], 1024)), KeyFault::Exponent);
    assert_eq!(fault(Algorithm::RSASHA256, &rsa(&[1], 1024)), KeyFault::Exponent);
    assert!(PublicKey::new(Algorithm::RSASHA256, &rsa(&[1, 0, 0, 0, 1], 512)).is_ok());
    assert!(PublicKey::new(Algorithm::RSASHA256, &rsa(&[3], 4096)).is_ok());
}

/// RFC 8976 appendix A and others, as another implementation computes them: the index says what the digest must be.
#[test]
fn zone_digests_are_those_of_rfc_8976() {
    let Some(index) = corpus("index/zones.tsv") else { return };
    let index = std::fs::read_to_string(index).unwrap();
    let mut seen = 0;
    for row in index.lines() {
        let Some((_, must)) = row.split_once("\tcomputed digest scheme 1 hash ") else { continue };
        let (hash, must) = must.split_once(" must be ").unwrap();
        let must = must.split('\t').next().unwrap();
        let columns: Vec<_> = row.split('\t').collect();
        let text = std::fs::read(corpus(&format!("{}/{}", columns[2], columns[3])).unwrap()).unwrap();
        let options = Options { origin: Some(Name::absolute(columns[5]).unwrap()), ..Options::default() };
        let report = check::text(Sources::new("zone", text), options, &mut |_, _| unreachable!());
        let zone = report.snapshot.unwrap();
        let digest = match hash {
            "1" => digest::simple_sha384(&zone).to_vec(),
            "2" => digest::simple_sha512(&zone).to_vec(),
            _ => continue,
        };
        assert_eq!(data_encoding::HEXLOWER.encode(&digest), must.to_lowercase(), "{}", columns[0]);
        seen += 1;
    }
    assert!(seen >= 7, "{seen}");
}
