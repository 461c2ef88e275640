//! The shapes that cross, for TypeScript. `tests/module` holds them equal to what comes out.

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("../../../www/module/types.d.ts");
