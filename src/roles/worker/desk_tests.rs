//! The protocol by hand: a clock that ticks a millisecond a look, messages between slices.

use std::cell::Cell;

use super::*;
use crate::product::api::report::Format;
use crate::product::api::worker::{Change, Checked, Included, Part, Rows};

const ZONE: &str = "$TTL 60\n@ SOA ns h 7 7200 3600 1209600 60\n@ NS ns\nns A 192.0.2.1\nbad A 192.0.2.999\n";

#[derive(Default)]
struct Page {
    desk: Desk,
    clock: Cell<f64>,
    replies: Vec<Reply>,
}

impl Page {
    fn hear(&mut self, request: Request) {
        self.desk.hear(request, None, &mut self.replies);
    }

    fn ask(&mut self, id: JobId, rev: Rev, job: Job) {
        self.hear(Request::Job { id, doc: 1, rev, job });
    }

    /// One slice; how long it took.
    fn slice(&mut self) -> f64 {
        let before = self.clock.get();
        let clock = &self.clock;
        let now_ms = || {
            clock.set(clock.get() + 1.0);
            clock.get()
        };
        self.desk.work(&now_ms, &mut self.replies);
        self.clock.get() - before
    }

    fn rest(&mut self) -> Vec<Reply> {
        while self.desk.current.is_some() || !self.desk.queue.is_empty() {
            self.slice();
        }
        std::mem::take(&mut self.replies).into_iter().filter(|r| !matches!(r, Reply::Progress { .. })).collect()
    }

    fn checked(&mut self, id: JobId, rev: Rev, text: Text) -> Box<Checked> {
        self.ask(id, rev, check(text));
        match self.rest().pop() {
            Some(Reply::Result { result: Answer::Check(checked), .. }) => checked,
            other => panic!("{other:?}"),
        }
    }

    fn rows(&mut self, rev: Rev, rtype: &str, search: &str, start: u64, count: u32) -> Rows {
        self.ask(99, rev, Job::Rows { rtype: rtype.into(), search: search.into(), part: Part::Line, start, count });
        match self.rest().pop() {
            Some(Reply::Result { result: Answer::Rows(rows), .. }) => rows,
            other => panic!("{other:?}"),
        }
    }
}

fn whole(text: &str) -> Text {
    Text::Whole { name: "zone".into(), text: text.into() }
}

fn check(text: Text) -> Job {
    Job::Check { text, origin: "example.com".into(), at_s: None }
}

fn large(records: usize) -> String {
    let mut text = ZONE.replace("bad A 192.0.2.999\n", "");
    for n in 0..records {
        text.push_str(&format!("h{n} {} 192.0.2.{}\n", if n % 10 == 0 { "60 A" } else { "A" }, n % 250));
    }
    text
}

fn failures(replies: &[Reply]) -> Vec<(JobId, &str)> {
    let mut found = Vec::new();
    for reply in replies {
        if let Reply::Failed { id, code, .. } = reply {
            found.push((*id, code.as_str()));
        }
    }
    found
}

#[test]
fn a_check_counts_and_points() {
    let checked = Page::default().checked(1, 1, whole(ZONE));
    assert_eq!(checked.report.records, 3);
    assert_eq!(checked.report.serial, Some(7));
    assert_eq!(checked.lines, 5);
    let error = checked.report.diagnostics.iter().find(|d| d.code == "ipv4-octet-range").unwrap();
    assert_eq!(error.place.as_ref().unwrap().line, 5);
    assert_eq!(checked.types.iter().map(|t| t.records).sum::<u64>(), 3);
}

#[test]
fn changes_build_on_the_revision_they_name() {
    let mut page = Page::default();
    page.checked(1, 1, whole(ZONE));
    let at = ZONE.find("999").unwrap() as u32;
    let changes =
        vec![Change { offset: at, length: 3, text: "99".into() }, Change { offset: 0, length: 0, text: ";\n".into() }];
    let checked = page.checked(2, 2, Text::Changes { base: 1, changes });
    assert_eq!((checked.report.counts.error, checked.report.records, checked.lines), (0, 4, 6));
    page.ask(3, 3, check(Text::Changes { base: 1, changes: Vec::new() }));
    page.ask(
        4,
        3,
        check(Text::Changes { base: 2, changes: vec![Change { offset: 9_999, length: 1, text: String::new() }] }),
    );
    page.hear(Request::Job { id: 5, doc: 2, rev: 1, job: check(Text::Same { base: 0 }) });
    page.hear(Request::Job { id: 6, doc: 3, rev: 1, job: Job::Lines { start: 1, count: 1 } });
    let replies = page.rest();
    let expected = [(3, "unknown-revision"), (4, "bad-change"), (5, "unknown-revision"), (6, "unknown-document")];
    assert_eq!(failures(&replies), expected);
    assert_eq!(replies.len(), expected.len());
}

#[test]
fn a_newer_revision_ends_older_jobs_and_each_job_answers_once() {
    let mut page = Page::default();
    page.ask(1, 1, check(whole(&large(50_000))));
    page.slice();
    page.ask(2, 1, Job::Rows { rtype: String::new(), search: String::new(), part: Part::Line, start: 0, count: 5 });
    page.ask(3, 2, check(whole(ZONE)));
    page.ask(4, 1, check(whole(ZONE)));
    let replies = page.rest();
    assert_eq!(failures(&replies), [(1, "superseded"), (2, "superseded"), (4, "superseded")]);
    assert!(matches!(replies.last(), Some(Reply::Result { id: 3, rev: 2, .. })));
    assert_eq!(replies.len(), 4);
}

#[test]
fn a_cancelled_job_ends_before_its_next_slice() {
    let mut page = Page::default();
    page.ask(1, 1, check(whole(&large(50_000))));
    page.slice();
    assert!(page.replies.iter().all(|r| matches!(r, Reply::Progress { id: 1, .. })), "it is not done in one slice");
    page.hear(Request::Cancel { id: 1 });
    page.hear(Request::Cancel { id: 77 });
    assert_eq!(failures(&page.rest()), [(1, "cancelled")]);
}

#[test]
fn slices_are_short_and_progress_grows() {
    let mut page = Page::default();
    page.ask(1, 1, check(whole(&large(100_000))));
    while page.desk.current.is_some() || !page.desk.queue.is_empty() {
        assert!(page.slice() <= SLICE_MS + 5.0);
    }
    let done: Vec<_> = page
        .replies
        .iter()
        .filter_map(|r| if let Reply::Progress { done, .. } = r { Some(*done) } else { None })
        .collect();
    assert!(done.is_sorted() && done.len() > 1, "{done:?}");
}

#[test]
fn windows_of_rows_are_found_anywhere() {
    let mut page = Page::default();
    let checked = page.checked(1, 1, whole(&large(3_000)));
    assert_eq!(checked.report.records, 3_003);
    let all = page.rows(1, "", "", 0, 1_000);
    assert_eq!((all.total, all.rows.len()), (3_003, 1_000));
    for start in [0, 255, 256, 257, 700, 999] {
        let window = page.rows(1, "", "", start, 3);
        assert_eq!(window.rows[0], all.rows[start as usize], "{start}");
    }
    let types: Vec<_> = all.rows.iter().take(3).map(|row| row.rtype.as_str()).collect();
    assert_eq!(types, ["SOA", "NS", "A"], "the SOA comes first, as in a zone file");
    assert!(all.rows.iter().zip(0..).all(|(row, key)| row.key == key));
    assert_eq!(all.rows.iter().filter(|row| row.rtype == "SOA").count(), 1);
    assert_eq!(page.rows(1, "NS", "", 0, 1).rows[0], all.rows[1]);
    let last = page.rows(1, "", "", 3_002, 10);
    assert_eq!((last.rows.len(), last.rows[0].key), (1, 3_002));
    assert!(page.rows(1, "", "", 5_000, 10).rows.is_empty());
    assert_eq!(page.rows(1, "NS", "", 0, 10).total, 1);
    assert_eq!(page.rows(1, "NOPE", "", 0, 10).total, 0);
    let found = page.rows(1, "A", "H299", 2, 100);
    assert_eq!((found.total, found.rows.len()), (11, 9));
    assert!(found.rows.iter().all(|row| row.owner.starts_with("h299") && row.line.is_some()));
    assert_eq!(page.rows(1, "A", "", 2_600, 1).rows.len(), 1, "far into a filtered view");
}

#[test]
fn a_record_is_explained_field_by_field() {
    let mut page = Page::default();
    page.checked(1, 1, whole(ZONE));
    let soa = page.rows(1, "SOA", "", 0, 1).rows.remove(0);
    page.ask(5, 1, Job::Explain { key: soa.key });
    page.ask(6, 1, Job::Explain { key: 1_000 });
    let replies = page.rest();
    let Reply::Result { result: Answer::Explain(explained), .. } = &replies[0] else { panic!("{replies:?}") };
    assert_eq!(explained.row, soa);
    assert_eq!(explained.fields.len(), 7);
    assert_eq!(explained.octets as usize, 13 + 10 + explained.wire.len() / 2);
    assert_eq!(failures(&replies), [(6, "no-such-record")]);
}

#[test]
fn fixes_come_as_changes_that_can_be_sent_back() {
    let mut page = Page::default();
    let broken = format!("{ZONE}t TXT \"open\nx CNAM ns\n").replace("bad A 192.0.2.999\n", "");
    let before = page.checked(1, 1, whole(&broken));
    assert_eq!(before.report.counts.error, 2);
    page.ask(2, 1, Job::ApplyFixes { findings: Vec::new() });
    let Some(Reply::Result { result: Answer::ApplyFixes { changes }, .. }) = page.rest().pop() else { panic!() };
    assert_eq!(changes.len(), 2);
    let after = page.checked(3, 2, Text::Changes { base: 1, changes });
    assert_eq!((after.report.counts.error, after.report.records), (0, 5));
}

/// A file that comes in three parts, if it is a good one, each when it was asked for so many times.
struct Memory {
    octets: Vec<u8>,
    is_good: bool,
    asked: u8,
    every: u8,
}

impl Chunks for Memory {
    fn len(&self) -> u64 {
        self.octets.len() as u64
    }

    fn take(&mut self, into: &mut Vec<u8>) -> Result<bool, ()> {
        self.asked += 1;
        let came = self.asked.is_multiple_of(self.every);
        if came {
            let third = self.octets.len().div_ceil(3);
            into.extend(self.octets.iter().skip(into.len()).take(third));
        }
        if self.is_good { Ok(came) } else { Err(()) }
    }
}

#[test]
fn files_are_read_in_the_worker_and_shown_in_windows() {
    let mut page = Page::default();
    let job = || Job::Check { text: Text::File { name: "big".into() }, origin: String::new(), at_s: None };
    let text = format!("$ORIGIN example.org.\n{}", large(200_000));
    let file = |is_good| {
        Some(Box::new(Memory { octets: text.clone().into_bytes(), is_good, asked: 0, every: 2 }) as Box<dyn Chunks>)
    };
    page.desk.hear(Request::Job { id: 1, doc: 1, rev: 1, job: job() }, file(true), &mut page.replies);
    assert!(
        !page.desk.work(&|| 0.0, &mut page.replies),
        "nothing has come yet, and the desk does not ask again and again"
    );
    let Some(Reply::Result { result: Answer::Check(checked), .. }) = page.rest().pop() else { panic!() };
    assert_eq!((checked.report.origin.as_deref(), checked.report.records), (Some("example.org."), 200_003));
    page.ask(2, 1, Job::Lines { start: 3, count: 2 });
    let Some(Reply::Result { result: Answer::Lines { lines, total }, .. }) = page.rest().pop() else { panic!() };
    assert_eq!((lines, total), (vec!["@ SOA ns h 7 7200 3600 1209600 60".to_owned(), "@ NS ns".to_owned()], 200_005));
    page.desk.hear(Request::Job { id: 3, doc: 1, rev: 2, job: job() }, file(false), &mut page.replies);
    page.desk.hear(Request::Job { id: 4, doc: 1, rev: 3, job: job() }, None, &mut page.replies);
    let replies = page.rest();
    assert!(replies.len() == 2 && failures(&replies).contains(&(4, "file-unreadable")), "{replies:?}");
}

/// To the browser a file that is gone has no octets, as an empty one; only reading tells them apart.
#[test]
fn an_empty_file_is_checked_and_one_that_is_gone_is_not() {
    let mut page = Page::default();
    let mut last = |id, is_good| {
        let job = Job::Check { text: Text::File { name: "small".into() }, origin: "example.com".into(), at_s: None };
        let file = Memory { octets: Vec::new(), is_good, asked: 0, every: 2 };
        page.desk.hear(Request::Job { id, doc: 1, rev: id, job }, Some(Box::new(file)), &mut page.replies);
        page.rest().pop()
    };
    assert!(matches!(last(1, true), Some(Reply::Result { result: Answer::Check(checked), .. }) if checked.bytes == 0));
    assert!(matches!(last(2, false), Some(Reply::Failed { code, .. }) if code == "file-unreadable"));
}

/// What has come of a file is read while the rest is on its way, and what is said of the way never goes back.
#[test]
fn a_file_is_read_while_it_comes() {
    let mut page = Page::default();
    let (text, name) = (large(400_000), "big".to_owned());
    let job = Job::Check { text: Text::File { name }, origin: "example.com".into(), at_s: None };
    let file = Memory { octets: text.into_bytes(), is_good: true, asked: 0, every: 40 };
    page.desk.hear(Request::Job { id: 1, doc: 1, rev: 1, job }, Some(Box::new(file)), &mut page.replies);
    let mut told = Vec::new();
    let mut early = false;
    while page.desk.current.is_some() || !page.desk.queue.is_empty() {
        page.slice();
        let has_come = page.desk.documents.get(&1).is_some_and(|document| document.text.is_some());
        for reply in page.replies.drain(..) {
            if let Reply::Progress { done, total, .. } = reply {
                early |= done > 0 && !has_come;
                told.push((done, total));
            }
        }
    }
    assert!(early, "read before all was there: {told:?}");
    assert!(told.is_sorted() && told.iter().all(|(done, total)| done <= total), "{told:?}");
    let beyond = |tenths: u64| told.iter().filter(|(done, total)| done * 10 > total * tenths).count();
    assert!(beyond(4) > 1 && beyond(0) > beyond(4), "both reading and what follows are seen: {told:?}");
}

/// The page supplies what `$INCLUDE` names; the next check reads it, and finds what is wrong in it under its own name.
#[test]
fn an_included_file_is_asked_for_and_read() {
    let mut page = Page::default();
    let text = ZONE.replace("bad A 192.0.2.999\n", "$INCLUDE hosts.inc\n$INCLUDE hosts.inc sub\n");
    let checked = page.checked(1, 1, whole(&text));
    let codes = |checked: &Checked| checked.report.diagnostics.iter().map(|d| d.code.clone()).collect::<Vec<_>>();
    assert!(codes(&checked).contains(&"include-missing".to_owned()), "{:?}", codes(&checked));
    assert_eq!(checked.included, [Included { path: "hosts.inc".into(), bytes: None }]);

    let supply = |text: Option<&str>| Request::Supply { doc: 1, path: "hosts.inc".into(), text: text.map(Into::into) };
    page.hear(supply(Some("www A 192.0.2.7\nbad A 192.0.2.999\n")));
    let checked = page.checked(2, 2, Text::Same { base: 1 });
    assert_eq!(checked.included, [Included { path: "hosts.inc".into(), bytes: Some(34) }]);
    assert!(!codes(&checked).contains(&"include-missing".to_owned()));
    let bad = checked.report.diagnostics.iter().find(|d| d.code == "ipv4-octet-range").unwrap();
    let place = bad.place.as_ref().unwrap();
    assert_eq!((place.file.as_str(), place.line), ("hosts.inc", 2));
    assert_eq!(page.rows(2, "A", "www.sub", 0, 9).total, 1);

    page.hear(supply(None));
    assert!(codes(&page.checked(3, 3, Text::Same { base: 2 })).contains(&"include-missing".to_owned()));
}

#[test]
fn a_search_looks_at_the_part_it_names() {
    let mut page = Page::default();
    page.checked(1, 1, whole(ZONE));
    let mut total = |part| {
        page.ask(2, 1, Job::Rows { rtype: String::new(), search: "ns".into(), part, start: 0, count: 9 });
        match page.rest().pop() {
            Some(Reply::Result { result: Answer::Rows(rows), .. }) => rows.total,
            other => panic!("{other:?}"),
        }
    };
    // The SOA names ns, the NS record does in both type and data, the address has it as owner.
    assert_eq!([Part::Line, Part::Owner, Part::Data].map(&mut total), [3, 1, 2]);
}

#[test]
fn a_line_leads_to_its_record_and_back() {
    let mut page = Page::default();
    page.checked(1, 1, whole(ZONE));
    let mut found = |line| {
        page.ask(2, 1, Job::Find { line });
        let key = match page.rest().pop() {
            Some(Reply::Result { result: Answer::Found { key }, .. }) => key?,
            other => panic!("{other:?}"),
        };
        page.rows(1, "", "", key, 1).rows.pop().and_then(|row| row.line)
    };
    assert_eq!([1, 2, 3, 4, 5, 99].map(&mut found), [None, Some(2), Some(3), Some(4), Some(4), Some(4)]);
}

#[test]
fn the_zone_is_printed_in_parts() {
    let mut page = Page::default();
    let text = large(5_000);
    page.checked(1, 1, whole(&text));
    let (mut printed, mut start) = (String::new(), 0);
    loop {
        page.ask(2, 1, Job::Print { start, count: 999 });
        let Some(Reply::Result { result: Answer::Printed { text, next, total }, .. }) = page.rest().pop() else {
            panic!()
        };
        printed.push_str(&text);
        start = next;
        if next >= total {
            break;
        }
    }
    assert!(printed.starts_with("example.com.\t60\tIN\tSOA\t"), "{}", &printed[..60]);
    assert_eq!(printed.lines().count(), 5_003);
    let again = page.checked(3, 2, whole(&printed));
    assert_eq!((again.report.records, again.report.counts.error), (5_003, 0));
}

#[test]
fn a_scenario_needs_no_document_and_the_newest_wins() {
    let mut page = Page::default();
    page.hear(Request::Job { id: 1, doc: 3, rev: 1, job: Job::Scenarios });
    let Some(Reply::Result { result: Answer::Scenarios { examples }, .. }) = page.rest().pop() else { panic!() };
    assert_eq!(examples.len(), crate::product::rehearse::library::ALL.len());
    let play = |text: &str| Job::Play { text: text.into(), change: None };
    page.hear(Request::Job { id: 2, doc: 3, rev: 2, job: play(&examples[0].text) });
    page.hear(Request::Job { id: 3, doc: 3, rev: 3, job: play("rehearsal = 1\ntitle = 5\n") });
    let replies = page.rest();
    assert_eq!(failures(&replies), [(2, "superseded")]);
    let Some(Reply::Result { result: Answer::Play(played), .. }) = replies.last() else { panic!("{replies:?}") };
    assert_eq!((played.timeline.is_none(), played.wrong[0].line), (true, 2));
}

#[test]
fn what_a_scenario_tells_is_bounded() {
    let mut page = Page::default();
    let text =
        "rehearsal = 1\ntitle = \"x\"\nlasts = \"4w\"\n[secondary]\nrefresh = \"5m\"\n[[version]]\nat = \"0s\"\n";
    page.hear(Request::Job { id: 1, doc: 3, rev: 1, job: Job::Play { text: text.into(), change: None } });
    let Some(Reply::Result { result: Answer::Play(played), .. }) = page.rest().pop() else { panic!() };
    let told = played.timeline.as_ref().map_or(0, |timeline| timeline.entries.len());
    assert_eq!((told, played.print.is_empty()), (1_000, true));
    assert!(played.entries > 10_000, "{}", played.entries);
}

#[test]
fn a_report_is_what_the_command_line_prints() {
    let mut page = Page::default();
    page.ask(1, 1, Job::Report { format: Format::Json, name: "zone".into() });
    assert_eq!(failures(&page.rest()), [(1, "unknown-document")]);
    page.checked(2, 1, Text::Whole { name: String::new(), text: ZONE.into() });
    for format in Format::ALL {
        page.ask(3, 1, Job::Report { format, name: "zone".into() });
        let Some(Reply::Result { result: Answer::Report { text }, .. }) = page.rest().pop() else {
            panic!("no report");
        };
        assert!(text.contains("ipv4-octet-range"), "{format:?}: {text}");
    }
}

/// Warming up says nothing, ends, and comes after what is asked.
#[test]
fn the_worker_warms_up_while_nobody_asks() {
    let mut page = Page::default();
    let busy = |page: &mut Page| page.desk.work(&|| 0.0, &mut page.replies);
    assert!(!busy(&mut page));
    page.desk.warm_up(&|_| None);
    assert!((0..20).all(|_| busy(&mut page)) && page.replies.is_empty(), "{:?}", page.replies);
    assert_eq!(page.checked(1, 1, whole(ZONE)).report.counts.error, 1);
    assert!((0..1_000).any(|_| !busy(&mut page)) && page.replies.is_empty(), "{:?}", page.replies);
    assert!(!busy(&mut page));
}
