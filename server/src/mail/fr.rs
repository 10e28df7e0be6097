//! The letters in French, by meaning, in the same plain words as the Dutch ones.

use super::Event;
use super::letter::{Frame, Words};

const MINE: &str = "Ce n’était pas vous ?";
/// For what someone else can only have done with the password.
const CHANGE_IT: &str =
    "Changez tout de suite votre mot de passe. Demandez ensuite de l’aide à l’école.";
const KNOWS_IT: &str =
    "Quelqu’un d’autre connaît alors votre mot de passe. Changez-le tout de suite.";

pub const FRAME: Frame = Frame {
    when: |time| format!("C’était le {time}."),
    whose: |name, school| format!("Il s’agit du compte de {name} chez {school}."),
    helpdesk: |who| format!("Aide à l’école : {who}"),
    no_helpdesk: "Le gestionnaire de votre école peut vous aider.",
    closing: "Ce message ne contient aucun lien. Nous ne demandons jamais un code par mail.",
    trial_subject: "Message de test",
    trial: |school| {
        format!(
            "Ceci est un test. {school} peut envoyer des messages sur la connexion en deux étapes."
        )
    },
};

/// By which a forgotten password is replaced.
pub const LINK: super::letter::LinkWords = super::letter::LinkWords {
    subject: "Choisissez un nouveau mot de passe",
    what: "Quelqu’un demande un nouveau mot de passe pour ce compte.",
    open: "Ouvrez ce lien et choisissez un nouveau mot de passe :",
    then: "Le lien marche une heure et une fois. L’ancien mot de passe marche jusque-là.",
    question: "Vous n’avez rien demandé ?",
    advice: "Alors vous n’avez rien à faire. Rien n’a changé. Ne donnez le lien à personne.",
    closing: "Ce message revient souvent ? Demandez de l’aide à l’école.",
};

pub const fn words(event: Event) -> Words {
    match event {
        Event::SwitchedOn => Words {
            subject: "Votre deuxième étape est activée",
            what: "Votre deuxième étape est activée.",
            then: "À partir de maintenant, nous demandons aussi un code à la connexion.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::FactorAdded => Words {
            subject: "Vous avez une autre façon de recevoir un code",
            what: "Votre compte a une autre façon de recevoir un code.",
            then: "Celle que vous aviez déjà marche toujours.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::FactorReplaced => Words {
            subject: "Vous recevez votre code d’une nouvelle façon",
            what: "La façon de recevoir votre code a été remplacée.",
            then: "L’ancienne ne marche plus. Tous vos appareils vont redemander un code.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::NumberChanged => Words {
            subject: "Votre numéro pour les codes a changé",
            what: "Le numéro qui reçoit vos codes a changé.",
            then: "Les codes vont maintenant au nouveau numéro. L’ancien ne reçoit plus rien.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::FactorRemoved => Words {
            subject: "Une façon de recevoir un code a été retirée",
            what: "Une façon de recevoir un code a été retirée.",
            then: "L’autre façon marche toujours. Tous vos appareils vont redemander un code.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::Suspended => Words {
            subject: "Votre deuxième étape est en pause",
            what: "Votre deuxième étape a été mise en pause.",
            then: "Il suffit maintenant de votre mot de passe. Réactivez l’étape dès que possible.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::Resumed => Words {
            subject: "Votre deuxième étape est de nouveau activée",
            what: "Votre deuxième étape est de nouveau activée.",
            then: "Nous demandons de nouveau un code à la connexion.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::Erased => Words {
            subject: "Votre deuxième étape a été effacée",
            what: "Votre deuxième étape a été effacée.",
            then: "Il suffit maintenant de votre mot de passe. Vos anciens codes ne marchent plus.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::CodesRegenerated => Words {
            subject: "Vous avez de nouveaux codes de secours",
            what: "De nouveaux codes de secours ont été créés.",
            then: "Les anciens ne marchent plus. Gardez les nouveaux dans un endroit sûr.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::RecoveryCodeUsed => Words {
            subject: "Un code de secours a été utilisé",
            what: "Quelqu’un s’est connecté avec un de vos codes de secours.",
            then: "Ce code ne marche plus. Tous vos appareils vont redemander un code.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::ResetCodeUsed => Words {
            subject: "Votre code de secours a été utilisé",
            what: "Quelqu’un s’est connecté avec votre code de secours.",
            then: "Ce code ne marche plus. Configurez de nouveau votre deuxième étape.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::ResetCodeShown => Words {
            subject: "Votre code de secours a été consulté",
            what: "Votre code de secours a été consulté dans vos réglages.",
            then: "Gardez-le dans un endroit sûr. Ne le donnez à personne.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::Reset => Words {
            subject: "Votre école a effacé votre deuxième étape",
            what: "Votre école a effacé votre deuxième étape.",
            then: "Il suffit maintenant de votre mot de passe. Configurez de nouveau la deuxième étape.",
            question: "Vous ne l’avez pas demandé ?",
            advice: "Demandez alors à l’école si c’est correct.",
        },
        Event::SupportCodeMade => Words {
            subject: "Votre école vous a donné un code d’aide",
            what: "Votre école a créé un code d’aide pour vous.",
            then: "Il sert à configurer de nouveau votre deuxième étape. Il est valable une demi-heure.",
            question: "Vous ne l’avez pas demandé ?",
            advice: "Demandez tout de suite à l’école si c’est correct. Ne donnez ce code à personne.",
        },
        Event::SupportCodeUsed => Words {
            subject: "Votre code d’aide a été utilisé",
            what: "Quelqu’un s’est connecté avec le code d’aide de votre école.",
            then: "Ce code ne marche plus. Configurez de nouveau votre deuxième étape.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::RepeatedFailures => Words {
            subject: "Un mauvais code a été tapé plusieurs fois",
            what: "Un mauvais code a été tapé plusieurs fois à la connexion.",
            then: "C’est pourquoi il faut attendre un peu. Vous pourrez réessayer plus tard.",
            question: MINE,
            advice: KNOWS_IT,
        },
        Event::Locked => Words {
            subject: "Votre deuxième étape est bloquée",
            what: "Trop de mauvais codes ont été tapés. Votre deuxième étape est bloquée.",
            then: "Un code de secours vous laisse entrer. Vous n’en avez pas ? Demandez de l’aide à l’école.",
            question: MINE,
            advice: KNOWS_IT,
        },
        Event::DeviceReplayed => Words {
            subject: "Nous redemandons un code sur un appareil",
            what: "Un appareil que nous gardions en mémoire a peut-être été copié.",
            then: "Nous l’avons oublié. Nous y demandons de nouveau un code à la connexion.",
            question: "Vous ne savez rien de cela ?",
            advice: CHANGE_IT,
        },
        Event::PasswordChanged => Words {
            subject: "Votre mot de passe a changé",
            what: "Le mot de passe de ce compte a changé.",
            then: "L’ancien mot de passe ne marche plus. Reconnectez-vous sur tous vos appareils.",
            question: MINE,
            advice: "Demandez tout de suite de l’aide à l’école. Demandez-y un nouveau mot de passe.",
        },
    }
}
