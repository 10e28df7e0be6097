//! Bodies of the contract, to and from the browser's own values. `serde-wasm-bindgen` reads an answer into
//! one [`Tree`], for which its code is made once, and not once more for every type of the contract; from
//! there each type's own `Deserialize` takes it, by an error without a text and by positions instead of
//! names (measured: a third of the code).

mod tree;

use js_sys::JSON;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use tree::Tree;
use wasm_bindgen::JsValue;

/// The JSON text of a body. A body of the contract always has one; if it had none, the server would say
/// what is missing.
pub fn encode(body: &impl Serialize) -> JsValue {
    stringify(serde_wasm_bindgen::to_value(body).unwrap_or(JsValue::NULL))
}

fn stringify(value: JsValue) -> JsValue {
    JSON::stringify(&value).map_or(JsValue::NULL, JsValue::from)
}

/// `None`: not of the contract.
pub fn decode<T: DeserializeOwned>(body: JsValue) -> Option<T> {
    T::deserialize(tree(body)?).ok()
}

fn tree(body: JsValue) -> Option<Tree> {
    Tree::deserialize(serde_wasm_bindgen::Deserializer::from(body)).ok()
}

#[cfg(test)]
mod tests;
