//! Where in an answer something stands: `$.data.messageIds[0]`. Names and positions, nothing else of JSONPath.

use serde::Deserialize;
use serde_json::Value;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Path(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Name(String),
    Place(usize),
}

impl Path {
    pub fn find<'a>(&self, answer: &'a Value) -> Option<&'a Value> {
        self.0.iter().try_fold(answer, |value, step| match step {
            Step::Name(name) => value.get(name),
            Step::Place(place) => value.get(place),
        })
    }

    /// What stands there, as a text; nothing when it is absent, empty or no plain value.
    pub fn text(&self, answer: &Value) -> Option<String> {
        match self.find(answer)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }
}

impl TryFrom<String> for Path {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        steps(&text)
            .filter(|steps| !steps.is_empty())
            .map(Self)
            .ok_or_else(|| format!("{text:?} is no path such as $.messages[0].status"))
    }
}

fn steps(text: &str) -> Option<Vec<Step>> {
    let mut rest = text.strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(named) = rest.strip_prefix('.') {
            let end = named.find(['.', '[']).unwrap_or(named.len());
            let (name, after) = named.split_at(end);
            if name.is_empty() || name.contains(']') {
                return None;
            }
            steps.push(Step::Name(name.to_owned()));
            rest = after;
        } else {
            let (place, after) = rest.strip_prefix('[')?.split_once(']')?;
            steps.push(Step::Place(place.parse().ok()?));
            rest = after;
        }
    }
    Some(steps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn path(text: &str) -> Path {
        Path::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn names_and_positions_lead_to_a_value() {
        let answer =
            json!({ "data": { "messageIds": ["a", "b"] }, "code": 7, "none": null, "empty": "" });
        assert_eq!(
            path("$.data.messageIds[1]").text(&answer).as_deref(),
            Some("b")
        );
        assert_eq!(path("$.code").text(&answer).as_deref(), Some("7"));
        for nothing in [
            "$.data.messageIds[2]",
            "$.data[0]",
            "$.none",
            "$.empty",
            "$.data",
        ] {
            assert_eq!(path(nothing).text(&answer), None, "{nothing}");
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in [
            "", "$", "data", "$data", "$.", "$.a.", "$.a[x]", "$.a[0", "$..a",
        ] {
            assert!(Path::try_from(text.to_owned()).is_err(), "{text:?}");
        }
    }
}
