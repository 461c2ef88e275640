//! Zone content: builder, snapshots, versions and the difference of two (docs/decisions/0002-zone-store.md).
