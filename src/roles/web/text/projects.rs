//! The list of projects.

super::texts!(
    Projects,
    ENGLISH {
        about: "Kept in this browser, without secrets or tokens",
        changed: "changed {ago}",
        copy_of: "{name} (copy)",
        delete: "Delete {name}",
        deleted: "{name} was deleted.",
        duplicate: "Duplicate {name}",
        elsewhere: "This project is open in another tab, which keeps it. What you change here is not kept.",
        elsewhere_copy: "Keep what is here as a copy",
        elsewhere_take: "Work here instead",
        export: "Export {name}",
        filter: "Filter projects",
        import: "Import",
        import_malformed: "This is no project: {why}",
        import_left_out: "Imported. The page has no place for: {fields}. `understudy plan` takes them from the file.",
        import_newer: "It was written by a newer version (project format {version}).",
        link_damaged: "The link is damaged: it holds no whole project.",
        link_copied: "The link is on the clipboard. It holds the zone and the settings, no key and no token.",
        link_long: "The zone is too large for a link. Export it as a file instead.",
        name: "Name",
        new: "New project",
        none: "No project matches.",
        open_now: "open",
        projects: "Projects",
        rename: "Rename {name}",
        restore: "Put it back",
        share: "Share as a link",
        unnamed: "No zone yet",
    }
);
