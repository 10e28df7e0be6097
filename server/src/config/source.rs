//! A TOML file as it was written: its values, and where each of them stands.

use std::ops::Range;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::report::Report;

pub type Value<'a> = Spanned<DeValue<'a>>;

/// A file that is TOML at least.
pub struct Source<'a> {
    pub path: &'a Path,
    text: &'a str,
    pub root: Value<'a>,
}

impl<'a> Source<'a> {
    /// `None`: it is no TOML, and every place where it is not is in the report.
    pub fn parse(path: &'a Path, text: &'a str, report: &mut Report) -> Option<Self> {
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            let said = format!("this is no TOML here: {}", error.message());
            report.add(path, text, at, said);
        }
        let span = root.span();
        errors.is_empty().then(|| Self {
            path,
            text,
            root: Spanned::new(span, DeValue::Table(root.into_inner())),
        })
    }

    /// The value at a pointer such as `/school/0/id`.
    pub fn get(&self, pointer: &str) -> Option<&Value<'a>> {
        steps(pointer).try_fold(&self.root, child)
    }

    /// The entries of a list of tables: none when it is absent, or no list.
    pub fn entries(&self, name: &str) -> &[Value<'a>] {
        self.get(&format!("/{name}"))
            .and_then(|value| value.get_ref().as_array())
            .map_or(&[], |array| &array[..])
    }

    /// What stands at a pointer, in its Rust type. A fault that the schema could not see is reported.
    pub fn read<T: DeserializeOwned>(&self, pointer: &str, report: &mut Report) -> Option<T> {
        let value = self.get(pointer)?.clone();
        let span = value.span();
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(read) => Some(read),
            Err(error) => {
                self.fault_at(&error.span().unwrap_or(span), error.message(), report);
                None
            }
        }
    }

    /// What is wrong with the value at a pointer; with what holds it, where it is absent.
    pub fn fault(&self, pointer: &str, said: impl Into<String>, report: &mut Report) {
        let mut value = &self.root;
        for step in steps(pointer) {
            match child(value, step) {
                Some(next) => value = next,
                None => break,
            }
        }
        self.fault_at(&value.span(), said, report);
    }

    pub fn fault_at(&self, span: &Range<usize>, said: impl Into<String>, report: &mut Report) {
        report.add(self.path, self.text, span.start, said);
    }

    /// The line of the value at a pointer, to point at the first of two that are alike.
    pub fn line(&self, pointer: &str) -> usize {
        let at = self.get(pointer).map_or(0, |value| value.span().start);
        self.text
            .get(..at)
            .unwrap_or_default()
            .matches('\n')
            .count()
            + 1
    }
}

fn steps(pointer: &str) -> impl Iterator<Item = &str> {
    pointer.split('/').skip(1)
}

fn child<'v, 'a>(value: &'v Value<'a>, step: &str) -> Option<&'v Value<'a>> {
    match value.get_ref() {
        DeValue::Table(table) => table
            .iter()
            .find(|(key, _)| key.get_ref().as_ref() == step)
            .map(|(_, value)| value),
        DeValue::Array(array) => array.get(step.parse::<usize>().ok()?),
        _ => None,
    }
}
