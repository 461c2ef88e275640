//! The check of a document in steps: read the file if there is one, parse, then build, judge and count.

use super::desk::{Chunks, Progress};
use super::document::{Checked, Document};
use super::rows::{Filter, View};
use crate::engine::check::{Check, Options, Report};
use crate::engine::diag;
use crate::engine::dns::Name;
use crate::engine::work::Alone;
use crate::engine::zonefile::{Refusal, Sources, Step};
use crate::product::api::worker::{Answer, Checked as Told, Included, TypeCount};

/// Bytes read from a file in one step, some tens of milliseconds: with a quarter of it a file takes up to twice as long.
const READ_STEP: u64 = 16 << 20;
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
    View { report: Report, view: View },
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
                let (done, total) = (bytes.len() as u64, file.len());
                // At once, since Wasm memory that growth leaves behind never goes back.
                let room = usize::try_from(total - done.min(total)).is_ok_and(|n| bytes.try_reserve_exact(n).is_ok());
                if !room {
                    return Progress::Failed("file-unreadable");
                }
                if done >= total {
                    document.set_text(bytes);
                    self.stage = Stage::Begin;
                } else if file.read(done, total.min(done + READ_STEP), &mut bytes).is_ok() && bytes.len() as u64 > done
                {
                    self.stage = Stage::Read { file, bytes };
                } else {
                    return Progress::Failed("file-unreadable");
                }
                // Reading is a small part of the way.
                Progress::Going { done: 0, total }
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
                        let view = View::new(Filter::default());
                        self.stage = Stage::View { report, view };
                        return self.going(document);
                    }
                }
                let done = check.bytes();
                self.stage = Stage::Parse(check);
                Progress::Going { done, total: length(document) }
            }
            Stage::View { report, mut view } => {
                if let Some(zone) = report.snapshot.as_ref().filter(|_| !view.is_complete()) {
                    view.grow(zone);
                    self.stage = Stage::View { report, view };
                    return self.going(document);
                }
                let told = self.tell(&report, &view, document, now_ms);
                document.checked = Some(Checked { report, all: view, filtered: None });
                Progress::Done(Answer::Check(Box::new(told)))
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

    fn going(&self, document: &Document) -> Progress {
        let total = length(document);
        Progress::Going { done: total, total }
    }

    #[inline(never)]
    fn tell(&self, found: &Report, view: &View, document: &Document, now_ms: f64) -> Told {
        let text = document.text.as_deref().map_or(&[][..], Vec::as_slice);
        let mut types: Vec<_> = view.types().map(|(t, records)| TypeCount { rtype: t.to_string(), records }).collect();
        types.sort_by(|a, b| b.records.cmp(&a.records).then_with(|| a.rtype.cmp(&b.rtype)));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a duration in milliseconds")]
        let ms = (now_ms - self.started_ms).max(0.0) as u32;
        Told {
            report: found.into(),
            types,
            included: self.included.clone(),
            bytes: text.len() as u64,
            lines: diag::lines(text),
            utf8: std::str::from_utf8(text).is_ok(),
            ms,
        }
    }
}

fn length(document: &Document) -> u64 {
    document.text.as_ref().map_or(0, |text| text.len() as u64)
}
