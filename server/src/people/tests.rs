use super::*;

fn list(text: &str) -> Result<Vec<Person>, Vec<String>> {
    read(text, "De Brug", Rules::of(false, false))
}

#[test]
fn a_list_is_read_as_spreadsheets_write_it() {
    let people = list(
        "\u{feff}username,name,email,co_emails,password\r\n\
         sam,\"Vries, Sam de\",sam@brug.example,ann@family.example; bo@family.example,\r\n\
         noor,Noor,,,\"vier gele muizen, \"\"dansend\"\" \"\r\n",
    )
    .unwrap();
    assert_eq!(
        (people[0].name.as_str(), people.len()),
        ("Vries, Sam de", 2)
    );
    assert_eq!(people[0].email.as_deref(), Some("sam@brug.example"));
    assert_eq!(
        people[0].co_emails,
        ["ann@family.example", "bo@family.example"]
    );
    assert!(people[0].password.is_none() && people[1].email.is_none());
    let password = people[1].password.as_ref().unwrap();
    assert_eq!(password.expose(), "vier gele muizen, \"dansend\" ");
}

#[test]
fn every_bad_line_is_named_and_nothing_is_taken() {
    let faults = list(
        "username,name,email,co_emails,password\n\
         sam,Sam,sam@brug.example,,\n\
         ,Noor,,,\n\
         noor,Noor,noor,,\n\
         joke,Joke,,a@b.example;no,\n\
         sam,Sam again,,,\n\
         kim,Kim\n\
         bo,Bo,a@b.example;c@d.example,,\n\
         ali,Ali,,,short canary\n\
         eva,Eva,,,password password\n",
    )
    .unwrap_err();
    let lines: Vec<&str> = faults
        .iter()
        .map(|said| said.split(':').next().unwrap())
        .collect();
    let expected = [3, 4, 5, 6, 7, 8, 9, 10].map(|line| format!("line {line}"));
    assert_eq!(lines, expected, "{faults:#?}");
    assert!(faults.iter().all(|said| !said.contains("canary")));
}

#[test]
fn a_list_without_its_first_line_or_without_people_is_refused() {
    for text in [
        "",
        "sam,Sam,,\n",
        "username,name,email\nsam,Sam,\n",
        "username,name,email,co_emails\n",
        "username;name;email;co_emails\nsam;Sam;;\n",
        "username,name,email,co_emails,rights\nsam,Sam,,,all\n",
    ] {
        assert_eq!(list(text).unwrap_err().len(), 1, "{text}");
    }
    let many: String = (0..=MOST).map(|n| format!("p{n},P,,\n")).collect();
    let faults = list(&format!("username,name,email,co_emails\n{many}")).unwrap_err();
    assert!(faults[0].contains("20000 people at most"), "{faults:?}");
}
