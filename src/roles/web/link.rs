//! A project as a link: its draft, packed, in the fragment (`#/zone?p=…`), which no server sees. A draft has no secrets.

use data_encoding::BASE64URL_NOPAD;
use wasm_bindgen::JsValue;

use super::io::files;
use super::route;
use super::text::{fill, said, t};
use crate::engine::limits::TextLimits;
use crate::product::project::{Draft, DraftFault, ImportFault, Imported};

/// The link to `draft`; none when it would be too long to be passed on.
pub(crate) async fn write(draft: &Draft) -> Option<String> {
    let packed = BASE64URL_NOPAD.encode(&files::pack(&draft.store()).await?);
    let here = web_sys::window()?.location().href().ok()?;
    let base = here.split('#').next().unwrap_or_default();
    fits(&packed).then(|| format!("{base}#/zone?p={packed}"))
}

/// Takes the shared project out of the address.
pub(crate) fn take() -> Option<String> {
    let fragment = route::fragment();
    let packed = route::query_value(&fragment, "p").filter(|packed| !packed.is_empty())?.to_owned();
    let history = web_sys::window()?.history().ok()?;
    let here = route::href(route::from_fragment(&fragment));
    let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&here));
    Some(packed)
}

/// The draft that a link holds, or why there is none.
pub(crate) async fn read(packed: &str) -> Result<Draft, String> {
    let shell = t().projects;
    let bytes = BASE64URL_NOPAD.decode(packed.as_bytes()).map_err(|_| shell.link_damaged.to_owned())?;
    let json = files::unpack(&bytes).await.ok_or_else(|| shell.link_damaged.to_owned())?;
    import(&json)
}

/// The draft that a link holds, or why there is none.
pub(crate) fn import(json: &str) -> Result<Draft, String> {
    Draft::restore(json).map_err(|fault| words(&fault))
}

/// The projects that a file holds, one a zone, and what of it the page has no place for; or why there is none.
pub(crate) fn import_file(text: &str) -> Result<Imported, String> {
    Imported::read(text).map_err(|fault| match fault {
        ImportFault::Draft(fault) => words(&fault),
        ImportFault::File(found) => {
            let told =
                found.iter().map(|d| format!("{}. {}", said::message(d.code, &d.args), said::why(d.code, &d.args)));
            let told = told.collect::<Vec<_>>().join(" ");
            fill(t().projects.import_malformed, &[("why", &told)])
        }
    })
}

fn words(fault: &DraftFault) -> String {
    let words = t().projects;
    match fault {
        DraftFault::Malformed(why) => fill(words.import_malformed, &[("why", why)]),
        DraftFault::Newer(version) => fill(words.import_newer, &[("version", version)]),
    }
}

/// Whether a packed project can be passed on as a link.
fn fits(packed: &str) -> bool {
    packed.len() <= TextLimits::LINK_BYTES as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_has_a_limit() {
        let most = TextLimits::LINK_BYTES as usize;
        assert!(fits(&"x".repeat(most)));
        assert!(!fits(&"x".repeat(most + 1)));
    }

    #[test]
    fn what_is_no_project_is_said() {
        assert_eq!(import(r#"{"project":9}"#), Err("It was written by a newer version (project format 9).".into()));
        assert!(import("[]").is_err());
        let old = import(r#"{"project":1,"zone_text":"@ SOA","primaries":[]}"#)
            .map(|draft| (draft.zone_text, draft.primaries.len()));
        assert_eq!(old, Ok(("@ SOA".into(), 1)));
        let said = import_file("project = 1\n[provider]\nkind = \"local\"\naccount_id = \"a\"\ntoken = \"t0ken\"\n")
            .unwrap_err();
        assert!(said.contains("token_env") && !said.contains("t0ken"), "{said}");
    }
}
