//! The check of a document in steps: parse, a file while it still comes, then build, judge and count.

use std::sync::Arc;

use super::desk::{Chunks, Progress};
use super::document::{Checked, Document};
use crate::engine::check::{Check, Options, Report};
use crate::engine::diag;
use crate::engine::dns::{Name, RecordType};
use crate::engine::work::Alone;
use crate::engine::zonefile::{Refusal, Sources, Step};
use crate::product::api::worker::{Answer, Checked as Told, Included, TypeCount};
use crate::product::provider::delegate::name_servers;

/// Bytes parsed in one step: a few milliseconds.
const PARSE_STEP: usize = 128 << 10;
/// Name servers of a zone that the page is told of; a zone with more has another trouble.
const MANY: usize = 1_000;

/// A check on its way.
pub(super) struct Checking {
    options: Options,
    started_ms: f64,
    included: Vec<Included>,
    stage: Stage,
}

enum Stage {
    Begin(Option<Box<dyn Chunks>>),
    /// With the file that has not come whole.
    Check(Box<Check>, Option<Box<dyn Chunks>>),
    Over,
}

impl Checking {
    pub(super) fn new(origin: &str, at: Option<u64>, file: Option<Box<dyn Chunks>>, now_ms: f64) -> Self {
        // What is no name is the project's to say; the text may still tell the zone.
        let origin = Some(origin).filter(|o| !o.is_empty()).and_then(|o| Name::absolute(o).ok());
        let options = Options { origin, at, ..Options::default() };
        Self { options, started_ms: now_ms, included: Vec::new(), stage: Stage::Begin(file) }
    }

    /// One step.
    #[inline(never)]
    pub(super) fn step(&mut self, document: &mut Document, now_ms: f64) -> Progress {
        match std::mem::replace(&mut self.stage, Stage::Over) {
            Stage::Begin(mut file) => {
                // A file that is gone is an empty one to the browser; only reading tells.
                let came = file.as_mut().filter(|file| file.len() == 0).map(|file| file.take(&mut Vec::new()));
                match came {
                    Some(Ok(false)) => {
                        self.stage = Stage::Begin(file);
                        return Progress::Waiting;
                    }
                    Some(Err(())) => return Progress::Failed("file-unreadable"),
                    Some(Ok(true)) | None => {}
                }
                let Some((check, total)) = self.begin(document, file.as_deref()) else {
                    return Progress::Failed(if file.is_some() { "file-unreadable" } else { "unknown-revision" });
                };
                self.stage = Stage::Check(Box::new(check), file);
                Progress::Going { done: 0, total }
            }
            Stage::Check(mut check, mut file) => {
                let total = file.as_ref().map_or_else(|| length(document), |file| file.len());
                if let Some(came) = file.as_mut().and_then(|file| check.receive(|octets| file.take(octets)))
                    && came.is_err()
                {
                    return Progress::Failed("file-unreadable");
                }
                if file.is_some()
                    && let Some(text) = check.text()
                {
                    document.set_text(Arc::clone(text));
                    file = None;
                }
                match check.run(PARSE_STEP, &Alone) {
                    Step::Paused => {}
                    Step::Waiting => {
                        self.stage = Stage::Check(check, file);
                        return Progress::Waiting;
                    }
                    Step::Include(request) => {
                        let answer = document.included(&request.path).map(<[u8]>::to_vec);
                        self.note(&request.path, answer.as_deref());
                        let missing = || Refusal::Missing("this page was not given the file".to_owned());
                        check.answer(&request, answer.map(|bytes| (request.path.clone(), bytes)).ok_or_else(missing));
                    }
                    Step::Done => {
                        let report = check.finish();
                        let told = self.tell(&report, document, now_ms);
                        document.checked = Some(Checked::new(report));
                        return Progress::Done(Answer::Check(Box::new(told)));
                    }
                }
                // As octets of the text, so that the page can say how fast it goes.
                let done = check.done().saturating_mul(total) / 1_000;
                self.stage = Stage::Check(check, file);
                Progress::Going { done, total }
            }
            Stage::Over => Progress::Failed("nothing-checked"),
        }
    }

    /// A check of the file or of the text that is at hand, and its octets; none when there is no room or no text.
    fn begin(&self, document: &Document, file: Option<&dyn Chunks>) -> Option<(Check, u64)> {
        let name = document.name.clone();
        let (mut sources, total) = match (file, &document.text) {
            (Some(file), _) => (Sources::coming(name, usize::try_from(file.len()).ok()?), file.len()),
            (None, Some(text)) => (Sources::new(name, Arc::clone(text)), text.len() as u64),
            (None, None) => return None,
        };
        // At once, since Wasm memory that growth leaves behind never goes back.
        let room = sources.receive(|octets| octets.try_reserve_exact(usize::try_from(total).unwrap_or(usize::MAX)));
        room.is_none_or(|room| room.is_ok()).then(|| (Check::new(sources, self.options.clone()), total))
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
            name_servers: found
                .snapshot
                .as_ref()
                .and_then(name_servers)
                .filter(|all| all.len() <= MANY)
                .unwrap_or_default(),
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
