//! Small parts that several steps use. One component a file.

pub mod action;
pub mod mark;
pub mod pane;
pub mod step_head;
