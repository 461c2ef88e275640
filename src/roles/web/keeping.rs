//! The projects of this browser: the one that is open is written as it is typed, by one tab at a time; others are opened,
//! made, named, taken away. Secrets are no part of a draft, so nothing here can store one.

use std::rc::Rc;

use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::StorageEvent;
use yew::prelude::*;

use super::check::use_open_project;
use super::io::locks::{Got, Lock};
use super::io::rest;
use super::kept;
use super::last_words::use_last_words;
use super::link;
use super::state::{Project, use_project};
use crate::product::project::{Action, Draft, Entry, Shelf};

/// The context.
#[derive(Clone, PartialEq)]
pub(crate) struct Keeping {
    /// The open project.
    pub id: Rc<str>,
    /// Whether this tab writes it; absent until the browser says.
    pub got: Option<Got>,
    /// Whether the browser took what was written last.
    pub kept: bool,
    /// Counts changes of the list.
    pub changes: u32,
    /// Why a link or a file could not be opened.
    pub trouble: UseStateHandle<Option<String>>,
    opened: UseStateHandle<Rc<str>>,
    changed: UseStateHandle<u32>,
    steal: UseStateHandle<u32>,
    open: Callback<Draft>,
    project: Project,
}

/// The context; absent outside `Keeps`.
#[hook]
pub(crate) fn use_keeping() -> Option<Keeping> {
    use_context::<Keeping>()
}

impl Keeping {
    /// All projects, the open one as it is this instant.
    pub(crate) fn shelf(&self) -> Shelf {
        let mut shelf = kept::shelf();
        let now = shelf.get(&self.id).map_or_else(kept::now_ms, |entry| entry.changed_ms);
        shelf.put(Entry::of(&self.id, &self.project, now));
        shelf
    }

    /// Opens another project.
    pub(crate) fn open(&self, id: &str) {
        self.show(id, kept::draft(id).unwrap_or_default());
    }

    /// Makes a project and opens it.
    pub(crate) fn create(&self, draft: Draft) {
        let id = kept::shelf().free_id(kept::now_ms());
        kept::write(&id, &draft);
        kept::update(|shelf| shelf.put(Entry { id: id.clone(), title: draft.title.clone(), ..entry_of(&id, &draft) }));
        self.show(&id, draft);
    }

    /// A draft as it stands: the open one as typed.
    pub(crate) fn draft(&self, id: &str) -> Draft {
        if *id == *self.id { self.project.draft.clone() } else { kept::draft(id).unwrap_or_default() }
    }

    /// Names a project.
    pub(crate) fn rename(&self, id: &str, title: String) {
        if *id == *self.id {
            return self.project.dispatch(Action::Title(title));
        }
        let mut draft = self.draft(id);
        draft.title.clone_from(&title);
        kept::write(id, &draft);
        kept::update(|shelf| {
            if let Some(entry) = shelf.get(id).cloned() {
                shelf.put(Entry { title, ..entry });
            }
        });
        self.changed.set(*self.changed + 1);
    }

    /// Takes a project away; when it is the open one, the next is opened.
    pub(crate) fn remove(&self, id: &str) {
        kept::update(|shelf| shelf.remove(id));
        kept::forget(id);
        self.changed.set(*self.changed + 1);
        if *id == *self.id {
            let next = kept::shelf().found("").first().map(|entry| entry.id.clone());
            match next {
                Some(next) => self.open(&next),
                None => self.create(Draft::default()),
            }
        }
    }

    /// Takes the open project over from the tab that has it, as that tab kept it.
    pub(crate) fn take_over(&self) {
        self.steal.set(*self.steal + 1);
        self.open.emit(kept::draft(&self.id).unwrap_or_default());
    }

    fn show(&self, id: &str, draft: Draft) {
        // The id first: until its lock is ours, nothing is written under it.
        self.opened.set(id.into());
        kept::remember(id);
        self.trouble.set(None);
        self.open.emit(draft);
    }
}

fn entry_of(id: &str, draft: &Draft) -> Entry {
    let w = crate::product::project::Workspace::default().reduce(Action::Open(Box::new(draft.clone())));
    Entry::of(id, &w, kept::now_ms())
}

/// Properties of [`Keeps`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct KeepsProperties {
    /// Whoever reads the context.
    pub children: Html,
}

/// Provides [`Keeping`].
#[component]
pub(crate) fn Keeps(props: &KeepsProperties) -> Html {
    let project = use_project();
    let open = use_open_project();
    let opened = use_state_eq(|| Rc::<str>::from(kept::open_id()));
    let got = use_state_eq(|| None::<(Rc<str>, Got)>);
    let (changed, steal, took) = (use_state_eq(|| 0_u32), use_state_eq(|| 0_u32), use_state_eq(|| true));
    let trouble = use_state_eq(|| None::<String>);
    let lock = use_mut_ref(|| None::<Lock>);
    let id = (*opened).clone();
    // By this tab.
    let written = use_mut_ref(|| None::<Draft>);
    let held = got.as_ref().filter(|(of, _)| *of == id).map(|(_, got)| *got);
    {
        let (got, lock) = (got.clone(), lock.clone());
        let first = use_mut_ref(|| 0_u32);
        use_effect_with((id.clone(), *steal), move |(id, steal)| {
            let stolen = first.replace(*steal) != *steal;
            lock.replace(None);
            let mine = id.clone();
            let tell = Callback::from(move |now| got.set(Some((mine.clone(), now))));
            lock.replace(Some(Lock::take(&format!("understudy.project.{id}"), stolen, tell)));
        });
    }
    {
        let (took, project, written) = (took.clone(), project.clone(), written.clone());
        let marks = Entry::of(&id, &project, 0);
        use_effect_with((project.draft.clone(), marks, held), move |(draft, entry, held)| {
            if *held == Some(Got::Ours) {
                took.set(kept::write(&entry.id, draft));
                written.replace(Some(draft.clone()));
                let entry = Entry { changed_ms: kept::now_ms(), ..entry.clone() };
                kept::update(|shelf| shelf.put(entry));
            }
        });
    }
    use_last_words(opened.clone(), got.clone(), project.clone(), written);
    let keeping = Keeping {
        id: id.clone(),
        got: held,
        kept: *took,
        changes: *changed,
        trouble,
        opened,
        changed,
        steal,
        open: open.clone(),
        project,
    };
    {
        // What another tab keeps of this project is shown here while that tab has it; its list is always ours.
        let (changed, id) = (keeping.changed.clone(), id);
        use_effect_with((id, held), move |(id, held)| {
            let (id, held, count) = (id.clone(), *held, std::cell::Cell::new(*changed));
            listen("storage", move |event: StorageEvent| {
                count.set(count.get() + 1);
                changed.set(count.get());
                if held == Some(Got::Elsewhere) && event.key() == Some(kept::key(&id)) {
                    let (id, open) = (id.clone(), open.clone());
                    rest::then(move || open.emit(kept::draft(&id).unwrap_or_default()));
                }
            })
        });
    }
    {
        let keeping = keeping.clone();
        use_effect_with((), move |()| {
            take_link(&keeping);
            listen("hashchange", move |_: web_sys::Event| take_link(&keeping))
        });
    }
    html! { <ContextProvider<Keeping> context={keeping}>{ props.children.clone() }</ContextProvider<Keeping>> }
}

/// Opens the project that the address shares, as a new one.
fn take_link(keeping: &Keeping) {
    let Some(packed) = link::take() else { return };
    let keeping = keeping.clone();
    spawn_local(async move {
        rest::load().await;
        match link::read(&packed).await {
            Ok(draft) => keeping.create(draft),
            Err(why) => keeping.trouble.set(Some(why)),
        }
    });
}

/// Hears an event of the window until what it returns is called.
pub(super) fn listen<E: wasm_bindgen::convert::FromWasmAbi + 'static>(
    name: &'static str,
    on: impl Fn(E) + 'static,
) -> impl FnOnce() {
    let on = Closure::<dyn Fn(E)>::new(on);
    let window = web_sys::window();
    if let Some(window) = &window {
        let _ = window.add_event_listener_with_callback(name, on.as_ref().unchecked_ref());
    }
    move || {
        if let Some(window) = &window {
            let _ = window.remove_event_listener_with_callback(name, on.as_ref().unchecked_ref());
        }
    }
}
