//! What the summary says of a project, step by step.

use super::*;
use crate::product::api::companion::Transport;
use crate::product::project::{Action, Checked, Field};

#[test]
fn an_empty_project_lacks_everything() {
    let points = Points::of(&Workspace::default());
    let steps: Vec<_> = points.blocks.iter().map(|p| p.step).collect();
    assert_eq!(steps, [Step::Provider, Step::Provider, Step::Primary, Step::Zone]);
    assert!(points.verified.is_empty());
}

#[test]
fn what_is_proved_safe_is_blocked_by_nothing() {
    let judged = |stale| Watched::Judged {
        wrong: 0,
        unproved: 0,
        first: None,
        serial: Some(7),
        at: "2026-11-26T10:00:00Z".into(),
        stale,
    };
    let points = |stale| Points::of(&Workspace::default().reduce(Action::Watched(judged(stale))));
    assert!(points(false).blocks.is_empty());
    assert!(points(false).look.iter().any(|p| p.step == Step::Zone));
    assert_eq!(points(true).blocks.len(), 4, "what was proved a while ago is not proved now");
    let named = Workspace::default().reduce(Action::Type(Field::ZoneName, "example.com".into()));
    assert!(!Points::of(&named).blocks.iter().any(|p| p.step == Step::Zone), "its content comes from the primary");
}

#[test]
fn a_forgotten_key_and_an_older_text_are_said() {
    let mut w = Workspace::default();
    w.draft.key_name = "k.".into();
    assert!(Points::of(&w).blocks.iter().any(|p| p.step == Step::Key));
    let checked = |serial| {
        let (origin, records, errors, warnings, infos) = (None, 1, 0, 0, 0);
        let w = Workspace::default().reduce(Action::ZoneText("x".into()));
        let revision = w.revision;
        let w = w.reduce(Action::Checked(Checked { revision, origin, serial, records, errors, warnings, infos }));
        w.reduce(Action::Submission(Submission::Applied { serial: Some(7) }))
    };
    let older = |serial| Points::of(&checked(Some(serial))).look.iter().any(|p| p.text == t().summary.zone_older);
    assert!(older(6) && !older(7) && !older(8));
    assert!(!is_tried(&checked(Some(7))), "the primary was not asked");
}

#[test]
fn a_sound_address_is_worth_a_test() {
    let w = Workspace::default().reduce(Action::Type(Field::Address(0), "192.0.2.1".into()));
    let points = Points::of(&w);
    assert!(points.look.iter().any(|p| p.step == Step::Primary));
    assert!(!points.blocks.iter().any(|p| p.step == Step::Primary));
}

#[test]
fn what_is_wrong_with_a_primary_is_called_by_its_name() {
    let blocks = |w: &Workspace| -> Vec<_> {
        Points::of(w).blocks.into_iter().filter(|p| p.step == Step::Primary).map(|p| p.text).collect()
    };
    let w = Workspace::default().reduce(Action::Provider(ProviderKind::Local));
    let w = w.reduce(Action::Type(Field::Address(0), "192.0.2.1".into()));
    let tls = w.clone().reduce(Action::Transport(Transport::Tls));
    assert_eq!(blocks(&tls), [t().summary.tls_untrusted]);
    assert!(blocks(&tls.clone().reduce(Action::Type(Field::Tls(0), "ns1.example".into()))).is_empty());
    assert_eq!(blocks(&tls.reduce(Action::Type(Field::Port(0), "0".into()))), [t().summary.address_wrong]);
    let refused = w.reduce(Action::Provider(ProviderKind::Cloudflare)).reduce(Action::Allowed(Some(Allowed::No)));
    assert_eq!(blocks(&refused), [t().summary.allowed_not], "its address is sound");
}

#[test]
fn what_a_configuration_lacks_is_named_and_a_key_that_is_refused_is_not_verified() {
    static OTHER: crate::engine::diag::Label = crate::engine::diag::Label { name: "pasted-key-algorithm" };
    let key = Key::Whole { name: "k.".into(), algorithm: "hmac-sha256".into(), warnings: 0 };
    let w = Workspace::default().reduce(Action::Key(key));
    let of_key = |w: &Workspace| Points::of(w).verified.iter().any(|p| p.step == Step::Key);
    assert!(of_key(&w));
    let said = crate::product::provider::Phrase::new(&OTHER)
        .with("key", "k.")
        .with("here", "hmac-sha256")
        .with("there", "hmac-sha512");
    let w = w.reduce(Action::Allowed(Some(Allowed::No))).reduce(Action::Lacking(Some(said)));
    let blocks: Vec<_> = Points::of(&w).blocks.into_iter().map(|p| p.text).collect();
    let expected = "The key k. is defined with hmac-sha512; the key in step 3 has hmac-sha256";
    assert!(blocks.iter().any(|text| text == expected), "{blocks:?}");
    assert!(!of_key(&w));
    assert_eq!(steps::mark(Step::Key, &w), Mark::Error);
}
