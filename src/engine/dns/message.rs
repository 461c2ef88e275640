//! Messages (RFC 1035 §4): a view over the octets received, and a builder for those to send.

mod builder;
mod header;
mod opt;
mod record;

pub use builder::{Full, Mark, MessageBuilder};
pub use header::Header;
pub use opt::Opt;
pub use record::RecordView;

use super::codes;
use super::wire::{Reader, WireFault};
use super::{Class, NameBuf, NameRef, Rcode, RecordType};

/// The parts of a message that hold records, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// What was asked for.
    Answer,
    /// Who is responsible, or where to go on.
    Authority,
    /// What helps, and what belongs to the message itself: OPT and TSIG.
    Additional,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Question {
    name: NameBuf,
    /// The type wanted, or a query type such as AXFR.
    pub rtype: RecordType,
    /// The class wanted.
    pub class: Class,
}

impl Question {
    /// Whose records are asked for.
    #[must_use]
    pub fn name(&self) -> NameRef<'_> {
        self.name.as_ref()
    }
}

/// A message whose structure has been walked once: every count, name and length holds. RDATA is checked when it is
/// read ([`RecordView::rdata`]).
#[derive(Clone, Debug)]
pub struct Message<'a> {
    octets: &'a [u8],
    header: Header,
    counts: [u16; 4],
    /// Where the sections begin: answer, authority, additional.
    sections: [usize; 3],
    opt: Option<Opt<'a>>,
    tsig: Option<usize>,
}

/// Octets of a header.
pub const HEADER_LEN: usize = 12;

impl<'a> Message<'a> {
    /// Walks `octets`, which must be one whole message.
    ///
    /// # Errors
    /// What is wrong with its structure, and where.
    pub fn parse(octets: &'a [u8]) -> Result<Self, WireFault> {
        let mut reader = Reader::new(octets);
        let header = Header::read(&mut reader)?;
        let counts = [reader.u16()?, reader.u16()?, reader.u16()?, reader.u16()?];
        let mut message = Self { octets, header, counts, sections: [HEADER_LEN; 3], opt: None, tsig: None };
        for _ in 0..message.counts[0] {
            read_question(&mut reader)?;
        }
        for section in [Section::Answer, Section::Authority, Section::Additional] {
            if let Some(start) = message.sections.get_mut(section as usize) {
                *start = reader.offset();
            }
            for left in (0..message.count(section)).rev() {
                let record = RecordView::read(&mut reader, octets)?;
                message.note_meta(&record, section, left)?;
            }
        }
        if reader.left() > 0 {
            return Err(WireFault::new(&codes::WIRE_TRAILING, reader.offset()).arg("count", reader.left()));
        }
        Ok(message)
    }

    /// Remembers OPT and TSIG and holds them to their places.
    fn note_meta(&mut self, record: &RecordView<'a>, section: Section, left: u16) -> Result<(), WireFault> {
        let at = record.offset();
        match record.rtype {
            RecordType::OPT => {
                // RFC 6891 §6.1.1: at most one, in the additional section, owned by the root.
                if section != Section::Additional || !record.owner().is_root() {
                    return Err(WireFault::new(&codes::OPT_MISPLACED, at));
                }
                let opt = Opt::read(record)?;
                if self.opt.replace(opt).is_some() {
                    return Err(WireFault::new(&codes::OPT_TWICE, at));
                }
            }
            RecordType::TSIG => {
                // RFC 8945 §5.1: the last record of the additional section.
                if section != Section::Additional || left > 0 {
                    return Err(WireFault::new(&codes::TSIG_MISPLACED, at));
                }
                self.tsig = Some(at);
            }
            _ => {}
        }
        Ok(())
    }

    /// The header.
    #[must_use]
    pub const fn header(&self) -> Header {
        self.header
    }

    /// The response code with the upper bits that OPT gives it (RFC 6891 §6.1.3).
    #[must_use]
    pub fn rcode(&self) -> Rcode {
        let high = self.opt.as_ref().map_or(0, |opt| u16::from(opt.rcode_high));
        Rcode(high << 4 | self.header.rcode.0)
    }

    /// The octets that were parsed.
    #[must_use]
    pub const fn octets(&self) -> &'a [u8] {
        self.octets
    }

    /// How many records `section` holds, OPT and TSIG counted.
    #[must_use]
    pub const fn count(&self, section: Section) -> u16 {
        match section {
            Section::Answer => self.counts[1],
            Section::Authority => self.counts[2],
            Section::Additional => self.counts[3],
        }
    }

    /// The questions; nearly always one, none in later messages of a transfer (RFC 5936 §2.2.1).
    pub fn questions(&self) -> impl Iterator<Item = Question> + use<'a> {
        let mut reader = Reader::part(self.octets, HEADER_LEN, self.octets.len());
        // The walk has read all of these already.
        (0..self.counts[0]).map_while(move |_| read_question(&mut reader).ok())
    }

    /// The records of `section` in their order, OPT and TSIG among them.
    pub fn records(&self, section: Section) -> impl Iterator<Item = RecordView<'a>> + use<'a> {
        let start = self.sections.get(section as usize).copied().unwrap_or(self.octets.len());
        let mut reader = Reader::part(self.octets, start, self.octets.len());
        let octets = self.octets;
        // The walk has read all of these already.
        (0..self.count(section)).map_while(move |_| RecordView::read(&mut reader, octets).ok())
    }

    /// The EDNS record (RFC 6891), if there is one.
    #[must_use]
    pub const fn opt(&self) -> Option<&Opt<'a>> {
        self.opt.as_ref()
    }

    /// Where the TSIG record begins, if the message has one: it is the last record.
    #[must_use]
    pub const fn tsig_offset(&self) -> Option<usize> {
        self.tsig
    }
}

fn read_question(reader: &mut Reader<'_>) -> Result<Question, WireFault> {
    Ok(Question { name: reader.name()?, rtype: RecordType(reader.u16()?), class: Class(reader.u16()?) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::dns::{Name, Opcode};

    fn name(text: &str) -> Name {
        Name::absolute(text).unwrap()
    }

    fn sample(max_len: usize) -> MessageBuilder {
        let apex = name("example.com.");
        let mut b = MessageBuilder::new(Header::query(7, Opcode::QUERY).response(Rcode::NOERROR), max_len);
        b.question(apex.as_ref(), RecordType::AXFR, Class::IN).unwrap();
        b
    }

    #[test]
    fn a_built_message_parses_to_what_was_put_in() {
        let mut b = sample(512);
        let (apex, mail) = (name("example.com."), name("mail.example.com."));
        let mx = [b"\x00\x0a".as_slice(), mail.as_ref().wire()].concat();
        b.record(Section::Answer, apex.as_ref(), RecordType::MX, Class::IN, 60, &mx).unwrap();
        b.record(Section::Answer, mail.as_ref(), RecordType::DNAME, Class::IN, 60, mail.as_ref().wire()).unwrap();
        b.opt(&Opt { dnssec_ok: true, rcode_high: 1, options: b"\x00\x03\x00\x01x", ..Opt::new(1232) }).unwrap();
        let octets = b.finish();
        let m = Message::parse(&octets).unwrap();
        assert_eq!(m.header().id, 7);
        assert_eq!(m.rcode(), Rcode::BADVERS);
        assert_eq!(m.questions().next().unwrap().name().to_string(), "example.com.");
        let records: Vec<_> = m.records(Section::Answer).collect();
        let mut rdata = Vec::new();
        records[0].rdata(&mut rdata).unwrap();
        assert_eq!(rdata, mx);
        // MX: preference, one label, a pointer; DNAME is never compressed.
        assert_eq!(records[0].reader().left(), 2 + 5 + 2);
        assert_eq!(records[1].reader().left(), 18);
        assert_eq!(records[1].owner().to_string(), "mail.example.com.");
        let opt = m.opt().unwrap();
        assert_eq!((opt.udp_size, opt.dnssec_ok, opt.options().next()), (1232, true, Some((3, b"x".as_slice()))));
        assert_eq!(m.tsig_offset(), None);
    }

    #[test]
    fn a_record_that_does_not_fit_leaves_no_trace() {
        let full = sample(29 + 16).finish().len();
        assert_eq!(full, 29);
        let mut b = sample(full + 16);
        let rdata = [192, 0, 2, 1];
        let far = name("far.example.net.");
        assert_eq!(b.record(Section::Answer, far.as_ref(), RecordType::A, Class::IN, 1, &rdata), Err(Full));
        b.record(Section::Answer, name("example.com.").as_ref(), RecordType::A, Class::IN, 1, &rdata).unwrap();
        let octets = b.finish();
        assert_eq!(octets.len(), full + 16);
        assert_eq!(Message::parse(&octets).unwrap().count(Section::Answer), 1);
        // A name forgotten must not be pointed at.
        let mut b = sample(100);
        let before = b.len();
        assert_eq!(b.record(Section::Answer, far.as_ref(), RecordType::TXT, Class::IN, 1, &[0; 100]), Err(Full));
        b.record(Section::Answer, far.as_ref(), RecordType::A, Class::IN, 1, &rdata).unwrap();
        assert_eq!(b.len(), before + 17 + 14);
    }

    #[test]
    fn case_survives_compression() {
        let mut b = sample(512);
        b.record(Section::Answer, name("Example.com.").as_ref(), RecordType::A, Class::IN, 1, &[0; 4]).unwrap();
        let octets = b.finish();
        let owner = Message::parse(&octets).unwrap().records(Section::Answer).next().unwrap();
        assert_eq!(owner.owner().to_string(), "Example.com.");
    }

    fn with_additional(records: &[&[u8]]) -> Vec<u8> {
        let mut octets = sample(512).finish();
        octets[11] = u8::try_from(records.len()).unwrap();
        octets.extend(records.concat());
        octets
    }

    #[test]
    fn meta_records_have_their_places() {
        let tsig = b"\x01k\x00\x00\xfa\x00\xff\x00\x00\x00\x00\x00\x00".as_slice();
        let opt = b"\x00\x00\x29\x04\xd0\x00\x00\x00\x00\x00\x00".as_slice();
        let code = |records: &[&[u8]]| Message::parse(&with_additional(records)).unwrap_err().code;
        assert_eq!(Message::parse(&with_additional(&[opt, tsig])).unwrap().tsig_offset(), Some(29 + opt.len()));
        assert_eq!(code(&[tsig, opt]), &codes::TSIG_MISPLACED);
        assert_eq!(code(&[tsig, tsig]), &codes::TSIG_MISPLACED);
        assert_eq!(code(&[opt, opt]), &codes::OPT_TWICE);
        assert_eq!(code(&[b"\x01x\x00\x00\x29\x04\xd0\x00\x00\x00\x00\x00\x00"]), &codes::OPT_MISPLACED);
        assert_eq!(code(&[b"\x00\x00\x29\x04\xd0\x00\x00\x00\x00\x00\x02\x00\x03"]), &codes::WIRE_SHORT);
        let mut octets = with_additional(&[opt]);
        octets.push(0);
        assert_eq!(Message::parse(&octets).unwrap_err().code, &codes::WIRE_TRAILING);
    }
}
