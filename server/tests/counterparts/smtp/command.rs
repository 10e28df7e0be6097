//! `tweestap-server mail test`, as a manager runs it.

use std::process::{Command, Output};

use super::Server;
use super::process::Installation;

fn mail_test(installation: &Installation, address: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tweestap-server"))
        .args(["mail", "test", address, "--config"])
        .arg(installation.config())
        .output()
        .unwrap()
}

#[test]
fn a_manager_tries_the_mail_server_and_reads_what_it_said() {
    let mut server = Server::start(&["--fault", "rcpt", "550 5.1.1 No such person", "1"]);
    let installation = Installation::new(server.port);
    let refused = mail_test(&installation, "sam@family.example");
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success() && refused.stdout.is_empty());
    assert!(
        said.contains("did not take the message: recipient: the server answered 550")
            && said.contains("No such person"),
        "{said}"
    );
    assert_eq!(server.next()["fault"], "rcpt");

    let accepted = mail_test(&installation, "sam@family.example");
    let said = String::from_utf8(accepted.stdout).unwrap();
    assert!(accepted.status.success());
    assert!(said.contains("accepted the message"), "{said}");
    let message = server.message();
    assert_eq!(message.header("subject"), "Testbericht (De Brug)");
    assert!(message.text().contains("Dit is een test."));

    let nonsense = mail_test(&installation, "sam");
    assert!(!nonsense.status.success());
    assert!(
        String::from_utf8(nonsense.stderr)
            .unwrap()
            .contains("the address must be one such as")
    );
    assert!(server.rest().is_empty());
}
