use super::*;

const LENGTH: Rules = Rules::of(false, false);
const SAM: Context<'_> = Context {
    username: "s.devries@brug.example",
    names: &["Sam de Vries"],
    school: "De Brug",
};

fn refused(password: &str, rules: Rules) -> Option<Problem> {
    check(&Secret::new(password), rules, SAM).err()
}

#[test]
fn s_b_73_fifteen_code_points_or_eight_with_a_second_step_and_256_at_most() {
    for (password, rules, expected) in [
        ("vier gele muis", LENGTH, Some(Problem::PasswordTooShort)),
        ("vier gele muisj", LENGTH, None),
        (
            "vlotmuz",
            Rules::of(false, true),
            Some(Problem::PasswordTooShort),
        ),
        ("vlotmuzk", Rules::of(false, true), None),
        // Code points, not bytes: fourteen and fifteen of them.
        ("żółwie pływają", LENGTH, Some(Problem::PasswordTooShort)),
        ("żółwie pływają!", LENGTH, None),
        // After NFKC: the accents do not count apart.
        (
            "zoe\u{308} zoe\u{308} zoe\u{308} x",
            LENGTH,
            Some(Problem::PasswordTooShort),
        ),
    ] {
        assert_eq!(refused(password, rules), expected, "{password}");
    }
    let long = |count: usize, what: &str| what.chars().cycle().take(count).collect::<String>();
    let words = "vier gele muizen dansen op de vlotte kade, ";
    assert_eq!(refused(&long(256, words), LENGTH), None);
    assert_eq!(
        refused(&long(257, words), LENGTH),
        Some(Problem::PasswordTooLong)
    );
    let varied: String = (0..256u32)
        .filter_map(|n| char::from_u32(0x4e00 + n))
        .collect();
    assert_eq!(varied.len(), 768);
    assert_eq!(refused(&varied, LENGTH), None);
    assert_eq!(
        refused(&(varied.clone() + "x"), LENGTH),
        Some(Problem::PasswordTooLong)
    );
    let wide: String = (0..256u32)
        .filter_map(|n| char::from_u32(0x1_0300 + n))
        .collect();
    assert_eq!(
        refused(&(wide.clone() + "x"), LENGTH),
        Some(Problem::PasswordTooLong)
    );
    // One character that becomes eighteen.
    let grows: String = std::iter::repeat_n('\u{fdfa}', 200).collect();
    assert_eq!(refused(&grows, LENGTH), Some(Problem::PasswordTooLong));
}

#[test]
fn s_b_73_common_passwords_and_what_is_made_of_them_are_refused() {
    let short = Rules::of(false, true);
    for password in [
        "password",
        "PASSWORD1",
        "iloveyou",
        "qwertyuiop",
        "Welkom01",
        "Wachtwoord1!",
        "12345678",
        "abcdefgh",
        "zomer2026",
        "aaaaaaaa",
        "1q2w3e4r",
    ] {
        assert_eq!(
            refused(password, short),
            Some(Problem::PasswordTooCommon),
            "{password}"
        );
    }
    for password in [
        "passwordpassword",
        "password password",
        "Sunshine-Princess-12",
        "qwertyuiopasdfghjkl",
        "abcabcabcabcabc",
        "1234567890123456",
        "wachtwoord123456",
        "welkomwelkomwelkom",
        "iloveyou!iloveyou!",
    ] {
        assert_eq!(
            refused(password, LENGTH),
            Some(Problem::PasswordTooCommon),
            "{password}"
        );
    }
    for password in [
        "correct horse battery",
        "vier gele muizen op de kade",
        "xK9#mQ2$vL7@pN4",
        "ik fiets graag in de regen",
    ] {
        assert_eq!(refused(password, LENGTH), None, "{password}");
    }
}

#[test]
fn s_b_73_the_names_of_the_person_the_school_and_the_product_are_refused() {
    for password in [
        "vier gele Vries op de kade",
        "S.deVries op de kade 77",
        "ik zit op De Brug aan zee",
        "mijn Twee-Stap is een dans",
        "S A M de vries op de kade",
    ] {
        assert_eq!(
            refused(password, LENGTH),
            Some(Problem::PasswordHasName),
            "{password}"
        );
    }
    // Three letters are part of too many words.
    assert_eq!(refused("samen op de gele kade", LENGTH), None);
}

#[test]
fn s_b_73_classes_are_three_of_four_where_the_school_asks_for_them_and_never_otherwise() {
    let classes = Rules::of(true, false);
    assert_eq!((classes.minimum, LENGTH.minimum), (8, 15));
    for (password, expected) in [
        ("vlotmuzk", Some(Problem::PasswordNeedsClasses)),
        ("Vlotmuzk", Some(Problem::PasswordNeedsClasses)),
        ("Vlotmuz7", None),
        ("vlotmuz-7", None),
        ("vlot muz", Some(Problem::PasswordNeedsClasses)),
    ] {
        assert_eq!(refused(password, classes), expected, "{password}");
    }
    assert_eq!(refused("vlot gele muizen daar", LENGTH), None);
}
