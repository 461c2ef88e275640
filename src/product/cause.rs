//! A failure to its likely causes, most likely first, each with what to do.
