//! From what a pasted article says to what happens to the project. Pure.

use crate::product::api::article::{Of, Taken, Understood};
use crate::product::project::outcome::Kind;
use crate::product::project::{Action, Draft, Field};

/// What stands in the field now, in the form that a taken value has; empty where there is nothing yet.
pub(super) fn standing(taken: &Taken, draft: &Draft) -> String {
    let primary = |at: usize| draft.primaries.get(at);
    match taken.of {
        Of::AccountId => draft.account_id.clone(),
        Of::ZoneId if draft.create_zone => String::new(),
        Of::ZoneId => draft.zone_id.clone(),
        Of::NameServers => draft.name_servers().join(" "),
        Of::ZoneName => draft.zone_name.clone(),
        Of::Address(at) => primary(at).map(|p| p.address.clone()).unwrap_or_default(),
        Of::Port(at) => primary(at).map(|p| p.port.clone()).unwrap_or_default(),
        Of::Transfer(at) => match primary(at).map(|p| p.transfer) {
            Some(Kind::Axfr) => "axfr".into(),
            Some(Kind::Ixfr) => "ixfr".into(),
            None => String::new(),
        },
        Of::Refresh => draft.refresh.clone(),
    }
}

/// Whether a value is to be taken over: an example is not, and what stands there already need not be.
pub(super) fn is_open(taken: &Taken, draft: &Draft) -> bool {
    !taken.example && standing(taken, draft) != taken.value
}

/// Whether a value is to be called an example: port and type are no less a person's own for being those of an example.
pub(super) fn is_example(taken: &Taken, draft: &Draft) -> bool {
    let usual = matches!(taken.of, Of::Port(_) | Of::Transfer(_)) && standing(taken, draft) == taken.value;
    taken.example && !usual
}

/// What takes the values over.
pub(super) fn actions(understood: &Understood, draft: &Draft) -> Vec<Action> {
    let mut actions = Vec::new();
    let mut primaries = draft.primaries.len();
    for taken in understood.taken.iter().filter(|taken| is_open(taken, draft)) {
        let mut reach = |at: usize| {
            let missing = (at + 1).saturating_sub(primaries);
            primaries += missing;
            std::iter::repeat_n(Action::AddPrimary, missing)
        };
        let text = |field: Field| Action::Type(field, taken.value.clone());
        match taken.of {
            Of::AccountId => actions.push(text(Field::AccountId)),
            Of::ZoneId => actions.extend([Action::CreateZone(false), text(Field::ZoneId)]),
            Of::NameServers => actions.push(text(Field::NameServers)),
            Of::ZoneName => actions.push(text(Field::ZoneName)),
            Of::Address(at) => actions.extend(reach(at).chain([text(Field::Address(at))])),
            Of::Port(at) => actions.extend(reach(at).chain([text(Field::Port(at))])),
            Of::Transfer(at) => actions.extend(reach(at).chain([Action::Transfer(at, taken.kind())])),
            Of::Refresh => actions.push(text(Field::Refresh)),
        }
    }
    actions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::product::project::Workspace;

    #[test]
    fn what_is_taken_stands_in_its_field() {
        let id = "023e105f4ecef8ad9ca31a8372d0c353";
        let values = [
            (Of::AccountId, id),
            (Of::ZoneId, id),
            (Of::NameServers, "a.secondary.example b.secondary.example"),
            (Of::ZoneName, "example.com."),
            (Of::Address(0), "192.0.2.1"),
            (Of::Transfer(0), "ixfr"),
            (Of::Address(1), "2001:db8::1"),
            (Of::Port(1), "5353"),
            (Of::Refresh, "300"),
        ];
        let taken = values.map(|(of, value)| Taken { of, value: value.into(), example: false }).to_vec();
        let understood = Understood { taken, left: Vec::new() };
        let w = Workspace::default().reduce(Action::CreateZone(true));
        let all = actions(&understood, &w.draft);
        let w = all.into_iter().fold(w, Workspace::reduce);
        for taken in &understood.taken {
            assert_eq!(standing(taken, &w.draft), taken.value, "{:?}", taken.of);
        }
        assert_eq!((w.draft.primaries.len(), w.draft.create_zone), (2, false));
        assert!(actions(&understood, &w.draft).is_empty(), "once is enough");
        let port = |value: &str| Taken { of: Of::Port(0), value: value.into(), example: true };
        assert!(!is_example(&port("53"), &w.draft) && is_example(&port("54"), &w.draft));
        let example = Taken { of: Of::Address(0), value: "192.0.2.53".into(), example: true };
        let shown = Understood { taken: vec![example], left: Vec::new() };
        assert!(actions(&shown, &w.draft).is_empty(), "an example takes no value's place");
    }
}
