//! The page: a browser configurator in Yew. Components render the project and dispatch actions; what can be decided
//! without a browser is decided in `product::project` or in the small pure functions beside the components.

mod app;
mod asking;
mod base;
mod check;
mod desired;
mod io;
mod keeping;
mod kept;
mod last_words;
mod key;
mod link;
mod parts;
mod presence;
mod remembered;
mod route;
mod scene;
mod shell;
mod speech;
mod state;
mod steps;
mod streaming;
mod submitting;
mod text;
mod watching;

/// Mounts the page into `#app`.
pub fn run() {
    console_error_panic_hook::set_once();
    let root = web_sys::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id("app"));
    if let Some(root) = root {
        // Until then stands what index.html shows while the page loads.
        wasm_bindgen_futures::spawn_local(async move {
            io::rest::begin();
            speech::begin().await;
            // Who comes back, by a link or to another step needs more than the beginning.
            if kept::any() || !route::is_plain(&route::fragment()) {
                io::rest::load().await;
            }
            // Compiling was one task of the page's thread, showing is another.
            let show = move || {
                root.set_inner_html("");
                yew::Renderer::<app::App>::with_root(root).render();
            };
            gloo_timers::callback::Timeout::new(0, show).forget();
        });
    }
}
