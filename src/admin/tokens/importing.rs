//! A vendor's file: read here, checked at the server, and imported only when every row of it is right.

use super::flow::{Call, Doing, Effect, Event, File, Screen, State};
use crate::{Text, notice::Notice};
use tweestap_api::{ImportFormat, Imported, RowProblem, Secret};

/// Bytes of a file that the server takes.
pub const LARGEST: u64 = 2 * 1024 * 1024;

pub fn step(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Picked(bytes) if state.screen == Screen::Import => {
            state.picked = bytes;
            state.notice = None;
            vec![]
        }
        Event::Check(key) if state.screen == Screen::Import && state.doing.is_none() => {
            check(state, key)
        }
        Event::Read(content) if state.doing == Some(Doing::Reading) => read(state, content),
        Event::NotRead if state.doing == Some(Doing::Reading) => {
            state.doing = None;
            state.file = None;
            state.mind(
                Notice::error("file_unreadable", Text::TokensFileUnreadable),
                "file",
            )
        }
        Event::Import if state.screen == Screen::Checked && state.doing.is_none() => {
            let faultless = state.checked.as_ref().is_some_and(is_faultless);
            if faultless {
                send(state, false)
            } else {
                vec![]
            }
        }
        _ => vec![],
    }
}

/// Something is in the file, and all of it can be imported.
pub fn is_faultless(checked: &Imported) -> bool {
    checked.rows > 0 && checked.faulty == 0
}

fn check(state: &mut State, key: Secret) -> Vec<Effect> {
    let notice = match state.picked {
        None => Notice::error("file_missing", Text::TokensFileMissing),
        Some(bytes) if bytes > LARGEST => {
            Notice::error("import_too_large", Text::TokensFileTooLarge)
        }
        Some(_) => {
            state.start(Doing::Reading);
            state.file = Some(File {
                format: ImportFormat::Csv,
                content: Secret::default(),
                key: (!key.expose().is_empty()).then_some(key),
            });
            return vec![Effect::ReadFile];
        }
    };
    state.mind(notice, "file")
}

fn read(state: &mut State, content: Secret) -> Vec<Effect> {
    if let Some(file) = &mut state.file {
        file.format = format_of(&content);
        file.content = content;
    }
    send(state, true)
}

/// By what stands in it: its name is what somebody made of it.
fn format_of(content: &Secret) -> ImportFormat {
    let text = content.expose().trim_start_matches('\u{feff}').trim_start();
    match text.starts_with('<') {
        true => ImportFormat::Pskc,
        false => ImportFormat::Csv,
    }
}

fn send(state: &mut State, check_only: bool) -> Vec<Effect> {
    let Some(file) = state.file.clone() else {
        return vec![];
    };
    state.turn += 1;
    let call = Call::Import {
        turn: state.turn,
        format: file.format,
        content: file.content,
        key: file.key,
        check_only,
    };
    let doing = match check_only {
        true => Doing::Checking,
        false => Doing::Saving,
    };
    state.call(doing, call)
}

pub fn imported(state: &mut State, answer: Imported) -> Vec<Effect> {
    let doing = state.doing.take();
    state.slow = false;
    state.lost = false;
    let arrived = doing == Some(Doing::Saving)
        && (answer.imported > 0 || std::mem::take(&mut state.unsure) && is_there(&answer));
    if arrived {
        state.current = false;
        let mut effects = vec![Effect::Changed];
        effects.extend(state.go(Screen::List));
        state.notice = Some(Notice::good(Text::TokensImported).amount(answer.rows));
        return effects;
    }
    let again = state.screen == Screen::Checked;
    state.checked = Some(answer);
    match again {
        // Something has changed meanwhile: its errors are shown in the place of "all is well".
        true => vec![Effect::FocusHeading],
        false => state.go(Screen::Checked),
    }
}

/// Nothing is wrong but that every one is known: an import whose answer was lost had arrived.
fn is_there(answer: &Imported) -> bool {
    let mut errors = answer.errors.iter();
    answer.rows > 0
        && answer.faulty == answer.rows
        && errors.all(|error| error.problem == RowProblem::SerialKnown)
}
