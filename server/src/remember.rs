//! Remembered devices: durations within the school's cap, the cookie's name and form. What a device is called is
//! `agent.rs`.
//! Trust itself is a row with an absolute end; the cookie's own age is only cosmetic.

use tweestap_api::RememberDuration;

use crate::seal;

/// Shortest first, up to the school's longest; `always_ask` is always there.
pub fn offered(longest: RememberDuration) -> Vec<RememberDuration> {
    RememberDuration::ALL
        .into_iter()
        .filter(|duration| *duration <= longest)
        .collect()
}

/// Several people may share one browser: each account has a cookie of its own.
///
/// The `__Host-` prefix demands `Secure`, which plain http on loopback (the demonstration) cannot give.
pub fn cookie_name(account: &str, secure: bool) -> String {
    let prefix = if secure { "__Host-" } else { "" };
    format!("{prefix}tweestap-dev-{}", &seal::digest(account)[..8])
}

/// The `Set-Cookie` header; an empty `token` with `seconds` 0 forgets it.
pub fn set_cookie(account: &str, secure: bool, token: &str, seconds: i64) -> String {
    let name = cookie_name(account, secure);
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
}

/// The value of a cookie in the `Cookie` headers.
pub fn cookie<'a>(headers: impl Iterator<Item = &'a str>, name: &str) -> Option<&'a str> {
    headers
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_offered_is_capped_by_the_school() {
        use RememberDuration::*;
        assert_eq!(offered(OneWeek), RememberDuration::ALL);
        assert_eq!(offered(TwelveHours), [AlwaysAsk, TwelveHours]);
        assert_eq!(offered(AlwaysAsk), [AlwaysAsk]);
    }

    #[test]
    fn two_people_have_two_cookies_and_neither_name_tells_the_account() {
        let (one, other) = (cookie_name("sam", true), cookie_name("noor", true));
        assert_ne!(one, other);
        assert!(one.starts_with("__Host-tweestap-dev-") && one.len() == 28 && !one.contains("sam"));
        assert!(cookie_name("sam", false).starts_with("tweestap-dev-"));
    }

    #[test]
    fn a_cookie_is_http_only_strict_and_host_wide() {
        let cookie = set_cookie("sam", true, "token", 43_200);
        let attributes: Vec<&str> = cookie.split("; ").skip(1).collect();
        assert_eq!(
            attributes,
            [
                "Path=/",
                "Max-Age=43200",
                "HttpOnly",
                "SameSite=Strict",
                "Secure"
            ]
        );
        assert!(!set_cookie("sam", false, "token", 1).contains("Secure"));
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let headers = ["a=1; tweestap-dev-x=2", "tweestap-dev=3;b=4"];
        assert_eq!(cookie(headers.into_iter(), "tweestap-dev"), Some("3"));
        assert_eq!(cookie(headers.into_iter(), "tweestap-dev-x"), Some("2"));
        assert_eq!(cookie(headers.into_iter(), "c"), None);
    }
}
