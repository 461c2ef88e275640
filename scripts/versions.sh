# Sourced: the versions of the tools, and where they are kept over clones.
trunk_version=0.21.14
# The bindings and the program that writes them must be of one version.
wasm_bindgen_version=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock)
# An oracle of the engine's tests.
dnspython_version=2.9.2
# The provider's SDKs; tests/sdk/requirements.txt and package.json name the same.
cloudflare_python_version=5.9.0
cloudflare_npm_version=7.3.0
cache="${XDG_CACHE_HOME:-$HOME/.cache}/understudy"
trunk_dir="$cache/trunk-$trunk_version"
wasm_bindgen_dir="$cache/wasm-bindgen-$wasm_bindgen_version"
export PATH="$trunk_dir/bin:$wasm_bindgen_dir/bin:$PWD/www/node_modules/.bin:$PATH"
# Names that tell what a function was made for, by which www/finish.mjs parts the program; vectors of sixteen octets, which
# browsers have had longer than what the page's scripts need: the worker checks a zone in an eighth less time.
wasm_flags="-Csymbol-mangling-version=v0 -Ctarget-feature=+simd128"
# The features that rustc's target has on, for wasm-opt, which refuses what it reads without them.
wasm_features=(--enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals --enable-reference-types
  --enable-multivalue --enable-simd)
