//! The fictitious schools of the demonstration and who can sign in there.

use tweestap_api::Role;

/// A school as the demonstration's portal knows it.
#[derive(Debug)]
pub struct Place {
    pub id: &'static str,
    pub name: &'static str,
    /// What its portal calls itself.
    pub issuer: &'static str,
    /// Of its people's addresses; mail to it goes nowhere (RFC 6761).
    pub domain: &'static str,
    /// Two steps must be set up, and each person has one reset code instead of six recovery codes.
    pub strict: bool,
}

const COLLEGE: Place = Place {
    id: "voorbeeldcollege",
    name: "Voorbeeldcollege",
    issuer: "https://portal.voorbeeldcollege.example",
    domain: "voorbeeldcollege.example",
    strict: false,
};

const OFFICE: Place = Place {
    id: "voorbeeldkantoor",
    name: "Voorbeeldkantoor",
    issuer: "https://portal.voorbeeldkantoor.example",
    domain: "voorbeeldkantoor.example",
    strict: true,
};

/// In a group with the college, so that a policy of both can be tried. Nobody signs in there.
const LYCEUM: Place = Place {
    id: "voorbeeldlyceum",
    name: "Voorbeeldlyceum",
    issuer: "https://portal.voorbeeldlyceum.example",
    domain: "voorbeeldlyceum.example",
    strict: false,
};

/// The one the portal shows while nobody has signed in comes first.
pub const PLACES: [&Place; 3] = [&COLLEGE, &OFFICE, &LYCEUM];
/// Schools that share a policy.
pub const GROUP: [&Place; 2] = [&COLLEGE, &LYCEUM];

#[derive(Debug)]
pub struct Person {
    /// At the portal, and the subject of its tokens.
    pub username: &'static str,
    pub name: &'static str,
    pub place: &'static Place,
    /// The school has handed out a hardware token.
    pub has_token: bool,
    pub role: Role,
    pub classes: &'static [&'static str],
    /// Addresses of whoever else the account is of; mail to them goes nowhere either.
    pub co_accounts: &'static [&'static str],
}

const fn person(
    username: &'static str,
    name: &'static str,
    place: &'static Place,
    role: Role,
) -> Person {
    Person {
        username,
        name,
        place,
        has_token: false,
        role,
        classes: &[],
        co_accounts: &[],
    }
}

pub const PASSWORD: &str = "tweestap-demo-wachtwoord";
pub const PEOPLE: [Person; 6] = [
    Person {
        classes: &["2B"],
        co_accounts: &["ouders@gezin.example"],
        ..person("leerling", "Sam de Vries", &COLLEGE, Role::Pupil)
    },
    Person {
        classes: &["2B", "3A"],
        ..person("docent", "Noor Jansen", &COLLEGE, Role::Teacher)
    },
    person("ouder", "Karim El Amrani", &COLLEGE, Role::Parent),
    person("beheerder", "Joke Peeters", &COLLEGE, Role::Manager),
    Person {
        has_token: true,
        ..person("balie", "Conciërge", &COLLEGE, Role::Staff)
    },
    person("kantoor", "Fatima Bakker", &OFFICE, Role::Client),
];

impl Person {
    pub fn address(&self) -> String {
        [self.username, "@", self.place.domain].concat()
    }
}

pub fn find(username: &str) -> Option<&'static Person> {
    const ALL: &[Person] = &PEOPLE;
    ALL.iter().find(|person| person.username == username)
}
