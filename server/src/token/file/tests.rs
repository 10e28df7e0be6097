use proptest::prelude::*;
use tweestap_api::{ImportFormat, Problem, RowProblem, Secret};

use super::{MOST, Row, read};

const NOW: i64 = 1_800_000_000;
const RFC_SEED: &str = "12345678901234567890";

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../../tests/fixture/tokens/", $name))
    };
}

fn csv(text: &str) -> Result<Vec<Row>, Problem> {
    read(ImportFormat::Csv, text, None, NOW)
}

fn pskc(text: &str, key: &str) -> Result<Vec<Row>, Problem> {
    let key = Some(Secret::new(key)).filter(|_| !key.is_empty());
    read(ImportFormat::Pskc, text, key.as_ref(), NOW)
}

/// What was read of each row, in one line: serial, kind, last step, drift and the first bytes of the seed.
fn told(rows: Result<Vec<Row>, Problem>) -> Vec<String> {
    let told = |row: Row| match row.token {
        Ok(token) => format!(
            "{} {} {}/{}{} {} {} {}",
            row.number,
            token.serial,
            token.kind.digits,
            token.kind.period,
            if token.kind.sha256 { " sha256" } else { "" },
            token.last_step,
            token.drift,
            data_encoding::HEXLOWER.encode(&token.seed[..4]),
        ),
        Err(problem) => format!("{} {:?} {problem:?}", row.number, row.serial),
    };
    rows.unwrap().into_iter().map(told).collect()
}

/// What is wrong with the only row.
fn fault(rows: Result<Vec<Row>, Problem>) -> Option<RowProblem> {
    let mut rows = rows.unwrap();
    assert_eq!(rows.len(), 1);
    rows.remove(0).token.err()
}

#[test]
fn the_examples_of_rfc_6030_hold_the_seed_that_they_say() {
    for (text, key, serial, digits) in [
        (fixture!("rfc6030-figure-5.xml"), "", "987654321", 8),
        (
            fixture!("rfc6030-figure-6.xml"),
            "12345678901234567890123456789012",
            "987654321",
            8,
        ),
        (fixture!("rfc6030-figure-7.xml"), "qwerty", "987654321", 8),
    ] {
        let rows = pskc(text, key).unwrap();
        assert_eq!(rows.len(), 1, "{serial}");
        let token = rows[0].token.as_ref().ok().unwrap();
        assert_eq!(token.seed.as_slice(), RFC_SEED.as_bytes());
        assert_eq!((token.serial.as_str(), token.kind.digits), (serial, digits));
        assert_eq!((token.kind.period, token.last_step), (0, -1));
    }
}

/// Its seed has four bytes.
#[test]
fn the_first_example_of_rfc_6030_is_too_weak_to_be_a_token() {
    let rows = pskc(fixture!("rfc6030-figure-2.xml"), "").unwrap();
    assert_eq!(rows[0].serial.as_deref(), Some("12345678"));
    assert_eq!(fault(Ok(rows)), Some(RowProblem::SecretTooShort));
}

#[test]
fn rt_59_digits_period_algorithm_counter_and_drift_are_kept_from_vendors_files() {
    assert_eq!(
        told(pskc(fixture!("feitian.xml"), "")),
        [
            "1 1000133508267 6/0 -1 0 0ed387d2",
            "2 1000133508255 6/0 40 0 22d90e48",
            "3 2600124809778 6/60 0 0 9e19379a",
            "4 2600135004012 6/60 0 -7 1a484ef7",
        ]
    );
    assert_eq!(
        told(pskc(fixture!("gemalto.xml"), "")),
        [
            "1 GALT00010110 8/60 sha256 0 9 08cacff7",
            "2 GALT00010111 6/30 0 0 a8323cad",
            "3 GALT00010112 6/0 0 0 d93b0e65",
        ]
    );
    assert_eq!(
        told(csv(fixture!("excel.csv"))),
        [
            "2 SN-000001 6/30 0 0 1dd381df",
            "3 SN-000002 8/60 sha256 0 -12 36252e77",
            "4 SN-000003 6/0 2499 0 ed853880",
        ]
    );
    assert_eq!(
        told(csv(fixture!("entra.csv"))),
        [
            "2 2400000001 6/30 0 0 0b3f4fc9",
            "3 2400000002 6/60 0 0 206138aa",
        ]
    );
    assert_eq!(
        told(csv(fixture!("privacyidea.csv"))),
        [
            "2 PI-TOTP-1 6/30 0 0 63338a75",
            "3 PI-TOTP-2 8/60 0 0 9f2dcf43",
            "4 PI-HOTP-1 6/0 6 0 7cfcc5d3",
            "5 PI-HOTP-2 6/0 -1 0 41ab771d",
        ]
    );
    assert_eq!(
        told(csv(fixture!("yubico-log.csv"))),
        [
            "2 ccccccbgbhkl 6/0 -1 0 a9eb38c8",
            "4 ccccccirblhd 8/0 -1 0 ded5b479",
        ]
    );
    assert_eq!(
        told(csv(fixture!("yubico.csv"))),
        ["2 508327 6/0 -1 0 b5d3f63b", "3 1382042 6/0 -1 0 33a41874",]
    );
}

#[test]
fn every_fault_of_a_row_is_named_with_its_line_and_its_serial() {
    let faults: Vec<String> = told(csv(fixture!("half.csv")));
    assert_eq!(
        faults[1..12],
        [
            "3 None SerialMissing",
            "4 Some(\"H-3\") SecretMissing",
            "5 Some(\"h-1\") SerialTwice",
            "6 Some(\"H-5\") SecretUnreadable",
            "7 Some(\"H-6\") SecretTooShort",
            "8 Some(\"H-7\") KindUnknown",
            "9 Some(\"H-8\") DigitsUnsupported",
            "10 Some(\"H-9\") PeriodUnsupported",
            "11 Some(\"H-10\") AlgorithmUnsupported",
            "12 Some(\"H-11\") CounterUnreadable",
            "13 Some(\"H-12\") TooManyColumns",
        ]
    );
    assert!(faults[0].starts_with("2 H-1 6/30") && faults[12].starts_with("14 H-13 8/0 sha256 -1"));
}

const HEX: &str = "3132333435363738393031323334353637383930";

#[test]
fn vendors_spell_names_kinds_and_hashes_as_they_like() {
    for (header, cells, expected) in [
        ("Token ID,Seed", format!("A,{HEX}"), None),
        (
            "SN,seed_hex,OTP type",
            format!("A,{HEX},OATH-TOTP"),
            Some("6/30"),
        ),
        (
            "serial,key,type",
            format!("A,{HEX},Event based"),
            Some("6/0"),
        ),
        ("serial,key,type", format!("A,{HEX},time"), Some("6/30")),
        ("serial,key,counter", format!("A,{HEX},5"), Some("6/0")),
        ("serial,key,timestep", format!("A,{HEX},60"), Some("6/60")),
        (
            "serial,key,type",
            format!("A,{HEX},HOTP-SHA256"),
            Some("6/0 sha256"),
        ),
        (
            "serial,key,algorithm",
            format!("A,{HEX},TOTP"),
            Some("6/30"),
        ),
        (
            "serial,key,type,suite",
            format!("A,{HEX},totp,HMAC-SHA-256"),
            Some("6/30 sha256"),
        ),
        (
            "serial,key,type",
            format!("A,{HEX},urn:ietf:params:xml:ns:keyprov:pskc:totp"),
            Some("6/30"),
        ),
        ("serial,key,type", format!("A,{HEX},hotel"), None),
        ("serial,key,type", format!("A,{HEX},t"), None),
    ] {
        let told = told(csv(&format!("{header}\n{cells}\n")));
        match expected {
            Some(kind) => assert!(
                told[0].contains(&format!("A {kind} ")),
                "{header}: {told:?}"
            ),
            None => assert!(told[0].ends_with("KindUnknown"), "{header}: {told:?}"),
        }
    }
}

#[test]
fn a_drift_in_seconds_is_one_in_steps_and_an_impossible_one_is_refused() {
    let with = |name: &str, drift: &str| {
        let text = format!("serial,secret,type,period,{name}\nA,{HEX},totp,60,{drift}\n");
        told(csv(&text)).remove(0)
    };
    for (name, drift, expected) in [
        ("drift", "-1000", "0 -1000 3132"),
        ("drift", "+3", "0 3 3132"),
        ("time shift", "-119", "0 -2 3132"),
        ("timeshift", "89", "0 1 3132"),
        ("drift", "1001", "CounterUnreadable"),
        ("drift", "3.5", "CounterUnreadable"),
        ("timeshift", "99999999999999999999", "CounterUnreadable"),
    ] {
        let told = with(name, drift);
        assert!(told.contains(expected), "{name} {drift}: {told}");
    }
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let row = |serial: &str| format!("{serial},{HEX},totp");
    let lines = [
        "# a remark",
        "",
        "serial,secret,type",
        "  ",
        &row("A"),
        "",
        "",
        "# another one",
        &row("B"),
        "\"two",
        &format!("lines\",{HEX},totp"),
        &row("C"),
    ];
    for end in ["\n", "\r\n", "\r"] {
        let rows = csv(&lines.join(end)).unwrap();
        let numbers: Vec<u32> = rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [5, 9, 10, 12], "{end:?}");
    }
}

#[test]
fn a_file_whose_seeds_could_be_read_in_two_ways_is_not_guessed_at() {
    let either = "ABCDEF234567ABCDEF234567ABCDEF23";
    let with = |name: &str, seeds: &[&str]| {
        let rows = seeds.iter().enumerate();
        let rows: String = rows
            .map(|(n, seed)| format!("S{n},{seed},totp\n"))
            .collect();
        told(csv(&format!("serial,{name},type\n{rows}")))
    };
    assert!(with("secret", &[either])[0].ends_with("SecretUnreadable"));
    assert!(with("secret_hex", &[either])[0].ends_with("abcdef23"));
    assert!(with("secret_base32", &[either])[0].ends_with("00443217"));
    // One that can only be hexadecimal settles it for the others.
    assert!(with("secret", &[either, HEX])[0].ends_with("abcdef23"));
}

#[test]
fn what_is_no_file_of_its_format_is_refused_as_a_whole() {
    for text in [
        "",
        "\u{feff}\n\n",
        "serial,secret,type",
        "hello\nworld",
        "serial,password\nA,secret",
        "serial,secret,secret\nA,B,C",
        "serial,secret\0\nA,B",
        "serial,secret\nA\u{fffd},B",
        "<KeyContainer/>",
    ] {
        assert_eq!(csv(text).err(), Some(Problem::ImportUnreadable), "{text:?}");
    }
    for text in [
        "",
        "serial,secret",
        "<KeyContainer/>",
        "<KeyContainer><KeyPackage></KeyContainer>",
        "<Keys><KeyPackage/></Keys>",
        "<!DOCTYPE k [<!ENTITY a \"b\">]><KeyContainer><KeyPackage/></KeyContainer>",
        "<!DOCTYPE KeyContainer SYSTEM \"file:///etc/passwd\"><KeyContainer><KeyPackage/></KeyContainer>",
        "<KeyContainer><KeyPackage>&amp;&unknown;</KeyPackage></KeyContainer>",
    ] {
        assert_eq!(
            pskc(text, "").err(),
            Some(Problem::ImportUnreadable),
            "{text:?}"
        );
    }
}

#[test]
fn an_encrypted_file_is_read_with_its_key_and_with_no_other() {
    let (six, seven) = (
        fixture!("rfc6030-figure-6.xml"),
        fixture!("rfc6030-figure-7.xml"),
    );
    for (text, key) in [
        (six, ""),
        (six, "12345678901234567890123456789013"),
        (six, "1234567890123456"),
        (six, "qwerty"),
        (seven, ""),
        (seven, "Qwerty"),
        (
            &six.replace("hmac-sha1", "hmac-md5"),
            "12345678901234567890123456789012",
        ),
        (
            &six.replace("ds:KeyName", "ds:X509Data"),
            "12345678901234567890123456789012",
        ),
        (
            &seven.replace("<IterationCount>1000", "<IterationCount>1000000000"),
            "qwerty",
        ),
        (&seven.replace("#pbkdf2", "#scrypt"), "qwerty"),
        // Half of it is gone.
        (
            &six.replace("<EncryptionKey>", "<!--")
                .replace("</EncryptionKey>", "-->"),
            "",
        ),
    ] {
        assert_eq!(
            pskc(text, key).err(),
            Some(Problem::ImportUnreadable),
            "{key}"
        );
    }
    // Hundreds of keys: none opens it, and none is a matter of luck.
    for key in 0..200 {
        let key = format!("{key:032x}");
        assert_eq!(
            pskc(six, &key).err(),
            Some(Problem::ImportUnreadable),
            "{key}"
        );
    }
}

/// Nothing vouches for the key of the MACs: with its first block cut out, and its last byte changed, its padding swallows
/// all of it, and whoever alters the file on its way can make MACs of his own.
#[test]
fn a_file_whose_mac_key_is_nothing_is_not_believed() {
    let six = fixture!("rfc6030-figure-6.xml");
    let mut forged = six.to_owned();
    for (real, false_one) in [
        (
            "ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX",
            "AqfpaMtpMLWxt4ExK8iFC6M328lrYE6VJoytHsjnBJc=",
        ),
        ("AAECAwQFBgcICQ", "AQECAwQFBgcICQ"),
        (
            "Su+NvtQfmvfJzF6bmQiJqoLRExc=",
            "WwCJxu23JEBz0PS8K6DMV8bRtxY=",
        ),
    ] {
        assert!(forged.contains(real), "{real}");
        forged = forged.replace(real, false_one);
    }
    assert_eq!(
        pskc(&forged, "12345678901234567890123456789012").err(),
        Some(Problem::ImportUnreadable)
    );
}

#[test]
fn a_package_whose_mac_is_wrong_is_named_where_others_show_that_the_key_is_right() {
    let six = fixture!("rfc6030-figure-6.xml");
    let (start, end) = (
        six.find("<KeyPackage>").unwrap(),
        six.find("</KeyContainer>").unwrap(),
    );
    let good = &six[start..end];
    let second = |text: &str| good.replace("987654321", "2") + &text.replace("987654321", "3");
    let whole = |packages: &str| format!("{}{packages}</KeyContainer>", &six[..start]);
    let key = "12345678901234567890123456789012";
    let changed = good.replace("Su+NvtQfm", "Su+NvtQfn");
    let other_seed = good.replace("AAECAwQFBgcICQ", "AAECAwQFBgcICR");
    let without = good.replace("Su+NvtQfmvfJzF6bmQiJqoLRExc=", "");
    for bad in [&changed, &other_seed, &without] {
        let told = told(pskc(&whole(&second(bad)), key));
        assert!(told[0].starts_with("1 2 8/0"), "{told:?}");
        assert_eq!(told[1], "2 Some(\"3\") MacWrong");
        // Alone it says nothing about the key.
        assert_eq!(
            pskc(&whole(bad), key).err(),
            Some(Problem::ImportUnreadable)
        );
    }
}

#[test]
fn what_a_container_says_beside_the_seed_is_heeded() {
    let feitian = fixture!("feitian.xml");
    let start = feitian.find("<KeyPackage>").unwrap();
    let end = feitian.find("</KeyPackage>").unwrap() + "</KeyPackage>".len();
    let one = |change: &dyn Fn(&str) -> String| {
        let package = change(&feitian[start..end]);
        fault(pskc(
            &format!("{}{package}</KeyContainer>", &feitian[..start]),
            "",
        ))
    };
    let replaced = |from: &'static str, to: &'static str| {
        one(&move |text: &str| {
            assert!(text.contains(from), "{from}");
            text.replace(from, to)
        })
    };
    assert_eq!(replaced("2037-12-31T00", "2037-12-31T01"), None);
    for (from, to, problem) in [
        (
            "2037-12-31T00:00:00Z",
            "2026-12-31T00:00:00",
            RowProblem::Expired,
        ),
        ("2037-12-31T00:00:00Z", "some day", RowProblem::Expired),
        (
            "Encoding=\"DECIMAL\"",
            "Encoding=\"HEXADECIMAL\"",
            RowProblem::DigitsUnsupported,
        ),
        (
            "Length=\"6\"",
            "Length=\"10\"",
            RowProblem::DigitsUnsupported,
        ),
        (
            "Length=\"6\"",
            "Length=\"6\" CheckDigits=\"true\"",
            RowProblem::DigitsUnsupported,
        ),
        ("pskc:hotp", "pskc:ocra", RowProblem::KindUnknown),
        (
            "<Policy>",
            "<Policy><PINPolicy PINUsageMode=\"Append\"/>",
            RowProblem::KindUnknown,
        ),
        (
            "<PlainValue>0</",
            "<PlainValue>-1</",
            RowProblem::CounterUnreadable,
        ),
        (
            "<PlainValue>0</",
            "<PlainValue>99999999999999999999</",
            RowProblem::CounterUnreadable,
        ),
        (
            "DtOH0lIG7/frE/ZfPHA9WWKykaM=",
            "MTIzNA==",
            RowProblem::SecretTooShort,
        ),
        (
            "DtOH0lIG7/frE/ZfPHA9WWKykaM=",
            "!",
            RowProblem::SecretUnreadable,
        ),
        (
            "DtOH0lIG7/frE/ZfPHA9WWKykaM=",
            "",
            RowProblem::SecretMissing,
        ),
    ] {
        assert_eq!(replaced(from, to), Some(problem), "{to}");
    }
    let nameless = |text: &str| text.replace("1000133508267", "");
    assert_eq!(one(&nameless), Some(RowProblem::SerialMissing));
}

#[test]
fn ten_thousand_tokens_are_a_file_and_one_more_is_too_many() {
    let with = |count: usize| {
        let rows: String = (0..count).map(|n| format!("S{n},{HEX},totp\n")).collect();
        csv(&format!("serial,secret,type\n{rows}"))
    };
    let rows = with(MOST).unwrap();
    assert!(rows.len() == MOST && rows.iter().all(|row| row.token.is_ok()));
    assert_eq!(with(MOST + 1).err(), Some(Problem::ImportTooLarge));
    let package = "<KeyPackage/>".repeat(MOST + 1);
    let container = format!("<KeyContainer>{package}</KeyContainer>");
    assert_eq!(pskc(&container, "").err(), Some(Problem::ImportTooLarge));
}

#[test]
fn two_megabytes_of_nonsense_are_refused_and_nothing_overflows() {
    const SIZE: usize = 2 * 1024 * 1024;
    for piece in [
        "<a>",
        "<KeyPackage>",
        "<a b=\"c\"/>",
        "&amp;",
        "\"",
        "\"\n",
        ",",
        "\n",
        "a,b\n",
        "A",
        "#",
    ] {
        let text = piece.repeat(SIZE / piece.len());
        for rows in [csv(&text), pskc(&text, "key")] {
            assert!(rows.is_err(), "{piece:?}");
        }
    }
    // One serial and one seed of a megabyte.
    let long = "3".repeat(SIZE / 2);
    let text = format!("serial,secret,type\n{long},{HEX},totp\nA,{long},totp\n");
    let told = told(csv(&text));
    assert_eq!(
        told,
        ["2 None SerialMissing", "3 Some(\"A\") SecretUnreadable"]
    );
    let deep = format!("<KeyContainer>{}", "<KeyPackage>".repeat(100_000));
    assert_eq!(pskc(&deep, "").err(), Some(Problem::ImportUnreadable));
    let deep = deep + &"</KeyPackage>".repeat(100_000) + "</KeyContainer>";
    assert_eq!(fault(pskc(&deep, "")), Some(RowProblem::SerialMissing));
}

/// A cell as files have them, and as they should not.
fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(HEX.to_owned()),
        Just("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned()),
        Just("totp".to_owned()),
        Just("OATH-HOTP".to_owned()),
        Just("LOGGING START".to_owned()),
        Just("serial".to_owned()),
        Just("secret".to_owned()),
        "[0-9]{0,30}",
        "[ -~]{0,20}",
        "\\PC{0,8}",
        "[,;\t\"\r\n#]{0,4}",
    ]
}

fn table() -> impl Strategy<Value = String> {
    let row = prop::collection::vec(cell(), 0..15);
    let separator = prop::sample::select(vec![",", ";", "\t"]);
    (prop::collection::vec(row, 0..12), separator).prop_map(|(rows, separator)| {
        let rows: Vec<String> = rows.iter().map(|row| row.join(separator)).collect();
        rows.join("\n")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_table_makes_the_reader_stumble_and_what_it_takes_is_a_token(
        text in prop_oneof![
            table(),
            table().prop_map(|rows| format!("serial,secret,type,digits,period,counter,drift\n{rows}")),
            any::<String>(),
        ]
    ) {
        for row in csv(&text).unwrap_or_default() {
            let Ok(token) = row.token else { continue };
            prop_assert!((1..=64).contains(&token.serial.len()));
            prop_assert_eq!(row.serial.as_deref(), Some(token.serial.as_str()));
            prop_assert!((16..=64).contains(&token.seed.len()));
            prop_assert!([6, 8].contains(&token.kind.digits));
            prop_assert!([0, 30, 60].contains(&token.kind.period));
            prop_assert!(token.last_step >= -1 && token.drift.abs() <= 1_000);
        }
    }

    #[test]
    fn no_markup_makes_the_reader_stumble(
        at in 0_usize..3_000, cut in 0_usize..60, with in "[<>&\"/a-zA-Z0-9 =:!-]{0,12}"
    ) {
        for (text, key) in [
            (fixture!("rfc6030-figure-6.xml"), "12345678901234567890123456789012"),
            (fixture!("gemalto.xml"), ""),
        ] {
            let at = at.min(text.len());
            let end = (at + cut).min(text.len());
            let changed = format!("{}{with}{}", &text[..at], &text[end..]);
            for row in pskc(&changed, key).unwrap_or_default() {
                prop_assert!(row.token.is_err() || row.serial.is_some());
            }
        }
    }
}

#[test]
fn a_seed_that_stands_plain_in_an_encrypted_file_is_refused_and_so_is_a_key_that_nothing_needs() {
    let six = fixture!("rfc6030-figure-6.xml");
    let key = "12345678901234567890123456789012";
    let (start, end) = (
        six.find("<KeyPackage>").unwrap(),
        six.find("</KeyContainer>").unwrap(),
    );
    let good = &six[start..end];
    let plain = "<PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue>";
    let (from, to) = (
        good.find("<Secret>").unwrap() + "<Secret>".len(),
        good.find("</Secret>").unwrap(),
    );
    let bare = format!("{}{plain}{}", &good[..from], &good[to..]);
    let beside = good.replace("<Secret>", &format!("<Secret>{plain}"));
    let whole = |packages: &str| format!("{}{packages}</KeyContainer>", &six[..start]);
    for forged in [&bare, &beside] {
        let forged = forged.replace("987654321", "3");
        let told = told(pskc(&whole(&(good.to_owned() + &forged)), key));
        assert!(told[0].starts_with("1 987654321 8/0"), "{told:?}");
        assert_eq!(told[1], "2 Some(\"3\") MacWrong");
    }
    assert_eq!(fault(pskc(&whole(&bare), key)), Some(RowProblem::MacWrong));
    // The protection cut off as a whole.
    let cut = six
        .replace("<EncryptionKey>", "<!--")
        .replace("</EncryptionKey>", "-->");
    let cut = cut.replace(good, &bare);
    assert_eq!(fault(pskc(&cut, "")), None);
    assert_eq!(pskc(&cut, key).err(), Some(Problem::ImportUnreadable));
    let table = format!("serial,secret,type\nA-1,{HEX},totp\n");
    let with = |key: &str| read(ImportFormat::Csv, &table, Some(&Secret::new(key)), NOW);
    assert_eq!(with("key").err(), Some(Problem::ImportUnreadable));
    assert_eq!(fault(with("")), None, "an empty field is no key");
}

#[test]
fn a_file_of_more_elements_than_tokens_need_is_refused() {
    let good = fixture!("rfc6030-figure-2.xml");
    let with = |count: usize| {
        let more = "<a/>".repeat(count);
        good.replace("</KeyContainer>", &format!("{more}</KeyContainer>"))
    };
    assert_eq!(pskc(&with(100_000), "").unwrap().len(), 1);
    assert_eq!(
        pskc(&with(250_000), "").err(),
        Some(Problem::ImportUnreadable)
    );
}
