//! What is said about catalog zones and their members. Sorted by code.

use super::Text;

const fn text(code: &'static str, message: &'static str, why: &'static str) -> Text {
    Text { code, message, why }
}

pub(super) static TEXTS: &[Text] = &[
    text("catalog-added", "{member} is a member by {label}, and is configured", ""),
    text(
        "catalog-clash",
        "{member} is listed and belongs to the catalog {owner}: nothing is done",
        "A zone has one owner. Let the present catalog name this one in the zone's `coo` property, or take the zone out there.",
    ),
    text(
        "catalog-coo-repeated",
        "the catalog is broken: {owner} has not one PTR but several, or one that is no name",
        "A broken catalog changes nothing: its members stay as they are. A zone has one next owner; mend the `coo` property at the producer.",
    ),
    text(
        "catalog-large",
        "the catalog lists more than {limit} members and is not processed",
        "Its members stay as they are. Split the catalog, or look what went wrong at its producer.",
    ),
    text(
        "catalog-member-repeated",
        "the catalog is broken: {member} is listed under two labels",
        "A broken catalog changes nothing: its members stay as they are. Take one of the two entries out at the producer.",
    ),
    text("catalog-moved", "{member} belongs to the catalog {catalog} now; its content stays", ""),
    text(
        "catalog-no-version",
        "the zone is no catalog: it has no TXT record at `version`",
        "Nothing of it is processed, and members stay as they are. A catalog says `version TXT \"2\"` below its apex.",
    ),
    text(
        "catalog-not-admitted",
        "{member} is listed, and the configuration does not admit it: nothing is done",
        "Whoever writes the catalog could otherwise make this server serve any name. Add the name or a pattern to the catalog's `members`.",
    ),
    text(
        "catalog-ptr-repeated",
        "the catalog is broken: {owner} has not one PTR but several, or one that is no name",
        "A broken catalog changes nothing: its members stay as they are. Each member has a label of its own; mend the catalog at its producer.",
    ),
    text(
        "catalog-read",
        "the catalog lists {members} members; {steps} changes, {refused} listed in vain, {unknown} records not understood",
        "",
    ),
    text("catalog-regrouped", "{member} has other groups now: {groups}", ""),
    text(
        "catalog-released",
        "{member} is not taken from the catalog {catalog} any more: it is served no more, its content is kept",
        "The configuration file no longer has the catalog, or no longer admits the zone.",
    ),
    text("catalog-removed", "{member} is listed no more: it is removed with its content", ""),
    text("catalog-reset", "{member} has another label, {label}: its content is removed, and it begins anew", ""),
    text(
        "catalog-taken",
        "{member} is listed, and is configured otherwise: nothing is done",
        "A zone of the configuration file or of the provider's API goes before a catalog's. Take it out of one of the two.",
    ),
    text(
        "catalog-version-repeated",
        "the catalog is broken: several TXT records at `version`",
        "A broken catalog changes nothing: its members stay as they are. It has one version; mend the catalog at its producer.",
    ),
    text(
        "catalog-version-unknown",
        "the catalog has version {version}, and this program knows version 2",
        "Nothing of it is processed, and members stay as they are. Version 1 was a draft; mend the producer.",
    ),
    text("catalog-yielded", "{member} is configured otherwise now, and no member of {catalog} any more", ""),
];
