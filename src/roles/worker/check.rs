//! The check of a document in steps: read the file if there is one, parse, then build, judge and count.

use super::desk::{Chunks, Progress};
use super::document::{Checked, Document};
use super::rows::View;
use crate::engine::check::{Check, Options, Report};
use crate::engine::diag;
use crate::engine::dns::{Name, RecordType};
use crate::engine::work::Alone;
use crate::engine::zonefile::{Refusal, Sources, Step};
use crate::product::api::worker::{Answer, Checked as Told, Included, TypeCount};

/// Bytes parsed in one step: a few milliseconds.
const PARSE_STEP: usize = 128 << 10;

/// A check on its way.
pub(super) struct Checking {
    options: Options,
    started_ms: f64,
    included: Vec<Included>,
    stage: Stage,
}

enum Stage {
    Read { file: Box<dyn Chunks>, bytes: Vec<u8> },
    Begin,
    Parse(Box<Check>),
    Over,
}

impl Checking {
    pub(super) fn new(origin: &str, at: Option<u64>, file: Option<Box<dyn Chunks>>, now_ms: f64) -> Self {
        // What is no name is the project's to say; the text may still tell the zone.
        let origin = Some(origin).filter(|o| !o.is_empty()).and_then(|o| Name::absolute(o).ok());
        let stage = file.map_or(Stage::Begin, |file| Stage::Read { file, bytes: Vec::new() });
        Self { options: Options { origin, at, ..Options::default() }, started_ms: now_ms, included: Vec::new(), stage }
    }

    /// One step.
    #[inline(never)]
    pub(super) fn step(&mut self, document: &mut Document, now_ms: f64) -> Progress {
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Read { mut file, mut bytes } => {
                let total = file.len();
                // At once, since Wasm memory that growth leaves behind never goes back.
                let wanted = usize::try_from(total).unwrap_or(usize::MAX);
                let room = bytes.try_reserve_exact(wanted.saturating_sub(bytes.len())).is_ok();
                let came = if room { file.take(&mut bytes) } else { Err(()) };
                let Ok(came) = came else { return Progress::Failed("file-unreadable") };
                let is_whole = bytes.len() as u64 == total;
                if is_whole {
                    document.set_text(bytes);
                    self.stage = Stage::Begin;
                } else {
                    self.stage = Stage::Read { file, bytes };
                }
                // Reading is a small part of the way.
                if came || is_whole { Progress::Going { done: 0, total } } else { Progress::Waiting }
            }
            Stage::Begin => {
                let Some(text) = document.text.clone() else { return Progress::Failed("unknown-revision") };
                let total = text.len() as u64;
                let sources = Sources::new(document.name.clone(), text);
                self.stage = Stage::Parse(Box::new(Check::new(sources, self.options.clone())));
                Progress::Going { done: 0, total }
            }
            Stage::Parse(mut check) => {
                match check.run(PARSE_STEP, &Alone) {
                    Step::Paused => {}
                    Step::Include(request) => {
                        let answer = document.included(&request.path).map(<[u8]>::to_vec);
                        self.note(&request.path, answer.as_deref());
                        let missing = || Refusal::Missing("this page was not given the file".to_owned());
                        check.answer(&request, answer.map(|bytes| (request.path.clone(), bytes)).ok_or_else(missing));
                    }
                    Step::Done => {
                        let report = check.finish();
                        let told = self.tell(&report, document, now_ms);
                        let all = View::all(report.snapshot.as_ref());
                        document.checked = Some(Checked { report, all, filtered: None });
                        return Progress::Done(Answer::Check(Box::new(told)));
                    }
                }
                let done = check.bytes();
                self.stage = Stage::Parse(check);
                Progress::Going { done, total: length(document) }
            }
            Stage::Over => Progress::Failed("nothing-checked"),
        }
    }

    /// Remembers a file that the text names.
    fn note(&mut self, path: &str, content: Option<&[u8]>) {
        if self.included.iter().all(|included| included.path != path) {
            self.included.push(Included { path: path.to_owned(), bytes: content.map(|bytes| bytes.len() as u64) });
        }
    }

    #[inline(never)]
    fn tell(&self, found: &Report, document: &Document, now_ms: f64) -> Told {
        let text = document.text.as_deref().map_or(&[][..], Vec::as_slice);
        let count = |&(rtype, records): &(RecordType, u64)| TypeCount { rtype: rtype.to_string(), records };
        let mut types: Vec<_> = found.types.iter().map(count).collect();
        types.sort_by(|a, b| b.records.cmp(&a.records).then_with(|| a.rtype.cmp(&b.rtype)));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a duration in milliseconds")]
        let ms = (now_ms - self.started_ms).max(0.0) as u32;
        Told {
            report: found.into(),
            types,
            included: self.included.clone(),
            bytes: text.len() as u64,
            lines: diag::lines(text),
            utf8: is_utf8(text),
            ms,
        }
    }
}

/// Whether a text is UTF-8; most consist of ASCII, which is seen many octets at a time.
fn is_utf8(text: &[u8]) -> bool {
    let is_ascii = |piece: &[u8]| piece.iter().fold(0, |all, octet| all | octet) < 0x80;
    text.chunks(4096).all(is_ascii) || std::str::from_utf8(text).is_ok()
}

fn length(document: &Document) -> u64 {
    document.text.as_ref().map_or(0, |text| text.len() as u64)
}
