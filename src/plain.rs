//! Plain objects of the page's own: one way to make and to read them, instead of a function for every
//! member of every dictionary of the browser (each is an import, with its name in glue and wasm).

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

/// `{name: value, …}`. What is `undefined` might as well not be there.
pub fn object(members: &[(&str, &JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        set(&object, name, value);
    }
    object
}

/// `{name: "text", …}`.
pub fn texts(members: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, text) in members {
        set(&object, name, &JsValue::from_str(text));
    }
    object
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Setting a member of a fresh object cannot fail.
    Reflect::set(object, &JsValue::from_str(name), value).ok();
}

/// A member of an object; `undefined` when it has none.
pub fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}
