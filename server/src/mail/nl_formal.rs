//! The letters in Dutch with "u", for schools that speak to people so.

use super::Event;
use super::letter::{Frame, Words};

const MINE: &str = "Was u dit niet?";
/// For what someone else can only have done with the password.
const CHANGE_IT: &str = "Verander dan meteen uw wachtwoord. Vraag daarna hulp op school.";
const KNOWS_IT: &str = "Dan kent iemand anders uw wachtwoord. Verander het meteen.";

pub const FRAME: Frame = Frame {
    when: |time| format!("Dat was op {time}."),
    whose: |name, school| format!("Het gaat om het account van {name} bij {school}."),
    helpdesk: |who| format!("Hulp op school: {who}"),
    no_helpdesk: "De beheerder van uw school kan u helpen.",
    closing: "In deze mail staan geen links. Wij vragen u nooit per mail om een code.",
    trial_subject: "Testbericht",
    trial: |school| {
        format!("Dit is een test. {school} kan mail sturen over inloggen met een tweede stap.")
    },
};

/// By which a forgotten password is replaced.
pub const LINK: super::letter::LinkWords = super::letter::LinkWords {
    subject: "Maak een nieuw wachtwoord",
    what: "Iemand vraagt een nieuw wachtwoord voor dit account.",
    open: "Open deze link en kies een nieuw wachtwoord:",
    then: "De link werkt één uur en één keer. Tot dan werkt het oude wachtwoord gewoon.",
    question: "Hebt u hier niet om gevraagd?",
    advice: "Dan hoeft u niets te doen. Er is niets veranderd. Geef de link aan niemand.",
    closing: "Komt deze mail vaker? Vraag hulp op school.",
};

pub const fn words(event: Event) -> Words {
    match event {
        Event::SwitchedOn => Words {
            subject: "Uw tweede stap staat aan",
            what: "Uw tweede stap staat aan.",
            then: "Bij het inloggen vragen we voortaan ook een code.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::FactorAdded => Words {
            subject: "U hebt een extra manier om een code te krijgen",
            what: "Uw account heeft een extra manier om een code te krijgen.",
            then: "De manier die u al had, werkt ook nog.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::FactorReplaced => Words {
            subject: "U krijgt uw code op een nieuwe manier",
            what: "De manier waarop u een code krijgt, is vervangen.",
            then: "De oude manier werkt niet meer. Op al uw apparaten vragen we weer een code.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::NumberChanged => Words {
            subject: "Uw nummer voor codes is veranderd",
            what: "Het nummer waarop u een code krijgt, is veranderd.",
            then: "Codes gaan vanaf nu naar het nieuwe nummer. Het oude nummer krijgt niets meer.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::FactorRemoved => Words {
            subject: "Een manier om een code te krijgen is weggehaald",
            what: "Een manier om een code te krijgen is weggehaald.",
            then: "Uw andere manier werkt nog. Op al uw apparaten vragen we weer een code.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::Suspended => Words {
            subject: "Uw tweede stap is even uit",
            what: "Uw tweede stap is even uitgezet.",
            then: "Nu is alleen uw wachtwoord nodig. Zet de stap weer aan zodra het kan.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::Resumed => Words {
            subject: "Uw tweede stap staat weer aan",
            what: "Uw tweede stap staat weer aan.",
            then: "Bij het inloggen vragen we weer een code.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::Erased => Words {
            subject: "Uw tweede stap is gewist",
            what: "Uw tweede stap is gewist.",
            then: "Nu is alleen uw wachtwoord nodig. Uw oude codes werken niet meer.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::CodesRegenerated => Words {
            subject: "U hebt nieuwe herstelcodes",
            what: "Er zijn nieuwe herstelcodes gemaakt.",
            then: "De oude herstelcodes werken niet meer. Bewaar de nieuwe op een veilige plek.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::RecoveryCodeUsed => Words {
            subject: "Er is een herstelcode gebruikt",
            what: "Er is ingelogd met een van uw herstelcodes.",
            then: "Die code werkt nu niet meer. Op al uw apparaten vragen we weer een code.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::ResetCodeUsed => Words {
            subject: "Uw herstelcode is gebruikt",
            what: "Er is ingelogd met uw herstelcode.",
            then: "Die code werkt nu niet meer. Stel uw tweede stap opnieuw in.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::ResetCodeShown => Words {
            subject: "Uw herstelcode is bekeken",
            what: "Uw herstelcode is opgezocht in uw instellingen.",
            then: "Bewaar hem op een veilige plek. Geef hem aan niemand.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::Reset => Words {
            subject: "Uw school heeft uw tweede stap gewist",
            what: "Uw school heeft uw tweede stap gewist.",
            then: "Nu is alleen uw wachtwoord nodig. Stel de tweede stap opnieuw in.",
            question: "Hebt u hier niet om gevraagd?",
            advice: "Vraag dan op school of dit klopt.",
        },
        Event::SupportCodeMade => Words {
            subject: "Uw school gaf u een hulpcode",
            what: "Uw school heeft een hulpcode voor u gemaakt.",
            then: "Daarmee stelt u uw tweede stap opnieuw in. De code werkt een half uur.",
            question: "Hebt u hier niet om gevraagd?",
            advice: "Vraag dan meteen op school of dit klopt. Geef de code aan niemand.",
        },
        Event::SupportCodeUsed => Words {
            subject: "Uw hulpcode is gebruikt",
            what: "Er is ingelogd met de hulpcode van uw school.",
            then: "Die code werkt nu niet meer. Stel uw tweede stap opnieuw in.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::RepeatedFailures => Words {
            subject: "Er is vaak een verkeerde code getypt",
            what: "Bij het inloggen is vaak een verkeerde code getypt.",
            then: "Daarom kan het nu even niet. Straks kunt u het weer proberen.",
            question: MINE,
            advice: KNOWS_IT,
        },
        Event::Locked => Words {
            subject: "Uw tweede stap zit op slot",
            what: "Er zijn te veel verkeerde codes getypt. Uw tweede stap zit op slot.",
            then: "Met een herstelcode komt u er wel in. Hebt u die niet? Vraag hulp op school.",
            question: MINE,
            advice: KNOWS_IT,
        },
        Event::DeviceReplayed => Words {
            subject: "We vragen op een apparaat weer een code",
            what: "Een apparaat dat we onthielden, is misschien nagemaakt.",
            then: "We onthouden het niet meer. Bij het inloggen vragen we daar weer een code.",
            question: "Weet u hier niets van?",
            advice: CHANGE_IT,
        },
        Event::PasswordChanged => Words {
            subject: "Uw wachtwoord is veranderd",
            what: "Het wachtwoord van dit account is veranderd.",
            then: "Het oude wachtwoord werkt niet meer. Log op al uw apparaten opnieuw in.",
            question: MINE,
            advice: "Vraag dan meteen hulp op school. Vraag daar ook een nieuw wachtwoord.",
        },
    }
}
