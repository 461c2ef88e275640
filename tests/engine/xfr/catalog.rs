//! Catalog zones (RFC 9432): what a version says, what breaks one, and what a consumer does about its members.

use std::collections::BTreeMap;

use understudy::engine::diag::english;
use understudy::engine::dns::{Name, NameRef};
use understudy::engine::limits::CatalogLimits;
use understudy::engine::xfr::catalog::{Catalog, Membership, Pattern, Step, settle};

use crate::wire::{name, zone, zone_text};

const HEAD: &str = "cat 0 SOA . . 1 3600 600 86400 0\ncat 0 NS invalid\n";

fn read_with(text: &str, limits: CatalogLimits) -> Result<Catalog, String> {
    Catalog::read(&zone("cat", &zone_text(".", &format!("{HEAD}{text}"))), &limits).map_err(|(code, args)| {
        let said = english::message(code, &args) + &english::why(code, &args);
        assert!(!said.contains('{'), "{said}");
        code.name.to_owned()
    })
}

fn read(text: &str) -> Result<Catalog, String> {
    read_with(text, CatalogLimits::default())
}

/// `zone label groups coo`, one a line.
fn told(catalog: &Catalog) -> Vec<String> {
    let line = |(zone, member): (&Name, &understudy::engine::xfr::catalog::Member)| {
        let coo = member.coo.as_ref().map_or("-".to_owned(), ToString::to_string);
        format!("{zone} {} {:?} {coo}", member.label, member.groups)
    };
    catalog.members.iter().map(line).collect()
}

#[test]
fn members_groups_and_owners_are_read_and_the_rest_is_left_alone() {
    let catalog = read(
        "version.cat 0 TXT \"2\"\n\
         a.zones.cat 0 PTR example.com\n\
         B1.ZONES.cat 77 PTR Example.NET\n\
         group.b1.zones.cat 0 TXT \"signed \" \"zones\"\n\
         GROUP.b1.zones.cat 0 TXT \"other\"\n\
         coo.a.zones.cat 0 PTR cat2.example\n\
         note.ext.cat 0 TXT \"ours\"\n\
         foo.a.zones.cat 0 TXT \"of a later version\"\n\
         x.ext.a.zones.cat 0 TXT \"private\"\n\
         a.zones.cat 0 TXT \"no PTR\"\n\
         group.orphan.zones.cat 0 TXT \"of nobody\"\n",
    )
    .unwrap();
    assert_eq!(
        told(&catalog),
        ["example.com. a. [] cat2.example.", "Example.NET. b1. [\"other\", \"signed zones\"] -"],
        "names have no case; TTLs do not count"
    );
    assert_eq!(catalog.unknown, 3);
    assert!(read("version.cat 0 TXT \"2\"\n").unwrap().members.is_empty());
}

#[test]
fn a_broken_catalog_says_why() {
    for (text, code) in [
        ("a.zones.cat 0 PTR example.com\n", "catalog-no-version"),
        ("version.cat 0 TXT \"1\"\n", "catalog-version-unknown"),
        ("version.cat 0 TXT \"99\"\n", "catalog-version-unknown"),
        ("version.cat 0 TXT \"1\"\nversion.cat 0 TXT \"2\"\n", "catalog-version-repeated"),
        ("a.zones.cat 0 PTR example.com\na.zones.cat 0 PTR example.net\n", "catalog-ptr-repeated"),
        ("a.zones.cat 0 PTR example.com\nb.zones.cat 0 PTR EXAMPLE.com\n", "catalog-member-repeated"),
        (
            "a.zones.cat 0 PTR example.com\ncoo.a.zones.cat 0 PTR b.example\ncoo.a.zones.cat 0 PTR c.example\n",
            "catalog-coo-repeated",
        ),
    ] {
        let version =
            if text.contains("version") || code == "catalog-no-version" { "" } else { "version.cat 0 TXT \"2\"\n" };
        assert_eq!(read(&format!("{version}{text}")), Err(code.to_owned()), "{text}");
    }
}

#[test]
fn a_catalog_has_as_many_members_as_the_limit() {
    let text = |members: usize| {
        let member = |n| format!("m{n}.zones.cat 0 PTR z{n}.example\n");
        "version.cat 0 TXT \"2\"\n".to_owned() + &(0..members).map(member).collect::<String>()
    };
    let limits = CatalogLimits { members: 20, ..CatalogLimits::default() };
    assert_eq!(read_with(&text(20), limits).unwrap().members.len(), 20);
    assert_eq!(read_with(&text(21), limits), Err("catalog-large".to_owned()));
    assert_eq!(read(&text(10_000)).unwrap().members.len(), 10_000);
}

#[test]
fn a_pattern_is_a_name_or_all_below_one() {
    let admits = |pattern: &str, zone: &str| Pattern::parse(pattern).unwrap().admits(name(zone).as_ref());
    assert!(admits("example.com", "EXAMPLE.com") && !admits("example.com", "a.example.com"));
    assert!(admits("*.example.com", "a.b.Example.com") && !admits("*.example.com", "example.com"));
    assert!(!admits("*.example.com", "badexample.com"));
    assert!(admits("*", "com") && !admits("*", "."));
}

/// Catalogs as `zone label [group…] [>heir]`, zones held, and what to do: `verb zone`.
#[derive(Default)]
struct World {
    held: BTreeMap<Name, Membership>,
    catalogs: Vec<(Name, Option<Catalog>)>,
    taken: Vec<Name>,
    refuses: Vec<Name>,
}

impl World {
    /// A new version of a catalog, `None` when it was not read yet.
    fn says(&mut self, catalog: &str, members: Option<&[&str]>) {
        let member = |line: &&str| {
            let words: Vec<_> = line.split(' ').collect();
            let coo = words.iter().find_map(|word| word.strip_prefix('>')).map(name);
            let groups = words[2..].iter().filter(|word| !word.starts_with('>')).map(ToString::to_string).collect();
            (name(words[0]), understudy::engine::xfr::catalog::Member { label: name(words[1]), groups, coo })
        };
        let read = members.map(|lines| Catalog { members: lines.iter().map(member).collect(), unknown: 0 });
        self.catalogs.retain(|(other, _)| *other != name(catalog));
        self.catalogs.push((name(catalog), read));
        self.catalogs.sort_by(|a, b| a.0.cmp(&b.0));
    }

    /// What is done, which is then so; and what was listed in vain.
    fn settle(&mut self) -> (Vec<String>, Vec<String>) {
        let read: Vec<_> = self.catalogs.iter().map(|(name, read)| (name.clone(), read.as_ref())).collect();
        let admits = |_: NameRef<'_>, zone: NameRef<'_>| !self.refuses.contains(&zone.to_owned());
        let taken = |zone: NameRef<'_>| self.taken.contains(&zone.to_owned());
        let (steps, refused) = settle(&self.held, &read, &admits, &taken);
        let mut done = Vec::new();
        for step in steps {
            let (zone, membership, code) = step.parts();
            done.push(format!("{} {zone}", code.name.trim_start_matches("catalog-")));
            match &step {
                Step::Remove(..) | Step::Release(..) | Step::Yield(..) => drop(self.held.remove(zone)),
                _ => drop(self.held.insert(zone.clone(), membership.clone())),
            }
        }
        let refused =
            refused.iter().map(|r| format!("{} {} {}", r.catalog, r.code.name, r.args.get("member").unwrap()));
        (done, refused.collect())
    }
}

const NOTHING: [&str; 0] = [];

#[test]
fn members_appear_vanish_and_begin_anew_with_another_label() {
    let mut world = World::default();
    world.says("cat", Some(&["a.example 1", "b.example 2 g"]));
    assert_eq!(world.settle().0, ["added a.example.", "added b.example."]);
    assert_eq!(world.settle().0, NOTHING, "once is enough");
    world.says("cat", Some(&["b.example 2 h", "c.example 3"]));
    assert_eq!(world.settle().0, ["removed a.example.", "regrouped b.example.", "added c.example."]);
    world.says("cat", Some(&["b.example 9 h", "c.example 3"]));
    assert_eq!(world.settle().0, ["reset b.example."]);
    world.says("cat", None);
    assert_eq!(world.settle().0, NOTHING, "not read since a restart: its members stay");
    assert_eq!(world.held.len(), 2);
    world.catalogs.clear();
    assert_eq!(world.settle().0, ["released b.example.", "released c.example."], "no catalog by our own configuration");
}

#[test]
fn a_zone_changes_its_owner_when_both_say_so() {
    let mut world = World::default();
    world.says("a", Some(&["z.example 1"]));
    world.says("b", Some(&[]));
    assert_eq!(world.settle().0, ["added z.example."]);
    // RFC 9432 §5.2: listed elsewhere, without a word of the owner.
    world.says("b", Some(&["z.example 1"]));
    assert_eq!(world.settle(), (vec![], vec!["b. catalog-clash z.example.".to_owned()]));
    // A word of the owner about somebody who does not list it.
    world.says("a", Some(&["z.example 1 >c"]));
    world.says("c", Some(&[]));
    assert_eq!(world.settle().0, NOTHING);
    world.says("a", Some(&["z.example 1 >b"]));
    assert_eq!(world.settle().0, ["moved z.example."], "the same label: its state stays");
    assert_eq!(world.held[&name("z.example")].catalog, name("b"));
    // RFC 9432 §5.3: gone from the one that had it before, which is of no matter.
    world.says("a", Some(&[]));
    assert_eq!(world.settle().0, NOTHING);
    // And with another label its state goes.
    world.says("c", Some(&["z.example 7"]));
    world.says("b", Some(&["z.example 1 >c"]));
    assert_eq!(world.settle().0, ["reset z.example."]);
    assert_eq!(world.held[&name("z.example")].catalog, name("c"));
    // Gone there; another that still lists it may have it now.
    world.says("c", Some(&[]));
    assert_eq!(world.settle().0, ["removed z.example.", "added z.example."]);
    assert_eq!(world.held[&name("z.example")].catalog, name("b"));
}

#[test]
fn what_is_configured_otherwise_or_not_admitted_is_left_alone() {
    let mut world = World { taken: vec![name("hand.example"), name("cat")], ..World::default() };
    world.refuses.push(name("other.example"));
    world.says("cat", Some(&["cat 1", "hand.example 2", "other.example 3", "z.example 4"]));
    let (done, refused) = world.settle();
    assert_eq!(done, ["added z.example."]);
    assert_eq!(
        refused,
        ["cat. catalog-taken cat.", "cat. catalog-taken hand.example.", "cat. catalog-not-admitted other.example."]
    );
    // Configured by hand while it is a member: the hand goes first, and nothing of it is removed.
    world.taken.push(name("z.example"));
    assert_eq!(world.settle().0, ["yielded z.example."]);
    world.taken.pop();
    assert_eq!(world.settle().0, ["added z.example."]);
    // Admitted no more.
    world.refuses.push(name("z.example"));
    assert_eq!(world.settle().0, ["released z.example."]);
}
