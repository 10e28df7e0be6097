//! The configuration that `deploy/` gives people to begin with is one the server starts with.

use std::path::Path;

use tweestap_server::config::Config;
use tweestap_server::keys::signer_in;

#[test]
fn the_example_of_a_configuration_is_accepted_as_it_stands() {
    let folder = tempfile::tempdir().unwrap();
    let example = Path::new("../deploy/tweestap.toml");
    let copy = folder.path().join("tweestap.toml");
    std::fs::copy(example, &copy).unwrap();
    // The one thing it cannot bring along: the portal's own public key.
    let portal = signer_in(&folder.path().join("private.pem")).unwrap();
    std::fs::write(folder.path().join("portal.pem"), portal.public_pem()).unwrap();
    let config = Config::read(&copy, false).unwrap();
    assert_eq!(config.public_url, "https://2fa.school.example");
    assert_eq!(config.schools[0].origins, ["https://portal.school.example"]);
}
