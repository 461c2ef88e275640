//! Faults to put into a zone, one or several, for the measurement of what receivers make of it.

/// A sound zone. Its TTLs differ from each other and from what programs take when none is stated.
pub const BASE: &str = "\
$ORIGIN example.com.
$TTL 7200
@ IN SOA ns1 hostmaster 2026010101 7200 3600 1209600 300
@ IN NS ns1
@ IN NS ns2
ns1 IN A 192.0.2.1
ns1 IN AAAA 2001:db8::1
ns2 IN A 192.0.2.2
ns2 IN AAAA 2001:db8::2
@ IN MX 10 mail
mail IN A 192.0.2.3
mail IN AAAA 2001:db8::3
www IN A 192.0.2.4
";

const SOA: &str = "@ IN SOA ns1 hostmaster 2026010101 7200 3600 1209600 300\n";

/// A name for it, what of the base it replaces (nothing: it is added at the end), and the text.
#[rustfmt::skip]
pub const FAULTS: &[(&str, &str, &str)] = &[
    ("a-alpha", "", "f1 IN A 192.0.2.x\n"),
    ("a-extra", "", "f2 IN A 192.0.2.9 192.0.2.10\n"),
    ("a-ipv6", "", "f3 IN A 2001:db8::9\n"),
    ("a-missing", "", "f4 IN A\n"),
    ("a-octet", "", "f5 IN A 192.0.2.999\n"),
    ("a-quoted", "", "f6 IN A \"192.0.2.9\"\n"),
    ("a-short", "", "f7 IN A 192.0.2\n"),
    ("a-zero", "", "f8 IN A 192.0.2.09\n"),
    ("aaaa-ipv4", "", "f9 IN AAAA 192.0.2.1\n"),
    ("aaaa-bad", "", "f10 IN AAAA 2001:db8:::1\n"),
    ("apex-cname", "", "@ IN CNAME www\n"),
    ("caa-extra", "", "@ IN CAA 0 issue letsencrypt.org extra\n"),
    ("caa-flags", "", "@ IN CAA 256 issue \"letsencrypt.org\"\n"),
    ("caa-tag", "", "@ IN CAA 0 is-sue \"letsencrypt.org\"\n"),
    ("class", "", "f11 CH A 192.0.2.9\n"),
    ("class-number", "", "f93 CLASS1 A 192.0.2.9\n"),
    ("ttl-units", "", "f94 1h30m IN A 192.0.2.9\n"),
    ("ttl-units-directive", "", "$TTL 1h30m\nf95 IN A 192.0.2.9\n"),
    ("ttl-range-32", "", "f96 4294967296 IN A 192.0.2.9\n"),
    ("cname-dangling", "", "f12 IN CNAME nothere\n"),
    ("cname-loop", "", "f13 IN CNAME f13b\nf13b IN CNAME f13\n"),
    ("cname-other", "", "f14 IN CNAME www\nf14 IN TXT \"x\"\n"),
    ("cname-several", "", "f15 IN CNAME www\nf15 IN CNAME mail\n"),
    ("delegation-glue", "", "f16 IN NS ns.f16\n"),
    ("delegation-occluded", "", "f17 IN NS ns1\nwww.f17 IN A 192.0.2.9\n"),
    ("delegation-sibling", "", "f18 IN NS ns.f18b\nf18b IN NS ns1\n"),
    ("bom", "$ORIGIN", "\u{feff}$ORIGIN"),
    ("include-quoted", "", "$INCLUDE \"nothere.zone\"\n"),
    ("line-end-cr", "", "f97 IN A 192.0.2.9\rf98 IN A 192.0.2.9\n"),
    ("octet-nul", "", "f99 IN TXT a\0b\n"),
    ("octet-nul-quoted", "", "f100 IN TXT \"a\0b\"\n"),
    ("owner-quoted", "", "\"f101\" IN A 192.0.2.9\n"),
    ("paren-owner", "", "( f102 IN A 192.0.2.9 )\n"),
    ("paren-type", "", "f103 IN ( A 192.0.2.9 )\n"),
    ("paren-nested", "", "f104 IN TXT ( one ( two ) )\n"),
    ("quote-touches", "", "f105 IN TXT \"one\"\"two\"\n"),
    ("quote-touches-word", "", "f106 IN TXT one\"two\"\n"),
    ("blank-unusual", "", "f90 IN A\x0c192.0.2.9\n"),
    ("directive-date", "", "$DATE 20260101000000\n"),
    ("directive-extra", "", "$TTL 7200 7200\n"),
    ("directive-indented", "", " $TTL 7200\n"),
    ("directive-unknown", "", "$TLT 7200\n"),
    ("dname-below", "", "f19 IN DNAME example.net.\nx.f19 IN A 192.0.2.9\n"),
    ("dname-ns", "", "f20 IN DNAME example.net.\nf20 IN NS ns1\n"),
    ("dname-several", "", "f21 IN DNAME example.net.\nf21 IN DNAME example.org.\n"),
    ("ds-apex", "", "@ IN DS 12345 8 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF\n"),
    ("ds-hex", "", "f22 IN NS ns1\nf22 IN DS 12345 8 2 0123456789ABCDEG0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF\n"),
    ("ds-length", "", "f23 IN NS ns1\nf23 IN DS 12345 8 2 0123456789ABCDEF\n"),
    ("ds-no-ns", "", "f24 IN DS 12345 8 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF\n"),
    ("duplicate", "", "www IN A 192.0.2.4\n"),
    ("duplicate-case", "", "@ IN MX 10 MAIL\n"),
    ("generate", "", "$GENERATE 1-3 h$ IN A 192.0.2.$\n"),
    ("generate-words", "", "$GENERATE 1-2 f91x$ IN MX 10 www\n"),
    ("origin-relative", "", "$ORIGIN f92\nf92 IN A 192.0.2.9\n"),
    ("host-name", "", "bad_host IN A 192.0.2.9\n"),
    ("https-self", "", "f25 IN HTTPS 0 f25\n"),
    ("include", "", "$INCLUDE nothere.zone\n"),
    ("label-long", "", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa IN A 192.0.2.9\n"),
    ("loc", "", "f26 IN LOC 91 0 0 N 0 0 0 E 0m\n"),
    ("mx-address", "", "@ IN MX 20 192.0.2.77\n"),
    ("mx-alias", "", "@ IN MX 20 f27\nf27 IN CNAME mail\n"),
    ("mx-dot", "", "@ IN MX 30 mail.example.com\n"),
    ("mx-missing", "", "@ IN MX 20 f28\n"),
    ("mx-number", "", "@ IN MX ten mail\n"),
    ("mx-large", "", "@ IN MX 65536 mail\n"),
    ("mx-short", "", "@ IN MX mail\n"),
    ("mx-text", "", "@ IN MX 20 f29\nf29 IN TXT \"x\"\n"),
    ("name-empty-label", "", "f30..x IN A 192.0.2.9\n"),
    ("name-escape", "", "f31\\999 IN A 192.0.2.9\n"),
    ("no-ns", "@ IN NS ns1\n@ IN NS ns2\n", ""),
    ("no-soa", SOA, ""),
    ("no-ttl", "$TTL 7200\n", ""),
    ("ns-address", "", "@ IN NS 192.0.2.55\n"),
    ("ns-alias", "", "@ IN NS f32\nf32 IN CNAME ns1\n"),
    ("ns-missing", "", "@ IN NS f33\n"),
    ("ns-single", "@ IN NS ns2\n", ""),
    ("origin-inherit", "", "$ORIGIN sub.example.com.\n IN A 192.0.2.99\n$ORIGIN example.com.\n"),
    ("out-of-zone", "", "foo.example.net. IN A 192.0.2.9\n"),
    ("paren-close", "", "f34 IN MX 10 mail )\n"),
    ("paren-open", "", "f35 IN MX ( 10 mail\n"),
    ("quote-lines", "", "f36 IN TXT \"one\ntwo\"\n"),
    ("quote-open", "", "f37 IN TXT \"abc\n"),
    ("rname-at", "hostmaster 2026", "host@example.com. 2026"),
    ("serial-large", "2026010101", "4294967296"),
    ("serial-zero", "2026010101", "0"),
    ("soa-expire", "1209600", "60"),
    ("soa-misplaced", "", "sub IN SOA ns1 hostmaster 1 7200 3600 1209600 300\n"),
    ("soa-retry", "7200 3600 1209600", "600 3600 1209600"),
    ("soa-several", "", "@ IN SOA ns1 hostmaster 2026010102 7200 3600 1209600 300\n"),
    ("spf-type", "", "f38 IN SPF \"v=spf1 -all\"\n"),
    ("srv-alias", "", "_sip._tcp IN SRV 1 1 5060 f39\nf39 IN CNAME www\n"),
    ("srv-missing", "", "_sip._udp IN SRV 1 1 5060 nothere\n"),
    ("sshfp-hex", "", "f40 IN SSHFP 1 1 0123456789ABCDEF0123456789ABCDEF0123456\n"),
    ("svcb-alpn", "", "f41 IN SVCB 1 www no-default-alpn\n"),
    ("svcb-key", "", "f42 IN SVCB 1 www nokey=1\n"),
    ("svcb-mandatory", "", "f43 IN SVCB 1 www mandatory=port alpn=h2\n"),
    ("svcb-twice", "", "f44 IN SVCB 1 www port=1 port=2\n"),
    ("tlsa-host", "", "_443._tcp.nohost IN TLSA 3 1 1 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF\n"),
    ("ttl-bad", "", "f45 1x IN A 192.0.2.9\n"),
    ("ttl-mismatch", "", "www 60 IN A 192.0.2.5\n"),
    ("ttl-range", "", "f46 4294967295 IN A 192.0.2.9\n"),
    ("naptr-relative", "", "f56 IN NAPTR 1 2 \"s\" \"SIP+D2U\" \"\" _sip._udp\n"),
    ("rt-type", "", "f57 IN TYPE21 \\# 3 000100\n"),
    ("rt-trailing", "", "f59 IN TYPE21 \\# 4 00010000\n"),
    ("txt-utf8", "", "f58 IN TXT \"bücher\"\n"),
    ("txt-escape", "", "f47 IN TXT \"\\999\"\n"),
    ("txt-long", "", concat!("f48 IN TXT \"",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"\n")),
    ("type-missing", "", "f49 IN 192.0.2.9\n"),
    ("type-unknown", "", "f50 IN FOO 1 2 3\n"),
    ("ttl-end", "", "fb1 1h30 IN A 192.0.2.9\n"),
    ("ttl-unit-twice", "", "fb2 1hh IN A 192.0.2.9\n"),
    ("ttl-end-directive", "", "$TTL 1h30\nfb6 IN A 192.0.2.9\n"),
    ("ttl-unit-directive", "", "$TTL 1x\nfb7 IN A 192.0.2.9\n"),
    ("ttl-negative-directive", "", "$TTL -1\nfb8 IN A 192.0.2.9\n"),
    ("ttl-word-directive", "", "$TTL 1hour\nfb9 IN A 192.0.2.9\n"),
    ("ttl-word", "", "fb3 1hour IN A 192.0.2.9\n"),
    ("ttl-negative", "", "fb4 -1 IN A 192.0.2.9\n"),
    ("directive-bare", "", "TTL 3600\n"),
    ("origin-bare", "", "ORIGIN sub.example.com.\n"),
    ("directive-glued", "", "$TTL3600\n"),
    ("origin-glued", "", "$ORIGINsub.example.com.\nfb5 IN A 192.0.2.9\n"),
    ("name-sign", "", "f97,x IN TXT \"a\"\n"),
    ("name-sign-target", "", "f98 IN PTR a+b.example.net.\n"),
    ("name-sign-dollar", "", "f99 IN PTR $b.example.net.\n"),
    ("name-sign-letter", "", "fa1 IN PTR bücher.example.net.\n"),
    ("name-sign-control", "", "fa2 IN PTR a\u{1}b.example.net.\n"),
    ("name-sign-at", "", "fa3 IN RP a@b.example.net. .\n"),
    ("name-sign-instance", "", "k=v._ipp._tcp IN TXT \"a\"\n"),
    ("name-sign-escaped", "", "fa4\\,x IN PTR a\\+b.example.net.\n"),
    ("ttl-inherited", "$TTL 7200\n@ IN SOA", "@ 900 IN SOA"),
    ("ttl-unknown", "$TTL 7200\n", "mail IN TXT \"first\"\n"),
    ("mx-label-long", "", "@ IN MX 20 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"),
    ("mx-empty-label", "", "@ IN MX 20 a..b\n"),
    ("mx-escape", "", "@ IN MX 20 a\\999\n"),
    ("svcb-relative", "", "f51 IN SVCB 1 www alpn=h2\nf52 IN HTTPS 1 @\nf53 IN HTTPS 1 .\n"),
    ("soa-number", "7200 3600 1209600", "7200 3600 long"),
    ("soa-short", " 1209600 300", ""),
    ("ds-number", "", "f54 IN NS ns1\nf54 IN DS 123456 8 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF\n"),
    ("txt-paren", "", "f55 IN TXT ( \"abc\"\n"),
    ("wildcard-inner", "", "a.*.b IN A 192.0.2.9\n"),
    ("idn", "", "xn--99999999 IN A 192.0.2.11\n"),
];

/// The base with the faults of these numbers.
pub fn zone(faults: &[usize]) -> String {
    let mut text = BASE.to_owned();
    for &(_, from, to) in faults.iter().map(|&fault| &FAULTS[fault]) {
        if from.is_empty() { text.push_str(to) } else { text = text.replacen(from, to, 1) }
    }
    text
}

/// Faults that are measured each alone: what they are told apart by is a matter of single octets.
#[rustfmt::skip]
pub const ALONE: &[(&str, &str)] = &[
    ("hex-blank-even", "g1 IN SSHFP 4 2 12345678 9abcdef67890123456789abcdef67890123456789abcdef123456789\n"),
    ("hex-blank-odd", "g2 IN SSHFP 4 2 123 456789abcdef67890123456789abcdef67890123456789abcdef123456789\n"),
    ("hex-blank-odd-ds", "g3 IN NS ns1\ng3 IN DS 12345 8 2 0123456789ABCDE F0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF\n"),
    ("hex-blank-odd-tlsa", "g4 IN TLSA 3 1 1 0123456789ABCDE F0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF\n"),
    ("hex-blank-odd-generic", "g5 IN TYPE65280 \\# 4 0a000 001\n"),
    ("quote-line", "g6 IN TXT \"one\ntwo\"\n"),
    ("quote-line-escaped", "g7 IN TXT \"one\\\ntwo\"\n"),
    ("vertical-tab", "g8 IN A\x0b192.0.2.9\n"),
    ("vertical-tab-txt", "g9 IN TXT one\x0btwo\n"),
    ("vertical-tab-txt-alone", "g50 IN TXT one \x0b two\n"),
    ("vertical-tab-txt-type", "g51 IN TXT\x0btwo\n"),
    ("form-feed-txt", "g52 300 IN TXT one\x0ctwo\n"),
    ("form-feed-spf", "g53 SPF one\x0ctwo\n"),
    ("vertical-tab-txt-and-a", "g54 IN TXT one\x0btwo\ng55 IN A\x0b192.0.2.9\n"),
    ("vertical-tab-quoted", "g10 IN TXT \"one\x0btwo\"\n"),
    ("owner-blank-escaped", "g11\\ x IN A 192.0.2.9\n"),
    ("owner-blank-number", "g12\\032x IN A 192.0.2.9\n"),
    ("target-blank-escaped", "g13 IN CNAME a\\ b\n"),
    ("owner-dot-escaped", "g14\\.x IN A 192.0.2.9\n"),
    ("owner-semicolon-escaped", "g15\\;x IN A 192.0.2.9\n"),
    ("owner-quote-escaped", "g16\\\"x IN A 192.0.2.9\n"),
    ("owner-paren-escaped", "g17\\(x IN A 192.0.2.9\n"),
    ("generic-a", "g18 IN A \\# 4 C0000209\n"),
    ("generic-a-type", "g19 IN TYPE1 \\# 4 C0000209\n"),
    ("generic-a-type-word", "g20 IN TYPE1 192.0.2.9\n"),
    ("generic-aaaa", "g21 IN AAAA \\# 16 20010DB8000000000000000000000009\n"),
    ("generic-mx", "g22 IN MX \\# 9 000A 0161 0162 0163 00\n"),
    ("generic-txt", "g23 IN TXT \\# 4 03616263\n"),
    ("generic-cname", "g24 IN CNAME \\# 7 01610162 016300\n"),
    ("generic-ds", "g25 IN NS ns1\ng25 IN DS \\# 36 30390802 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF\n"),
    ("generic-ptr", "g28 IN PTR \\# 7 01610162016300\n"),
    ("generic-ns", "g29 IN NS \\# 7 01610162016300\n"),
    ("generic-srv", "g30 IN SRV \\# 13 0001000200350161 0162016300\n"),
    ("generic-dname", "g31 IN DNAME \\# 7 01610162016300\n"),
    ("generic-caa", "g32 IN CAA \\# 8 0005697373756578\n"),
    ("generic-svcb", "g33 IN SVCB \\# 9 000101610162016300\n"),
    ("control-quoted-01", "g34 IN TXT \"one\x01two\"\n"),
    ("control-quoted-0c", "g35 IN TXT \"one\x0ctwo\"\n"),
    ("control-quoted-7f", "g36 IN TXT \"one\x7ftwo\"\n"),
    ("control-quoted-tab", "g37 IN TXT \"one\ttwo\"\n"),
    ("control-word-01", "g38 IN TXT one\x01two\n"),
    ("owner-paren-close-escaped", "g39\\)x IN A 192.0.2.9\n"),
    ("owner-tab-escaped", "g40\\\tx IN A 192.0.2.9\n"),
    ("owner-at-escaped", "g41\\@x IN A 192.0.2.9\n"),
    ("owner-dollar-escaped", "\\$g42 IN A 192.0.2.9\n"),
    ("owner-backslash-escaped", "g43\\\\x IN A 192.0.2.9\n"),
    ("owner-letter-escaped", "g44\\xx IN A 192.0.2.9\n"),
    ("owner-semicolon-number", "g45\\059x IN A 192.0.2.9\n"),
    ("owner-at-both", "g46\\@x IN A 192.0.2.9\ng46@x IN TXT x\n"),
    ("owner-blank-both", "g47\\032x IN A 192.0.2.9\ng47\\ x IN TXT x\n"),
    ("quote-line-half-escaped", "g48 IN TXT \"one\\\ntwo\nthree\"\n"),
    ("quote-line-last-escaped", "g56 IN TXT \"one\ntwo\\\nthree\"\n"),
    ("quote-line-both-escaped", "g57 IN TXT \"one\\\ntwo\\\nthree\"\n"),
    ("quote-line-backslash", "g49 IN TXT \"one\\\\\ntwo\"\n"),
    ("generic-unknown", "g26 IN TYPE65280 \\# 4 0A000001\n"),
    ("generic-unknown-empty", "g27 IN TYPE65280 \\# 0\n"),
    ("parentheses-alone", "( )\n"),
    ("parentheses-alone-lines", "(\n)\n"),
    ("parentheses-alone-indented", "  ( )\n"),
    ("parentheses-alone-between", "g60 IN A 192.0.2.9\n( )\n  IN TXT x\n"),
    ("paren-close-alone", ")\n"),
    ("words-many-txt", "g58 IN TXT ({many})\n"),
    ("words-many-a", "g59 IN A ({many})\n"),
];

/// A sound zone with the fault at its end; `{many}` stands for one word more than an entry may have here.
pub fn alone(fault: &str) -> String {
    BASE.to_owned() + &fault.replace("{many}", &"\na".repeat(150_001))
}

/// The faults' names, as `a + b`.
pub fn names(faults: &[usize]) -> String {
    faults.iter().map(|&fault| FAULTS[fault].0).collect::<Vec<_>>().join(" + ")
}

/// `count` different combinations of two to four faults, the same in each run; every fault comes about equally often.
pub fn combinations(count: usize) -> Vec<Vec<usize>> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        // Xorshift (Marsaglia 2003).
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let mut out: Vec<Vec<usize>> = Vec::new();
    while out.len() < count {
        let mut one = vec![out.len() % FAULTS.len()];
        for _ in 0..=next(5) / 2 {
            let other = next(FAULTS.len());
            if !one.contains(&other) {
                one.push(other);
            }
        }
        if one.len() > 1 && !out.contains(&one) {
            out.push(one);
        }
    }
    out
}
