use super::*;

#[tokio::test]
async fn a_password_is_recognised_exactly_as_it_was_typed() {
    let hasher = Hasher::new(Cost::CHEAP);
    let stored = hasher.password(&Secret::new(" Wachtwoord ")).await.unwrap();
    assert!(
        hasher
            .is_password(&Secret::new(" Wachtwoord "), &stored)
            .await
            .unwrap()
    );
    for other in ["Wachtwoord", " wachtwoord ", " Wachtwoord", ""] {
        assert!(
            !hasher
                .is_password(&Secret::new(other), &stored)
                .await
                .unwrap(),
            "{other:?}"
        );
    }
    assert!(
        hasher
            .is_password(&Secret::new("x"), "8,1$short")
            .await
            .is_err()
    );
}

#[tokio::test]
async fn a_password_is_the_same_however_its_characters_are_put_together() {
    let hasher = Hasher::new(Cost::CHEAP);
    let stored = hasher
        .password(&Secret::new("zo\u{eb} op de \u{fb01}ets"))
        .await;
    let stored = stored.unwrap();
    for (typed, right) in [
        ("zoe\u{308} op de fiets", true),
        ("zo\u{eb} op de \u{ff46}iets", true),
        ("zoe op de fiets", false),
    ] {
        let found = hasher.is_password(&Secret::new(typed), &stored).await;
        assert_eq!(found.unwrap(), right, "{typed}");
    }
}

#[tokio::test]
async fn whoever_finds_the_queue_full_is_told_to_come_back() {
    let hasher = Hasher::new(Cost::CHEAP);
    let room = u32::try_from(hasher.queue.available_permits()).unwrap();
    let all = hasher.queue.clone().try_acquire_many_owned(room).unwrap();
    let refused = hasher.password(&Secret::new("x")).await.unwrap_err();
    assert_eq!(refused.problem(), Problem::Busy { retry_after: 2 });
    drop(all);
    assert!(hasher.password(&Secret::new("x")).await.is_ok());
}

#[tokio::test]
async fn s_b_73_a_hash_is_dated_when_it_took_less_of_something_and_more_of_nothing() {
    let of = |memory, passes| {
        Hasher::new(Cost {
            memory,
            passes,
            lanes: 1,
        })
    };
    let today = of(16, 2);
    for (memory, passes, is_dated) in [
        (8, 1, true),
        (8, 2, true),
        (16, 1, true),
        (16, 2, false),
        (16, 3, false),
        (32, 1, false),
        (8, 9, false),
        (32, 3, false),
    ] {
        let stored = of(memory, passes).password(&Secret::new("x")).await;
        let stored = stored.unwrap();
        assert_eq!(today.is_dated(&stored), is_dated, "{memory}, {passes}");
    }
    assert!(!today.is_dated("8,1$short"));
}
