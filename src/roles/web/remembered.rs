//! What a view was set to, kept while its project is open: filters and chosen tabs outlive a change of step or language.
//! In memory only.

use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use yew::prelude::*;

use super::state::use_project;

/// By the name of the setting.
#[derive(Clone, Default)]
pub(crate) struct Remembered(Rc<RefCell<HashMap<&'static str, Box<dyn Any>>>>);

impl PartialEq for Remembered {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Properties of [`Remembers`].
#[derive(Clone, PartialEq, Properties)]
pub(crate) struct RemembersProperties {
    /// Whoever remembers.
    pub children: Html,
}

/// Provides [`Remembered`], a new one for each project.
#[component]
pub(crate) fn Remembers(props: &RemembersProperties) -> Html {
    let project = use_project();
    let memory = use_memo(project.opened, |_| Remembered::default());
    html! { <ContextProvider<Remembered> context={(*memory).clone()}>{ props.children.clone() }</ContextProvider<Remembered>> }
}

/// A state that begins as it was left. `name` is unique in the page.
#[hook]
pub(crate) fn use_remembered<T: Clone + PartialEq + 'static>(
    name: &'static str,
    begin: impl FnOnce() -> T,
) -> UseStateHandle<T> {
    let memory = use_context::<Remembered>();
    let left = || memory.as_ref().and_then(|m| m.0.borrow().get(name)?.downcast_ref::<T>().cloned());
    let state = use_state_eq(|| left().unwrap_or_else(begin));
    if let Some(memory) = &memory {
        memory.0.borrow_mut().insert(name, Box::new((*state).clone()));
    }
    state
}
