//! Small parts that several steps use. One component a file.

pub mod action;
pub mod async_view;
pub mod causes;
pub mod choice;
pub mod copy;
pub mod field;
pub mod mark;
pub mod needs_companion;
pub mod note;
pub mod pane;
pub mod snippet;
pub mod step_head;
pub mod tabs;
