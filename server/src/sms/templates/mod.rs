//! Gateways whose ways are known, as the settings one would otherwise write out under `[[sms]]`. Where each
//! shape comes from is in the tests' fixtures.

/// Name and settings (TOML).
pub const ALL: [(&str, &str); 6] = [
    ("spryng-v1", include_str!("spryng-v1.toml")),
    ("spryng-v2", include_str!("spryng-v2.toml")),
    ("cm", include_str!("cm.toml")),
    ("messagebird", include_str!("messagebird.toml")),
    ("twilio", include_str!("twilio.toml")),
    ("kannel", include_str!("kannel.toml")),
];

pub fn named(name: &str) -> Option<&'static str> {
    ALL.iter()
        .find(|(known, _)| *known == name)
        .map(|(_, settings)| *settings)
}
