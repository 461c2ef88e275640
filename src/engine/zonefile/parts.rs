//! A text read in parts at the same time.
//!
//! A part is read on the assumption that what stands before it leaves things as they are now: the same origin and default
//! TTL, no open parenthesis or quote. Parts are joined in order; where the truth turns out to be different, the rest of
//! the round is dropped and reading goes on from there. So records, findings and their order are those of a plain parse.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Sources;
use super::lexer::{Cursor, Entry, Next, line_end, next_entry};
use super::octets::Odd;
use super::parser::{Parser, Request, Step};
use super::record::Reader;
use super::text::Text;
use super::window::Window;
use crate::engine::diag::Diagnostics;
use crate::engine::dns::{Name, PartedSink};
use crate::engine::work::{Workers, each};

/// How far to read in parts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Bytes of a part.
    pub(super) part: usize,
    /// Parts of a round that each worker gets at most.
    each: usize,
    /// Parts of the next round that each gets: one after a failure, so that little is dropped when that fails too, and
    /// several times more after each round that was right.
    share: usize,
    /// Bytes read in one go after a round failed; doubles with each failure up to [`PENALTY`] parts, so that a text that
    /// never fits costs little more than a plain parse, and one that fits again is read by all soon.
    penalty: usize,
}

impl Pace {
    /// Parts of so many bytes.
    pub(super) fn new(part: usize) -> Self {
        let part = part.max(1);
        Self { part, each: 16, share: 16, penalty: part }
    }

    /// A round was dropped, or a part of it.
    fn fail(&mut self) {
        self.share = 1;
        self.penalty = self.penalty.saturating_mul(2).min(self.part.saturating_mul(PENALTY));
    }

    /// A round was right from beginning to end.
    fn succeed(&mut self) {
        self.share = self.share.saturating_mul(4).min(self.each);
        self.penalty = self.part;
    }
}

/// Parts read by one alone, at most, before all try again. A try costs one part for each worker.
const PENALTY: usize = 32;

/// How much more than its part a window has at first, as a share of it: room for the entry that reaches over the end.
const MORE: usize = 32;
/// How many times more it has with the next attempt, and how many there are. An entry that needs more costs the round.
const GROWTH: usize = 8;
const ATTEMPTS: usize = 3;

/// What reading a part gave.
enum Outcome<S> {
    Read(Box<Part<S>>),
    /// No entry begins there.
    Empty,
    /// An entry reaches too far, or the file could not be read.
    Unread,
}

/// A part that was read.
struct Part<S> {
    start: usize,
    reader: Option<Reader>,
    cursor: Cursor,
    sink: S,
    diags: Diagnostics,
    odd: Odd,
    include: Option<(Request, Option<Name>)>,
}

impl<S> Part<S> {
    /// The part, if the reader it began with holds true; the reader then is the part's.
    fn join(mut self: Box<Self>, reader: &mut Reader, ground: &Reader) -> Option<Box<Self>> {
        let own = self.reader.take()?;
        reader.join(ground, own).then_some(self)
    }
}

/// What the parts of a round have in common.
struct Round<'r, S> {
    sources: &'r Sources,
    file: u16,
    reader: &'r Reader,
    sink: &'r S,
    odd: Odd,
    /// Where its first part begins.
    start: usize,
    /// Windows that nobody uses at the moment: there are as many as parts are read at the same time.
    windows: Mutex<Vec<Window>>,
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
        let Pace { part, share, penalty, .. } = self.pace;
        // A first piece alone usually meets $ORIGIN, $TTL and the SOA.
        let alone = if self.failed { penalty } else { part };
        if workers.count() == 1 || self.failed || !self.reader.is_settled() || sources.is_coming(0) {
            self.failed = false;
            return self.run(sources, alone, sink, diags);
        }
        let Some(frame) = self.frames.last() else { return Step::Done };
        let (file, start, length) = (frame.file, frame.cursor.at, sources.length(frame.file));
        let count = length.saturating_sub(start).div_ceil(part).min(workers.count() * share);
        if count < 2 || !frame.cursor.is_fresh() {
            return self.run(sources, part, sink, diags);
        }
        let ranges = (0..count).map(|n| (start + n * part, (start + (n + 1) * part).min(length), diags.part()));
        let (windows, ground) = (Mutex::default(), self.reader.fork());
        let round = Round { sources, file, reader: &ground, sink: &*sink, odd: frame.odd, start, windows };
        let parts = each(workers, ranges.collect(), |(from, to, diags)| round.read(from, to, &diags));
        let mut fits = true;
        for outcome in parts {
            let Some(frame) = self.frames.last_mut() else { break };
            let joined = match outcome {
                Outcome::Empty => continue,
                Outcome::Read(part) if part.start == frame.cursor.at && frame.cursor.is_fresh() => {
                    part.join(&mut self.reader, &ground)
                }
                Outcome::Read(_) | Outcome::Unread => None,
            };
            let Some(part) = joined else {
                self.failed = true;
                self.pace.fail();
                fits = false;
                break;
            };
            self.bytes += (part.cursor.at - part.start) as u64;
            frame.cursor = part.cursor;
            frame.odd.add(part.odd, file, diags);
            self.counted.note(file, frame.cursor.at, frame.odd.ended);
            sink.append(part.sink);
            diags.absorb(part.diags);
            if let Some((request, origin)) = part.include {
                self.failed = true;
                self.pace.share = 1;
                fits = false;
                if let Some(step) = self.want(request, origin, sources, diags) {
                    return step;
                }
                break;
            }
        }
        if fits {
            self.pace.succeed();
        }
        Step::Paused
    }
}

impl<S: PartedSink> Round<'_, S> {
    /// Reads the part that begins with the first border in a range and ends with the first one behind it.
    fn read(&self, from: usize, to: usize, diags: &Diagnostics) -> Outcome<S> {
        let mut window = self.windows().pop().unwrap_or_default();
        let outcome = self.attempts(&mut window, from, to, diags);
        self.windows().push(window);
        outcome
    }

    fn windows(&self) -> MutexGuard<'_, Vec<Window>> {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn attempts(&self, window: &mut Window, from: usize, to: usize, diags: &Diagnostics) -> Outcome<S> {
        let mut more = (to - from) / MORE + 1;
        for _ in 0..ATTEMPTS {
            let Some(text) = window.cover(self.sources, self.file, from, to.saturating_add(more)) else { break };
            let start = if from == self.start { Some(from) } else { border(text.until(to), from) };
            let Some(start) = start else { return Outcome::Empty };
            let end = border(text, to).or((!text.goes_on).then(|| text.end()));
            if let Some(part) = end.and_then(|end| self.part(text, start, end, diags)) {
                return Outcome::Read(Box::new(part));
            }
            more = more.saturating_mul(GROWTH);
        }
        Outcome::Unread
    }

    /// Reads the entries that begin between two borders, up to an `$INCLUDE`; none when one reaches over the window's end.
    fn part(&self, text: Text<'_>, start: usize, end: usize, diags: &Diagnostics) -> Option<Part<S>> {
        let (mut reader, mut cursor, mut sink) = (self.reader.fork(), Cursor::new(start), self.sink.part());
        let (mut diags, mut include) = (diags.part(), None);
        let mut entry = Entry::telling(&diags, self.reader.limits());
        while include.is_none() {
            cursor.at = behind_nothing(text, cursor.at, end);
            if cursor.at >= end {
                break;
            }
            match next_entry(text, &mut cursor, &mut entry) {
                Next::Entry => {
                    entry.tell(&mut diags);
                    include = reader.entry(text, &entry, &mut sink, &mut diags);
                }
                Next::End => {
                    entry.tell(&mut diags);
                    break;
                }
                Next::Cut => return None,
            }
        }
        sink.seal();
        let odd = self.odd.look(text, start, cursor.at);
        Some(Part { start, reader: Some(reader), cursor, sink, diags, odd, include })
    }
}

/// Offset in the file of the first line at or behind `at` that states an owner in column one, which is where the entry
/// before most likely ends; none when there is none in the text.
fn border(text: Text<'_>, at: usize) -> Option<usize> {
    let mut offset = at.saturating_sub(text.base).saturating_sub(1);
    loop {
        offset = line_end(text.octets, offset) + 1;
        if let b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'*' | b'-' = text.octets.get(offset)? {
            return Some(text.base + offset);
        }
    }
}

/// Offset behind the empty lines and comments that stand at `at`, at most `end`: what follows them is of the next part.
fn behind_nothing(text: Text<'_>, at: usize, end: usize) -> usize {
    let octets = text.octets.get(..end.saturating_sub(text.base)).unwrap_or_default();
    let mut line = at.saturating_sub(text.base);
    loop {
        let rest = octets.get(line..).unwrap_or_default();
        let blank = rest.iter().take_while(|octet| matches!(octet, b' ' | b'\t' | 0x0b | 0x0c)).count();
        match rest.get(blank) {
            Some(b';' | b'\n' | b'\r') => line = line_end(octets, line + blank) + 1,
            None if blank > 0 => return end,
            _ => return (text.base + line).min(end.max(at)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use std::sync::Arc;

    use super::super::{Content, Options, Refusal, Stored};
    use super::*;
    use crate::engine::diag::{Diagnostic, LineIndex, Span};
    use crate::engine::dns::{NameRef, RecordSink, RecordType};
    use crate::engine::limits::TextLimits;
    use crate::engine::work::{Backwards, Job};

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

    /// Where a text lies.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Place {
        Held,
        Stored,
        /// Nowhere: so many octets come whenever more are wanted.
        Coming(usize),
    }

    fn content(octets: &[u8], place: Place) -> Content {
        if place == Place::Stored { Content::Stored(Arc::new(octets.to_vec())) } else { octets.to_vec().into() }
    }

    /// Records, findings, what is broken, the zone's name, bytes read.
    type Found = (Vec<String>, Vec<Diagnostic>, Vec<String>, String, u64);

    /// Bounds of entries that a few lines reach.
    const TIGHT: TextLimits = TextLimits { entry: 400, entry_lines: 3, entry_words: 9, ..TextLimits::DEFAULT };

    /// Read by so many workers in parts of so many octets; plain for none.
    fn read(text: &[u8], included: &[u8], limits: TextLimits, how: Option<(usize, usize, Place)>) -> Found {
        let place = how.map_or(Place::Held, |(.., place)| place);
        let mut sources = match place {
            Place::Coming(_) => Sources::coming("zone", text.len()),
            Place::Held | Place::Stored => Sources::new("zone", content(text, place)),
        };
        let (mut sink, mut diags) = (Lines::default(), Diagnostics::new(10_000));
        let mut parser = Parser::new(Options { limits, ..Options::default() });
        if let Some((_, part, _)) = how {
            parser.pace = Pace { each: 3, share: 3, ..Pace::new(part) };
        }
        loop {
            let step = match how {
                Some((count, ..)) => parser.run_parts(&sources, &Backwards(count), &mut sink, &mut diags),
                None => parser.run(&sources, usize::MAX, &mut sink, &mut diags),
            };
            match step {
                Step::Paused => {}
                Step::Include(request) => {
                    let file = sources.add(request.path.clone(), content(included, place), request.at);
                    parser.answer(file.ok_or(Refusal::Refused(String::new())), &sources, &mut diags);
                }
                Step::Waiting => {
                    let Place::Coming(octets) = place else { panic!("nothing comes") };
                    let more = |came: &mut Vec<u8>| came.extend(text.iter().skip(came.len()).take(octets));
                    assert!(sources.receive(more).is_some());
                }
                Step::Done => break,
            }
        }
        let mut summary = parser.finish(&mut diags);
        sources.keep_lines(&mut summary);
        let (index, mut places) = (LineIndex::new(text), super::super::Lines::new(&sources));
        for offset in (0..u32::try_from(text.len()).unwrap()).step_by(7) {
            assert_eq!(places.position(0, offset), index.position(text, offset), "{offset} of {text:?}");
        }
        let broken = summary.broken.iter().map(|entry| format!("{entry:?}")).collect();
        (sink.0, diags.into_kept(), broken, format!("{:?} {}", summary.origin, summary.records), summary.bytes)
    }

    /// Lines that leave something to those after them, in whichever part those are.
    const LINES: [&str; 42] = [
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
        "i TXT \"\u{e9}\"",
        "j A\u{b}192.0.2.8 ; \u{c}",
        "k TXT \0",
        "k TXT a\rl A 192.0.2.9",
        "k A 192.0.2.10\r",
        "m TXT aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ( b",
        "n SVCB 1 . alpn=\"h2,\nh3\" key=\"x",
        "nothing that any line of a zone begins with",
        "   nor this one, which is indented",
        "o TXT one two three four five six seven",
        "p TXT ( one two three four five six seven eight",
        "A NS SOA MX",
        "q TXT ( \"a\" \"open",
        "( )",
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
            marked in any::<bool>(),
            tight in any::<bool>(),
        ) {
            let head = if settled { "$ORIGIN example.com.\n$TTL 60\n@ SOA ns1 h 7 7200 3600 1209600 60\n" } else { "" };
            let end = if crlf { "\r\n" } else { "\n" };
            let text: String = lines.iter().map(|&n| format!("{}{end}", LINES[n])).collect();
            let text = format!("{}{head}{text}", if marked { "\u{feff}" } else { "" });
            let included = b"inner A 192.0.2.7\n$TTL 5\n  A 192.0.2.8\n";
            let limits = if tight { TIGHT } else { TextLimits::default() };
            let one = read(text.as_bytes(), included, limits, None);
            let coming = [(1, Place::Coming(part)), (workers, Place::Coming(part))];
            for (workers, place) in [(workers, Place::Held), (workers, Place::Stored), (1, Place::Stored)].into_iter().chain(coming) {
                let several = read(text.as_bytes(), included, limits, Some((workers, part, place)));
                prop_assert_eq!(&several.0, &one.0, "records of {:?}", text);
                prop_assert_eq!(&several.1, &one.1, "findings of {:?}", text);
                let rest = (&several.2, &several.3, several.4);
                prop_assert_eq!(rest, (&one.2, &one.3, one.4), "the rest of {:?}", text);
            }
        }
    }

    #[test]
    fn what_stands_behind_the_last_entry_is_judged_too() {
        let head = "$ORIGIN example.com.\n$TTL 60\n@ SOA ns1 h 7 7200 3600 1209600 60\n";
        for (behind, code, times) in
            [(")\n", "paren-close", 1), ("( )", "paren-before-type", 1), (")\n))", "paren-close", 3)]
        {
            let text = format!("{head}{}{behind}", "www A 192.0.2.1\n".repeat(20));
            for how in [
                None,
                Some((2, 50, Place::Held)),
                Some((2, 50, Place::Stored)),
                Some((1, 50, Place::Stored)),
                Some((1, 50, Place::Coming(9))),
            ] {
                let found = read(text.as_bytes(), b"", TextLimits::default(), how).1;
                let codes: Vec<_> = found.iter().map(|found| found.code.name).collect();
                assert_eq!(codes, vec![code; times], "{behind:?}, {how:?}");
            }
        }
    }

    /// A line that comes in some thousand pieces is looked at a few times, not each time.
    #[test]
    fn an_entry_that_comes_by_and_by_is_read_a_few_times() {
        let text = format!("$ORIGIN example.com.\na 60 TXT {}\nb 60 A 192.0.2.1\n", "x ".repeat(20_000));
        let mut sources = Sources::coming("zone", text.len());
        let (mut sink, mut diags) = (Lines::default(), Diagnostics::new(10));
        let mut parser = Parser::new(Options::default());
        let mut looked = 0;
        loop {
            let (from, window) =
                parser.frames.last().map_or((0, (0, 0)), |frame| (frame.cursor.at, frame.window.tried));
            match parser.run(&sources, usize::MAX, &mut sink, &mut diags) {
                Step::Waiting => {}
                Step::Done => break,
                step => panic!("{step:?}"),
            }
            looked += usize::from(
                parser.frames.last().is_some_and(|frame| (from, window) != (frame.cursor.at, frame.window.tried)),
            );
            sources.receive(|came| came.extend(text.bytes().skip(came.len()).take(10)));
        }
        assert_eq!(sink.0.len(), 2, "{diags:?}");
        assert!((10..40).contains(&looked), "{looked} of {}", text.len() / 10);
    }

    /// A file of which only the beginning can be read.
    #[derive(Debug)]
    struct Torn(Vec<u8>, usize);

    impl Stored for Torn {
        fn length(&self) -> usize {
            self.0.len()
        }

        fn read(&self, at: usize, piece: &mut [u8]) -> bool {
            let octets = self.0.get(at..at + piece.len()).filter(|_| at + piece.len() <= self.1);
            octets.map(|octets| piece.copy_from_slice(octets)).is_some()
        }
    }

    #[test]
    fn what_cannot_be_read_is_said_and_ends_the_file() {
        let head = "$ORIGIN example.com.\n$TTL 60\n@ SOA ns1 h 7 7200 3600 1209600 60\n";
        let text = format!("{head}{}", "www A 192.0.2.1\n".repeat(100));
        for (workers, torn) in [(1, 0), (1, 900), (2, 0), (2, 900)] {
            let sources = Sources::new("zone", Content::Stored(Arc::new(Torn(text.clone().into_bytes(), torn))));
            let (mut sink, mut diags) = (Lines::default(), Diagnostics::new(10));
            let mut parser = Parser::new(Options::default());
            parser.pace = Pace { each: 3, share: 3, ..Pace::new(100) };
            let mut step = Step::Paused;
            while step != Step::Done {
                step = parser.run_parts(&sources, &Backwards(workers), &mut sink, &mut diags);
            }
            parser.finish(&mut diags);
            let codes: Vec<_> = diags.kept().iter().map(|found| found.code.name).collect();
            assert_eq!(codes, ["text-lost"], "{workers} workers, {torn} octets");
            assert!(sink.0.len() < 60 && (torn == 0) == sink.0.is_empty(), "{} records", sink.0.len());
        }
    }

    /// Two workers who note how many pieces they were given each time.
    #[derive(Default)]
    struct Noting(Mutex<Vec<usize>>);

    impl Workers for Noting {
        fn count(&self) -> usize {
            2
        }

        fn run(&self, jobs: Vec<Job<'_>>) {
            self.0.lock().unwrap().push(jobs.len());
            jobs.into_iter().for_each(|job| job());
        }
    }

    /// How many parts each round had, in which a text was read.
    fn rounds(text: String) -> Vec<usize> {
        let (sources, workers) = (Sources::new("zone", text.into_bytes()), Noting::default());
        let (mut sink, mut diags) = (Lines::default(), Diagnostics::new(10));
        let mut parser = Parser::new(Options::default());
        parser.pace = Pace { each: 4, share: 4, ..Pace::new(100) };
        while parser.run_parts(&sources, &workers, &mut sink, &mut diags) != Step::Done {}
        workers.0.into_inner().unwrap()
    }

    #[test]
    fn a_text_that_fits_again_is_read_by_all_again() {
        let head = "$ORIGIN example.com.\n$TTL 60\n@ SOA ns1 h 7 7200 3600 1209600 60\n";
        let odd = |n: usize| format!("$ORIGIN a{n}.example.com.\n{}", "www A 192.0.2.1\n".repeat(6));
        let odd: String = (0..200).map(odd).collect();
        let plain = "www A 192.0.2.1\n".repeat(2_000);
        // Rounds that fail are small, and there are few.
        let failing = rounds(format!("{head}{odd}"));
        assert!(failing[1..].iter().all(|parts| *parts == 2) && failing.len() < 20, "{failing:?}");
        let all = rounds(format!("{head}{odd}{plain}"));
        let wide = all.iter().filter(|parts| **parts == 8).count();
        // Of what is plain, at most as much as the longest penalty is read by one.
        assert!(wide * 800 >= plain.len() * 4 / 5, "{wide} of {all:?}");
    }
}
