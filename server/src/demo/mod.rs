//! The demonstration: a fictitious school with a real portal that uses only the public contract, a phone that
//! shows its messages, and a clock that can be moved. None of it exists without `--demo`.

mod gallery;
mod line;
mod phone;
mod portal;

pub use line::Line;

use std::path::Path;
use std::sync::Arc;

use axum::routing::{any, get, post};
use axum::{Router, middleware};
use phonenumber::country::Id;
use tweestap_api::{Method, Problem, RememberDuration, Secret};

use crate::assertion::Signer;
use crate::config::{Config, School};
use crate::error::{self, Result};
use crate::http::answering;
use crate::keys;
use crate::portal_token::PortalKey;
use crate::sms::Outbox;
use crate::state::{App, Shared};
use crate::store::directory::{self, Entry};

pub const SCHOOL: &str = "voorbeeldcollege";
pub const PASSWORD: &str = "tweestap-demo-wachtwoord";
/// User name and name.
pub const PEOPLE: [(&str, &str); 4] = [
    ("leerling", "Sam de Vries"),
    ("docent", "Noor Jansen"),
    ("ouder", "Karim El Amrani"),
    ("beheerder", "Joke Peeters"),
];
/// What the portal calls itself, and what its tokens are for.
const ISSUER: &str = "https://portal.voorbeeldcollege.example";
const AUDIENCE: &str = "tweestap";

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

    /// The configuration of a server at this address (`http://127.0.0.1:8080`).
    pub fn config(&self, address: &str) -> Result<Config, String> {
        let key = PortalKey::from_pem(self.portal.public_pem().as_bytes())?;
        let school = School {
            id: SCHOOL.to_owned(),
            name: "Voorbeeldcollege".to_owned(),
            issuer: ISSUER.to_owned(),
            audience: AUDIENCE.to_owned(),
            keys: vec![key],
            origins: vec![
                address.to_owned(),
                address.replace("127.0.0.1", "localhost"),
            ],
            methods: vec![Method::App, Method::Sms],
            longest_remember: RememberDuration::OneWeek,
            countries: vec![Id::NL, Id::BE],
            sms_domain: "portal.voorbeeldcollege.example".to_owned(),
            required: false,
            recovery: tweestap_api::Recovery::Codes,
            mail_from: None,
            helpdesk: String::new(),
        };
        let config = Config {
            public_url: address.to_owned(),
            schools: vec![Arc::new(school)],
            mail: None,
        };
        config.check(true)?;
        Ok(config)
    }
}

/// Fills the local directory, where it is empty.
pub async fn settle(app: &App) -> Result<()> {
    for (username, name) in PEOPLE {
        let mut connection = app.store.read().await?;
        if directory::find(&mut connection, SCHOOL, ISSUER, username)
            .await?
            .is_some()
        {
            continue;
        }
        drop(connection);
        let password = app.hasher.password(&Secret::new(PASSWORD)).await?;
        let mut tx = app.store.write().await?;
        let entry = Entry {
            name: name.to_owned(),
            password,
        };
        directory::add(&mut tx, SCHOOL, ISSUER, username, &entry).await?;
        tx.commit().await?;
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
