//! What the codes of `project` say. Sorted by code.

use super::Text;

const fn text(code: &'static str, message: &'static str, why: &'static str) -> Text {
    Text { code, message, why }
}

#[rustfmt::skip]
pub(super) static TEXTS: &[Text] = &[
    text("project-algorithm", "the key {name} has the algorithm {algorithm}, which TSIG does not have", "Write hmac-sha256, hmac-sha384 or hmac-sha512."),
    text("project-empty", "the project has no zone", "Add a [[zone]] with its name, its primaries, and create = true or a zone_id."),
    text("project-name-twice", "{field}: {name} is there twice", "Things are found by their names, so one of the two could never be used."),
    text("project-name-unknown", "{field}: there is no [[{what}]] called {name}", "Correct the name, or add it."),
    text("project-newer", "the project is of version {version}, and this program knows 1", "Use the program that wrote it."),
    text("project-peer-tls", "{name} needs one of tls_name and tls_pins with transport = \"tls\", and none without", "tls_name is the name that its certificate bears, tls_pins are base64 of SHA-256 over its key. Without transport = \"tls\" it would be asked in the clear."),
    text("project-secret-inside", "{what} stands in the project file; it must not", "Write {fields} instead, and treat what stood there as known to others."),
    text("project-secret-place", "the key {name} needs exactly one of secret_env and secret_file", "secret_env names an environment variable, secret_file a file beside the project."),
    text("project-unreadable", "line {line}: {reason}", "The project is TOML or JSON, as docs/provider.md shows it."),
    text("project-url-clear", "the provider's address {url} would send the token in clear text", "Use https, or an address of this machine."),
    text("project-zone-choice", "the zone {zone} needs exactly one of zone_id and create = true", "zone_id is the zone that is there; create uses the account's zone of that name and makes it when there is none."),
];
