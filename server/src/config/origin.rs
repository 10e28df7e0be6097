//! Origins, exactly as browsers send them (RFC 6454, the URL standard's serialisation). What differs by a slash, a
//! capital or a dot never matches, and would be found out by the school's people first.

use reqwest::Url;

/// What is wrong with an origin, and what to write instead; `None`: nothing.
pub fn fault(text: &str) -> Option<String> {
    let why = |said: &str| {
        Some(format!(
            "{text:?} is not an origin such as https://portal.example: {said}"
        ))
    };
    if text == "*" || text.contains('*') {
        return why("a pattern would let strangers in; name each origin by itself");
    }
    if text == "null" {
        return why("null is what pages of nobody send; name the school's own");
    }
    let (scheme, host) = match text.split_once("://") {
        Some((scheme, host)) => (scheme.to_ascii_lowercase(), host),
        None => return why("it must begin with https://"),
    };
    let url = match Url::parse(text) {
        Ok(url) if ["http", "https"].contains(&url.scheme()) => url,
        Ok(_) => return why("it must begin with https://"),
        Err(_) => return why("no browser reads it as an address"),
    };
    let sent = url.origin().ascii_serialization();
    if host.ends_with('/') && host.matches('/').count() == 1 {
        return why(&format!("leave out the slash at the end: {sent:?}"));
    }
    if host.contains(['/', '?', '#', '\\']) {
        return why(&format!("leave out everything behind the host: {sent:?}"));
    }
    if host.contains('@') {
        return why(&format!("leave out the name before the @: {sent:?}"));
    }
    let name = url.host_str().unwrap_or_default();
    if name.ends_with('.') {
        return why("leave out the dot at the end");
    }
    if name.is_empty() || !name.bytes().all(is_plain) {
        return why("the host holds a character that no host has");
    }
    if !text.is_ascii() {
        return why(&format!(
            "write it as browsers send it, in punycode: {sent:?}"
        ));
    }
    if text != text.to_ascii_lowercase() {
        return why(&format!("write it in lower case: {sent:?}"));
    }
    if text != sent {
        // The port that goes without saying, or a number in another form.
        return why(&format!("write it as browsers send it: {sent:?}"));
    }
    if scheme == "http" && !is_loopback(&url) {
        return why("it must begin with https://, or anybody on the way could change the page");
    }
    None
}

fn is_plain(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-:[]".contains(&byte)
}

/// `http` is good enough where nothing leaves the machine.
fn is_loopback(url: &Url) -> bool {
    let name = url.host_str().unwrap_or_default();
    ["127.0.0.1", "localhost", "[::1]"].contains(&name) || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn an_origin_is_taken_as_browsers_send_it_and_in_no_other_form() {
        for good in [
            "https://portal.example",
            "https://portal.example:8443",
            "https://xn--brg-ioa.example",
            "https://192.0.2.1",
            "https://[2001:db8::1]",
            "http://localhost:3000",
            "http://127.0.0.1:8080",
            "http://portal.localhost:8080",
        ] {
            assert_eq!(fault(good), None, "{good}");
        }
        for (bad, said) in [
            ("*", "pattern"),
            ("https://*.example", "pattern"),
            ("null", "null"),
            ("portal.example", "must begin with https://"),
            ("ftp://portal.example", "must begin with https://"),
            ("http://portal.example", "must begin with https://"),
            ("http://localhost.evil.example", "must begin with https://"),
            ("https://portal.example/", "slash at the end"),
            ("https://portal.example/two-steps", "behind the host"),
            ("https://portal.example?x", "behind the host"),
            ("https://portal.example#x", "behind the host"),
            ("https://me@portal.example", "before the @"),
            ("https://portal.example.", "dot at the end"),
            ("https://Portal.example", "lower case"),
            ("HTTPS://portal.example", "lower case"),
            ("https://portal.example:443", "as browsers send it"),
            ("http://localhost:80", "as browsers send it"),
            ("https://brüg.example", "https://xn--brg-ioa.example"),
            ("https://port_al.example", "no host has"),
            ("https://", "reads it as an address"),
            ("https:portal.example", "must begin with https://"),
            (" https://portal.example", "as browsers send it"),
            ("", "must begin with https://"),
        ] {
            let found = fault(bad).unwrap_or_else(|| panic!("{bad:?} was accepted"));
            assert!(found.contains(said), "{bad}: {found}");
        }
    }
}
