//! The list of people, and one of them.

use axum::extract::{Path, State};
use axum::{Extension, Json};
use tweestap_api::{
    Administration, FindPeople, Named, People, PersonFile, PersonState, Problem, Role, routes,
};

use super::super::body::Query;
use super::super::caller::Caller;
use super::view::{file, listed};
use crate::error::Result;
use crate::state::Shared;
use crate::store::accounts::plain;
use crate::store::classes;
use crate::store::people::{self, Wanted, Whom};

/// People of a page.
const PAGE: usize = 50;

/// What every screen of administration needs.
#[utoipa::path(
    get, path = routes::ADMIN, tag = "administration", responses((status = 200, body = Administration)),
)]
pub async fn about(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Administration>> {
    let mut connection = app.store.read().await?;
    let classes = classes::of_school(&mut connection, &caller.account.school).await?;
    Ok(Json(Administration {
        school: caller.school.name.clone(),
        you: Named {
            id: caller.account.id.clone(),
            name: caller.account.name.clone(),
        },
        classes,
        server_time: app.clock.now(),
    }))
}

/// People of the school by name, fifty at a time.
#[utoipa::path(
    get, path = routes::ADMIN_PEOPLE, tag = "administration",
    params(FindPeople), responses((status = 200, body = People)),
)]
pub async fn list(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<FindPeople>,
) -> Result<Json<People>> {
    if !asked.is_short() {
        return Err(Problem::MalformedRequest.into());
    }
    let now = app.clock.now();
    let school = caller.account.school.as_str();
    let mut connection = app.store.read().await?;
    let after = match &asked.after {
        Some(id) => people::place_of(&mut connection, school, id)
            .await?
            .ok_or(Problem::PersonNotFound)?,
        None => Default::default(),
    };
    let (required, in_grace) = caller.duty.listed(now);
    let wanted = Wanted {
        school,
        whom: asked.class.as_deref().map_or(Whom::All, Whom::OfClass),
        required: &required,
        in_grace: &in_grace,
        methods: &caller.in_force().methods,
        name: &asked.query.as_deref().map(pattern).unwrap_or_default(),
        role: asked.role.map(Role::code).unwrap_or_default(),
        state: asked.state.map(PersonState::code).unwrap_or_default(),
        after: (&after.0, &after.1),
        // One more tells whether there is a next page.
        most: PAGE as i64 + 1,
    };
    let mut found = people::page(&mut connection, &wanted, now).await?;
    drop(connection);
    let goes_on = found.len() > PAGE;
    found.truncate(PAGE);
    Ok(Json(People {
        next: found.last().filter(|_| goes_on).map(|last| last.id.clone()),
        people: found
            .iter()
            .map(|one| listed(&app, school, one))
            .collect::<Result<_>>()?,
        server_time: now,
    }))
}

/// Beginnings of words in their order: `sa vr` finds Sam de Vries.
fn pattern(typed: &str) -> String {
    let plain = plain(typed)
        .replace('\\', r"\\")
        .replace('%', r"\%")
        .replace('_', r"\_");
    plain
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(|word| format!("% {word}"))
        .chain(["%".to_owned()])
        .collect()
}

/// Everything that a manager may know of one person.
#[utoipa::path(
    get, path = routes::ADMIN_PERSON, tag = "administration",
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 200, body = PersonFile)),
)]
pub async fn read(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Result<Json<PersonFile>> {
    file(&app, &caller, &id, app.clock.now()).await.map(Json)
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn what_is_typed_is_searched_at_the_beginnings_of_words_and_as_it_stands() {
        for (typed, expected) in [
            ("", "%"),
            ("Sam", "% sam%"),
            (" sa  VR ", "% sa% vr%"),
            ("Zoë", "% zoe%"),
            ("100%_", r"% 100\%\_%"),
            (r"\", r"% \\%"),
        ] {
            assert_eq!(pattern(typed), expected, "{typed:?}");
        }
    }
}
