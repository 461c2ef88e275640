//! The worker's entry point.

fn main() {
    understudy::roles::worker::run();
}
