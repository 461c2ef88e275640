//! As much of the provider as a run meets, with faults at a chosen call.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use understudy::product::provider::model::{Secret, Tsig};
use understudy::product::provider::{
    Call, Date, Desired, DesiredAcl, DesiredOutgoing, DesiredPeer, DnssecMode, Effect, Kind, Method, Mode, Record,
    Response, Run, TransferType, Undo, ZoneChoice,
};

pub const TODAY: Date = Date::new(2026, 11, 23);
pub const ACCOUNT: &str = "023e105f4ecef8ad9ca31a8372d0c353";
pub const SECRET: &str = "c2VjcmV0LW9mLXRoZS10ZXN0LWtleQ==";
pub const SERIAL: u32 = 2_026_112_304;

pub fn key(name: &str, secret: &str) -> Tsig {
    Tsig { id: String::new(), name: name.to_owned(), algo: "hmac-sha256.".to_owned(), secret: Secret::new(secret) }
}

pub fn peer(n: u8, signed: bool) -> DesiredPeer {
    DesiredPeer {
        name: "primary".to_owned(),
        ip: format!("192.0.2.{n}"),
        port: 53,
        transfer: TransferType::Ixfr,
        key: signed.then(|| "XFR.example.com.".to_owned()),
    }
}

pub fn desired(peers: u8, signed: bool) -> Desired {
    Desired {
        provider: Kind::Cloudflare,
        account_id: ACCOUNT.to_owned(),
        zone_id: ZoneChoice::Create,
        zone: "example.com.".to_owned(),
        keys: signed.then(|| key("xfr.example.com", SECRET)).into_iter().collect(),
        peers: (1..=peers).map(|n| peer(n, signed)).collect(),
        refresh_s: 3_600,
        serial: Some(SERIAL),
        ..Desired::default()
    }
}

/// One of everything.
pub fn everything() -> Desired {
    Desired {
        acls: vec![DesiredAcl { name: "offices".to_owned(), range: "192.0.2.64/28".to_owned() }],
        outgoing: Some(DesiredOutgoing {
            peers: vec![DesiredPeer { name: "secondary".to_owned(), ..peer(99, false) }],
            enabled: true,
        }),
        dnssec: Some(DnssecMode::MultiSigner),
        overrides: Some(true),
        multi_provider: Some(true),
        names_matter: true,
        ..desired(2, true)
    }
}

/// What goes wrong at a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// The provider does nothing and says so.
    Refused,
    /// The provider does it, and its answer is lost.
    Lost,
    /// The provider does it, and says that it failed.
    Failed,
    /// The call never leaves.
    Unsent,
}

/// What comes back.
pub enum Back {
    Answer(Response),
    Lost,
    Unsent,
}

/// The provider.
#[derive(Clone, Default)]
pub struct Model {
    pub objects: BTreeMap<String, Value>,
    pub made: u32,
    /// A POST of a peer stores its name alone, as some of the provider's own clients assume.
    pub names_only: bool,
    /// Objects a page; 0 ignores `page` and answers with all.
    pub per_page: usize,
    /// A transfer takes this many looks.
    pub looks: u32,
    /// The transfers so far, as the provider's clock.
    pub transfers: u32,
    pub writes: u32,
    pub calls: u32,
}

pub fn model(names_only: bool) -> Model {
    Model { names_only, looks: 3, ..Model::default() }
}

impl Model {
    pub fn serve(&mut self, call: &Call, fault: Option<(u32, Fault)>) -> Back {
        self.calls += 1;
        let fault = fault.filter(|(at, _)| *at == self.calls).map(|(_, fault)| fault);
        match fault {
            None => Back::Answer(self.act(call)),
            Some(Fault::Refused) => {
                let body = json!({"success": false, "errors": [{"code": 1052, "message": format!("no {SECRET}")}]});
                Back::Answer(respond(400, &body))
            }
            Some(Fault::Lost) => {
                self.act(call);
                Back::Lost
            }
            Some(Fault::Failed) => {
                self.act(call);
                Back::Answer(respond(502, &json!("bad gateway")))
            }
            Some(Fault::Unsent) => Back::Unsent,
        }
    }

    pub fn act(&mut self, call: &Call) -> Response {
        let body = call.body.to_json().map(|text| serde_json::from_str::<Value>(&text).unwrap());
        self.writes += u32::from(call.effect == Effect::Write);
        let (path, query) = call.path.split_once('?').unwrap_or((&call.path, ""));
        match call.method {
            Method::Get => self.get(path, query),
            Method::Post => self.post(path, body),
            Method::Put if path.ends_with("activation_check") => {
                let zone = path.trim_end_matches("/activation_check");
                self.objects.get_mut(zone).unwrap()["status"] = json!("active");
                ok(json!({"id": zone}))
            }
            Method::Put | Method::Patch => {
                // DNSSEC and settings are there from the first.
                let there = path.ends_with("dnssec") || path.ends_with("dns_settings");
                if there && !self.objects.contains_key(path) {
                    self.objects.insert(path.to_owned(), unset(path));
                }
                let Some(object) = self.objects.get_mut(path) else { return absent() };
                for (name, value) in body.unwrap().as_object().unwrap() {
                    object[name] = value.clone();
                }
                // What is left out is kept, what is null is cleared.
                object.as_object_mut().unwrap().retain(|_, value| !value.is_null());
                ok(object.clone())
            }
            Method::Delete => {
                if self.objects.values().any(|o| o["tsig_id"] == json!(last(path)))
                    || self.objects.iter().any(|(p, o)| {
                        let link = p.ends_with("incoming") || p.ends_with("outgoing");
                        link && o["peers"].as_array().unwrap().contains(&json!(last(path)))
                    })
                {
                    return respond(409, &json!({"success": false, "errors": [{"code": 1, "message": "in use"}]}));
                }
                match self.objects.remove(path) {
                    None => return absent(),
                    Some(_) if path.starts_with("/zones/") && path.matches('/').count() == 2 => {
                        self.objects.retain(|p, _| !p.starts_with(path));
                    }
                    Some(_) => {}
                }
                ok(json!({"id": last(path)}))
            }
        }
    }

    fn get(&mut self, path: &str, query: &str) -> Response {
        let field = |name: &str| query.split('&').find_map(|q| q.strip_prefix(name)?.strip_prefix('='));
        if path == "/user/tokens/verify" {
            return ok(json!({"id": "1", "status": "active"}));
        }
        if ["tsigs", "peers", "acls", "zones"].contains(&last(path)) {
            let inside = format!("{path}/");
            let all = self.objects.iter().filter(|(p, _)| p.rsplit_once('/').is_some_and(|(up, _)| up == path));
            assert!(all.clone().all(|(p, _)| p.starts_with(&inside)));
            let named = all.filter(|(_, o)| field("name").is_none_or(|n| o["name"] == json!(n)));
            let page: usize = field("page").map_or(1, |p| p.parse().unwrap());
            let size = if self.per_page == 0 { usize::MAX } else { self.per_page };
            let skip = if self.per_page == 0 { 0 } else { (page - 1) * size };
            return ok(Value::Array(named.map(|(_, v)| v.clone()).skip(skip).take(size).collect()));
        }
        if path.ends_with("outgoing/status") {
            let link = self.objects.get(path.trim_end_matches("/status"));
            return link.map_or_else(absent, |link| {
                ok(if link["on"] == json!(true) { json!("Enabled") } else { json!("Disabled") })
            });
        }
        if path.ends_with("dnssec") || path.ends_with("dns_settings") {
            return ok(self.objects.get(path).cloned().unwrap_or_else(|| unset(path)));
        }
        match self.objects.get_mut(path) {
            None => absent(),
            Some(object) => {
                if object.get("transferring") == Some(&json!(true)) {
                    self.looks = self.looks.saturating_sub(1);
                    if self.looks == 0 {
                        self.transfers += 1;
                        object["soa_serial"] = json!(SERIAL);
                        object["checked_time"] = json!(format!("2026-11-23T20:00:{:02}Z", self.transfers));
                        object.as_object_mut().unwrap().remove("transferring");
                    }
                }
                ok(object.clone())
            }
        }
    }

    fn post(&mut self, path: &str, body: Option<Value>) -> Response {
        if path.ends_with("force_axfr") {
            let link = path.replace("force_axfr", "incoming");
            self.objects.get_mut(&link).unwrap()["transferring"] = json!(true);
            return ok(json!("OK"));
        }
        if let Some((link, verb)) = path.rsplit_once('/').filter(|(_, verb)| ["enable", "disable"].contains(verb)) {
            self.objects.get_mut(link).unwrap()["on"] = json!(verb == "enable");
            return ok(json!("Done"));
        }
        if path.ends_with("incoming") || path.ends_with("outgoing") {
            if self.objects.contains_key(path) {
                return respond(409, &json!({"success": false, "errors": [{"code": 1, "message": "linked"}]}));
            }
            let mut link = body.unwrap();
            link["soa_serial"] = json!(0);
            self.objects.insert(path.to_owned(), link.clone());
            return ok(link);
        }
        self.made += 1;
        let mut object = body.unwrap();
        if self.names_only && path.ends_with("peers") {
            object = json!({"name": object["name"], "ip": "", "port": 0.0, "ixfr_enable": false});
        }
        object["id"] = json!(format!("{:032x}", self.made));
        self.objects.insert(format!("{path}/{:032x}", self.made), object.clone());
        ok(object)
    }

    pub fn count(&self, kind: &str) -> usize {
        self.objects.keys().filter(|p| p.contains(kind)).count()
    }

    /// All objects but for what times and transfers change.
    pub fn timeless(&self) -> BTreeMap<String, Value> {
        let mut objects = self.objects.clone();
        for object in objects.values_mut().filter_map(Value::as_object_mut) {
            for moving in ["checked_time", "soa_serial", "transferring"] {
                object.remove(moving);
            }
        }
        // Never touched and as it is from the first are the same.
        objects.retain(|path, object| *object != unset(path));
        objects
    }

    /// The path of the only object of a kind that `is`.
    pub fn find(&self, kind: &str, is: impl Fn(&Value) -> bool) -> String {
        let mut found = self.objects.iter().filter(|(p, o)| p.contains(kind) && is(o)).map(|(p, _)| p.clone());
        let one = found.next().unwrap_or_else(|| panic!("no {kind}"));
        assert_eq!(found.next(), None, "another {kind}");
        one
    }
}

fn unset(path: &str) -> Value {
    if path.ends_with("dnssec") {
        json!({"status": "disabled", "dnssec_multi_signer": false, "dnssec_presigned": false, "dnssec_use_nsec3": false})
    } else {
        json!({"secondary_overrides": false, "multi_provider": false, "ns_ttl": 86_400})
    }
}

pub fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

fn ok(result: Value) -> Response {
    respond(200, &json!({"success": true, "errors": [], "messages": [], "result": result}))
}

fn absent() -> Response {
    respond(404, &json!({"success": false, "errors": [{"code": 1001, "message": "absent"}]}))
}

pub fn respond(status: u16, body: &Value) -> Response {
    Response { status, body: body.to_string().into_bytes(), retry_after_s: None }
}

pub fn run(want: &Desired, mode: Mode, record: Record) -> Run {
    Run::new(want.clone(), mode, TODAY).unwrap().resuming(record)
}

pub fn drive(model: &mut Model, want: &Desired, mode: Mode, fault: Option<(u32, Fault)>) -> Run {
    driven(model, run(want, mode, Record::default()), fault)
}

pub fn driven(model: &mut Model, mut run: Run, fault: Option<(u32, Fault)>) -> Run {
    model.calls = 0;
    while let Some(call) = run.next() {
        assert!(!call.path.contains('{'), "{} goes out with a placeholder", call.path);
        match model.serve(&call, fault) {
            Back::Answer(response) => run.answer(&response),
            Back::Lost => run.unanswered("connection reset"),
            Back::Unsent => run.unsent("connection refused"),
        }
    }
    run
}

pub fn undone(model: &mut Model, mut undo: Undo) -> Undo {
    while let Some(call) = undo.next() {
        undo.answer(&model.act(&call));
    }
    undo
}
