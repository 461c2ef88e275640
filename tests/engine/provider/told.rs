//! What the provider refuses is explained with what to do; what goes out has today's words alone; what asks for attention
//! comes last.

use serde_json::json;
use understudy::product::provider::{Desired, Method, Mode, Record, State};

use super::model::{driven, everything, model, respond, run};

/// Every call of an apply and of its undo, refused once with each status: a 403 names the permission that lacks, a 409 says
/// what stands in the way, and none is without its why.
#[test]
fn every_refusal_is_explained_and_names_the_permission_that_lacks() {
    let codes = [
        (401, "provider-unauthorized"),
        (403, "provider-forbidden"),
        (404, "provider-not-found"),
        (409, "provider-conflict"),
        (400, "provider-refused"),
    ];
    for (status, code) in codes {
        let (mut seen, mut at) = (0, 0);
        loop {
            at += 1;
            let (mut model, mut number, mut refused) = (model(false), 0, None);
            let mut run = run(&everything(), Mode::Apply, Record::default());
            while let Some(call) = run.next() {
                number += 1;
                if number == at && call.method != Method::Get {
                    refused = Some((call.method, call.path.clone()));
                    run.answer(&respond(status, &json!({"success": false, "errors": [{"code": 1, "message": "no"}]})));
                } else {
                    let answer = model.act(&call);
                    run.answer(&answer);
                }
            }
            if number < at {
                break;
            }
            let Some((method, path)) = refused else { continue };
            let Some(failure) = run.failure() else { continue };
            seen += 1;
            assert_eq!((failure.diagnostic.code.name, failure.status), (code, Some(status)), "{method} {path}");
            let said = failure.message() + " " + &failure.why();
            assert!(!failure.why().is_empty() && !said.contains('{'), "{said}");
            if status == 403 {
                let needs = match path.as_str() {
                    p if p.starts_with("/accounts/") => "Account Settings Write",
                    p if p.contains("/secondary_dns/") || p.ends_with("/dnssec") || p.ends_with("/dns_settings") => {
                        "DNS Write"
                    }
                    _ => "Zone Write",
                };
                assert!(said.contains(needs), "{method} {path}: {said}");
            }
        }
        assert!(seen >= 10, "{status}: {seen} calls were refused");
    }
}

/// The article of 2018 has other words; they are read, never sent.
#[test]
fn no_call_has_a_word_of_earlier_generations() {
    let wants = [everything(), Desired { convert: true, activate: true, ..everything() }];
    for want in wants {
        let mut model = model(true);
        let mut run = run(&want, Mode::Apply, Record::default());
        let mut calls = 0;
        while let Some(call) = run.next() {
            calls += 1;
            let body = call.body.to_json().map(|body| body.to_string()).unwrap_or_default();
            for word in ["masters", "primaries", "account_tag", "zone_tag", "organizations", "enable_transfer"] {
                assert!(!call.path.contains(word) && !body.contains(&format!("\"{word}\"")), "{} {body}", call.path);
            }
            let answer = model.act(&call);
            run.answer(&answer);
        }
        assert_eq!(run.state(), State::Done, "{:?}", run.failure());
        assert!(calls > 20, "{calls}");
    }
}

/// The provider looks at the delegation when it is asked to, and only once everything else is made.
#[test]
fn activation_is_asked_for_last() {
    let mut model = model(false);
    let want = Desired { activate: true, ..everything() };
    let first = driven(&mut model, run(&want, Mode::Apply, Record::default()), None);
    assert_eq!(first.state(), State::Done, "{:?}", first.failure());
    let writes: Vec<_> = first.made().iter().filter(|made| made.method != Method::Get).collect();
    let checks: Vec<_> = writes.iter().filter(|made| made.path.ends_with("/activation_check")).collect();
    assert_eq!(checks.len(), 1);
    assert!(writes.last().is_some_and(|made| made.path.ends_with("/activation_check")), "{writes:?}");
}

/// A token that is disabled or expired ends the run at its first call, in the words for that state.
#[test]
fn a_token_that_is_not_active_ends_the_run_at_once() {
    for status in ["disabled", "expired"] {
        let mut run = run(&everything(), Mode::Apply, Record::default());
        let call = run.next().unwrap();
        assert!(call.path.ends_with("/tokens/verify"), "{}", call.path);
        let body = json!({"success": true, "errors": [], "messages": [], "result": {"id": "t", "status": status}});
        run.answer(&respond(200, &body));
        assert!(run.next().is_none());
        let failure = run.failure().unwrap();
        assert_eq!(failure.diagnostic.code.name, "token-not-active");
        assert!(failure.message().contains(status) && !failure.why().is_empty(), "{}", failure.message());
        assert!(run.made().iter().all(|made| made.method == Method::Get));
    }
}
