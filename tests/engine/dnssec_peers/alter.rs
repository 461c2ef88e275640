//! One thing altered in a signed zone.

use std::fmt;

/// A record in its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    owner: String,
    ttl: u32,
    rtype: String,
    rdata: String,
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} IN {} {}", self.owner, self.ttl, self.rtype, self.rdata)
    }
}

/// The records of a signer's output, one on each line.
pub fn lines(text: &str) -> Vec<Line> {
    let records =
        text.lines().map(|line| line.split(" ;").next().unwrap_or_default()).filter(|line| !line.starts_with(';'));
    let records = records.filter(|line| !line.trim().is_empty());
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        let mut word = || words.next().unwrap().to_owned();
        let (owner, ttl, _, rtype) = (word(), word().parse().unwrap(), word(), word());
        Line { owner, ttl, rtype, rdata: words.collect::<Vec<_>>().join(" ") }
    };
    records.map(line).collect()
}

/// Alters a zone at one of the places that fit; none when there is none.
type Alteration = fn(&mut Vec<Line>, usize) -> Option<()>;

pub const ALTERATIONS: [(&str, Alteration); 22] = [
    ("nothing but the order", |zone, _| {
        zone[1..].reverse();
        Some(())
    }),
    ("nothing but the case", |zone, _| {
        zone.iter_mut().for_each(|line| line.owner = line.owner.to_uppercase());
        Some(())
    }),
    ("a signature gone", |zone, place| {
        let at = nth(zone, place, |line| line.rtype == "RRSIG")?;
        zone.remove(at);
        Some(())
    }),
    ("a signature flipped", |zone, place| {
        let at = nth(zone, place, |line| line.rtype == "RRSIG")?;
        let middle = zone[at].rdata.len() - 20;
        let other = if &zone[at].rdata[middle..=middle] == "A" { "B" } else { "A" };
        zone[at].rdata.replace_range(middle..=middle, other);
        Some(())
    }),
    ("a denial and its signature gone", |zone, place| {
        let at = nth(zone, place, is_denial)?;
        let gone = zone.remove(at);
        zone.retain(|line| !(line.owner == gone.owner && line.rdata.starts_with(&gone.rtype)));
        Some(())
    }),
    ("a denial that leads elsewhere", |zone, place| {
        let (at, other) = (nth(zone, place, is_denial)?, nth(zone, place + 2, is_denial)?);
        let index = if zone[at].rtype == "NSEC" { 0 } else { 4 };
        let next = word(&zone[other], index);
        set_word(&mut zone[at], index, &next);
        Some(())
    }),
    ("a denial that lists one more", |zone, place| {
        let at = nth(zone, place, is_denial)?;
        zone[at].rdata.push_str(" TYPE65281");
        Some(())
    }),
    ("records and signature gone", |zone, place| {
        let at = nth(zone, place, |line| is_data(line) && line.owner != "example.test.")?;
        let gone = zone[at].clone();
        let of = |line: &Line| line.rtype == gone.rtype || line.rtype == "RRSIG" && word(line, 0) == gone.rtype;
        zone.retain(|line| !(line.owner == gone.owner && of(line)));
        Some(())
    }),
    ("records gone", |zone, place| {
        let at = nth(zone, place, |line| is_data(line) && line.rtype != "SOA")?;
        let gone = zone[at].clone();
        zone.retain(|line| !(line.owner == gone.owner && line.rtype == gone.rtype));
        Some(())
    }),
    ("a name without signature", |zone, _| {
        zone.push(Line { owner: "new.example.test.".into(), ttl: 3600, rtype: "A".into(), rdata: "192.0.2.9".into() });
        Some(())
    }),
    ("a record without signature", |zone, place| {
        let at = nth(zone, place, |line| line.rtype == "A" && !line.owner.contains("sub"))?;
        let owner = zone[at].owner.clone();
        zone.push(Line { owner, ttl: 3600, rtype: "TXT".into(), rdata: "\"new\"".into() });
        Some(())
    }),
    ("an address altered", |zone, place| {
        let at = nth(zone, place, |line| line.rtype == "A" && !line.owner.contains("sub"))?;
        zone[at].rdata = "203.0.113.77".into();
        Some(())
    }),
    ("glue altered", |zone, _| {
        let at = nth(zone, 0, |line| line.rtype == "A" && line.owner.contains("sub"))?;
        zone[at].rdata = "203.0.113.77".into();
        Some(())
    }),
    ("a delegation's NS altered", |zone, _| {
        let at = nth(zone, 0, |line| line.rtype == "NS" && line.owner == "sec.example.test.")?;
        zone[at].rdata = "ns.example.com.".into();
        Some(())
    }),
    ("the DS altered", |zone, _| {
        let at = nth(zone, 0, |line| line.rtype == "DS")?;
        zone[at].rdata = zone[at].rdata.replace("12345", "12346");
        Some(())
    }),
    ("the serial raised", |zone, _| {
        let at = nth(zone, 0, |line| line.rtype == "SOA")?;
        set_word(&mut zone[at], 2, "6");
        Some(())
    }),
    ("a key gone", |zone, place| {
        let at = nth(zone, place, |line| line.rtype == "DNSKEY")?;
        zone.remove(at);
        Some(())
    }),
    ("all keys gone", |zone, _| {
        zone.retain(|line| line.rtype != "DNSKEY" && !(line.rtype == "RRSIG" && word(line, 0) == "DNSKEY"));
        Some(())
    }),
    ("another key tag", |zone, place| {
        let at = nth(zone, place, |line| line.rtype == "RRSIG")?;
        set_word(&mut zone[at], 6, "1");
        Some(())
    }),
    ("another signer", |zone, place| {
        let at = nth(zone, place, |line| line.rtype == "RRSIG")?;
        set_word(&mut zone[at], 7, "example.net.");
        Some(())
    }),
    ("fewer labels", |zone, place| {
        let at = nth(zone, place, |line| line.rtype == "RRSIG")?;
        set_word(&mut zone[at], 2, "1");
        Some(())
    }),
    ("the NSEC3PARAM gone", |zone, _| {
        let at = nth(zone, 0, |line| line.rtype == "NSEC3PARAM")?;
        zone.remove(at);
        zone.retain(|line| !(line.rtype == "RRSIG" && word(line, 0) == "NSEC3PARAM"));
        Some(())
    }),
];

/// The line at a place among those that fit, counted around.
fn nth(zone: &[Line], place: usize, fits: impl Fn(&Line) -> bool) -> Option<usize> {
    let all: Vec<_> = (0..zone.len()).filter(|&at| fits(&zone[at])).collect();
    (!all.is_empty()).then(|| all[place % all.len()])
}

fn is_denial(line: &Line) -> bool {
    matches!(&*line.rtype, "NSEC" | "NSEC3")
}

/// Data that is signed.
fn is_data(line: &Line) -> bool {
    let own = matches!(&*line.rtype, "RRSIG" | "NSEC" | "NSEC3" | "NSEC3PARAM" | "DNSKEY" | "ZONEMD" | "NS");
    !own && !line.owner.contains("sub")
}

fn word(line: &Line, index: usize) -> String {
    line.rdata.split(' ').nth(index).unwrap().to_owned()
}

fn set_word(line: &mut Line, index: usize, new: &str) {
    let mut words: Vec<_> = line.rdata.split(' ').collect();
    words[index] = new;
    line.rdata = words.join(" ");
}
