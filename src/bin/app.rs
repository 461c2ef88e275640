//! The page's entry point.

fn main() {
    understudy::roles::web::run();
}
