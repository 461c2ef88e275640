//! Secret hygiene of the provider's machines and of all that a project becomes: records, plans, failures, exports, links,
//! files, and what `Debug`, and so a panic, would show of each.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use data_encoding::BASE64;
use serde_json::json;
use understudy::engine::diag::english;
use understudy::engine::limits::TsigLimits;
use understudy::engine::tsig::understand;
use understudy::product::api::companion;
use understudy::product::api::key::Keys;
use understudy::product::project::{Action, Field, ProjectFile, Secrets, Workspace};
use understudy::product::provider::exports::{Export, Site};
use understudy::product::provider::model::Secret;
use understudy::product::provider::{Kind, Mode, Record, Run, Undo, pasted};

use super::model::{ACCOUNT, Model, TODAY, desired, everything, key, model, respond};
use crate::canary::search;

const KEY: &str = "canary-product-secret-01234567-ab";
const OLD: &str = "canary-product-before-01234567-ab";
const TOKEN: &str = "canary-product-token-012345678-ab";
const ALL: [&str; 3] = [KEY, OLD, TOKEN];

/// What `Debug` and `{:#?}` say, and what a panic with it carries.
fn shown(place: &str, what: &impl std::fmt::Debug) {
    search(place, &format!("{what:?}"), &ALL);
    search(place, &format!("{what:#?}"), &ALL);
    let panicked = catch_unwind(AssertUnwindSafe(|| panic!("{what:?}"))).unwrap_err();
    let said = panicked.downcast_ref::<String>().expect("a panic with a text");
    search(&format!("a panic about {place}"), said, &ALL);
}

/// Drives a run to its end, looking at all that it shows on the way; call `at` is refused with all that was sent.
fn driven(model: &mut Model, mut run: Run, at: u32) -> Run {
    let mut number = 0;
    while let Some(call) = run.next() {
        number += 1;
        shown("a call", &call);
        search("a call's path and reason", &format!("{} {}", call.path, call.why.english()), &ALL);
        let response = match call.body.to_json() {
            Some(body) if number == at => {
                respond(400, &json!({"success": false, "errors": [{"code": 1052, "message": format!("no {}", *body)}]}))
            }
            _ => model.act(&call),
        };
        run.answer(&response);
        search("the record", &run.record().write(), &ALL);
    }
    for made in run.made() {
        search(
            "a call that was made",
            &format!("{} {} {}", made.path, made.why.english(), made.answer.english()),
            &ALL,
        );
    }
    if let Some(failure) = run.failure() {
        search("a failure", &(failure.message() + &failure.why()), &ALL);
        shown("a failure", failure);
    }
    for step in run.plan().iter().flat_map(|plan| &plan.steps) {
        let had = step.had.iter().map(|had| had.said().english()).collect::<String>();
        search("a step", &format!("{had} {} {:?}", step.should.said().english(), step.differences), &ALL);
    }
    for ahead in run.ahead() {
        search("a call ahead", &format!("{} {}", ahead.path, ahead.body.as_deref().unwrap_or_default()), &ALL);
    }
    shown("a run", &run);
    run
}

#[test]
fn a_run_and_its_undo_show_no_secret() {
    let (mut first, mut want) = (model(true), everything());
    want.keys = vec![key("xfr.example.com", &BASE64.encode(OLD.as_bytes()))];
    let new = |record: Record| Run::new(want.clone(), Mode::Apply, TODAY).unwrap().resuming(record);
    for at in 1..30 {
        driven(&mut first.clone(), new(Record::default()), at);
    }
    let made = driven(&mut first, new(Record::default()), 0);
    want.keys = vec![key("xfr.example.com", &BASE64.encode(KEY.as_bytes()))];
    let run = Run::new(want.clone(), Mode::Apply, TODAY).unwrap().resuming(made.record().clone());
    let replaced = driven(&mut first, run, 0);
    shown("a wish", &want);
    shown("the record", replaced.record());
    let mut undo = Undo::new(replaced.record().clone(), want.keys.clone(), Kind::Cloudflare);
    while let Some(call) = undo.next() {
        shown("a call of undo", &call);
        undo.answer(&first.act(&call));
    }
    shown("an undo", &undo);
    search("the record after undo", &undo.record().write(), &ALL);
}

#[test]
fn no_export_has_a_secret_in_any_form() {
    let mut want = everything();
    want.keys = vec![key("xfr.example.com", &BASE64.encode(KEY.as_bytes()))];
    for export in Export::ALL {
        for site in [Site::cloudflare(), Site::here("http://127.0.0.1:8053")] {
            search(export.title(), &export.write(&want, &site, TODAY), &ALL);
        }
    }
}

/// What a browser keeps and sends on is the draft; what must not be kept stands beside it.
#[test]
fn what_is_kept_of_a_project_has_no_secret() {
    let secret = BASE64.encode(KEY.as_bytes());
    let pasted_key = format!("hmac-sha256:xfr.example.com:{secret}");
    let configuration = format!("key xfr.example.com. {{ algorithm hmac-sha256; secret \"{secret}\"; }};");
    let fields = [
        (Field::ZoneName, "example.com"),
        (Field::AccountId, ACCOUNT),
        (Field::KeyText, &pasted_key),
        (Field::ApiToken, TOKEN),
        (Field::Configuration, &configuration),
    ];
    let typed =
        fields.iter().fold(Workspace::default(), |w, (field, text)| w.reduce(Action::Type(*field, (*text).into())));
    assert!(typed.secrets.key_text.contains(&secret) && typed.secrets.api_token == TOKEN, "the canaries are planted");
    search("the draft", &typed.draft.store(), &ALL);
    shown("the workspace", &typed);
    if let Some(file) = typed.draft.to_file("example.com", "") {
        search("the project file", &(file.to_toml() + &file.to_json()), &ALL);
    }
    let mut secrets = Secrets::default();
    secrets.key_text.clone_from(&pasted_key);
    OLD.clone_into(&mut secrets.companion_token);
    shown("the secrets", &secrets);

    let understood = understand(&pasted_key, &TsigLimits::default());
    shown("a key that was read", &understood);
    search("the key's summary", &serde_json::to_string(&Keys::new(&pasted_key, &understood)).unwrap(), &ALL);
    let broken = format!("hmac-sha256:xfr.example.com:{secret}!");
    let understood = understand(&broken, &TsigLimits::default());
    search("a broken key's summary", &serde_json::to_string(&Keys::new(&broken, &understood)).unwrap(), &ALL);
    let read = pasted::read(&configuration, "example.com")
        .map(|found| (pasted::judge(&found, &desired(1, true), &Site::cloudflare(), TODAY), found));
    shown("a pasted configuration", &read);

    let ask: companion::Ask = serde_json::from_value(json!({
        "v": 1, "zone": "example.com", "peer": {"ip": "192.0.2.1", "port": 53, "transport": "tcp"},
        "tsig": {"name": "k.", "algorithm": "hmac-sha256", "secret": secret},
    }))
    .unwrap();
    shown("a question to the companion", &ask);
}

#[test]
fn a_secret_in_a_project_file_is_not_repeated() {
    let secret = BASE64.encode(KEY.as_bytes());
    let text = format!(
        "project = 1\n[provider]\nkind = \"local\"\naccount_id = \"{ACCOUNT}\"\ntoken = \"{TOKEN}\"\n\
         [[tsig]]\nname = \"k.\"\nalgorithm = \"hmac-sha256\"\nsecret = \"{secret}\"\n\
         [[zone]]\nname = \"a\"\ncreate = true\n"
    );
    for text in
        [text.clone(), text.replace("create = true", &format!("create = \"{secret}\"")), text.replace("local", TOKEN)]
    {
        let found = ProjectFile::read(&text).unwrap_err();
        for d in &found {
            search("a finding", &(english::message(d.code, &d.args) + &english::why(d.code, &d.args)), &ALL);
        }
        shown("the findings", &found);
    }
    let read =
        ProjectFile::read(&text.replace(&format!("token = \"{TOKEN}\"\n"), "").replace("secret =", "secret_env ="));
    let wishes = read.unwrap().wishes(&BTreeMap::from([("k.".to_owned(), Secret::new(secret))]));
    shown("wishes", &wishes);
}
