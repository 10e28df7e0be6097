//! Which language files lie under another one. Read by the widget's `build.rs` too, which checks the files that the
//! bundle puts together: hence nothing but the standard library.

/// From the bottom up, without the file itself: `nl-be-x-formal` lies over `nl`, `nl-be` and `nl-x-formal`, a plain
/// language over nothing. Not each of them needs to be there.
pub fn under(name: &str) -> Vec<String> {
    let (place, register) = match name.split_once("-x-") {
        Some((place, register)) => (place, Some(register)),
        None => (name, None),
    };
    let language = place.split('-').next().unwrap_or(place);
    let mut names = vec![language.to_owned()];
    if let Some(register) = register.filter(|_| place != language) {
        names.extend([place.to_owned(), format!("{language}-x-{register}")]);
    }
    names.retain(|other| other != name);
    names
}
