//! Signing keys that change without anybody noticing: published before they sign, and after.

use std::path::Path;

use serde_json::Value;
use tweestap_server::keys::Keys;
use tweestap_server::keys::ring::{self, AFTERWARDS, CACHE, OVERLAP, Ring, Use};

use crate::world::tokens::claims;
use crate::world::{NOW, World};

fn kids(jwks: &Value) -> Vec<String> {
    let keys = jwks["keys"].as_array().unwrap();
    keys.iter()
        .map(|key| key["kid"].as_str().unwrap().to_owned())
        .collect()
}

fn signing(ring: &Ring, now: i64) -> String {
    ring.signer(now).kid().to_owned()
}

#[test]
fn a_new_key_is_published_at_once_signs_after_the_overlap_and_the_old_one_stays_until_nothing_needs_it()
 {
    let folder = tempfile::tempdir().unwrap();
    let ring = Ring::open(folder.path()).unwrap();
    let old = signing(&ring, NOW);
    let new = ring::rotate(folder.path(), NOW)
        .unwrap()
        .signer
        .kid()
        .to_owned();
    // A running server has looked a moment ago: it looks again within the minute.
    let mut at = NOW + 60;
    assert_eq!(kids(&ring.jwks(at)), [old.clone(), new.clone()]);
    assert_eq!(signing(&ring, at), old);
    at = NOW + OVERLAP - 1;
    assert_eq!(signing(&ring, at), old);
    at = NOW + OVERLAP;
    assert_eq!(signing(&ring, at), new);
    assert_eq!(kids(&ring.jwks(at)), [new.clone(), old.clone()]);
    at = NOW + OVERLAP + AFTERWARDS - 1;
    assert_eq!(kids(&ring.jwks(at)), [new.clone(), old]);
    at = NOW + OVERLAP + AFTERWARDS;
    assert_eq!(kids(&ring.jwks(at)), [new.as_str()]);
    // Its file goes too, and a new start needs no first key any more.
    ring.sweep(at);
    assert!(!folder.path().join("assertion.pem").exists());
    let again = Ring::open(folder.path()).unwrap();
    assert_eq!(kids(&again.jwks(at)), [new]);
    const { assert!(OVERLAP > CACHE && AFTERWARDS > CACHE) };
}

#[test]
fn a_second_key_waits_its_turn_and_a_waiting_one_can_be_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let ring = Ring::open(folder.path()).unwrap();
    let old = signing(&ring, NOW);
    let only = ring::retire(folder.path(), &old).err().unwrap();
    assert!(only.contains("only signing key"), "{only}");
    let new = ring::rotate(folder.path(), NOW).unwrap();
    let refused = ring::rotate(folder.path(), NOW + 60).err().unwrap();
    assert!(refused.contains(new.signer.kid()), "{refused}");
    ring::retire(folder.path(), new.signer.kid()).unwrap();
    assert_eq!(kids(&ring.jwks(NOW + 120)), [old.as_str()]);
    assert!(ring::retire(folder.path(), "nobody's").is_err());
    // Somebody may have the old one: it is gone at once, and the new one signs without waiting.
    let new = ring::rotate(folder.path(), NOW + 180).unwrap();
    ring::retire(folder.path(), &old).unwrap();
    assert_eq!(signing(&ring, NOW + 240), new.signer.kid());
    assert_eq!(kids(&ring.jwks(NOW + 240)), [new.signer.kid()]);
}

#[test]
fn a_key_is_its_owners_alone_and_one_that_cannot_be_read_changes_nothing_while_serving() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let ring = Ring::open(folder.path()).unwrap();
    let old = signing(&ring, NOW);
    let new = ring::rotate(folder.path(), NOW).unwrap();
    let path = folder.path().join(&new.file);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o600);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(kids(&ring.jwks(NOW + OVERLAP)), [old.as_str()]);
    assert_eq!(signing(&ring, NOW + OVERLAP), old);
    assert!(
        Keys::open(folder.path())
            .err()
            .unwrap()
            .contains("can be read by others")
    );
    let faults = Keys::check(folder.path()).err().unwrap();
    assert!(faults[0].contains(&new.file), "{faults:?}");
}

#[test]
fn what_a_key_is_for_follows_from_the_names_of_the_files_and_the_time() {
    let folder = tempfile::tempdir().unwrap();
    Ring::open(folder.path()).unwrap();
    ring::rotate(folder.path(), NOW).unwrap();
    ring::rotate(folder.path(), NOW + OVERLAP).unwrap();
    let keys = ring::read(folder.path(), &[]).unwrap();
    let uses = |now| {
        let uses = ring::uses(&keys, now);
        uses.into_iter().map(|(_, what)| what).collect::<Vec<_>>()
    };
    assert_eq!(
        uses(NOW + OVERLAP),
        [
            Use::Ends {
                until: NOW + OVERLAP + AFTERWARDS
            },
            Use::Signs,
            Use::Waits {
                from: NOW + 2 * OVERLAP
            }
        ]
    );
    assert_eq!(uses(NOW + 9 * OVERLAP), [Use::Over, Use::Over, Use::Signs]);
    // A clock that was set back far: the first one signs, and nothing is over.
    assert_eq!(uses(0)[0], Use::Signs);
}

#[tokio::test]
async fn an_assertion_verifies_with_what_is_published_before_during_and_after_a_rotation() {
    let world = World::new().await;
    let folder = world.folder.path().to_owned();
    let mut seen = std::collections::HashSet::new();
    ring::rotate(&folder, world.clock.now()).unwrap();
    for step in [0, 61, OVERLAP, AFTERWARDS, OVERLAP] {
        world.clock.advance(step);
        let (person, opened) = world
            .open(&claims(world.clock.now(), "sam"), "challenge")
            .await;
        let assertion = opened.ok()["challenge"]["assertion"]
            .as_str()
            .unwrap()
            .to_owned();
        let header = jsonwebtoken::decode_header(&assertion).unwrap();
        let published = person.get("/jwks.json").await;
        assert_eq!(
            published.header("cache-control"),
            format!("public, max-age={CACHE}")
        );
        let jwks: jsonwebtoken::jwk::JwkSet = serde_json::from_slice(&published.bytes).unwrap();
        let kid = header.kid.unwrap();
        let key = jwks.find(&kid).expect("the key is published");
        let mut rules = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::ES256);
        rules.validate_exp = false;
        rules.validate_aud = false;
        let key = jsonwebtoken::DecodingKey::from_jwk(key).unwrap();
        jsonwebtoken::decode::<Value>(&assertion, &key, &rules).unwrap();
        seen.insert(kid);
    }
    assert_eq!(seen.len(), 2);
}
