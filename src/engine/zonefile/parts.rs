//! A text read in parts at the same time.
//!
//! A part is read on the assumption that what stands before it leaves things as they are now: the same origin and default
//! TTL, no open parenthesis or quote. Parts are joined in order; where the truth turns out to be different, the rest of
//! the round is dropped and reading goes on from there. So records, findings and their order are those of a plain parse.

use super::Sources;
use super::lexer::{Cursor, Entry, line_end, next_entry};
use super::parser::{Parser, Request, Step};
use super::record::Reader;
use crate::engine::diag::Diagnostics;
use crate::engine::dns::{Name, PartedSink};
use crate::engine::work::{Workers, each};

/// How far to read in parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Bytes of a part.
    pub(super) part: usize,
    /// Parts of a round that each worker gets.
    each: usize,
    /// Bytes read in one go after a round failed; doubles with each failure, so that a text that never fits costs
    /// little more than a plain parse.
    penalty: usize,
}

impl Pace {
    /// Parts of so many bytes.
    pub(super) fn new(part: usize) -> Self {
        let part = part.max(1);
        Self { part, each: 16, penalty: part }
    }
}

/// What reading a part gave.
struct Part<S> {
    start: usize,
    reader: Reader,
    cursor: Cursor,
    sink: S,
    diags: Diagnostics,
    include: Option<(Request, Option<Name>)>,
}

impl Parser {
    /// Reads on, in one round of parts for all workers, or alone where nothing is gained. The outcome is that of
    /// [`Parser::run`].
    pub fn run_parts<S: PartedSink>(
        &mut self,
        sources: &Sources,
        workers: &dyn Workers,
        sink: &mut S,
        diags: &mut Diagnostics,
    ) -> Step {
        let Pace { part, each: share, penalty } = self.pace;
        // A first piece alone usually meets $ORIGIN, $TTL and the SOA.
        let alone = if self.failed { penalty } else { part };
        if workers.count() == 1 || self.failed || !self.reader.is_settled() {
            self.failed = false;
            return self.run(sources, alone, sink, diags);
        }
        let Some(frame) = self.frames.last() else { return Step::Done };
        let (file, text) = (frame.file, sources.bytes(frame.file));
        let mut borders = vec![frame.cursor.at];
        while borders.len() <= workers.count() * share
            && let Some(next) = borders.last().and_then(|&last| border(text, last, part))
        {
            borders.push(next);
        }
        if borders.len() < 3 || !frame.cursor.is_fresh() {
            return self.run(sources, part, sink, diags);
        }
        let round: Vec<_> =
            borders.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?, diags.part()))).collect();
        let (ground, whole) = (&self.reader, &*sink);
        let parts = each(workers, round, |(start, end, diags)| {
            let (reader, cursor, sink) = (ground.fork(), Cursor::new(start), whole.part());
            let mut part = Part { start, reader, cursor, sink, diags, include: None };
            part.read(text, file, end);
            part.sink.seal();
            part
        });
        let ground = self.reader.fork();
        for part in parts {
            let Some(frame) = self.frames.last_mut() else { break };
            let fits = part.start == frame.cursor.at && frame.cursor.is_fresh();
            if !fits || !self.reader.join(&ground, part.reader) {
                self.failed = true;
                self.pace.penalty = self.pace.penalty.saturating_mul(2);
                break;
            }
            self.bytes += (part.cursor.at - part.start) as u64;
            frame.cursor = part.cursor;
            sink.append(part.sink);
            diags.absorb(part.diags);
            if let Some((request, origin)) = part.include {
                self.failed = true;
                if let Some(step) = self.want(request, origin, sources, diags) {
                    return step;
                }
                break;
            }
        }
        Step::Paused
    }
}

impl<S: PartedSink> Part<S> {
    /// Reads the entries that begin before `end`, up to an `$INCLUDE`.
    fn read(&mut self, text: &[u8], file: u16, end: usize) {
        let mut entry = Entry::default();
        while self.cursor.at < end
            && self.include.is_none()
            && next_entry(text, file, &mut self.cursor, &mut entry, &mut self.diags)
        {
            self.include = self.reader.entry(text, &entry, &mut self.sink, &mut self.diags);
        }
    }
}

/// The first line at or behind `at` that states an owner in column one, which is where the entry before most likely ends;
/// the end of the text when there is none. None when `last` is the end already.
fn border(text: &[u8], last: usize, part: usize) -> Option<usize> {
    let mut at = last.saturating_add(part).saturating_sub(1);
    while at < text.len() {
        at = line_end(text, at) + 1;
        if let Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'*' | b'-') = text.get(at) {
            return Some(at);
        }
    }
    (last < text.len()).then_some(text.len())
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::super::{Options, Refusal};
    use super::*;
    use crate::engine::diag::{Diagnostic, Span};
    use crate::engine::dns::{NameRef, RecordSink, RecordType};
    use crate::engine::work::Job;

    /// So many workers, who do the last job first.
    struct Backwards(usize);

    impl Workers for Backwards {
        fn count(&self) -> usize {
            self.0
        }

        fn run(&self, jobs: Vec<Job<'_>>) {
            jobs.into_iter().rev().for_each(|job| job());
        }
    }

    #[derive(Default)]
    struct Lines(Vec<String>);

    impl RecordSink for Lines {
        fn record(&mut self, owner: NameRef<'_>, rtype: RecordType, ttl: u32, rdata: &[u8], at: Span) {
            self.0.push(format!("{owner} {rtype} {ttl} {rdata:?} {at:?}"));
        }
    }

    impl PartedSink for Lines {
        fn part(&self) -> Self {
            Self::default()
        }

        fn seal(&mut self) {}

        fn append(&mut self, mut part: Self) {
            self.0.append(&mut part.0);
        }
    }

    /// Records, findings, what is broken, the zone's name, bytes read.
    type Outcome = (Vec<String>, Vec<Diagnostic>, Vec<String>, String, u64);

    fn read(text: &[u8], included: &[u8], workers: Option<(usize, usize)>) -> Outcome {
        let mut sources = Sources::new("zone", text.to_vec());
        let (mut sink, mut diags) = (Lines::default(), Diagnostics::new(10_000));
        let mut parser = Parser::new(Options::default());
        if let Some((_, part)) = workers {
            parser.pace = Pace { part, each: 3, penalty: part };
        }
        loop {
            let step = match workers {
                Some((count, _)) => parser.run_parts(&sources, &Backwards(count), &mut sink, &mut diags),
                None => parser.run(&sources, usize::MAX, &mut sink, &mut diags),
            };
            match step {
                Step::Paused => {}
                Step::Include(request) => {
                    let file = sources.add(request.path.clone(), included.to_vec(), request.at);
                    parser.answer(file.ok_or(Refusal::Refused(String::new())), &sources, &mut diags);
                }
                Step::Done => break,
            }
        }
        let summary = parser.finish(&mut diags);
        let broken = summary.broken.iter().map(|entry| format!("{entry:?}")).collect();
        (sink.0, diags.into_kept(), broken, format!("{:?} {}", summary.origin, summary.records), summary.bytes)
    }

    /// Lines that leave something to those after them, in whichever part those are.
    const LINES: [&str; 28] = [
        "$ORIGIN example.com.",
        "$ORIGIN sub",
        "$TTL 60",
        "$TTL 1h",
        "@ SOA ns1 h 7 7200 3600 1209600 60",
        "@ 300 IN SOA ns1 h ( 7",
        "   7200 3600 1209600 60 )",
        "a A 192.0.2.1",
        "b 30 A 192.0.2.2",
        "www.example.com. IN AAAA 2001:db8::1",
        "  A 192.0.2.3",
        "\tTXT \"x\"",
        "t TXT \"open",
        "t TXT \"two\nlines\"",
        "c A 192.0.2.999",
        "d FOO 1",
        "e TXT ( \"a\"",
        "f A 192.0.2.4 ; (",
        ")",
        "( A 192.0.2.5",
        "$GENERATE 1-3 g$ A 192.0.2.$",
        "$INCLUDE file",
        "$INCLUDE file deep",
        "$NOPE",
        "",
        "; nothing",
        "a..b A 192.0.2.6",
        "h TXT \\",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// However many workers there are and wherever the parts end, what is read is what one reader reads.
        #[test]
        fn parts_are_read_as_the_whole(
            lines in vec(prop_oneof![1 => 0..LINES.len(), 1 => 7..12_usize], 0..60),
            settled in any::<bool>(),
            workers in 2..5_usize,
            part in 1..200_usize,
            crlf in any::<bool>(),
        ) {
            let head = if settled { "$ORIGIN example.com.\n$TTL 60\n@ SOA ns1 h 7 7200 3600 1209600 60\n" } else { "" };
            let end = if crlf { "\r\n" } else { "\n" };
            let text: String = lines.iter().map(|&n| format!("{}{end}", LINES[n])).collect();
            let text = format!("{head}{text}");
            let included = b"inner A 192.0.2.7\n$TTL 5\n  A 192.0.2.8\n";
            let one = read(text.as_bytes(), included, None);
            let several = read(text.as_bytes(), included, Some((workers, part)));
            prop_assert_eq!(several.0, one.0, "records of {}", text);
            prop_assert_eq!(several.1, one.1, "findings of {}", text);
            prop_assert_eq!((several.2, several.3, several.4), (one.2, one.3, one.4), "the rest of {}", text);
        }
    }
}
