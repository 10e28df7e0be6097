//! What a device is called in the list of its owner: browser and system, without versions. Enough to recognise
//! one's own, too little to track anyone. Nothing but these names is kept of a `User-Agent`.

/// What marks a browser; the first that fits. Most claim to be Chrome and Safari as well, and those come last.
/// (Brave, Arc and others on purpose look like Chrome, and are called that.)
const BROWSERS: [(&str, &str); 29] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edge/", "Edge"),
    ("OPR/", "Opera"),
    ("OPT/", "Opera"),
    ("OPX/", "Opera"),
    ("Opera", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Ddg/", "DuckDuckGo"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("YaBrowser/", "Yandex"),
    ("UCBrowser/", "UC Browser"),
    ("MiuiBrowser/", "Mi Browser"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("Silk/", "Silk"),
    ("Ecosia", "Ecosia"),
    ("Whale/", "Whale"),
    ("Epiphany/", "GNOME Web"),
    ("Falkon/", "Falkon"),
    ("SeaMonkey/", "SeaMonkey"),
    ("Focus/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

/// What marks a system. Phones and Chromebooks name the system they descend from as well: they come first.
const SYSTEMS: [(&str, &str); 15] = [
    ("iPhone", "iPhone"),
    ("iPod", "iPod"),
    ("iPad", "iPad"),
    ("Windows Phone", "Windows Phone"),
    ("Xbox", "Xbox"),
    ("PlayStation", "PlayStation"),
    ("Tizen", "Tizen"),
    ("KAIOS", "KaiOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Ubuntu", "Ubuntu"),
    ("Linux", "Linux"),
];

/// The name of the browser; empty when it is not one of these.
pub fn browser(user_agent: &str) -> &'static str {
    named(&BROWSERS, user_agent)
}

/// The name of the system; empty when it is not one of these. An iPad that asks for desktop pages calls itself a
/// Macintosh and cannot be told from one.
pub fn system(user_agent: &str) -> &'static str {
    named(&SYSTEMS, user_agent)
}

fn named(list: &[(&str, &'static str)], user_agent: &str) -> &'static str {
    list.iter()
        .find(|(mark, _)| user_agent.contains(mark))
        .map_or("", |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_devices_are_called_what_their_owners_call_them() {
        for (agent, expected) in [
            (
                "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
                ("Chrome", "Chromebook"),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0",
                ("Edge", "Windows"),
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 OPR/122.0.0.0",
                ("Opera", "Windows"),
            ),
            // Brave says no more than this.
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
                ("Chrome", "Windows"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/31.0 Chrome/145.0.0.0 Mobile Safari/537.36",
                ("Samsung Internet", "Android"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36",
                ("Chrome", "Android"),
            ),
            (
                "Mozilla/5.0 (Android 16; Mobile; rv:156.0) Gecko/156.0 Firefox/156.0",
                ("Firefox", "Android"),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:156.0) Gecko/20100101 Firefox/156.0",
                ("Firefox", "Linux"),
            ),
            (
                "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:156.0) Gecko/20100101 Firefox/156.0",
                ("Firefox", "Ubuntu"),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
                ("Safari", "Mac"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
                ("Safari", "iPhone"),
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 16_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/156.0.0.0 Mobile/15E148 Safari/604.1",
                ("Chrome", "iPad"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/156.0 Mobile/15E148 Safari/604.1",
                ("Firefox", "iPhone"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 EdgiOS/156.0 Mobile/15E148 Safari/604.1",
                ("Edge", "iPhone"),
            ),
            (
                "Mozilla/5.0 (Linux; Android 14; KFTRWI) AppleWebKit/537.36 (KHTML, like Gecko) Silk/150.1 like Chrome/150.0 Safari/537.36",
                ("Silk", "Android"),
            ),
            ("curl/8.5.0", ("", "")),
            ("", ("", "")),
        ] {
            assert_eq!((browser(agent), system(agent)), expected, "{agent}");
        }
    }
}
