//! The demonstration: fictitious schools with a real portal that uses only the public contract, a phone that
//! shows its messages, a hardware token, and a clock that can be moved. None of it exists without `--demo`.

mod gallery;
mod line;
mod people;
mod phone;
mod portal;
mod token;

pub use line::Line;

use std::path::Path;
use std::sync::Arc;

use axum::routing::{any, get, post};
use axum::{Router, middleware};
use phonenumber::country::Id;
use tweestap_api::{Method, Problem, Recovery, RememberDuration, Secret};

use people::{GROUP, PASSWORD, PEOPLE, PLACES, Person, Place};

use crate::assertion::Signer;
use crate::command::seed;
use crate::config::password::{Kind, Passwords};
use crate::config::{Config, Group, School};
use crate::error::{self, Result};
use crate::http::answering;
use crate::keys;
use crate::mail::address;
use crate::portal_token::PortalKey;
use crate::sms::Outbox;
use crate::state::{App, Shared};
use crate::store::Tx;
use crate::store::accounts::{self, Told};
use crate::store::addresses::{self, Of};
use crate::store::classes;
use crate::store::directory::{self, Entry};
use crate::texts::Texts;

/// What the tokens of the portals are for.
const AUDIENCE: &str = "tweestap";

/// Made-up people at the first school: as few as have every state among them.
const CROWD: u32 = 100;

/// What the demonstration needs besides the server.
pub struct Demo {
    /// The portal's own key: the server knows only its public half.
    pub portal: Signer,
    pub outbox: Arc<Outbox>,
}

impl Demo {
    pub fn open(folder: &Path) -> Result<Self, String> {
        Ok(Self {
            portal: keys::signer_in(&folder.join("demo-portal.pem"))?,
            outbox: Arc::default(),
        })
    }

    /// The configuration of a server at this address (`http://127.0.0.1:8080`). `portals`: other origins whose pages
    /// may carry the widget, too.
    pub fn config(&self, address: &str, portals: &[String]) -> Result<Config, String> {
        let key = PortalKey::from_pem(self.portal.public_pem().as_bytes())?;
        let schools = PLACES.map(|place| Arc::new(school(place, &key, address, portals)));
        let config = Config {
            public_url: address.to_owned(),
            schools: schools.to_vec(),
            groups: vec![group()],
            mail: None,
            proxies: Vec::new(),
        };
        config.check(true)?;
        Ok(config)
    }
}

fn group() -> Group {
    Group {
        id: "voorbeeldgroep".to_owned(),
        name: "Voorbeeldgroep".to_owned(),
        schools: GROUP.map(|place| place.id.to_owned()).to_vec(),
    }
}

fn school(place: &Place, key: &PortalKey, address: &str, portals: &[String]) -> School {
    let own = [
        address.to_owned(),
        address.replace("127.0.0.1", "localhost"),
    ];
    School {
        id: place.id.to_owned(),
        name: place.name.to_owned(),
        issuer: place.issuer.to_owned(),
        audience: AUDIENCE.to_owned(),
        keys: vec![key.clone()],
        origins: own.iter().chain(portals).cloned().collect(),
        methods: vec![Method::App, Method::Sms],
        longest_remember: RememberDuration::OneWeek,
        countries: vec![Id::NL, Id::BE],
        sms_domain: place.issuer.trim_start_matches("https://").to_owned(),
        mail_from: None,
        helpdesk: String::new(),
        accepted_amr: vec!["mfa".to_owned()],
        texts: Texts::default(),
        password: Passwords {
            forgotten: true,
            change: true,
            link: format!("{address}/?password&school={}", place.id),
            // One of each, to be seen side by side.
            kind: if place.strict {
                Kind::Classes
            } else {
                Kind::Length
            },
            ..Passwords::default()
        },
        required: place.strict,
        recovery: if place.strict {
            Recovery::ResetCode
        } else {
            Recovery::Codes
        },
    }
}

/// Fills the local directory where it is empty, and hands out the hardware token with it.
pub async fn settle(app: &App) -> Result<()> {
    for person in &PEOPLE {
        let (school, issuer) = (person.place.id, person.place.issuer);
        let mut connection = app.store.read().await?;
        let known = directory::find(&mut connection, school, issuer, person.username).await?;
        drop(connection);
        if known.is_some() {
            continue;
        }
        let entry = Entry {
            name: person.name.to_owned(),
            password: Some(app.hasher.password(&Secret::new(PASSWORD)).await?),
        };
        let mut tx = app.store.write().await?;
        directory::add(&mut tx, school, issuer, person.username, &entry).await?;
        addresses_on_file(app, &mut tx, person).await?;
        account(app, &mut tx, person).await?;
        if person.has_token {
            token::hand_out(app, &mut tx, person, app.clock.now()).await?;
        }
        tx.commit().await?;
    }
    crowd(app).await
}

/// Known before they have ever signed in, so that a manager finds them.
async fn account(app: &App, tx: &mut Tx, person: &Person) -> Result<()> {
    let (place, now) = (person.place, app.clock.now());
    let account = accounts::of(
        tx,
        place.id,
        place.issuer,
        person.username,
        person.name,
        now,
    )
    .await?;
    let told = Told {
        lang: "nl",
        email: None,
        password_changed_at: None,
        role: Some(person.role),
    };
    accounts::tell(tx, &account.id, told).await?;
    let classes: Vec<String> = person.classes.iter().map(|one| (*one).to_owned()).collect();
    classes::keep(tx, &account.id, &classes).await
}

/// People who do not exist, for a manager to look at: some of every state.
async fn crowd(app: &App) -> Result<()> {
    let school = PLACES[0].id;
    let mut connection = app.store.read().await?;
    let is_there = seed::is_seeded(&mut connection, school).await?;
    drop(connection);
    if !is_there {
        seed::seed(
            &app.store,
            &app.keys,
            school,
            CROWD,
            None,
            true,
            app.clock.now(),
        )
        .await?;
    }
    Ok(())
}

/// The address of the person, and those of their parents.
async fn addresses_on_file(app: &App, tx: &mut Tx, person: &Person) -> Result<()> {
    let of = Of {
        school: person.place.id,
        issuer: person.place.issuer,
        subject: person.username,
    };
    let own = [("own", person.address())];
    let co = person
        .co_accounts
        .iter()
        .map(|one| ("co", (*one).to_owned()));
    for (kind, address) in own.into_iter().chain(co) {
        let kept = address::keep(&app.keys, of.school, of.subject, &address)?;
        addresses::add(tx, of, kind, &kept).await?;
    }
    Ok(())
}

/// Everything below `/demo`.
pub fn router(app: &Shared) -> Router<Shared> {
    let router = Router::new()
        .route("/portal/session", get(portal::session))
        .route("/portal/sign-in", post(portal::sign_in))
        .route("/portal/verified", post(portal::verified))
        .route("/portal/sign-out", post(portal::sign_out))
        .route("/portal/token", post(portal::token))
        .route("/outbox", get(phone::outbox))
        .route("/token", get(token::show))
        .route("/clock", get(phone::clock).post(phone::advance))
        .route("/reset", post(phone::reset))
        .route("/gallery", get(gallery::list))
        .route("/gallery/{name}/token", post(gallery::token))
        .route("/gallery/{name}/{*rest}", any(gallery::call))
        .layer(middleware::from_fn_with_state(
            app.clone(),
            portal::own_pages_only,
        ))
        .method_not_allowed_fallback(async || error::refusal(&Problem::MethodNotAllowed))
        .fallback(async || error::refusal(&Problem::NotFound));
    answering(router)
}
