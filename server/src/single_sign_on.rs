//! What a portal says about how somebody signed in (`amr`, RFC 8176), and whether the school takes it for a second
//! step. Pure.

/// The registered values (RFC 8176 section 2, and the registry it made).
const REGISTERED: [&str; 20] = [
    "face", "fpt", "geo", "hwk", "iris", "kba", "mca", "mfa", "otp", "pin", "pop", "pwd", "rba",
    "retina", "sc", "sms", "swk", "tel", "user", "wia",
];

/// Those that mean something: registered, or accepted by the school. Only they are kept and echoed.
pub fn known(amr: &[String], accepted: &[String]) -> Vec<String> {
    let mut known = Vec::new();
    for method in amr {
        let means = REGISTERED.contains(&method.as_str()) || accepted.contains(method);
        if means && !known.contains(method) {
            known.push(method.clone());
        }
    }
    known
}

/// Whether the sign-in at the portal stands for the second step.
pub fn settles(amr: &[String], accepted: &[String]) -> bool {
    amr.iter().any(|method| accepted.contains(method))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn only_what_the_school_accepts_stands_for_a_second_step_and_only_what_means_something_is_kept()
    {
        for (amr, accepted, kept, settled) in [
            (&["pwd", "mfa"][..], &["mfa"][..], &["pwd", "mfa"][..], true),
            (&["pwd", "otp"], &["mfa"], &["pwd", "otp"], false),
            (&["pwd", "otp"], &["mfa", "otp"], &["pwd", "otp"], true),
            (&["MFA", "mfa "], &["mfa"], &[], false),
            (&["mfa", "mfa", "<script>"], &["mfa"], &["mfa"], true),
            (&["urn:ours"], &["urn:ours"], &["urn:ours"], true),
            (&["mfa"], &[], &["mfa"], false),
            (&[], &["mfa"], &[], false),
        ] {
            let accepted = words(accepted);
            let known = known(&words(amr), &accepted);
            assert_eq!(known, words(kept), "{amr:?}");
            assert_eq!(settles(&known, &accepted), settled, "{amr:?}");
        }
    }
}
