//! A primary as ldns-testns (.datafile, .testns) and Unbound's testbound (.rpl) script it: which question gets which
//! packets.

use understudy::engine::dns::{Class, Name, RecordType};

use crate::tsig::hex;
use crate::wire::{Rr, name, response, zone_text};

/// What is looked for in a question, and what answers it.
#[derive(Default)]
struct Entry {
    qtype: Option<RecordType>,
    qname: Option<Name>,
    serial: Option<u32>,
    /// Steps of the scenario during which it holds; none: always.
    steps: Option<(u32, u32)>,
    /// A referral: another server's answer.
    is_other: bool,
    packets: Vec<Packet>,
}

#[derive(Default)]
struct Packet {
    rcode: u8,
    authoritative: bool,
    question: Option<(String, RecordType)>,
    answer: Vec<Rr>,
    /// Octets to send instead, but for the ID.
    raw: Option<Vec<u8>>,
}

/// One file of a case.
pub(super) struct Script {
    entries: Vec<Entry>,
    /// Zone text that the secondary begins with, and that it must have at the end.
    pub(super) begins: Option<String>,
    pub(super) ends: Option<String>,
}

/// Directives that hold for the lines behind them.
#[derive(Default)]
struct Context {
    origin: String,
    ttl: String,
    owner: String,
}

impl Context {
    fn absolute(&self, text: &str) -> String {
        match text {
            "@" => self.origin.clone(),
            _ if text.ends_with('.') => text.to_owned(),
            // `example.net` alone is meant from the root; what hangs below the origin has no dot in it.
            _ if text.contains('.') => format!("{text}."),
            _ => format!("{text}.{}", self.origin),
        }
    }

    /// One record as a master file has it; octets that no text stands for come as `\# length hex`.
    fn record(&mut self, line: &str) -> Rr {
        let mut line = line.to_owned();
        if line.starts_with(char::is_whitespace) {
            line = format!("{} {}", self.owner, line.trim());
        }
        self.owner = line.split_whitespace().next().unwrap().to_owned();
        let class = if line.contains("\tCH\t") { Class::CH } else { Class::IN };
        let line = line.replace("\tCH\t", "\tIN\t");
        let text = format!("$ORIGIN {}\n$TTL {}\n{line}\n", self.origin, self.ttl);
        if let Some(record) = zone_text(".", &text).into_iter().next() {
            return Rr { class, ..record };
        }
        let (front, octets) = line.split_once("\\#").unwrap_or_else(|| panic!("no record: {line}"));
        let words: Vec<_> = front.split_whitespace().collect();
        let octets: String = octets.split_whitespace().skip(1).take_while(|w| !w.starts_with(';')).collect();
        let rtype = RecordType::from_mnemonic(words.last().unwrap().as_bytes()).unwrap();
        Rr { owner: name(&self.absolute(words[0])), rtype, class, ttl: 300, rdata: hex(octets.as_bytes()) }
    }
}

impl Script {
    pub(super) fn read(text: &str) -> Self {
        let mut script = Self { entries: Vec::new(), begins: None, ends: None };
        let mut at = Context { origin: ".".to_owned(), ttl: "3600".to_owned(), owner: String::new() };
        let mut lines = text.lines();
        let mut entry: Option<Entry> = None;
        let (mut section, mut steps, mut in_step) = (String::new(), None, false);
        while let Some(line) = lines.next() {
            let bare = line.split(" ;").next().unwrap().split("\t;").next().unwrap().trim();
            let words: Vec<_> = bare.split_whitespace().collect();
            let Some(first) = words.first().filter(|word| !word.starts_with([';', '#'])) else { continue };
            match (*first, &mut entry) {
                ("$ORIGIN", _) => at.origin = format!("{}.", words[1].trim_end_matches('.')),
                ("$TTL", _) => words[1].clone_into(&mut at.ttl),
                ("RANGE_BEGIN", _) => {
                    steps = Some((words[1].parse().unwrap(), words[2].parse().unwrap()));
                    in_step = false;
                }
                ("RANGE_END", _) => steps = None,
                ("STEP", _) => in_step = true,
                ("TEMPFILE_CONTENTS" | "FILE_BEGIN", _) => {
                    let until = if *first == "FILE_BEGIN" { "FILE_END" } else { "TEMPFILE_END" };
                    let kept: Vec<_> = lines.by_ref().take_while(|l| !l.starts_with(until)).collect();
                    let kept = Some(kept.join("\n") + "\n");
                    if *first == "FILE_BEGIN" { script.ends = kept } else { script.begins = kept }
                }
                ("ENTRY_BEGIN", _) => {
                    entry = Some(Entry { steps, packets: vec![Packet::default()], ..Entry::default() });
                }
                ("ENTRY_END", open) => {
                    script.entries.extend(open.take().filter(|entry| !in_step && !entry.is_other));
                }
                (_, Some(entry)) => entry.line(&words, line, &mut section, &mut at, &mut lines),
                _ => {}
            }
        }
        script
    }

    /// The messages that answer a question; none when the script has nothing to say.
    pub(super) fn answer(
        &self,
        step: u32,
        id: u16,
        qname: &Name,
        qtype: RecordType,
        serial: Option<u32>,
    ) -> Vec<Vec<u8>> {
        let fits = |entry: &&Entry| {
            entry.qtype.is_none_or(|wanted| wanted == qtype)
                && entry.qname.as_ref().is_none_or(|wanted| wanted == qname)
                && entry.serial.is_none_or(|wanted| Some(wanted) == serial)
                && entry.steps.is_none_or(|(from, to)| (from..=to).contains(&step))
        };
        let entry = self.entries.iter().find(fits);
        entry.map_or_else(Vec::new, |entry| entry.packets.iter().map(|packet| packet.octets(id)).collect())
    }

    /// The answer's records in their order.
    pub(super) fn records(&self, step: u32, qname: &Name, qtype: RecordType, serial: Option<u32>) -> Vec<Rr> {
        let messages = self.answer(step, 0, qname, qtype, serial);
        let all = messages.iter().filter_map(|m| understudy::engine::dns::message::Message::parse(m).ok());
        all.flat_map(|message| {
            let section = understudy::engine::dns::message::Section::Answer;
            let records = message.records(section).filter_map(|r| {
                let mut rdata = Vec::new();
                r.rdata(&mut rdata).ok()?;
                Some(Rr { owner: r.owner().to_owned(), rtype: r.rtype, class: r.class, ttl: r.ttl, rdata })
            });
            records.collect::<Vec<_>>()
        })
        .collect()
    }
}

impl Entry {
    fn line<'a>(
        &mut self,
        words: &[&str],
        line: &str,
        section: &mut String,
        at: &mut Context,
        lines: &mut impl Iterator<Item = &'a str>,
    ) {
        let Some(packet) = self.packets.last_mut() else { return };
        match words[0] {
            "MATCH" => {
                for word in &words[1..] {
                    match (*word, word.split_once('=')) {
                        // Which name and type is known once the question is read.
                        ("qtype", _) => self.qtype = Some(RecordType::ANY),
                        ("qname", _) => self.qname = Some(name(".")),
                        ("subdomain", _) => self.is_other = true,
                        (_, Some(("serial", serial))) => self.serial = serial.parse().ok(),
                        _ => {}
                    }
                }
            }
            "ADJUST" => {}
            "REPLY" => {
                for word in &words[1..] {
                    match *word {
                        "AA" => packet.authoritative = true,
                        "SERVFAIL" => packet.rcode = 2,
                        "NOTIMPL" => packet.rcode = 4,
                        "NXDOMAIN" => packet.rcode = 3,
                        _ => {}
                    }
                }
            }
            "SECTION" => words[1].clone_into(section),
            "EXTRA_PACKET" => {
                section.clear();
                let authoritative = packet.authoritative;
                self.packets.push(Packet { authoritative, ..Packet::default() });
            }
            "HEX_ANSWER_BEGIN" => {
                let octets: String = lines
                    .take_while(|l| l.trim() != "HEX_ANSWER_END")
                    .map(|l| l.split(';').next().unwrap_or_default().replace(char::is_whitespace, ""))
                    .collect();
                packet.raw = Some(hex(octets.as_bytes()));
            }
            _ if section == "QUESTION" => {
                let qtype = RecordType::from_mnemonic(words.last().unwrap().as_bytes()).unwrap();
                let qname = at.absolute(words[0]);
                let first = self.packets.len() == 1;
                self.qtype = self.qtype.map(|kept| if first { qtype } else { kept });
                if first && self.qname.is_some() {
                    self.qname = Some(name(&qname));
                }
                if let Some(packet) = self.packets.last_mut() {
                    packet.question = Some((qname, qtype));
                }
            }
            _ if section == "ANSWER" => packet.answer.push(at.record(line)),
            _ => {}
        }
    }
}

impl Packet {
    fn octets(&self, id: u16) -> Vec<u8> {
        if let Some(raw) = &self.raw {
            let mut octets = raw.clone();
            octets.splice(..2.min(raw.len()), id.to_be_bytes());
            return octets;
        }
        let question = self.question.as_ref().map(|(qname, qtype)| (qname.as_str(), *qtype));
        let mut octets = response(id, question, &self.answer);
        octets[2] &= if self.authoritative { 0xff } else { 0xfb };
        octets[3] |= self.rcode;
        octets
    }
}
