//! Messages: only between the page and its own frame, only of the exact origins, only in a known shape.

use serde_json::json;
use tweestap_e2e::{World, journey, scene};

#[test]
fn neither_side_hears_anybody_else() {
    journey(
        scene("nl", "light", 768).from_another_site().framed(),
        async |w| {
            w.signs_in("docent").await;
            w.presses("open-enrolment").await;
            w.enters_the_frame().await;
            w.comes_to("method").await;
            w.leaves_the_frame().await;
            the_page_hears_its_frame_only(w).await;
            the_frame_hears_its_page_only(w).await;
            the_frame_takes_nothing_that_is_no_look(w).await;
        },
    );
}

/// Before anybody has said hello, the first to say it is the one who is heard from then on.
#[test]
fn a_frame_is_greeted_by_a_listed_page_only() {
    journey(
        scene("nl", "light", 768).from_another_site().framed(),
        async |w| {
            w.signs_in("docent").await;
            let alone = "
                const frame = document.createElement('iframe');
                frame.src = `${arguments[0]}/frame/voorbeeldcollege/enrolment?lang=nl`;
                document.querySelector('main').append(frame);
            ";
            let alone = w.js(alone, vec![json!(w.server.address)]).await;
            alone.expect("a frame that nobody greets");
            w.enters_the_frame().await;
            w.until("the script of the frame", async || {
                let there = "!!customElements.get('tweestap-enrolment')";
                (w.value(there).await == true).then_some(())
            })
            .await;
            let greet = "
                const greet = (origin) => {
                    const data = { tweestap: 1, type: 'hello', theme: 'dark' };
                    dispatchEvent(new MessageEvent('message', { data, origin, source: parent }));
                    return !!document.querySelector('tweestap-enrolment');
                };
                const listed = document.documentElement.dataset.origins.split(' ');
                return ['https://evil.example', 'null', listed[0]].map(greet);
            ";
            let greeted = w.js(greet, vec![]).await.expect("greetings");
            assert_eq!(greeted, json!([false, false, true]));
        },
    );
}

/// Right in shape, but sent by a window that is not the frame: the page itself, and another frame of it.
async fn the_page_hears_its_frame_only(w: &World) {
    let forge = "
        const forged = { tweestap: 1, type: 'changed', detail: { what: 'forged' } };
        window.postMessage(forged, '*');
        const other = document.createElement('iframe');
        other.hidden = true;
        document.body.append(other);
        window.dispatchEvent(new MessageEvent('message', { data: forged, origin: location.origin, source: other.contentWindow }));
        window.dispatchEvent(new MessageEvent('message', { data: forged, origin: arguments[0], source: other.contentWindow }));
        const frame = e2e.all('iframe[src*=\"/frame/\"]')[0].contentWindow;
        window.dispatchEvent(new MessageEvent('message', { data: forged, origin: location.origin, source: frame }));
        window.dispatchEvent(new MessageEvent('message', { data: { ...forged, detail: { what: { a: 1 } } }, origin: arguments[0], source: frame }));
        window.dispatchEvent(new MessageEvent('message', { data: { ...forged, tweestap: 2 }, origin: arguments[0], source: frame }));
        window.dispatchEvent(new MessageEvent('message', { data: { ...forged, type: 'constructor' }, origin: arguments[0], source: frame }));
        window.dispatchEvent(new MessageEvent('message', { data: null, origin: arguments[0], source: frame }));
        window.dispatchEvent(new MessageEvent('message', { data: { ...forged, detail: { what: 'right', more: 'secret' } }, origin: arguments[0], source: frame }));
    ";
    let forged = w.js(forge, vec![json!(w.server.address)]).await;
    forged.expect("a forger's script");
    let heard = w
        .until("the one message that is right", async || {
            let changed = "return e2e.events.filter(({ name }) => name === 'changed').map(({ detail }) => detail)";
            let heard = w.js(changed, vec![]).await.ok()?;
            heard.as_array().is_some_and(|all| !all.is_empty()).then_some(heard)
        })
        .await;
    let mark = "new Promise((done) => {
        addEventListener('message', done, { once: true });
        postMessage('all before have been heard', location.origin);
    }).then(() => e2e.events.filter(({ name }) => name === 'changed').length)";
    assert_eq!(w.promised(mark).await, 1);
    // The first eight were dropped; of the last one only what is known was taken over.
    assert_eq!(heard, json!([{ "what": "right" }]));
}

/// A script in another frame of the page has the page's own origin, and is not the page.
async fn the_frame_hears_its_page_only(w: &World) {
    let forge = "
        const other = document.createElement('iframe');
        document.body.append(other);
        const target = e2e.all('iframe[src*=\"/frame/\"]')[0].contentWindow;
        other.contentWindow.target = target;
        return other;
    ";
    let other = w
        .browser
        .execute(forge, vec![])
        .await
        .expect("another frame");
    let other = other.element().expect("the other frame");
    other
        .enter_frame()
        .await
        .expect("the inside of the other frame");
    let send = "target.postMessage({ tweestap: 1, type: 'look', lang: 'en', theme: 'dark' }, '*')";
    w.js(send, vec![]).await.expect("a forged message");
    w.leaves_the_frame().await;
    is_worn_after_a_right_message(w, "light").await;

    // The window around it, but at another origin: a stranger's, and one that is listed and did not say hello.
    w.enters_the_frame().await;
    let forge = "
        for (const origin of ['https://evil.example', location.origin])
          for (const type of ['hello', 'look'])
            dispatchEvent(new MessageEvent('message', { data: { tweestap: 1, type, theme: 'dark' }, origin, source: parent }));
        return e2e.all('tweestap-enrolment')[0].getAttribute('theme');
    ";
    let worn = w.js(forge, vec![]).await.expect("a forger's script");
    assert_eq!(worn, "light");
    w.leaves_the_frame().await;
}

async fn the_frame_takes_nothing_that_is_no_look(w: &World) {
    for message in [
        json!({ "tweestap": 2, "type": "look", "theme": "dark" }),
        json!({ "type": "look", "theme": "dark" }),
        json!({ "tweestap": 1, "type": "look", "theme": "<dark>" }),
        json!({ "tweestap": 1, "type": "theme", "theme": "dark" }),
        json!("look"),
        json!(null),
    ] {
        w.page_tells_the_frame(message).await;
    }
    let colours = json!({
        "--tweestap-line": "rgb(1 2 3)", "--tweestap-text": "url(https://evil.example/x)",
        "--tweestap-surface": "red; display: none", "color": "red", "--other": "red",
    });
    w.page_tells_the_frame(
        json!({ "tweestap": 1, "type": "look", "lang": "nl", "theme": "light", "properties": colours }),
    )
    .await;
    w.enters_the_frame().await;
    let style = w
        .until("the one colour that is right", async || {
            let style = "return e2e.all('tweestap-enrolment')[0].getAttribute('style')";
            let style = w.js(style, vec![]).await.ok()?.as_str()?.to_owned();
            style.contains("--tweestap-line").then_some(style)
        })
        .await;
    assert_eq!(style.trim(), "--tweestap-line: rgb(1 2 3);");
    let theme = w
        .value("e2e.all('tweestap-enrolment')[0].getAttribute('theme')")
        .await;
    assert_eq!(theme, "light");
    w.leaves_the_frame().await;
}

/// Whatever was sent before has been looked at by the time a right message has its effect.
async fn is_worn_after_a_right_message(w: &World, theme: &str) {
    w.page_tells_the_frame(json!({ "tweestap": 1, "type": "look", "lang": "nl-BE" }))
        .await;
    w.enters_the_frame().await;
    w.until("the language of the right message", async || {
        let lang = w
            .js("return document.documentElement.lang", vec![])
            .await
            .ok()?;
        (lang == "nl-BE").then_some(())
    })
    .await;
    let worn = w
        .value("e2e.all('tweestap-enrolment')[0].getAttribute('theme')")
        .await;
    assert_eq!(worn, theme);
    w.leaves_the_frame().await;
}
