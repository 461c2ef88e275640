//! The page's Web Worker: parsing and checking away from the main thread.
