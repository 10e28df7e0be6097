//! The router: which handler answers where, and what every answer carries. Who may call what is `gate.rs`.

mod admin;
mod assertion;
mod body;
mod caller;
mod challenge;
mod challenge_view;
mod choose;
mod codes;
mod complete;
mod confirm;
mod device;
mod duty;
mod elevated;
mod enrolment;
mod enrolment_input;
mod enrolment_view;
pub mod frame;
pub mod gate;
pub mod headers;
mod meta;
mod new_password;
mod password;
mod password_reset;
mod place;
mod recover;
mod recovery_cookie;
pub mod redeem;
mod session;
mod settings;
mod settings_codes;
mod settings_devices;
mod settings_factors;
mod settings_password;
mod settings_remember;
mod texts;
mod verify;

use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, Method, header};
use axum::{Router, middleware};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tweestap_api::Problem;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt as _};
use utoipa_axum::routes;

pub use body::{Body, LIMIT};
pub use caller::Caller;
pub use password::hash_of as hash_of_password;

use crate::state::Shared;
use crate::{assets, demo, error};

/// Where the API lives.
pub const BASE: &str = "/api/v1";

/// Everything the server answers.
pub fn app(app: Shared) -> Router {
    let mut router = Router::new().nest(BASE, api(&app));
    if app.demo.is_some() {
        router = router.nest("/demo", demo::router(&app));
    }
    router
        .merge(frame::router())
        .fallback_service(assets::router(app.demo.is_some()))
        .layer(middleware::from_fn(headers::request_span))
        .with_state(app)
}

/// The routes and their documentation, from one list.
pub fn documented() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(session::open))
        .routes(routes!(enrolment::read, enrolment::cancel))
        .routes(routes!(enrolment::choose))
        .routes(routes!(enrolment_input::give_password))
        .routes(routes!(enrolment_input::give_phone))
        .routes(routes!(enrolment_input::resend))
        .routes(routes!(enrolment::back))
        .routes(routes!(confirm::confirm))
        .routes(routes!(complete::acknowledge))
        .routes(routes!(challenge::open))
        .routes(routes!(challenge::prove))
        .routes(routes!(choose::choose))
        .routes(routes!(choose::resend))
        .routes(routes!(verify::verify))
        .routes(routes!(recover::recover))
        .routes(routes!(recover::go_on))
        .routes(routes!(redeem::redeem))
        .routes(routes!(settings::read))
        .routes(routes!(settings_remember::save))
        .routes(routes!(settings_factors::give_password))
        .routes(routes!(settings_factors::prefer))
        .routes(routes!(settings_factors::remove))
        .routes(routes!(settings_factors::switch_off))
        .routes(routes!(settings_factors::switch_on))
        .routes(routes!(settings_factors::erase))
        .routes(routes!(settings_codes::make))
        .routes(routes!(settings_codes::acknowledge))
        .routes(routes!(settings_codes::show_reset_code))
        .routes(routes!(settings_devices::revoke))
        .routes(routes!(settings_devices::revoke_all))
        .routes(routes!(admin::people::about))
        .routes(routes!(admin::people::list))
        .routes(routes!(admin::people::read))
        .routes(routes!(admin::acts::reset))
        .routes(routes!(admin::acts::switch_off))
        .routes(routes!(admin::acts::switch_on))
        .routes(routes!(admin::acts::unlock))
        .routes(routes!(admin::support::make))
        .routes(routes!(admin::trail::read))
        .routes(routes!(admin::tokens::list::list))
        .routes(
            routes!(admin::tokens::import::import)
                .layer(DefaultBodyLimit::max(admin::tokens::import::LIMIT)),
        )
        .routes(routes!(admin::tokens::give::link))
        .routes(routes!(admin::tokens::set_right::resync))
        .routes(routes!(admin::tokens::take_back::unlink))
        .routes(routes!(admin::tokens::take_back::remove))
        .routes(routes!(admin::policy::read, admin::policy::save))
        .routes(routes!(admin::policy_preview::preview))
        .routes(routes!(settings_password::change))
        .routes(routes!(password_reset::rules))
        .routes(routes!(password_reset::forgot))
        .routes(routes!(password_reset::reset))
        .routes(routes!(texts::of_school))
        .routes(routes!(meta::openapi))
        .routes(routes!(meta::jwks))
}

fn api(app: &Shared) -> Router<Shared> {
    let (router, _) = documented().split_for_parts();
    let router = router
        .route_layer(middleware::from_fn_with_state(app.clone(), gate::guard))
        .method_not_allowed_fallback(async || error::refusal(&Problem::MethodNotAllowed))
        .fallback(async || error::refusal(&Problem::NotFound))
        .layer(DefaultBodyLimit::max(LIMIT))
        .layer(cors(app));
    answering(router)
}

/// What every dynamic answer goes through: a panic is a plain fault, and nothing is kept anywhere.
pub fn answering<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router
        .layer(CatchPanicLayer::custom(|_| {
            error::refusal(&Problem::Internal)
        }))
        .layer(middleware::map_response(headers::dynamic))
}

/// Pages of the schools' own origins may call from the browser; the list is exact.
fn cors(app: &Shared) -> CorsLayer {
    let app = app.clone();
    let listed = move |origin: &HeaderValue, _: &axum::http::request::Parts| {
        origin
            .to_str()
            .is_ok_and(|origin| app.config.allows_origin(origin))
    };
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(listed))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE])
        .allow_credentials(true)
        .max_age(std::time::Duration::from_secs(600))
}
