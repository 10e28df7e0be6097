//! A vendor's file: all of its tokens are the school's from here on, or none is. Neither the file nor its key is kept,
//! and no seed is repeated.

use std::collections::HashSet;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use sqlx::AnyConnection;
use tweestap_api::{
    AuditAction, AuditDetails, ImportTokens, Imported, Problem, RowError, RowProblem, routes,
};

use super::super::super::body::FileBody;
use super::super::super::gate::{Need, judged};
use super::super::record;
use crate::error::{Error, Result};
use crate::random;
use crate::state::{App, Shared};
use crate::store::tokens::{self, New, key_of};
use crate::token::file::{Fresh, Row};
use crate::token::shelf;

/// Bytes of a file.
const LARGEST: usize = 2 * 1024 * 1024;
/// Bytes of such a request, of this route alone. A byte of the file is six at most in JSON (`\u0000`), and so whether there
/// is room for a file does not depend on how many quotation marks and ends of lines are in it.
pub const LIMIT: usize = 6 * LARGEST + super::super::super::LIMIT;
/// Rows whose faults are told.
const TOLD: usize = 100;

/// Imports hardware tokens from a vendor's file, or says of each row what is wrong with it.
#[utoipa::path(
    post, path = routes::ADMIN_TOKENS_IMPORT, tag = "tokens",
    request_body = ImportTokens, responses((status = 200, body = Imported)),
)]
pub async fn import(
    State(app): State<Shared>,
    headers: HeaderMap,
    body: Result<FileBody<ImportTokens>>,
) -> Result<Json<Imported>> {
    let FileBody(asked) = body.map_err(|refused| match refused {
        Error::Problem(Problem::BodyTooLarge) => Problem::ImportTooLarge.into(),
        other => other,
    })?;
    if asked.content.expose().len() > LARGEST {
        return Err(Problem::ImportTooLarge.into());
    }
    let now = app.clock.now();
    let check_only = asked.check_only;
    let rows = app.reader.read(asked, now).await?;

    // It took a while to come, and another to be read.
    let caller = judged(&app, &headers, Need::Manager).await?;
    let school = &caller.account.school;
    let mut connection = app.store.read().await?;
    let known = tokens::serials(&mut connection, school).await?;
    drop(connection);
    let faults = faults(&rows, &known);
    if check_only || !faults.is_empty() {
        return Ok(Json(answer(rows.len(), 0, faults)));
    }
    let sealed = sealed(&app, school, &rows)?;
    let mut tx = app.store.write().await?;
    let faults = add(&mut tx, school, &sealed, now).await?;
    if !faults.is_empty() {
        // Somebody imported the same at the same time.
        return Ok(Json(answer(rows.len(), 0, faults)));
    }
    let count = number(rows.len());
    let details = AuditDetails {
        count: Some(count),
        ..AuditDetails::default()
    };
    let entry = (AuditAction::TokensImported, "", details);
    record(&app, &mut tx, &caller, &caller.account, entry, now).await?;
    tx.commit().await?;
    Ok(Json(answer(rows.len(), count, Vec::new())))
}

/// Every row that cannot be imported, in the order of the file.
fn faults(rows: &[Row], known: &HashSet<String>) -> Vec<RowError> {
    let is_known = |row: &Row| {
        let serial = row.serial.as_deref();
        serial.is_some_and(|serial| known.contains(&key_of(serial)))
    };
    let fault = |row: &Row| {
        let problem = match &row.token {
            Err(problem) => *problem,
            Ok(_) if is_known(row) => RowProblem::SerialKnown,
            Ok(_) => return None,
        };
        Some(RowError {
            row: row.number,
            serial: row.serial.clone(),
            problem,
        })
    };
    rows.iter().filter_map(fault).collect()
}

/// A token under the id that it will have, its seed sealed.
struct Sealed<'a> {
    row: u32,
    id: String,
    secret: String,
    token: &'a Fresh,
}

fn sealed<'a>(app: &App, school: &str, rows: &'a [Row]) -> Result<Vec<Sealed<'a>>> {
    let right = rows
        .iter()
        .filter_map(|row| Some((row.number, row.token.as_ref().ok()?)));
    right
        .map(|(row, token)| {
            let id = random::id()?;
            let secret = shelf::seal(&app.keys.sealer, school, &id, &token.seed)?;
            Ok(Sealed {
                row,
                id,
                secret,
                token,
            })
        })
        .collect()
}

/// Adds them all; whoever gets faults back drops the transaction.
async fn add(
    connection: &mut AnyConnection,
    school: &str,
    sealed: &[Sealed<'_>],
    now: i64,
) -> Result<Vec<RowError>> {
    let mut faults = Vec::new();
    for one in sealed {
        let new = New {
            id: &one.id,
            serial: &one.token.serial,
            secret: &one.secret,
            kind: one.token.kind,
            last_step: one.token.last_step,
            drift: one.token.drift,
        };
        if !tokens::add(connection, school, &new, now).await? {
            faults.push(RowError {
                row: one.row,
                serial: Some(one.token.serial.clone()),
                problem: RowProblem::SerialKnown,
            });
        }
    }
    Ok(faults)
}

fn answer(rows: usize, imported: u32, mut faults: Vec<RowError>) -> Imported {
    let faulty = number(faults.len());
    faults.truncate(TOLD);
    Imported {
        rows: number(rows),
        imported,
        errors: faults,
        faulty,
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
