//! The provider: its objects, its rules, and the plan that makes it serve a zone.
