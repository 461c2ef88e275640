//! `/client/v4`, all of it but the records: what is answered, what is refused and where.

use super::*;

const ID: &str = "023e105f4ecef8ad9ca31a8372d0c353";

/// A secondary zone; gives its path.
async fn zone(site: &Site, name: &str) -> String {
    let zone = json!({"name": name, "type": "secondary", "account": {"id": ID}});
    let zone = site.made("/client/v4/zones", zone).await;
    format!("/client/v4/zones/{}", zone["id"].as_str().unwrap())
}

async fn id(site: &Site, path: &str, body: Value) -> String {
    site.made(&format!("{ACCOUNT}/{path}"), body).await["id"].as_str().unwrap().to_owned()
}

fn is_time(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    text.len() == "2025-03-11T20:24:51.450451Z".len() && text.ends_with('Z') && text.as_bytes()[19] == b'.'
}

#[tokio::test]
async fn ranges_of_an_account_are_kept_as_they_were_sent() {
    let site = site(None);
    let made = site.made(&format!("{ACCOUNT}/acls"), json!({"name": "office", "ip_range": "192.0.2.53/28"})).await;
    assert_eq!((&made["ip_range"], is_time(&made["created_time"])), (&json!("192.0.2.53/28"), true));
    let path = format!("{ACCOUNT}/acls/{}", made["id"].as_str().unwrap());
    let (_, put) = site.api("PUT", &path, json!({"name": "v6", "ip_range": "2001:db8::/64"})).await;
    assert_eq!((&put["result"]["created_time"], &put["result"]["id"]), (&made["created_time"], &made["id"]));
    for (range, pointer) in [("192.0.2.0/23", "/ip_range"), ("2001:db8::/63", "/ip_range"), ("all", "/ip_range")] {
        let (status, answer) = site.api("PUT", &path, json!({"name": "x", "ip_range": range})).await;
        assert_eq!((status, &answer["errors"][0]["source"]["pointer"]), (400, &json!(pointer)), "{range}");
    }
    let (_, list) = site.api("GET", &format!("{ACCOUNT}/acls"), Value::Null).await;
    assert_eq!((&list["result"][0]["name"], list.get("result_info")), (&json!("v6"), None));
    assert_eq!(site.api("DELETE", &path, Value::Null).await.1["result"], json!({"id": made["id"]}));
    assert_eq!(site.api("GET", &path, Value::Null).await.0, 404);
}

#[tokio::test]
async fn an_outgoing_zone_begins_disabled_and_is_told_to_begin() {
    let site = site(None);
    let zone = zone(&site, "example.com").await;
    let outgoing = format!("{zone}/secondary_dns/outgoing");
    for (method, path) in [("GET", outgoing.clone()), ("PUT", outgoing.clone()), ("POST", format!("{outgoing}/enable"))]
    {
        let body = json!({"name": "example.com.", "peers": []});
        assert_eq!(site.api(method, &path, body).await.0, 404, "{method} {path}");
    }
    let peer = id(&site, "peers", json!({"name": "downstream", "ip": "192.0.2.1"})).await;
    let body = json!({"name": "example.com.", "peers": [peer]});
    let made = site.made(&outgoing, body.clone()).await;
    assert_eq!((&made["peers"], &made["primaries"]), (&json!([peer]), &json!([peer])));
    assert_eq!((&made["name"], &made["soa_serial"]), (&json!("example.com."), &json!(0)));
    assert!(is_time(&made["created_time"]) && made.get("last_transferred_time").is_none(), "{made}");
    assert_eq!(site.api("POST", &outgoing, body).await.0, 409);
    let told = async |method: &str, what: &str| site.api(method, &format!("{outgoing}/{what}"), Value::Null).await;
    assert_eq!(told("GET", "status").await.1["result"], json!("Disabled"));
    assert_eq!(told("POST", "force_notify").await.0, 400);
    assert_eq!(told("POST", "enable").await.1["result"], json!("Enabled"));
    assert_eq!(told("GET", "status").await.1["result"], json!("Enabled"));
    let forced = told("POST", "force_notify").await.1;
    assert_eq!(forced["result"], json!("OK"));
    assert!(forced["messages"][0]["message"].as_str().unwrap().contains("no content yet"), "{forced}");
    // Without a body, with `{}`.
    assert_eq!(site.api("POST", &format!("{outgoing}/disable"), json!({})).await.1["result"], json!("Disabled"));
    assert_eq!(site.api("DELETE", &format!("{ACCOUNT}/peers/{peer}"), Value::Null).await.0, 409);
    assert_eq!(site.api("DELETE", &zone, Value::Null).await.0, 200);
    assert_eq!(site.api("DELETE", &format!("{ACCOUNT}/peers/{peer}"), Value::Null).await.0, 200);
}

#[tokio::test]
async fn the_words_of_earlier_generations_mean_the_same() {
    let site = site(None);
    let zone = zone(&site, "example.com").await;
    let peer = id(&site, "masters", json!({"name": "m", "ip": "192.0.2.1", "port": 53, "ixfr_enable": true})).await;
    for word in ["peers", "primaries", "masters"] {
        let (_, one) = site.api("GET", &format!("{ACCOUNT}/{word}/{peer}"), Value::Null).await;
        assert_eq!(one["result"]["ip"], json!("192.0.2.1"), "{word}");
    }
    let link = json!({"id": "x", "name": "example.com.", "masters": [peer], "auto_refresh_seconds": 300});
    let made = site.made(&format!("{zone}/secondary_dns"), link).await;
    assert_eq!((&made["peers"], &made["primaries"]), (&json!([peer]), &json!([peer])));
    let link = json!({"name": "example.com.", "primaries": [peer], "auto_refresh_seconds": 600});
    let (_, put) = site.api("PUT", &format!("{zone}/secondary_dns"), link).await;
    let (_, today) = site.api("GET", &format!("{zone}/secondary_dns/incoming"), Value::Null).await;
    assert_eq!(put["result"], today["result"]);
    let link = json!({"name": "example.com.", "masters": ["nothing"], "auto_refresh_seconds": 300});
    let (_, wrong) = site.api("PUT", &format!("{zone}/secondary_dns"), link).await;
    assert_eq!(wrong["errors"][0]["source"]["pointer"], json!("/masters/0"));
    assert_eq!(site.api("DELETE", &format!("{zone}/secondary_dns"), Value::Null).await.0, 200);
    let as_in_2021 = format!("/client/v4/zones/{ID}/secondary_dns/primaries/{peer}");
    assert_eq!(site.api("DELETE", &as_in_2021, Value::Null).await.1["result"]["id"], json!(peer));
}

#[tokio::test]
async fn a_zone_is_edited_one_property_at_a_time() {
    let site = site(None);
    let made = json!({"name": "example.com", "account": {"id": ID}});
    let made = site.made("/client/v4/zones", made).await;
    assert_eq!(
        (&made["type"], &made["activated_on"], is_time(&made["created_on"])),
        (&json!("full"), &Value::Null, true)
    );
    let path = format!("/client/v4/zones/{}", made["id"].as_str().unwrap());
    let edit = async |body: Value| site.api("PATCH", &path, body).await;
    assert_eq!(edit(json!({"type": "secondary"})).await.1["result"]["type"], json!("secondary"));
    assert_eq!(edit(json!({"paused": true})).await.1["result"]["paused"], json!(true));
    let names = json!(["ns1.example.com", "ns2.example.com"]);
    assert_eq!(edit(json!({"vanity_name_servers": names})).await.1["result"]["vanity_name_servers"], names);
    for (body, pointer) in [
        (json!({}), "/"),
        (json!({"paused": true, "type": "full"}), "/"),
        (json!({"type": "tertiary"}), "/type"),
        (json!({"type": null}), "/type"),
        (json!({"paused": "yes"}), "/paused"),
    ] {
        let (status, answer) = edit(body).await;
        assert_eq!((status, &answer["errors"][0]["source"]["pointer"]), (400, &json!(pointer)));
    }
    site.made(&format!("{path}/secondary_dns/incoming"), json!({"name": "example.com", "peers": []})).await;
    assert_eq!(edit(json!({"type": "full"})).await.0, 409);
    let (_, check) = site.api("PUT", &format!("{path}/activation_check"), Value::Null).await;
    assert_eq!((&check["result"]["id"], &check["messages"][0]["code"]), (&made["id"], &json!(1300)));
    assert_eq!(site.api("GET", &path, Value::Null).await.1["result"]["status"], json!("pending"));
}

#[tokio::test]
async fn modes_and_settings_are_kept_within_the_providers_bounds() {
    let site = site(None);
    let zone = zone(&site, "example.com").await;
    let (dnssec, settings) = (format!("{zone}/dnssec"), format!("{zone}/dns_settings"));
    let (_, unsigned) = site.api("GET", &dnssec, Value::Null).await;
    assert_eq!((&unsigned["result"]["status"], &unsigned["result"]["ds"]), (&json!("disabled"), &Value::Null));
    let (_, live) = site.api("PATCH", &dnssec, json!({"status": "active"})).await;
    assert_eq!(
        (&live["result"]["status"], &live["messages"][0]["source"]["pointer"]),
        (&json!("active"), &json!("/status"))
    );
    let (_, presigned) = site.api("PATCH", &dnssec, json!({"dnssec_presigned": true, "dnssec_use_nsec3": true})).await;
    assert_eq!((&presigned["result"]["status"], &presigned["messages"]), (&json!("active"), &json!([])));
    assert!(is_time(&presigned["result"]["modified_on"]));

    let (_, usual) = site.api("GET", &settings, Value::Null).await;
    assert_eq!((&usual["result"]["ns_ttl"], &usual["result"]["soa"]["refresh"]), (&json!(86_400), &json!(10_000)));
    let change =
        json!({"secondary_overrides": true, "ns_ttl": 300.0, "soa": {"refresh": 600, "mname": "ns.example.com"}});
    let (_, changed) = site.api("PATCH", &settings, change).await;
    assert_eq!(changed["result"]["soa"]["retry"], json!(2_400));
    assert_eq!(site.api("GET", &settings, Value::Null).await.1["result"], changed["result"]);
    for (path, body, pointer) in [
        (&dnssec, json!({"status": "live"}), "/status"),
        (&dnssec, json!({"dnssec_multi_signer": true}), "/dnssec_presigned"),
        (&settings, json!({"ns_ttl": 29}), "/ns_ttl"),
        (&settings, json!({"soa": {"refresh": 599}}), "/soa/refresh"),
        (&settings, json!({"soa": {"retry": 3_601}}), "/soa/retry"),
        (&settings, json!({"soa": []}), "/soa"),
        (&settings, json!({"nameservers": {}}), "/nameservers/type"),
        (&settings, json!({"zone_mode": "fast"}), "/zone_mode"),
        (&settings, json!({"multi_provider": 1}), "/multi_provider"),
    ] {
        let (status, answer) = site.api("PATCH", path, body).await;
        assert_eq!((status, &answer["errors"][0]["source"]["pointer"]), (400, &json!(pointer)));
    }
    assert_eq!(site.api("GET", &settings, Value::Null).await.1["result"], changed["result"]);
}

#[tokio::test]
async fn accounts_that_have_something_are_listed() {
    let site = site(None);
    let list = async |query: &str| site.api("GET", &format!("/client/v4/accounts{query}"), Value::Null).await.1;
    assert_eq!(list("").await["result"][0]["id"], json!("0".repeat(32)));
    zone(&site, "example.com").await;
    let listed = list("?per_page=5").await;
    assert_eq!((&listed["result"][0]["id"], &listed["result_info"]["total_count"]), (&json!(ID), &json!(1)));
    assert_eq!(list("?page=2").await["result"], json!([]));
    assert_eq!(list("?name=Another").await["result"], json!([]));
    let one = site.api("GET", &format!("/client/v4/accounts/{ID}"), Value::Null).await.1;
    assert_eq!(one["result"]["name"], json!("This machine"));
}

#[tokio::test]
async fn zones_are_filtered_ordered_and_paged() {
    let site = site(None);
    for (name, kind, account) in
        [("b.example", "full", "0"), ("a.example", "secondary", "1"), ("c.test", "secondary", "0")]
    {
        let body = json!({"name": name, "type": kind, "account": {"id": account.repeat(32)}});
        site.made("/client/v4/zones", body).await;
    }
    let names = async |query: &str| {
        let (_, answer) = site.api("GET", &format!("/client/v4/zones?{query}"), Value::Null).await;
        let zones = answer["result"].as_array().unwrap_or_else(|| panic!("{answer}"));
        zones.iter().map(|z| z["name"].as_str().unwrap()[..1].to_owned()).collect::<String>()
    };
    for (query, wanted) in [
        ("", "abc"),
        ("direction=desc", "cba"),
        ("order=account.id", "bca"),
        ("name=A.Example.", "a"),
        ("name=ends_with:.example", "ab"),
        ("name=not_equal:a.example", "bc"),
        ("name=starts_with_case_sensitive:c", "c"),
        ("type=secondary,partial", "ac"),
        ("status=pending&type=full", "b"),
        ("status=active", ""),
        ("status=active&name=c.test&match=any", "c"),
        ("account.name=contains:machine", "abc"),
        ("account.name=another", ""),
        ("per_page=1&page=2", "b"),
    ] {
        assert_eq!(names(query).await, wanted, "{query}");
    }
}

#[tokio::test]
async fn identifiers_of_the_real_thing_can_be_asked_for() {
    let site = site(None);
    let wanted = "23ff594956f20c2a721606e94745a8aa";
    assert_eq!(id(&site, "peers", json!({"name": "a", "id": wanted})).await, wanted);
    for given in [json!(wanted), json!("x")] {
        let (status, answer) = site.api("POST", &format!("{ACCOUNT}/peers"), json!({"name": "a", "id": given})).await;
        assert_eq!((status, &answer["errors"][0]["source"]["pointer"]), (400, &json!("/id")));
    }
}

#[tokio::test]
async fn an_account_list_is_whole_unless_a_page_is_asked_for() {
    let site = site(None);
    for n in 0..3 {
        id(&site, "peers", json!({"name": format!("p{n}")})).await;
    }
    let list = async |query: &str| site.api("GET", &format!("{ACCOUNT}/peers{query}"), Value::Null).await.1;
    let whole = list("").await;
    assert_eq!((whole["result"].as_array().unwrap().len(), whole.get("result_info")), (3, None));
    let second = list("?page=2&per_page=2").await;
    assert_eq!((&second["result"][0], &second["result_info"]["count"]), (&whole["result"][2], &json!(1)));
    assert_eq!(list("?page=2").await["result"], json!([]));
    assert_eq!(site.api("GET", &format!("{ACCOUNT}/peers?page=x"), Value::Null).await.0, 400);
}
