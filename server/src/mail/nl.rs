//! The letters in Dutch. Sentences of at most fifteen words that someone of ten understands.

use super::Event;
use super::letter::Words;

/// For what someone else can only have done with the password.
const CHANGE_IT: &str = "Verander dan meteen je wachtwoord. Vraag daarna hulp op school.";

pub const FRAME: super::letter::Frame = super::letter::Frame {
    when: |time| format!("Dat was op {time}."),
    whose: |name, school| format!("Het gaat om het account van {name} bij {school}."),
    helpdesk: |who| format!("Hulp op school: {who}"),
    no_helpdesk: "De beheerder van je school kan je helpen.",
    closing: "In deze mail staan geen links. Wij vragen je nooit per mail om een code.",
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
    question: "Heb je hier niet om gevraagd?",
    advice: "Dan hoef je niets te doen. Er is niets veranderd. Geef de link aan niemand.",
    closing: "Komt deze mail vaker? Vraag hulp op school.",
};

pub const fn words(event: Event) -> Words {
    let mine = "Was jij dit niet?";
    match event {
        Event::SwitchedOn => Words {
            subject: "Je tweede stap staat aan",
            what: "Je tweede stap staat aan.",
            then: "Bij het inloggen vragen we voortaan ook een code.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::FactorAdded => Words {
            subject: "Je hebt een extra manier om een code te krijgen",
            what: "Je account heeft een extra manier om een code te krijgen.",
            then: "De manier die je al had, werkt ook nog.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::FactorReplaced => Words {
            subject: "Je krijgt je code op een nieuwe manier",
            what: "De manier waarop je een code krijgt, is vervangen.",
            then: "De oude manier werkt niet meer. Op al je apparaten vragen we weer een code.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::NumberChanged => Words {
            subject: "Je nummer voor codes is veranderd",
            what: "Het nummer waarop je een code krijgt, is veranderd.",
            then: "Codes gaan vanaf nu naar het nieuwe nummer. Het oude nummer krijgt niets meer.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::FactorRemoved => Words {
            subject: "Een manier om een code te krijgen is weggehaald",
            what: "Een manier om een code te krijgen is weggehaald.",
            then: "Je andere manier werkt nog. Op al je apparaten vragen we weer een code.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::Suspended => Words {
            subject: "Je tweede stap is even uit",
            what: "Je tweede stap is even uitgezet.",
            then: "Nu is alleen je wachtwoord nodig. Zet de stap weer aan zodra het kan.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::Resumed => Words {
            subject: "Je tweede stap staat weer aan",
            what: "Je tweede stap staat weer aan.",
            then: "Bij het inloggen vragen we weer een code.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::Erased => Words {
            subject: "Je tweede stap is gewist",
            what: "Je tweede stap is gewist.",
            then: "Nu is alleen je wachtwoord nodig. Je oude codes werken niet meer.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::CodesRegenerated => Words {
            subject: "Je hebt nieuwe herstelcodes",
            what: "Er zijn nieuwe herstelcodes gemaakt.",
            then: "De oude herstelcodes werken niet meer. Bewaar de nieuwe op een veilige plek.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::RecoveryCodeUsed => Words {
            subject: "Er is een herstelcode gebruikt",
            what: "Er is ingelogd met een van je herstelcodes.",
            then: "Die code werkt nu niet meer. Op al je apparaten vragen we weer een code.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::ResetCodeUsed => Words {
            subject: "Je herstelcode is gebruikt",
            what: "Er is ingelogd met je herstelcode.",
            then: "Die code werkt nu niet meer. Stel je tweede stap opnieuw in.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::ResetCodeShown => Words {
            subject: "Je herstelcode is bekeken",
            what: "Je herstelcode is opgezocht in je instellingen.",
            then: "Bewaar hem op een veilige plek. Geef hem aan niemand.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::Reset => Words {
            subject: "Je school heeft je tweede stap gewist",
            what: "Je school heeft je tweede stap gewist.",
            then: "Nu is alleen je wachtwoord nodig. Stel de tweede stap opnieuw in.",
            question: "Heb je hier niet om gevraagd?",
            advice: "Vraag dan op school of dit klopt.",
        },
        Event::SupportCodeMade => Words {
            subject: "Je school gaf je een hulpcode",
            what: "Je school heeft een hulpcode voor je gemaakt.",
            then: "Daarmee stel je je tweede stap opnieuw in. De code werkt een half uur.",
            question: "Heb je hier niet om gevraagd?",
            advice: "Vraag dan meteen op school of dit klopt. Geef de code aan niemand.",
        },
        Event::SupportCodeUsed => Words {
            subject: "Je hulpcode is gebruikt",
            what: "Er is ingelogd met de hulpcode van je school.",
            then: "Die code werkt nu niet meer. Stel je tweede stap opnieuw in.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::RepeatedFailures => Words {
            subject: "Er is vaak een verkeerde code getypt",
            what: "Bij het inloggen is vaak een verkeerde code getypt.",
            then: "Daarom kan het nu even niet. Straks kun je het weer proberen.",
            question: mine,
            advice: "Dan kent iemand anders je wachtwoord. Verander het meteen.",
        },
        Event::Locked => Words {
            subject: "Je tweede stap zit op slot",
            what: "Er zijn te veel verkeerde codes getypt. Je tweede stap zit op slot.",
            then: "Met een herstelcode kom je er wel in. Heb je die niet? Vraag hulp op school.",
            question: mine,
            advice: "Dan kent iemand anders je wachtwoord. Verander het meteen.",
        },
        Event::DeviceReplayed => Words {
            subject: "We vragen op een apparaat weer een code",
            what: "Een apparaat dat we onthielden, is misschien nagemaakt.",
            then: "We onthouden het niet meer. Bij het inloggen vragen we daar weer een code.",
            question: "Weet je hier niets van?",
            advice: CHANGE_IT,
        },
        Event::PasswordChanged => Words {
            subject: "Je wachtwoord is veranderd",
            what: "Het wachtwoord van dit account is veranderd.",
            then: "Het oude wachtwoord werkt niet meer. Log op al je apparaten opnieuw in.",
            question: mine,
            advice: "Vraag dan meteen hulp op school. Vraag daar ook een nieuw wachtwoord.",
        },
    }
}
