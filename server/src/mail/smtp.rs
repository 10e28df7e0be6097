//! The school's mail server, spoken to by SMTP (RFC 5321): one connection a letter, encrypted or on this very
//! machine. Which step failed decides whether the letter, or the whole server, has to wait.

use std::fmt::Display;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{
    AsyncSmtpConnection, Certificate, Tls as Wire, TlsParameters,
};
use lettre::transport::smtp::commands::{Data, Mail as From, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use tweestap_api::Secret;

use super::carrier::{Carrier, NotCarried, Parcel, Trouble};
use super::message;
use crate::config::mail::{Mail, Tls};

/// How long one step may take: people do not wait for it, but the next letter does.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// A goodbye is not worth more.
const FAREWELL: Duration = Duration::from_secs(1);
/// Only inside an encrypted connection, or on this machine.
const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];

pub struct Smtp {
    server: String,
    port: u16,
    wire: Wire,
    from: Address,
    credentials: Option<Credentials>,
    /// What we call ourselves.
    hello: ClientId,
    patience: Duration,
}

impl Smtp {
    /// `public_url`: its host is the name this server greets with.
    pub fn new(mail: &Mail, public_url: &str, patience: Duration) -> Result<Self, String> {
        let wire = match mail.tls {
            Tls::None => Wire::None,
            Tls::Required => Wire::Required(parameters(mail)?),
            Tls::Implicit => Wire::Wrapper(parameters(mail)?),
        };
        let credentials = mail.credentials.as_ref().map(|(username, password)| {
            Credentials::new(username.clone(), password.expose().to_owned())
        });
        let host = public_url.split("://").nth(1).unwrap_or_default();
        Ok(Self {
            server: mail.server.clone(),
            port: mail.port,
            wire,
            from: mail.from.clone(),
            credentials,
            hello: hello(host),
            patience,
        })
    }

    async fn send(&self, parcel: Parcel<'_>) -> Result<(), NotCarried> {
        let from = self.sender(&parcel);
        let message = message::written(&parcel, from).map_err(|cause| {
            NotCarried::Never(Trouble {
                step: "writing the message",
                code: None,
                cause,
                said: Secret::default(),
            })
        })?;
        let mut connection = self.connect().await.map_err(NotCarried::Unreachable)?;
        let sent = self
            .hand_over(&mut connection, parcel.to, from, &message)
            .await;
        // The letter is accepted or not by now; how the conversation ends changes nothing.
        drop(tokio::time::timeout(FAREWELL, connection.quit()).await);
        sent
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Trouble> {
        let implicit = match &self.wire {
            Wire::Wrapper(parameters) => Some(parameters.clone()),
            _ => None,
        };
        let server = (self.server.as_str(), self.port);
        let connecting = AsyncSmtpConnection::connect_tokio1(
            server,
            Some(self.patience),
            &self.hello,
            implicit,
            None,
        );
        let mut connection = self.within("connecting", connecting).await?;
        if let Wire::Required(parameters) = &self.wire {
            let upgrade = connection.starttls(parameters.clone(), &self.hello);
            self.within("STARTTLS", upgrade).await?;
        }
        if let Some(credentials) = &self.credentials {
            let signing_in = connection.auth(&MECHANISMS, credentials);
            self.within("signing in", signing_in).await?;
        }
        Ok(connection)
    }

    async fn hand_over(
        &self,
        connection: &mut AsyncSmtpConnection,
        to: &Address,
        from: &Address,
        message: &[u8],
    ) -> Result<(), NotCarried> {
        let mut options = Vec::new();
        if !AsRef::<str>::as_ref(to).is_ascii() {
            if !connection
                .server_info()
                .supports_feature(Extension::SmtpUtfEight)
            {
                return Err(NotCarried::Never(Trouble {
                    step: "recipient",
                    code: None,
                    cause: "the server takes no address with accents",
                    said: Secret::default(),
                }));
            }
            options.push(MailParameter::SmtpUtfEight);
        }
        let sender = From::new(Some(from.clone()), options);
        self.within("sender", connection.command(sender))
            .await
            .map_err(NotCarried::Unreachable)?;
        let recipient = Rcpt::new(to.clone(), Vec::new());
        self.within("recipient", connection.command(recipient))
            .await
            .map_err(about_the_letter)?;
        self.within("data", connection.command(Data))
            .await
            .map_err(about_the_letter)?;
        self.within("message", connection.message(message))
            .await
            .map_err(about_the_letter)?;
        Ok(())
    }

    async fn within<T>(
        &self,
        step: &'static str,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Trouble> {
        match tokio::time::timeout(self.patience, work).await {
            Ok(done) => done.map_err(|error| trouble(step, &error)),
            Err(_) => Err(Trouble {
                step,
                code: None,
                cause: "no answer in time",
                said: Secret::default(),
            }),
        }
    }

    fn sender<'a>(&'a self, parcel: &Parcel<'a>) -> &'a Address {
        parcel.school.mail_from.as_ref().unwrap_or(&self.from)
    }
}

impl Carrier for Smtp {
    fn carry<'a>(
        &'a self,
        parcel: Parcel<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<(), NotCarried>> + Send + 'a>> {
        Box::pin(self.send(parcel))
    }
}

fn parameters(mail: &Mail) -> Result<TlsParameters, String> {
    let mut builder = TlsParameters::builder(mail.server.clone());
    if let Some(pem) = &mail.authority {
        let authority =
            Certificate::from_pem(pem).map_err(|error| format!("[mail] ca_file: {error}"))?;
        builder = builder.add_root_certificate(authority);
    }
    builder
        .build()
        .map_err(|error| format!("[mail] tls: {error}"))
}

/// A server's name as RFC 5321 section 4.1.1.1 wants it; a bare number would be a malformed one.
fn hello(host: &str) -> ClientId {
    let name = host.split(':').next().unwrap_or_default();
    let is_name = name.contains('.') && name.parse::<std::net::IpAddr>().is_err();
    if is_name && !host.starts_with('[') {
        ClientId::Domain(name.to_owned())
    } else {
        ClientId::default()
    }
}

/// The reply is about this letter, unless it asks for a sign-in or says that the server is closing.
fn about_the_letter(trouble: Trouble) -> NotCarried {
    match trouble.code {
        Some(530 | 535 | 538 | 421) | None => NotCarried::Unreachable(trouble),
        Some(500..) => NotCarried::Never(trouble),
        Some(_) => NotCarried::Later(trouble),
    }
}

fn trouble(step: &'static str, error: &Error) -> Trouble {
    let code = error.status().map(u16::from);
    let cause = if error.is_tls() {
        "no encryption with whom it should be"
    } else if error.is_timeout() {
        "no answer in time"
    } else if error.is_client() {
        "the server does not offer what is needed"
    } else {
        "no connection"
    };
    Trouble {
        step,
        code,
        cause,
        said: Secret::new(described(error)),
    }
}

/// The error with its sources: only for a manager who asked.
fn described(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        let more: &dyn Display = inner;
        let more = more.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = inner.source();
    }
    text
}
