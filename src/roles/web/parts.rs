//! Small parts that several steps use. One component a file.

pub(crate) mod action;
pub(crate) mod async_view;
pub(crate) mod broken;
pub(crate) mod causes;
pub(crate) mod choice;
pub(crate) mod copy;
pub(crate) mod dialog;
pub(crate) mod field;
pub(crate) mod mark;
pub(crate) mod needs_companion;
pub(crate) mod note;
pub(crate) mod pane;
pub(crate) mod snippet;
pub(crate) mod step_head;
pub(crate) mod tabs;
pub(crate) mod windowed;
