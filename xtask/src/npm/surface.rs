//! What a host's page sees of the elements, as one table: the types, the manifest and the typings of frameworks
//! are made from it. It describes; `tests/surface.rs` proves that it says what `src/element.js` says.

/// One custom element.
pub struct Element {
    pub tag: &'static str,
    /// The name of its type: there is no such export at run time.
    pub class: &'static str,
    pub about: &'static str,
}

/// What all elements have: each attribute works on each of them.
pub struct Attribute {
    pub name: &'static str,
    /// In TypeScript's words.
    pub kind: &'static str,
    pub default: Option<&'static str>,
    pub about: &'static str,
}

pub struct Property {
    pub name: &'static str,
    pub kind: &'static str,
    pub about: &'static str,
}

pub struct Event {
    /// Without `tweestap:`.
    pub name: &'static str,
    /// Names and types of what is in `detail`.
    pub detail: &'static [(&'static str, &'static str)],
    pub about: &'static str,
}

impl Event {
    /// `TweestapStepEvent`
    pub fn class(&self) -> String {
        let (first, rest) = self.name.split_at(1);
        format!("Tweestap{}{rest}Event", first.to_uppercase())
    }

    /// `{ view: TweestapView; step: string }`; nothing is an empty object.
    pub fn detail_type(&self) -> String {
        if self.detail.is_empty() {
            return "Record<string, never>".to_owned();
        }
        let fields: Vec<String> = self
            .detail
            .iter()
            .map(|(name, kind)| format!("{name}: {kind}"))
            .collect();
        format!("{{ {} }}", fields.join("; "))
    }
}

pub const ELEMENTS: [Element; 5] = [
    Element {
        tag: "tweestap-enrolment",
        class: "TweestapEnrolmentElement",
        about: "Setting up the second step.",
    },
    Element {
        tag: "tweestap-challenge",
        class: "TweestapChallengeElement",
        about: "The second step at sign-in.",
    },
    Element {
        tag: "tweestap-settings",
        class: "TweestapSettingsElement",
        about: "Looking after it later.",
    },
    Element {
        tag: "tweestap-admin",
        class: "TweestapAdminElement",
        about: "The school's manager; a bundle of its own (`apart.js`).",
    },
    Element {
        tag: "tweestap-password",
        class: "TweestapPasswordElement",
        about: "A password that was forgotten, or is to be another one; a bundle of its own.",
    },
];

pub const ATTRIBUTES: [Attribute; 8] = [
    Attribute {
        name: "api",
        kind: "string",
        default: Some("/api/v1"),
        about: "Base address of the back end.",
    },
    Attribute {
        name: "token-url",
        kind: "string",
        default: None,
        about: "Same-origin address; a POST answers `{\"token\": \"…\"}`, the portal's signed token.",
    },
    Attribute {
        name: "lang",
        kind: "string",
        default: None,
        about: "Language (BCP 47); default: the nearest `lang` of the page.",
    },
    Attribute {
        name: "theme",
        kind: "'auto' | 'light' | 'dark'",
        default: Some("auto"),
        about: "Light or dark; `auto` follows the device.",
    },
    Attribute {
        name: "tone",
        kind: "'formal'",
        default: None,
        about: "`formal`: Dutch with \"u\" instead of \"je\".",
    },
    Attribute {
        name: "strings-url",
        kind: "string",
        default: None,
        about: "Address of the school's own texts (JSON, key to text); `{lang}` in it is replaced.",
    },
    Attribute {
        name: "frame",
        kind: "boolean",
        default: None,
        about: "Show the view in an isolated frame of the back end; needs `school`.",
    },
    Attribute {
        name: "school",
        kind: "string",
        default: None,
        about: "The school's id, for `frame` and for a forgotten password.",
    },
];

pub const PROPERTIES: [Property; 2] = [
    Property {
        name: "token",
        kind: "string",
        about: "The portal's signed token, for pages without a token-url. Write only.",
    },
    Property {
        name: "strings",
        kind: "TweestapStrings",
        about: "The school's own texts, by key. Plain text, never HTML.",
    },
];

pub const EVENTS: [Event; 9] = [
    Event {
        name: "ready",
        detail: &[],
        about: "The first screen is there.",
    },
    Event {
        name: "step",
        detail: &[("view", "TweestapView"), ("step", "TweestapStep")],
        about: "Another screen: the `data-view` and `data-step` of the screen's root.",
    },
    Event {
        name: "enrolled",
        detail: &[("method", "TweestapMethod")],
        about: "Two-step verification is on.",
    },
    Event {
        name: "cancelled",
        detail: &[],
        about: "The person left, and nothing was changed.",
    },
    Event {
        name: "verified",
        detail: &[("assertion?", "string"), ("reference?", "string")],
        about: "The code was right. A hint only: the portal's server must check the assertion, or with `frame` \
                redeem the reference.",
    },
    Event {
        name: "changed",
        detail: &[("what", "TweestapChange")],
        about: "Something about the account is different now.",
    },
    Event {
        name: "reauthenticate",
        detail: &[],
        about: "Sign the person in again, then set `token`.",
    },
    Event {
        name: "error",
        detail: &[("code", "TweestapErrorCode")],
        about: "Something failed; the code is stable, and stands in `data-error` too.",
    },
    Event {
        name: "contrast",
        detail: &[("adjusted", "readonly TweestapAdjusted[]")],
        about: "Colours that the page set and nobody could read, and what is used instead.",
    },
];

/// What the guard of the contrast did to one colour.
pub const ADJUSTED: &str = "{ property: string; value: string; used: string; on?: string; ratio?: number; needs?: number }";

/// In the words of `Method::code` in the contract.
pub const METHODS: [&str; 3] = ["app", "sms", "hardware"];

/// `data-step`, in the order of a person's way. `docs/testing.md` says what each is.
pub const STEPS: [&str; 45] = [
    "opening",
    "method",
    "password",
    "phone",
    "scan",
    "confirm",
    "recovery-codes",
    "done",
    "not-needed",
    "code",
    "recovery-code",
    "reset-code",
    "recovered",
    "enrol",
    "passed",
    "overview",
    "people",
    "person",
    "reset",
    "switch-off",
    "switch-on",
    "unlock",
    "support-code",
    "support-code-made",
    "trail",
    "rules",
    "preview",
    "activate",
    "deactivate",
    "tokens",
    "import",
    "import-checked",
    "token",
    "link",
    "resync",
    "unlink",
    "remove",
    "forgotten",
    "sent",
    "new-password",
    "link-invalid",
    "change",
    "saved",
    "not-offered",
    "framed",
];

/// What can be different.
pub const CHANGES: [&str; 13] = [
    "finished",
    "methods",
    "recovery-codes",
    "remember",
    "devices",
    "suspended",
    "on",
    "off",
    "unlocked",
    "support-code",
    "policy",
    "tokens",
    "password",
];

/// What the widget itself refuses; `docs/testing.md` says when.
pub const OWN_ERRORS: [&str; 22] = [
    "code_missing",
    "code_too_short",
    "number_missing",
    "password_missing",
    "reason_missing",
    "checked_missing",
    "day_missing",
    "day_too_far",
    "person_missing",
    "file_missing",
    "file_unreadable",
    "new_password_missing",
    "repeat_differs",
    "username_missing",
    "email_missing",
    "email_malformed",
    "offline",
    "signed_out",
    "unreadable",
    "load_failed",
    "framed",
    "no_reference",
];

/// What a server refuses, from the list itself: a dependency on the contract would have to be compiled before
/// anything else can happen.
const PROBLEMS: &str = include_str!("../../../api/src/problem.rs");

/// Every code that `tweestap:error` can carry.
pub fn errors() -> Vec<&'static str> {
    let list = PROBLEMS.split_once("\nproblems! {");
    let list = list
        .and_then(|(_, rest)| rest.split_once("\n}"))
        .unwrap_or_default()
        .0;
    let codes = list
        .lines()
        .filter_map(|line| line.split_once(" = \"")?.1.split_once('"'));
    let codes = codes.map(|(code, _)| code);
    codes.chain(["unknown"]).chain(OWN_ERRORS).collect()
}
