//! The command line. Everything that can be wrong is said in one sentence before anything is served. One file,
//! though long: how the program begins and how it ends belong together.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tracing_subscriber::EnvFilter;
use tweestap_server::clock::Clock;
use tweestap_server::command;
use tweestap_server::config;
use tweestap_server::demo::{self, Demo};
use tweestap_server::hash::{Cost, Hasher};
use tweestap_server::keys::Keys;
use tweestap_server::mail::smtp::{PATIENCE, Smtp};
use tweestap_server::mail::worker::Worker;
use tweestap_server::sms::Gateway;
use tweestap_server::store::{Store, Tuning, demo as demo_store};
use tweestap_server::token::reader::Reader;
use tweestap_server::{App, Shared, app};

/// How long calls that are under way get once the server is told to stop.
const GRACE: Duration = Duration::from_secs(3);

/// Two-step verification for schools: the reference back end.
#[derive(Parser)]
#[command(name = "tweestap-server", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API and the widget.
    Serve(Serve),
    /// Hardware tokens.
    #[command(subcommand)]
    Token(command::token::Token),
    Reset(command::reset::Reset),
    /// The audit trail.
    #[command(subcommand)]
    Audit(command::audit::Audit),
    /// The people whose passwords this server keeps, and made-up ones to try things out with.
    #[command(subcommand)]
    People(command::people::People),
    /// What is asked of people, where managers cannot help themselves.
    #[command(subcommand)]
    Policy(command::policy::Policy),
    /// Try the mail server.
    #[command(subcommand)]
    Mail(command::mail::Mail),
    /// Try the SMS gateways.
    Sms(command::sms::Sms),
    CheckConfig(command::check::CheckConfig),
    /// Print the JSON Schema of the configuration, for editors.
    ConfigSchema,
    /// The keys assertions are signed with.
    #[command(subcommand)]
    Keys(command::keys::Keys),
}

#[derive(Args)]
struct Serve {
    /// Address and port to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Folder of the keys and of the database file; made when it is missing.
    #[arg(long, value_name = "DIR", default_value = "tweestap-data")]
    data: PathBuf,
    /// A PostgreSQL database (postgres://…) instead of the file in the data folder.
    #[arg(
        long,
        value_name = "URL",
        env = "TWEESTAP_DATABASE_URL",
        hide_env_values = true
    )]
    database_url: Option<String>,
    /// The schools, in TOML.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// A demonstration with a fictitious school; on loopback only.
    #[arg(long)]
    demo: bool,
    /// Another origin whose pages may carry the demonstration's widget, such as http://localhost:9000.
    #[arg(long, value_name = "ORIGIN", requires = "demo")]
    portal: Vec<String>,
}

fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info")),
        )
        .init();
    let command = Cli::parse().command;
    // Editors and scripts read the lines as they are: `FILE:LINE:COLUMN: …`.
    if let Command::CheckConfig(asked) = &command {
        let checked = command::check::run(asked);
        let is_good = checked.is_ok();
        match checked {
            Ok(said) => println!("{said}"),
            Err(lines) => eprintln!("{lines}"),
        }
        return ExitCode::from(u8::from(!is_good));
    }
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error.to_string()),
    };
    let done = runtime.block_on(async {
        match command {
            Command::Serve(serve) => run(serve).await,
            Command::Token(token) => command::token::run(token, Clock::system(0).now())
                .await
                .map(|done| println!("{done}")),
            Command::Reset(reset) => command::reset::run(reset, Clock::system(0).now())
                .await
                .map(|said| println!("{said}")),
            Command::Audit(audit) => command::audit::run(audit, &mut std::io::stdout()).await,
            Command::People(people) => command::people::run(people, Clock::system(0).now())
                .await
                .map(|said| println!("{said}")),
            Command::Policy(policy) => command::policy::run(policy, Clock::system(0).now())
                .await
                .map(|said| println!("{said}")),
            Command::Mail(mail) => command::mail::run(mail).await,
            Command::Sms(sms) => command::sms::run(sms, Clock::system(0).now()).await,
            Command::Keys(keys) => {
                command::keys::run(keys, Clock::system(0).now()).map(|said| println!("{said}"))
            }
            Command::ConfigSchema => {
                print!("{}", config::schema::text());
                Ok(())
            }
            Command::CheckConfig(_) => Ok(()),
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error),
    }
}

fn failed(error: &str) -> ExitCode {
    eprintln!("tweestap-server: {error}");
    ExitCode::FAILURE
}

async fn run(serve: Serve) -> Result<(), String> {
    if serve.demo && !serve.listen.ip().is_loopback() {
        return Err(format!(
            "--demo serves on loopback only, and {} is not",
            serve.listen.ip()
        ));
    }
    let listener = TcpListener::bind(serve.listen)
        .await
        .map_err(|error| format!("{}: {error}", serve.listen))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let state = state(&serve, address).await?;
    if serve.demo {
        demo::settle(&state)
            .await
            .map_err(|error| format!("{error:?}"))?;
    }
    let mailing = mailing(&state)?;
    let sweeping = tokio::spawn(sweep(state.clone()));
    let end = told_to_stop().map_err(|error| error.to_string())?;
    // The socket listens since `bind`: connections wait in its queue from here on.
    println!("ready http://{address}/");
    tracing::info!(%address, demo = serve.demo, "serving");
    let router = app(state.clone());
    let stop = Arc::new(Notify::new());
    let stopping = stop.clone();
    let told = async move { stopping.notified().await };
    let served = async {
        if serve.demo {
            let service = router.into_make_service_with_connect_info::<demo::Line>();
            axum::serve(listener, service)
                .with_graceful_shutdown(told)
                .await
        } else {
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service)
                .with_graceful_shutdown(told)
                .await
        }
    };
    let served = tokio::select! {
        served = served => served,
        () = async { end.await; stop.notify_one(); tokio::time::sleep(GRACE).await } => Ok(()),
    };
    sweeping.abort();
    if let Some(worker) = mailing {
        worker.stop(GRACE).await;
    }
    state.store.close().await;
    served.map_err(|error| error.to_string())
}

async fn state(serve: &Serve, address: SocketAddr) -> Result<Shared, String> {
    let folder = &serve.data;
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let demo = if serve.demo {
        Some(Demo::open(folder)?)
    } else {
        None
    };
    let (config, gateways) = match (&demo, &serve.config) {
        (Some(demo), None) => (
            demo.config(&format!("http://{address}"), &serve.portal)?,
            None,
        ),
        (None, Some(path)) => {
            config::read(path).map_err(|lines| format!("the configuration is refused:\n{lines}"))?
        }
        (Some(_), Some(_)) => {
            return Err("--demo has a school of its own: leave out --config".to_owned());
        }
        (None, None) => {
            return Err("say which schools to serve with --config FILE, or try --demo".to_owned());
        }
    };
    let keys = Keys::open(folder)?;
    let store = match &serve.database_url {
        Some(url) => Store::postgres(url, Tuning::default()).await?,
        None => Store::sqlite(&folder.join("tweestap.db"), Tuning::default()).await?,
    };
    command::policy::every_group_is_known(&store, &config.groups).await?;
    let ahead = if serve.demo {
        clock_of_before(&store).await?
    } else {
        0
    };
    let gateway = match &demo {
        Some(demo) => Some(Arc::clone(&demo.outbox) as Arc<dyn Gateway>),
        None => gateways.map(|gateways| Arc::new(gateways) as Arc<dyn Gateway>),
    };
    let (clock, hasher) = (Arc::new(Clock::system(ahead)), Hasher::new(Cost::OWASP));
    Ok(Arc::new(App {
        clock,
        store,
        keys,
        config,
        hasher,
        reader: Reader::default(),
        gateway,
        demo,
    }))
}

async fn clock_of_before(store: &Store) -> Result<i64, String> {
    let mut connection = store.read().await.map_err(|error| format!("{error:?}"))?;
    demo_store::clock(&mut connection)
        .await
        .map_err(|error| format!("{error:?}"))
}

/// The worker of the queue of notices. The demonstration's are brought by whoever looks at its outbox.
fn mailing(state: &Shared) -> Result<Option<Worker>, String> {
    let Some(mail) = &state.config.mail else {
        if state.demo.is_none() {
            tracing::warn!("there is no [mail]: people get no notices about their accounts");
        }
        return Ok(None);
    };
    let carrier = Arc::new(Smtp::new(mail, &state.config.public_url, PATIENCE)?);
    Ok(Some(Worker::start(state.clone(), carrier)))
}

/// Takes away what has expired, every ten minutes.
async fn sweep(state: Shared) {
    let mut often = tokio::time::interval(Duration::from_secs(600));
    loop {
        often.tick().await;
        if let Err(error) = state.store.sweep(state.clock.now()).await {
            tracing::warn!(?error, "expired rows could not be removed");
        }
        state.keys.ring.sweep(state.clock.now());
    }
}

/// Ctrl-C, or SIGTERM; heard from this call on, not from the first poll.
#[cfg(unix)]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ctrl-C.
#[cfg(not(unix))]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
