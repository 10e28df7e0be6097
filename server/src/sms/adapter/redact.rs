//! What a gateway says when it refuses, made fit for a log: no numbers, no codes, no text of a message, no
//! key. What it echoes of those withholds the sentence as a whole.

/// Characters of a gateway's sentence that are kept.
const LONGEST: usize = 120;
/// So many characters in a row of a secret or of a message are no coincidence.
const TELLING: usize = 8;

/// `secrets`: the message's text, the key, the account.
pub fn redacted(said: &str, secrets: &[&str]) -> String {
    let said: String = said
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if secrets.iter().any(|secret| echoes(&said, secret)) {
        return "(withheld: it repeats what was sent)".to_owned();
    }
    without_numbers(&said).chars().take(LONGEST).collect()
}

/// Whether a part of the secret that tells something stands in the sentence.
fn echoes(said: &str, secret: &str) -> bool {
    let letters: Vec<char> = secret
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if letters.is_empty() {
        return false;
    }
    letters
        .windows(TELLING.min(letters.len()))
        .any(|part| said.contains(&part.iter().collect::<String>()))
}

/// Four digits or more, however they are spaced, are not repeated: a number, a code, a part of one.
fn without_numbers(said: &str) -> String {
    let mut kept = String::with_capacity(said.len());
    let mut run = String::new();
    for c in said.chars().chain(['\0']) {
        if c.is_numeric() || (!run.is_empty() && " -.()/".contains(c)) {
            run.push(c);
            continue;
        }
        if run.chars().filter(|c| c.is_numeric()).count() > 3 {
            let spaced = if run.ends_with(' ') { " " } else { "" };
            kept.push('•');
            kept.push_str(spaced);
        } else {
            kept.push_str(&run);
        }
        run.clear();
        if c != '\0' {
            kept.push(c);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "482913 is je code voor De Brug. Geef hem aan niemand.\n@portal.test #482913";

    fn said(said: &str) -> String {
        redacted(said, &[TEXT, "live_qwertyuiopasdfgh", "AC42"])
    }

    #[test]
    fn a_reason_is_kept_and_numbers_are_not() {
        assert_eq!(said("Insufficient balance"), "Insufficient balance");
        assert_eq!(said("Error 21: bad sender"), "Error 21: bad sender");
        for number in [
            "+31612345678",
            "0031 6 1234 5678",
            "06-12 34.56 78",
            "٠٦١٢٣٤٥٦٧٨",
        ] {
            let line = said(&format!("The number {number} is not valid"));
            assert!(!line.chars().any(char::is_numeric), "{line}");
            assert!(
                line.starts_with("The number ") && line.ends_with("is not valid"),
                "{line}"
            );
        }
        assert_eq!(said("code 482913 refused"), "code • refused");
    }

    #[test]
    fn what_was_sent_is_not_repeated_in_the_log() {
        for echo in [
            "bad text: is je code voor De Brug",
            "no such key live_qwertyuiopasdfgh",
            "key ...opasdfgh is unknown",
            "text was: Geef hem aan niemand. @portal.test",
            "account AC42 is closed",
        ] {
            assert!(
                said(echo).starts_with("(withheld"),
                "{echo}: {}",
                said(echo)
            );
        }
    }

    #[test]
    fn a_long_or_ugly_sentence_is_one_short_line() {
        assert_eq!(said("a\n\u{1b}[31mb\0c"), "a  [31mb c");
        assert_eq!(said(&"long ".repeat(1_000)).chars().count(), LONGEST);
    }
}
