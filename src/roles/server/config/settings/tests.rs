//! What a file says, and the line that says what is wrong with it.

use super::*;
use crate::engine::xfr::Refresh;
use crate::product::api::policy::Interval;

const SECRET: &str = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

fn parse(text: &str) -> Result<Settings, String> {
    let environment = |name: &str| (name == "TRANSFER_KEY").then(|| Zeroizing::new(SECRET.to_owned()));
    Settings::parse(text, &environment).map_err(|wrong| wrong.line(Path::new("c"), text))
}

/// What is written where something else belongs, and words that only a programmer says.
const VALUES: &str = include_str!("../../../../../tests/data/mistakes/values.txt");
const WORDS: &str = include_str!("../../../../../tests/data/mistakes/words.txt");

const KEY: &str = "[[key]]\nname = \"k\"\nalgorithm = \"hmac-sha256\"\nsecret_env = \"TRANSFER_KEY\"\n";

#[test]
fn zones_have_their_primaries_and_the_nearest_policy() {
    let text = format!(
        "version = 1\n{KEY}
[[peer]]
name = \"a\"
address = \"192.0.2.53\"
key = \"K.\"
[[peer]]
name = \"b\"
address = \"2001:db8::53\"
transport = \"tls\"
tls_name = \"ns.example\"
source = \"2001:db8::1\"
transfer = \"axfr\"
[policy]
refresh = \"soa\"
queries = [{{ from = \"192.0.2.0/24\" }}]
[[zone]]
name = \"example.com\"
primaries = [\"b\", \"a\"]
policy = {{ refresh = 60, transfers = [{{ from = \"::/0\", key = \"k\" }}] }}
[[zone]]
name = \"other.example\"
policy = {{ refresh = 90 }}
"
    );
    let settings = parse(&text).unwrap();
    let zone = Name::absolute("EXAMPLE.com").unwrap();
    assert_eq!(settings.zones().map(Name::to_string).collect::<Vec<_>>(), ["example.com."]);
    let primaries = settings.primaries(zone.as_ref()).unwrap();
    let shown: Vec<_> =
        primaries.iter().map(|p| (p.address.to_string(), p.transport, p.kind, p.key.is_some())).collect();
    assert_eq!(
        shown,
        [
            ("[2001:db8::53]:853".to_owned(), Transport::Tls, Kind::Axfr, false),
            ("192.0.2.53:53".to_owned(), Transport::Tcp, Kind::Ixfr, true)
        ]
    );
    let policy = settings.policy_of(zone.as_ref(), None);
    assert_eq!(policy.refresh, Some(Interval(Refresh::Every(60))));
    assert_eq!((policy.queries.unwrap().len(), policy.transfers.unwrap().len()), (1, 1));
    let other = Name::absolute("other.example").unwrap();
    assert!(settings.primaries(other.as_ref()).is_none());

    // A primary of the provider's API at that address is reached as the file says.
    let mut primary = primaries[1].clone();
    primary.address = "[2001:db8::53]:53".parse().unwrap();
    settings.refine(&mut primary);
    assert_eq!((primary.transport, primary.address.port()), (Transport::Tls, 53));
    assert_eq!(primary.tls, Some(TlsTrust::Name("ns.example".into())));
}

#[test]
fn members_take_what_their_group_or_their_catalog_has() {
    let text = "version = 1
[[peer]]
name = \"a\"
address = \"192.0.2.1\"
[[peer]]
name = \"b\"
address = \"192.0.2.2\"
[[peer]]
name = \"c\"
address = \"192.0.2.3\"
[policy]
queries = []
[[zone]]
name = \"catalog.example\"
primaries = [\"a\"]
[zone.catalog]
members = [\"*.example\", \"one.test\"]
policy = { refresh = 60 }
tell = [\"192.0.2.9:53\"]
[[zone.catalog.group]]
name = \"signed\"
primaries = [\"c\"]
policy = { refresh = 70 }
[[zone]]
name = \"other.example\"
primaries = [\"a\"]
[zone.catalog]
members = [\"*\"]
primaries = [\"b\"]
[[zone]]
name = \"own.example\"
policy = { refresh = 80 }
";
    let settings = parse(text).unwrap();
    let name = |text: &str| Name::absolute(text).unwrap();
    let member = |catalog: &str, groups: &[&str]| Membership {
        catalog: name(catalog),
        label: name("x"),
        groups: groups.iter().map(ToString::to_string).collect(),
    };
    let shown = |zone: &str, member: &Membership| {
        let primaries = settings.primaries_of_member(member).unwrap();
        let policy = settings.policy_of(name(zone).as_ref(), Some(member));
        let Some(Interval(Refresh::Every(seconds))) = policy.refresh.or(Some(Interval(Refresh::Every(0)))) else {
            panic!()
        };
        assert_eq!(policy.queries, Some(Vec::new()), "the file's for all");
        (primaries[0].address.ip().to_string(), seconds)
    };
    assert_eq!(shown("z.example", &member("catalog.example", &[])), ("192.0.2.1".to_owned(), 60));
    assert_eq!(shown("z.example", &member("catalog.example", &["x", "signed"])), ("192.0.2.3".to_owned(), 70));
    assert_eq!(shown("own.example", &member("catalog.example", &["signed"])), ("192.0.2.3".to_owned(), 80));
    assert_eq!(shown("z.example", &member("other.example", &["signed"])), ("192.0.2.2".to_owned(), 0));
    assert!(settings.primaries_of_member(&member("gone.example", &[])).is_none());
    assert_eq!(settings.listeners(name("z.example").as_ref(), Some(&member("catalog.example", &[]))).len(), 1);
    let admits = |catalog: &str, zone: &str| settings.admits(name(catalog).as_ref(), name(zone).as_ref());
    assert!(admits("catalog.example", "a.b.example") && admits("catalog.example", "ONE.test"));
    assert!(!admits("catalog.example", "example") && !admits("catalog.example", "two.test"));
    assert!(admits("other.example", "two.test") && !admits("own.example", "a.example"));
    assert_eq!(settings.catalogs().count(), 2);
}

#[test]
fn what_is_wrong_is_one_line_with_its_place() {
    let peer = "[[peer]]\nname = \"a\"\naddress = \"192.0.2.53\"\n";
    for (text, line) in [
        ("", "c:1:1: the key `version` is missing".to_owned()),
        ("version = 2", "c:1:11: this program reads version 1".to_owned()),
        ("version = 1\nverison = 1", "c:2:1: unknown key `verison`, nearest is `version`; known here: version, server, key, peer, policy, zone".to_owned()),
        ("version = 1\n[policy]\nrefersh = 1", "c:3:1: unknown key `refersh`, nearest is `refresh`".to_owned()),
        ("version = 1\n[policy]\nrefresh = \"often\"", "c:3:11: \"soa\" or a number of seconds, at least 1 belongs here, not this text".to_owned()),
        ("version = 1\n[[zone]]\nname = \"a..b\"", "c:3:8: a..b is no domain name".to_owned()),
        ("version = 1\n[[zone]]\nname = \"a\"\nprimaries = [\"x\"]", "c:4:14: there is no [[peer]] x".to_owned()),
        ("version = 1\n[[zone]]\nname = \"a\"\ntell = [\"ns2\"]", "c:4:9: not ADDRESS:PORT".to_owned()),
        ("version = 1\n[[zone]]\nname = \"a\"\ntell = [\"[::1]:53,k\"]", "c:4:9: there is no [[key]] k".to_owned()),
        (&format!("version = 1\n{peer}key = \"k\""), "c:5:7: there is no [[key]] k.".to_owned()),
        (&format!("version = 1\n{peer}{peer}"), "c:6:8: the peer a is there already".to_owned()),
        (&format!("version = 1\n{peer}port = 0"), "c:5:8: port 0".to_owned()),
        (&format!("version = 1\n{peer}port = 65536"), "c:5:8: a whole number from 0 to 65535 belongs here, not 65536".to_owned()),
        (&format!("version = 1\n{peer}source = \"::1\""), "c:5:10: the source is of another".to_owned()),
        (&format!("version = 1\n{peer}tls_name = \"n\""), "c:5:12: a name for the certificate".to_owned()),
        (&format!("version = 1\n{peer}tls_pins = [\"n\"]"), "c:5:13: pins of a key".to_owned()),
        ("version = 1\n[[peer]]\nname = \"a\"\naddress = \"ns1\"", "c:4:11: an IPv4 or IPv6 address belongs here".to_owned()),
        (
            "version = 1\n[[zone]]\nname = \"c\"\ncatalog = { members = [] }",
            "c:3:8: a catalog needs primaries".to_owned(),
        ),
        (
            &format!(
                "version = 1\n{peer}[[zone]]\nname = \"c\"\nprimaries = [\"a\"]\ncatalog = {{ members = [\"a..b\"] }}"
            ),
            "c:8:24: a..b is neither a domain name nor".to_owned(),
        ),
        ("version = 1\n[server]\nlisten = [\"x\"]", "c:3:10: an address with its port belongs here".to_owned()),
        ("version = 1\n[server]\nrate = { ipv4_prefix = 33 }", "c:3:24: a prefix has 32 bits at most".to_owned()),
        ("version = 1\n[server]\nallow_peer = [\"x\"]", "c:3:14: x is no address".to_owned()),
        (
            "version = 1\n[[key]]\nname = \"k\"\nalgorithm = \"hmac-sha256\"\nsecret = \"x\"",
            "c:5:1: unknown key `secret`, nearest is `secret_env`; known here: name, algorithm, secret_file, secret_env".to_owned(),
        ),
        (
            "version = 1\n[[key]]\nname = \"k\"\nalgorithm = \"hmac-sha256\"",
            "c:3:8: a key needs either secret_file or secret_env".to_owned(),
        ),
        (
            "version = 1\n[[key]]\nname = \"k\"\nalgorithm = \"hmac-sha256\"\nsecret_env = \"NONE\"",
            "c:5:14: there is no variable NONE".to_owned(),
        ),
        (
            "version = 1\n[policy]\ntransfers = [{ from = \"::/0\", key = \"k\" }]",
            "c: policy: a rule names k, and there is no such [[key]]".to_owned(),
        ),
    ] {
        let said = parse(text).map(drop).unwrap_err();
        assert!(said.starts_with(&line), "{text}\n  want {line}\n  got  {said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}

/// Every key of every table, with values of every kind: what is said has a place and is in an operator's words; and every
/// key with two letters swapped is the nearest to itself.
#[test]
fn no_mistake_is_told_in_the_words_of_a_program() {
    let zone = "version = 1\n[[zone]]\n";
    let tables = [
        String::new(),
        "version = 1\n[server]\n".to_owned(),
        "version = 1\n[server.rate]\n".to_owned(),
        "version = 1\n[[key]]\n".to_owned(),
        "version = 1\n[[peer]]\n".to_owned(),
        "version = 1\n[policy]\n".to_owned(),
        "version = 1\n[policy.approval]\n".to_owned(),
        "version = 1\n[policy.limits]\n".to_owned(),
        "version = 1\n[[policy.transfers]]\n".to_owned(),
        zone.to_owned(),
        format!("{zone}[zone.policy]\n"),
        format!("{zone}[[zone.policy.queries]]\n"),
        format!("{zone}[zone.catalog]\n"),
        format!("{zone}[[zone.catalog.group]]\n"),
    ];
    let (mut tried, mut wrong) = (0, Vec::new());
    for table in &tables {
        let said = parse(&format!("{table}qqqqqqqqqqqq = 1\n")).map(drop).unwrap_err();
        let known = said.split_once("known here: ").unwrap_or_else(|| panic!("{table}: {said}")).1;
        for key in known.split(", ") {
            if key.len() > 3 {
                let swapped = format!("{}{}{}", &key[..1], &key[2..3], &key[1..2]) + &key[3..];
                let said = parse(&format!("{table}{swapped} = 1\n")).map(drop).unwrap_err();
                assert!(swapped == key || said.contains(&format!("nearest is `{key}`")), "{table}{swapped}: {said}");
            }
            for value in VALUES.lines() {
                let text = format!("{table}{key} = {value}\n");
                let Err(said) = parse(&text).map(drop) else { continue };
                tried += 1;
                assert!(said.starts_with("c:") && said.lines().count() == 1, "{text}{said}");
                let what = said.splitn(4, ':').last().unwrap_or_default();
                for word in WORDS.lines() {
                    if what.contains(word) {
                        wrong.push(format!("{text}{said}"));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 500, "{tried}");
}

#[test]
fn a_secret_comes_from_a_file_in_any_form() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let text = format!(
        "version = 1\n[[key]]\nname = \"k\"\nalgorithm = \"hmac-sha256\"\nsecret_file = \"{}\"\n",
        path.display()
    );
    for content in [format!("{SECRET}\n"), format!("key \"k\" {{ algorithm hmac-sha256; secret \"{SECRET}\"; }};\n")] {
        fs::write(&path, content).unwrap();
        assert!(parse(&text).unwrap().keys[0].secret == Secret::from_base64(SECRET).unwrap());
    }
    for content in ["", "not base64!", &format!("key \"j\" {{ algorithm hmac-sha256; secret \"{SECRET}\"; }};")] {
        fs::write(&path, content).unwrap();
        let said = parse(&text).map(drop).unwrap_err();
        assert!(said.contains("holds no secret") && !said.contains(SECRET), "{said}");
    }
}
