//! How findings read once their values are filled in, in English and in every other language: no value that is empty
//! without quotes around it, no name with two final dots, no number one with a word for many.

use std::collections::BTreeMap;

use understudy::engine::diag::{Args, Diagnostic, english};

use crate::corpus::corpus;
use crate::examples;
use crate::fixes::{LARGE, Zone, listed};
use crate::locale::{self, Locale};
use crate::receivers::catalogue;

/// Words for many, as they stand behind a number.
const MANY: [&str; 22] = [
    "octets",
    "records",
    "bits",
    "labels",
    "words",
    "names",
    "strings",
    "addresses",
    "seconds",
    "keys",
    "signatures",
    "Oktette",
    "Records",
    "Bits",
    "Labels",
    "Wörter",
    "Namen",
    "Strings",
    "Adressen",
    "Sekunden",
    "Schlüssel",
    "Signaturen",
];

/// What stands behind one of these is seen even when it is empty.
const QUOTES: [char; 4] = ['“', '„', '"', '«'];
/// Findings about text that may be empty.
const OF_NOTHING: [&str; 4] = ["caa-iodef", "dmarc-uri", "text-non-ascii", "uri-target"];

/// What reads wrong where the template meets these values.
fn faults(code: &str, template: &str, args: &Args) -> Vec<&'static str> {
    let mut found = Vec::new();
    for (at, _) in template.match_indices('{') {
        let (before, rest) = template.split_at(at);
        let Some((name, behind)) = rest[1..].split_once('}') else { continue };
        let Some(value) = args.get(name).map(ToString::to_string) else { continue };
        let next = behind.trim_start().split([' ', ',', ';', '.', ':']).next().unwrap_or_default();
        if value.trim().is_empty() && !(before.ends_with(QUOTES) && OF_NOTHING.contains(&code)) {
            found.push("an empty value");
        }
        if value.ends_with('.') && behind.starts_with('.') {
            found.push("two final dots");
        }
        if value == "1" && behind.starts_with(' ') && MANY.contains(&next) {
            found.push("one of many");
        }
    }
    found
}

/// What reads wrong of a finding: its message and its reason, its second place, its fix.
fn read(finding: &Diagnostic, german: &Locale) -> Vec<String> {
    let code = finding.code.name;
    let english_text = english::text(finding.code).map(|text| [text.message, text.why]);
    let german_text = german.texts.get(code).map(|(message, why)| [message.as_str(), why.as_str()]);
    let texts = english_text.into_iter().chain(german_text).flatten().map(|template| (template, &finding.args));
    let second = finding.related.map(|(_, label)| (label, &finding.args));
    let labels = second.into_iter().chain(finding.fix.as_ref().map(|fix| (fix.title, &fix.args)));
    let labels = labels.flat_map(|(label, args)| {
        let english = english::labels().find(|(name, _)| *name == label.name).map(|(_, template)| *template);
        let german = german.labels.get(label.name).map(String::as_str);
        english.into_iter().chain(german).map(move |template| (template, args))
    });
    let said = |(template, args): (&str, &Args)| {
        let filled = english::fill(template, args);
        faults(code, template, args).into_iter().map(|fault| format!("{fault}: {filled}")).collect::<Vec<_>>()
    };
    texts.chain(labels).flat_map(said).collect()
}

/// All texts here that are checked anywhere: examples, faults and their combinations, values without anything in them,
/// and the corpus where it is there.
fn zones() -> Vec<Zone> {
    let mut zones = vec![Zone::new("values-empty", include_str!("../data/wording/values-empty.zone"))];
    zones.extend(
        examples::all()
            .into_iter()
            .map(|example| Zone { options: example.options().clone(), ..Zone::new(example.name, example.text) }),
    );
    zones.extend(
        (0..catalogue::FAULTS.len()).map(|fault| Zone::new(catalogue::names(&[fault]), catalogue::zone(&[fault]))),
    );
    if let Some(corpus) = corpus("") {
        zones.extend(listed(&corpus).into_iter().filter(|zone| zone.text.len() <= LARGE));
    }
    zones
}

#[test]
fn findings_read_well_with_their_values() {
    let german = locale::read("de");
    let (mut wrong, mut met) = (BTreeMap::new(), 0);
    for zone in zones() {
        for finding in zone.check(&zone.text).diagnostics.kept() {
            met += 1;
            for fault in read(finding, &german) {
                wrong.entry(finding.code.name).or_insert_with(|| format!("{}: {fault}", zone.name));
            }
        }
    }
    assert!(met > 5_000, "{met} findings are too few");
    assert!(wrong.is_empty(), "{} of {met} findings' codes:\n{wrong:#?}", wrong.len());
}
