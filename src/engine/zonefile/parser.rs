//! The driver of a parse: the stack of open files, slices, and `$INCLUDE` as an event.

use super::lexer::{Cursor, Entry, Next, next_entry};
use super::lines::Counted;
use super::octets::Odd;
use super::parts::Pace;
use super::record::Reader;
use super::text::{MARK, Text, span};
use super::window::Window;
use super::{Sources, codes};
use crate::engine::diag::{Diagnostic, Diagnostics, Span};
use crate::engine::dns::{Name, RecordSink, RecordType};
use crate::engine::limits::TextLimits;

/// How to read a zone file.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The zone's name, when the caller knows it; else the text says it (contracts.md §1).
    pub origin: Option<Name>,
    /// Bounds.
    pub limits: TextLimits,
}

/// Why a run of the parser returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The slice is used up; run again.
    Paused,
    /// More of the text must come first: [`Sources::receive`], then run again.
    Waiting,
    /// A file is wanted; give [`Parser::answer`], then run again.
    Include(Request),
    /// Everything is read; [`Parser::finish`].
    Done,
}

/// A file that `$INCLUDE` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// As written, without quotes.
    pub path: String,
    /// Where it is written; its `file` is the one it is relative to.
    pub at: Span,
}

/// Why the host gives no file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It could not be read; the host's own words.
    Missing(String),
    /// It may not be read; the host's rule in a few words.
    Refused(String),
}

/// What a parse learned besides records and diagnostics.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// The zone's name; none when nothing says it.
    pub origin: Option<Name>,
    /// Entries that were reported and gave no record, the first few of them: a rule that misses a record can see that it
    /// was meant to be there.
    pub broken: Vec<Broken>,
    /// Records given to the sink.
    pub records: u64,
    /// Bytes read, all files together.
    pub bytes: u64,
    /// Whether some records stand, or may stand, where the root is the origin: `@` is the root there.
    pub under_root: bool,
    /// Lines of the files.
    pub(super) counted: Counted,
}

/// An entry that gave no record.
#[derive(Clone, Debug)]
pub struct Broken {
    /// Its owner, when that could be read.
    pub owner: Option<Name>,
    /// Its type, when that could be read.
    pub rtype: Option<RecordType>,
    /// Where it is.
    pub at: Span,
}

/// Reads a zone in slices. Feed it the same [`Sources`], sink and diagnostics until it is done.
#[derive(Debug)]
pub struct Parser {
    pub(super) reader: Reader,
    pub(super) frames: Vec<Frame>,
    wanted: Option<Wanted>,
    pub(super) bytes: u64,
    opened: bool,
    pub(super) pace: Pace,
    /// The last round of parts was dropped.
    pub(super) failed: bool,
    pub(super) counted: Counted,
}

/// One open file.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) file: u16,
    pub(super) cursor: Cursor,
    pub(super) window: Window,
    pub(super) odd: Odd,
    /// What the including file goes on with.
    outer: Option<(Option<Name>, Vec<u8>)>,
}

/// An `$INCLUDE` that waits for its answer.
#[derive(Debug)]
struct Wanted {
    request: Request,
    origin: Option<Name>,
}

impl Parser {
    /// A parser at the start of file 0.
    #[must_use]
    pub fn new(options: Options) -> Self {
        let (frames, wanted, counted) = Default::default();
        let pace = Pace::new(options.limits.part);
        Self { reader: Reader::new(options), frames, wanted, bytes: 0, opened: false, pace, failed: false, counted }
    }

    /// Reads on for about `budget` bytes of text.
    pub fn run<S: RecordSink + ?Sized>(
        &mut self,
        sources: &Sources,
        budget: usize,
        sink: &mut S,
        diags: &mut Diagnostics,
    ) -> Step {
        if !self.opened {
            // What a file begins with says whether it is a text.
            if sources.is_coming(0) && sources.piece(0, 0..MARK.len()).len() < MARK.len() {
                return Step::Waiting;
            }
            self.opened = true;
            self.open(0, None, sources, diags);
        }
        let mut left = budget.max(1);
        let usual = self.pace.part;
        while let Some(frame) = self.frames.last_mut() {
            if left == 0 {
                return Step::Paused;
            }
            let Frame { file, cursor, window, odd, .. } = frame;
            let began = cursor.at;
            let Some(text) = window.at(sources, *file, began, usual) else {
                diags.push(Diagnostic::new(&codes::TEXT_LOST, span(*file, began, began)));
                self.reader.unreadable();
                self.close();
                continue;
            };
            let mut entry = Entry::telling(diags, self.reader.limits());
            let mut wanted = None;
            let mut next = Next::Entry;
            while next == Next::Entry && wanted.is_none() && left > 0 {
                let before = cursor.at;
                next = next_entry(text, cursor, &mut entry);
                let used = cursor.at - before;
                left = left.saturating_sub(used);
                self.bytes += used as u64;
                if next != Next::Cut {
                    // Behind the last entry, too, a parenthesis may close nothing.
                    entry.tell(diags);
                }
                if next == Next::Entry {
                    wanted = self.reader.entry(text, &entry, sink, diags);
                }
            }
            let found = odd.look(text, began, cursor.at);
            odd.add(found, *file, diags);
            self.counted.note(*file, cursor.at, odd.ended);
            match next {
                Next::Entry => {}
                Next::Cut if sources.is_coming(*file) => return Step::Waiting,
                Next::Cut => window.cut(cursor.at),
                Next::End => self.close(),
            }
            if let Some((request, origin)) = wanted
                && let Some(step) = self.want(request, origin, sources, diags)
            {
                return step;
            }
        }
        Step::Done
    }

    /// Asks the host for a file; nothing when there are too many.
    pub(super) fn want(
        &mut self,
        request: Request,
        origin: Option<Name>,
        sources: &Sources,
        diags: &mut Diagnostics,
    ) -> Option<Step> {
        // The file is the outermost, or was included this many levels deep.
        let deep = self.frames.len() > usize::from(self.reader.limits().include_depth);
        if deep || sources.files().len() >= usize::from(self.reader.limits().files) {
            diags.push(Diagnostic::new(&codes::INCLUDE_DEPTH, request.at).arg("path", request.path));
            return None;
        }
        self.wanted = Some(Wanted { request: request.clone(), origin });
        Some(Step::Include(request))
    }

    /// Answers [`Step::Include`]: the index in `sources` of the file that was added, or why there is none.
    pub fn answer(&mut self, answer: Result<u16, Refusal>, sources: &Sources, diags: &mut Diagnostics) {
        let Some(Wanted { request, origin }) = self.wanted.take() else { return };
        let refused = match answer {
            Ok(file) => {
                let name = sources.get(file).map(|s| s.name.as_str());
                if self.frames.iter().any(|f| sources.get(f.file).map(|s| s.name.as_str()) == name) {
                    Diagnostic::new(&codes::INCLUDE_DEPTH, request.at)
                } else {
                    return self.open(file, origin, sources, diags);
                }
            }
            Err(Refusal::Missing(reason)) => Diagnostic::new(&codes::INCLUDE_MISSING, request.at).arg("reason", reason),
            Err(Refusal::Refused(reason)) => Diagnostic::new(&codes::INCLUDE_REFUSED, request.at).arg("reason", reason),
        };
        diags.push(refused.arg("path", request.path));
    }

    /// Bytes read so far, all files together.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Ends the parse: says what is missing as a whole, orders the findings, and sums up.
    pub fn finish(self, diags: &mut Diagnostics) -> Summary {
        let summary = Summary { bytes: self.bytes, counted: self.counted, ..self.reader.finish(diags) };
        diags.sort();
        summary
    }

    fn open(&mut self, file: u16, origin: Option<Name>, sources: &Sources, diags: &mut Diagnostics) {
        let length = sources.length(file);
        let limit = self.reader.limits().bytes;
        if length as u64 > limit {
            diags.push(Diagnostic::new(&codes::TEXT_LONG, Span::new(file, 0, 0)).arg("limit", limit));
            return self.reader.unreadable();
        }
        let mut window = Window::default();
        let Some(text) = window.at(sources, file, 0, self.pace.part.max(3)) else {
            diags.push(Diagnostic::new(&codes::TEXT_LOST, Span::new(file, 0, 0)));
            return self.reader.unreadable();
        };
        let Some(at) = first_byte(text, diags) else {
            return self.reader.unreadable();
        };
        self.bytes += at as u64;
        let outer = (!self.frames.is_empty()).then(|| self.reader.enter(origin));
        self.frames.push(Frame { file, cursor: Cursor::new(at), window, odd: Odd::default(), outer });
    }

    fn close(&mut self) {
        // RFC 1035 §5.1: an included file does not change the origin of the file that includes it; BIND restores the
        // owner too.
        if let Some(Frame { outer: Some((origin, owner)), .. }) = self.frames.pop() {
            self.reader.leave(origin, owner);
        }
    }
}

/// Reads a zone, as much of it as is there, at one go, asking `include` for files; it adds each to the sources and returns its index.
pub fn parse<S: RecordSink + ?Sized>(
    sources: &mut Sources,
    options: Options,
    sink: &mut S,
    diags: &mut Diagnostics,
    include: &mut dyn FnMut(&Request, &mut Sources) -> Result<u16, Refusal>,
) -> Summary {
    let mut parser = Parser::new(options);
    loop {
        match parser.run(sources, usize::MAX, sink, diags) {
            Step::Paused => {}
            Step::Include(request) => {
                let answer = include(&request, sources);
                parser.answer(answer, sources, diags);
            }
            Step::Done | Step::Waiting => return parser.finish(diags),
        }
    }
}

/// Where the text of a file starts, of which this is the beginning; none when it is no text to read, which is then
/// reported.
fn first_byte(text: Text<'_>, diags: &mut Diagnostics) -> Option<usize> {
    let what = match text.octets {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        [0x1f, 0x8b, ..] => Some("gzip"),
        _ => None,
    };
    if let Some(what) = what {
        diags.push(Diagnostic::new(&codes::NOT_TEXT, text.span(0, 2)).arg("what", what));
        return None;
    }
    if text.octets.starts_with(MARK) {
        let mark = text.span(0, MARK.len());
        diags.push(Diagnostic::new(&codes::BYTE_ORDER_MARK, mark).fix(super::mend::delete(mark)));
        return Some(MARK.len());
    }
    Some(0)
}
