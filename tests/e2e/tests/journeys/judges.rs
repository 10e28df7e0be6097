//! The judges themselves: each must be able to say no, or no journey proves anything.

use tweestap_e2e::{Authenticator, journey, scene};

#[test]
fn every_judge_can_say_no() {
    journey(scene("nl", "light", 1280), async |w| {
        w.signs_in("docent").await;
        w.opens_enrolment().await;

        // axe-core sees into the widget.
        w.value("e2e.all('[data-view] h2').forEach((heading) => { heading.style.color = '#eee' })")
            .await;
        let found = w.accessibility_violations().await;
        assert!(
            found.iter().any(|line| line.contains("color-contrast")),
            "{found:?}"
        );

        // A wide element is noticed.
        w.value(
            "document.body.append(Object.assign(document.createElement('hr'), { id: 'wide' }))",
        )
        .await;
        w.value("document.getElementById('wide').style.width = '2000px'")
            .await;
        assert!(
            w.value("document.documentElement.scrollWidth > innerWidth")
                .await
                .as_bool()
                .unwrap()
        );

        // The policy holds, and breaking it is noticed in the page, and in the log from any tab.
        let first = w.this_tab().await;
        w.opens_another_tab().await;
        w.visits_the_portal().await;
        let style = "document.createElement('style')";
        w.value(&format!(
            "document.head.append(Object.assign({style}, {{ textContent: 'hr {{ top: 0 }}' }}))"
        ))
        .await;
        let refused =
            "(() => { try { document.body.innerHTML = '<b>' } catch { return 'refused' } })()";
        assert_eq!(w.value(refused).await, "refused");
        w.until("both violations", async || {
            let violations = w.value("e2e.violations.join()").await;
            let text = violations.as_str()?;
            (text.contains("style-src") && text.contains("require-trusted-types-for")).then_some(())
        })
        .await;
        w.turns_to(&first).await;
        let complaints = w.complaints().await.join("\n");
        if w.engine.has_devtools() {
            let its_own_words = complaints.contains("Content Security Policy");
            assert!(its_own_words, "{complaints}");
        }
        assert!(complaints.contains("policy violated"), "{complaints}");
        w.value("e2e.fails('lost')").await;
        w.until("the error in the log", async || {
            w.complaints()
                .await
                .iter()
                .any(|line| line.contains("lost"))
                .then_some(())
        })
        .await;

        // What the page keeps is read everywhere.
        w.value("localStorage.setItem('a', 'canary-1')").await;
        w.value("sessionStorage.setItem('a', 'canary-2')").await;
        w.value("void (document.cookie = 'a=canary-3')").await;
        w.value("history.replaceState('canary-4', '', location.href)")
            .await;
        let kept = w.kept_by_the_browser().await;
        for canary in ["canary-1", "canary-2", "canary-3", "canary-4"] {
            assert!(kept.contains(canary), "{canary}: {kept}");
        }
    });
}

/// RFC 6238, appendix B: the last six digits of the SHA-1 rows.
#[test]
fn the_code_generator_knows_the_rfc() {
    let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let app = Authenticator::of(&format!(
        "otpauth://totp/Voorbeeldcollege:Sam?secret={key}&issuer=Voorbeeldcollege"
    ));
    assert_eq!(app.code_at(59), "287082");
    assert_eq!(app.code_at(1_111_111_109), "081804");
    assert_eq!(app.until_leading_zero(1_111_111_109), Some(0));
    assert!(!["081804", "050471"].contains(&app.wrong_code(1_111_111_109).as_str()));
}
