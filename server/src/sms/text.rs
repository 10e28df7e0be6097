//! The words of a message: the code first, what it is for, a warning, and a last line that binds the code to
//! the school's address (origin-bound one-time codes). Always one part of the default alphabet.

use tweestap_api::Secret;

use super::gsm7;

/// Languages that messages and letters are written in; any other gets English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Dutch,
    /// With "u" instead of "je".
    FormalDutch,
    English,
    French,
    German,
    Arabic,
}

impl Language {
    pub const ALL: [Self; 6] = [
        Self::Dutch,
        Self::FormalDutch,
        Self::English,
        Self::French,
        Self::German,
        Self::Arabic,
    ];

    /// The nearest to a BCP 47 tag. The register is its private part (RFC 5646 section 2.2.7): `nl-x-formal`.
    pub fn nearest(tag: &str) -> Self {
        let tag = tag.to_ascii_lowercase().replace('_', "-");
        match tag.split('-').next().unwrap_or_default() {
            "nl" if tag.ends_with("-x-formal") => Self::FormalDutch,
            "nl" => Self::Dutch,
            "fr" => Self::French,
            "de" => Self::German,
            "ar" => Self::Arabic,
            _ => Self::English,
        }
    }

    /// BCP 47, without the register.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Dutch | Self::FormalDutch => "nl",
            Self::English => "en",
            Self::French => "fr",
            Self::German => "de",
            Self::Arabic => "ar",
        }
    }

    pub const fn is_right_to_left(self) -> bool {
        matches!(self, Self::Arabic)
    }
}

fn sentence(language: Language, code: &str, school: &str) -> String {
    match language {
        Language::Dutch => format!("{code} is je code voor {school}. Geef hem aan niemand."),
        Language::FormalDutch => format!("{code} is uw code voor {school}. Geef hem aan niemand."),
        // Arabic letters would turn the message into UCS-2: with a domain and a name it takes two parts,
        // and phones look for the last line in the first one.
        Language::English | Language::Arabic => {
            format!("{code} is your code for {school}. Give it to no one.")
        }
        Language::French => {
            format!("{code} est votre code pour {school}. Ne le donnez à personne.")
        }
        Language::German => format!("{code} ist Ihr Code für {school}. Geben Sie ihn niemandem."),
    }
}

/// Where the code may be filled in.
#[derive(Clone, Copy, Debug)]
pub struct Bound<'a> {
    /// The domain of the school's page, at most 100 characters.
    pub host: &'a str,
    /// The domain of our frame, where it stands in a page of another one: without it no browser offers the code there.
    pub frame: Option<&'a str>,
}

/// `%` is how Apple writes the frame's domain, whose browsers fill in a plain field. (Chromium's WebOTP, which the
/// widget does not call, would want an `@`.)
fn last_line(bound: Bound<'_>, code: &str) -> String {
    let host = bound.host;
    match bound.frame {
        Some(frame) => format!("\n@{host} #{code} %{frame}"),
        None => format!("\n@{host} #{code}"),
    }
}

/// One part whatever the names are: the school's is shortened, and a frame's that still does not fit is left out (the
/// code must then be typed).
pub fn code_message(language: Language, school: &str, bound: Bound<'_>, code: &Secret) -> Secret {
    let code = code.expose();
    let plain = last_line(
        Bound {
            frame: None,
            ..bound
        },
        code,
    );
    let nameless = |line: &str| gsm7::septets(&(sentence(language, code, "") + line));
    let last_line = Some(last_line(bound, code))
        .filter(|line| nameless(line).is_some_and(|septets| septets <= gsm7::PART))
        .unwrap_or(plain);
    let mut school = gsm7::folded(school);
    loop {
        let text = sentence(language, code, school.trim_end()) + &last_line;
        let fits = gsm7::septets(&text).is_some_and(|septets| septets <= gsm7::PART);
        if fits || school.pop().is_none() {
            return Secret::new(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(language: Language, school: &str, host: &str) -> String {
        framed(language, school, host, None)
    }

    fn framed(language: Language, school: &str, host: &str, frame: Option<&str>) -> String {
        let bound = Bound { host, frame };
        code_message(language, school, bound, &Secret::new("482913"))
            .expose()
            .to_owned()
    }

    #[test]
    fn in_a_frame_the_last_line_names_both_domains() {
        assert_eq!(
            framed(
                Language::Dutch,
                "Voorbeeldcollege",
                "portal.example",
                Some("2fa.example")
            ),
            "482913 is je code voor Voorbeeldcollege. Geef hem aan niemand.\n@portal.example #482913 %2fa.example"
        );
    }

    #[test]
    fn a_framed_message_is_one_part_however_long_the_names() {
        for language in [Language::Dutch, Language::English] {
            for host in (1..=100).step_by(9) {
                for frame in 1..=120 {
                    let (host, frame) = ("h".repeat(host), "f".repeat(frame));
                    let text = framed(language, &"€".repeat(80), &host, Some(&frame));
                    assert!(gsm7::septets(&text).unwrap() <= gsm7::PART, "{text}");
                    let (both, one) = (
                        format!("\n@{host} #482913 %{frame}"),
                        format!("\n@{host} #482913"),
                    );
                    assert!(text.ends_with(&both) || text.ends_with(&one), "{text}");
                    assert!(
                        text.ends_with(&both) || both.len() > 100,
                        "left out without need: {text}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_message_reads_as_published() {
        assert_eq!(
            message(Language::Dutch, "Voorbeeldcollege", "portal.example"),
            "482913 is je code voor Voorbeeldcollege. Geef hem aan niemand.\n@portal.example #482913"
        );
        assert_eq!(
            message(Language::English, "Voorbeeldcollege", "portal.example"),
            "482913 is your code for Voorbeeldcollege. Give it to no one.\n@portal.example #482913"
        );
        for (language, beginning) in [
            (Language::FormalDutch, "482913 is uw code voor V"),
            (Language::French, "482913 est votre code pour V"),
            (Language::German, "482913 ist Ihr Code für V"),
            (Language::Arabic, "482913 is your code for V"),
        ] {
            let text = message(language, "Voorbeeldcollege", "portal.example");
            assert!(text.starts_with(beginning), "{text}");
        }
    }

    #[test]
    fn every_message_is_one_part_however_long_the_schools_name() {
        let long =
            "Gereformeerde Scholengemeenschap voor Voortgezet Onderwijs België €€€€ ".repeat(2);
        for language in Language::ALL {
            for length in 0..long.chars().count() {
                let school: String = long.chars().take(length).collect();
                for host in [
                    "a.nl",
                    "a-rather-long-subdomain.of-some-portal.for-schools.example.nl",
                ] {
                    let text = message(language, &school, host);
                    assert!(gsm7::septets(&text).unwrap() <= gsm7::PART, "{text}");
                    assert!(text.ends_with(&format!("\n@{host} #482913")), "{text}");
                    assert!(text.starts_with("482913 "), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_language_is_chosen_by_its_first_part() {
        for tag in ["nl", "nl-BE", "NL-nl", "nl_NL"] {
            assert_eq!(Language::nearest(tag), Language::Dutch);
        }
        for tag in ["nl-x-formal", "nl-BE-x-formal", "NL_be_X_Formal"] {
            assert_eq!(Language::nearest(tag), Language::FormalDutch);
        }
        for (tag, language) in [
            ("fr-BE", Language::French),
            ("de", Language::German),
            ("de-x-formal", Language::German),
            ("ar-MA", Language::Arabic),
        ] {
            assert_eq!(Language::nearest(tag), language);
        }
        for tag in ["en", "en-x-formal", "frr", "nld", "", "x-nl"] {
            assert_eq!(Language::nearest(tag), Language::English);
        }
    }
}
