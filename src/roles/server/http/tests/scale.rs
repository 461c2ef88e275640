//! Bounds, and many objects: pages end, each object is on one of them, and a page costs what it shows.

use super::*;
use crate::product::provider::model::{Account, Peer, Zone};
use crate::roles::server::store::{Audit, Kind, Object, Write};

const ID: &str = "023e105f4ecef8ad9ca31a8372d0c353";

#[tokio::test]
async fn the_rate_is_told_and_ends_in_429() {
    let site = site_with(|config| config, Limits { requests: 2, ..Limits::default() });
    let ask = async || site.ask("GET", "/client/v4/zones", &[("authorization", "Bearer right")], "").await;
    let (status, headers, _) = ask().await;
    assert_eq!((status.as_u16(), headers.get("retry-after")), (200, None));
    assert_eq!(headers["ratelimit-policy"], "\"default\";q=2;w=300");
    assert!(headers["ratelimit"].to_str().unwrap().starts_with("\"default\";r=1;t="));
    assert_eq!(ask().await.0, 200);
    let (status, headers, body) = ask().await;
    let body: Value = serde_json::from_slice(&body).unwrap();
    assert_eq!((status.as_u16(), &body["errors"][0]["code"]), (429, &json!(1310)));
    assert!((1..=300).contains(&headers["retry-after"].to_str().unwrap().parse::<u32>().unwrap()));
    // Whoever has no token does not use up the rate of who has.
    assert_eq!(site.ask("GET", "/client/v4/zones", &[], "").await.0, 401);
}

#[tokio::test]
async fn too_many_at_once_are_turned_away() {
    let site = site_with(|config| config, Limits { at_once: 0, ..Limits::default() });
    assert_eq!(site.ask("GET", "/client/v4/zones", &[("authorization", "Bearer right")], "").await.0, 503);
}

fn put<T: serde::Serialize>(kind: Kind, id: String, value: &T) -> Write {
    let body = serde_json::to_value(value).unwrap();
    Write::Put { object: Object { kind, id, account: ID.to_owned(), revision: 0, body }, expected: None }
}

#[tokio::test]
async fn ten_thousand_zones_and_a_hundred_thousand_peers_are_listed_and_paged() {
    let site = site(None);
    let account = Account { id: ID.to_owned(), name: None };
    let zones = (0..10_000).map(|n| {
        let (id, name) = (format!("{n:032x}"), format!("z{:04}.example", n * 7 % 10_000));
        let kind = "secondary".to_owned();
        put(Kind::Zone, id.clone(), &Zone { id, name, kind, account: account.clone(), ..Zone::default() })
    });
    let peers = (0..100_000).map(|n| {
        let id = format!("{n:032x}");
        put(Kind::Peer, id.clone(), &Peer { id, name: format!("p{n}"), ..Peer::default() })
    });
    let audit = Audit { at_s: 0, action: "many".to_owned() };
    site.app.store.write_objects(zones.chain(peers).collect(), audit).await.unwrap();

    let list = async |path: &str| {
        let (status, answer) = site.api("GET", path, Value::Null).await;
        assert_eq!(status, 200);
        answer
    };
    let mut names = Vec::new();
    for page in 1.. {
        let answer = list(&format!("/client/v4/zones?per_page=50&page={page}")).await;
        let found = answer["result"].as_array().unwrap();
        if found.is_empty() {
            break;
        }
        assert_eq!(answer["result_info"]["total_pages"], json!(200));
        names.extend(found.iter().map(|zone| zone["name"].as_str().unwrap().to_owned()));
    }
    assert!(names.len() == 10_000 && names.is_sorted() && names.windows(2).all(|two| two[0] != two[1]));

    let mut seen = 0;
    for page in 1.. {
        let answer = list(&format!("{ACCOUNT}/peers?per_page=5000&page={page}")).await;
        match answer["result"].as_array().unwrap().len() {
            0 => break,
            some => seen += some,
        }
    }
    assert_eq!(seen, 100_000);
    assert_eq!(list(&format!("{ACCOUNT}/peers")).await["result"].as_array().unwrap().len(), 100_000);
    // Found, made and refused by an index, not by looking at all.
    let last = format!("{:032x}", 99_999);
    assert_eq!(list(&format!("{ACCOUNT}/peers/{last}")).await["result"]["name"], json!("p99999"));
    let taken = json!({"name": "z0007.example", "type": "full"});
    assert_eq!(site.api("POST", "/client/v4/zones", taken).await.1["errors"][0]["code"], json!(1061));
}
