//! The letters in German, by meaning, in the same plain words as the Dutch ones.

use super::Event;
use super::letter::{Frame, Words};

const MINE: &str = "Waren Sie das nicht?";
/// For what someone else can only have done with the password.
const CHANGE_IT: &str =
    "Ändern Sie dann sofort Ihr Passwort. Bitten Sie danach die Schule um Hilfe.";
const KNOWS_IT: &str = "Dann kennt jemand anders Ihr Passwort. Ändern Sie es sofort.";

pub const FRAME: Frame = Frame {
    when: |time| format!("Das war am {time}."),
    whose: |name, school| format!("Es geht um das Konto von {name} bei {school}."),
    helpdesk: |who| format!("Hilfe an der Schule: {who}"),
    no_helpdesk: "Die Verwaltung Ihrer Schule kann Ihnen helfen.",
    closing: "In dieser Mail stehen keine Links. Wir fragen nie per Mail nach einem Code.",
    trial_subject: "Testnachricht",
    trial: |school| {
        format!("Das ist ein Test. {school} kann Mails zum Anmelden in zwei Schritten senden.")
    },
};

/// By which a forgotten password is replaced.
pub const LINK: super::letter::LinkWords = super::letter::LinkWords {
    subject: "Wählen Sie ein neues Passwort",
    what: "Jemand bittet um ein neues Passwort für dieses Konto.",
    open: "Öffnen Sie diesen Link und wählen Sie ein neues Passwort:",
    then: "Der Link gilt eine Stunde und einmal. Bis dahin gilt das alte Passwort.",
    question: "Haben Sie nicht darum gebeten?",
    advice: "Dann müssen Sie nichts tun. Nichts hat sich geändert. Geben Sie den Link niemandem.",
    closing: "Kommt diese Mail öfter? Bitten Sie die Schule um Hilfe.",
};

pub const fn words(event: Event) -> Words {
    match event {
        Event::SwitchedOn => Words {
            subject: "Ihr zweiter Schritt ist an",
            what: "Ihr zweiter Schritt ist an.",
            then: "Beim Anmelden fragen wir ab jetzt auch nach einem Code.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::FactorAdded => Words {
            subject: "Sie haben noch einen Weg zu Ihrem Code",
            what: "Ihr Konto hat noch einen Weg, einen Code zu bekommen.",
            then: "Der Weg, den Sie schon hatten, geht weiterhin.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::FactorReplaced => Words {
            subject: "Sie bekommen Ihren Code auf einem neuen Weg",
            what: "Der Weg, auf dem Sie Ihren Code bekommen, wurde ersetzt.",
            then: "Der alte Weg geht nicht mehr. Alle Ihre Geräte fragen wieder nach einem Code.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::NumberChanged => Words {
            subject: "Ihre Nummer für Codes hat sich geändert",
            what: "Die Nummer, die Ihre Codes bekommt, hat sich geändert.",
            then: "Codes gehen ab jetzt an die neue Nummer. Die alte bekommt nichts mehr.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::FactorRemoved => Words {
            subject: "Ein Weg zu Ihrem Code wurde entfernt",
            what: "Ein Weg, einen Code zu bekommen, wurde entfernt.",
            then: "Ihr anderer Weg geht noch. Alle Ihre Geräte fragen wieder nach einem Code.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::Suspended => Words {
            subject: "Ihr zweiter Schritt ist gerade aus",
            what: "Ihr zweiter Schritt wurde für eine Weile ausgeschaltet.",
            then: "Jetzt reicht Ihr Passwort. Schalten Sie den Schritt bald wieder ein.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::Resumed => Words {
            subject: "Ihr zweiter Schritt ist wieder an",
            what: "Ihr zweiter Schritt ist wieder an.",
            then: "Beim Anmelden fragen wir wieder nach einem Code.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::Erased => Words {
            subject: "Ihr zweiter Schritt wurde gelöscht",
            what: "Ihr zweiter Schritt wurde gelöscht.",
            then: "Jetzt reicht Ihr Passwort. Ihre alten Codes gelten nicht mehr.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::CodesRegenerated => Words {
            subject: "Sie haben neue Notfallcodes",
            what: "Es wurden neue Notfallcodes gemacht.",
            then: "Die alten gelten nicht mehr. Bewahren Sie die neuen sicher auf.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::RecoveryCodeUsed => Words {
            subject: "Ein Notfallcode wurde benutzt",
            what: "Jemand hat sich mit einem Ihrer Notfallcodes angemeldet.",
            then: "Dieser Code gilt nicht mehr. Alle Ihre Geräte fragen wieder nach einem Code.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::ResetCodeUsed => Words {
            subject: "Ihr Notfallcode wurde benutzt",
            what: "Jemand hat sich mit Ihrem Notfallcode angemeldet.",
            then: "Dieser Code gilt nicht mehr. Richten Sie Ihren zweiten Schritt neu ein.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::ResetCodeShown => Words {
            subject: "Ihr Notfallcode wurde angesehen",
            what: "Ihr Notfallcode wurde in Ihren Einstellungen angesehen.",
            then: "Bewahren Sie ihn sicher auf. Geben Sie ihn niemandem.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::Reset => Words {
            subject: "Ihre Schule hat Ihren zweiten Schritt gelöscht",
            what: "Ihre Schule hat Ihren zweiten Schritt gelöscht.",
            then: "Jetzt reicht Ihr Passwort. Richten Sie den zweiten Schritt neu ein.",
            question: "Haben Sie nicht darum gebeten?",
            advice: "Fragen Sie dann die Schule, ob das stimmt.",
        },
        Event::SupportCodeMade => Words {
            subject: "Ihre Schule gab Ihnen einen Hilfscode",
            what: "Ihre Schule hat einen Hilfscode für Sie erstellt.",
            then: "Damit richten Sie Ihren zweiten Schritt neu ein. Er gilt eine halbe Stunde.",
            question: "Haben Sie nicht darum gebeten?",
            advice: "Fragen Sie dann sofort die Schule, ob das stimmt. Geben Sie den Code niemandem.",
        },
        Event::SupportCodeUsed => Words {
            subject: "Ihr Hilfscode wurde benutzt",
            what: "Jemand hat sich mit dem Hilfscode Ihrer Schule angemeldet.",
            then: "Dieser Code gilt nicht mehr. Richten Sie Ihren zweiten Schritt neu ein.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::RepeatedFailures => Words {
            subject: "Oft wurde ein falscher Code getippt",
            what: "Beim Anmelden wurde oft ein falscher Code getippt.",
            then: "Darum geht es gerade nicht. Später können Sie es wieder versuchen.",
            question: MINE,
            advice: KNOWS_IT,
        },
        Event::Locked => Words {
            subject: "Ihr zweiter Schritt ist gesperrt",
            what: "Es wurden zu viele falsche Codes getippt. Ihr zweiter Schritt ist gesperrt.",
            then: "Mit einem Notfallcode kommen Sie hinein. Haben Sie keinen? Bitten Sie die Schule um Hilfe.",
            question: MINE,
            advice: KNOWS_IT,
        },
        Event::DeviceReplayed => Words {
            subject: "Wir fragen auf einem Gerät wieder nach einem Code",
            what: "Ein Gerät, das wir uns gemerkt hatten, wurde vielleicht kopiert.",
            then: "Wir merken es uns nicht mehr. Dort fragen wir wieder nach einem Code.",
            question: "Wissen Sie nichts davon?",
            advice: CHANGE_IT,
        },
        Event::PasswordChanged => Words {
            subject: "Ihr Passwort wurde geändert",
            what: "Das Passwort dieses Kontos wurde geändert.",
            then: "Das alte Passwort geht nicht mehr. Melden Sie sich überall neu an.",
            question: MINE,
            advice: "Bitten Sie dann sofort die Schule um Hilfe und um ein neues Passwort.",
        },
    }
}
