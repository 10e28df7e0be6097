//! The letters in English, by meaning, in the same plain words as the Dutch ones.

use super::Event;
use super::letter::Words;

/// For what someone else can only have done with the password.
const CHANGE_IT: &str = "Change your password right away. Then ask your school for help.";

pub const FRAME: super::letter::Frame = super::letter::Frame {
    when: |time| format!("This was on {time}."),
    whose: |name, school| format!("It is about the account of {name} at {school}."),
    helpdesk: |who| format!("Help at school: {who}"),
    no_helpdesk: "The manager of your school can help you.",
    closing: "There are no links in this mail. We never ask for a code by mail.",
    trial_subject: "Test message",
    trial: |school| {
        format!("This is a test. {school} can send mail about signing in with a second step.")
    },
};

/// By which a forgotten password is replaced.
pub const LINK: super::letter::LinkWords = super::letter::LinkWords {
    subject: "Make a new password",
    what: "Someone asked for a new password for this account.",
    open: "Open this link and choose a new password:",
    then: "The link works for one hour and once. Until then the old password still works.",
    question: "Did you not ask for this?",
    advice: "Then you need not do anything. Nothing has changed. Give the link to no one.",
    closing: "Does this mail come more often? Ask your school for help.",
};

pub const fn words(event: Event) -> Words {
    let mine = "Was this not you?";
    match event {
        Event::SwitchedOn => Words {
            subject: "Your second step is on",
            what: "Your second step is on.",
            then: "From now on we also ask for a code when you sign in.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::FactorAdded => Words {
            subject: "You have another way to get a code",
            what: "Your account has another way to get a code.",
            then: "The way you already had still works.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::FactorReplaced => Words {
            subject: "You get your code in a new way",
            what: "The way you get a code was replaced.",
            then: "The old way no longer works. All your devices will ask for a code again.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::NumberChanged => Words {
            subject: "Your number for codes has changed",
            what: "The number that gets your codes has changed.",
            then: "From now on codes go to the new number. The old one gets nothing.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::FactorRemoved => Words {
            subject: "A way to get a code was removed",
            what: "A way to get a code was removed.",
            then: "Your other way still works. All your devices will ask for a code again.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::Suspended => Words {
            subject: "Your second step is off for a while",
            what: "Your second step was switched off for a while.",
            then: "Now only your password is needed. Switch the step on again when you can.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::Resumed => Words {
            subject: "Your second step is on again",
            what: "Your second step is on again.",
            then: "We ask for a code again when you sign in.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::Erased => Words {
            subject: "Your second step was erased",
            what: "Your second step was erased.",
            then: "Now only your password is needed. Your old codes no longer work.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::CodesRegenerated => Words {
            subject: "You have new recovery codes",
            what: "New recovery codes were made.",
            then: "The old recovery codes no longer work. Keep the new ones in a safe place.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::RecoveryCodeUsed => Words {
            subject: "A recovery code was used",
            what: "Someone signed in with one of your recovery codes.",
            then: "That code no longer works. All your devices will ask for a code again.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::ResetCodeUsed => Words {
            subject: "Your recovery code was used",
            what: "Someone signed in with your recovery code.",
            then: "That code no longer works. Set up your second step again.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::ResetCodeShown => Words {
            subject: "Your recovery code was looked up",
            what: "Your recovery code was looked up in your settings.",
            then: "Keep it in a safe place. Give it to no one.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::Reset => Words {
            subject: "Your school erased your second step",
            what: "Your school erased your second step.",
            then: "Now only your password is needed. Set up the second step again.",
            question: "Did you not ask for this?",
            advice: "Then ask your school whether this is right.",
        },
        Event::SupportCodeMade => Words {
            subject: "Your school gave you a help code",
            what: "Your school has made a help code for you.",
            then: "With it you set up your second step again. It works for half an hour.",
            question: "Did you not ask for this?",
            advice: "Then ask your school at once whether this is right. Give the code to nobody.",
        },
        Event::SupportCodeUsed => Words {
            subject: "Your help code was used",
            what: "Someone signed in with the help code of your school.",
            then: "That code no longer works. Set up your second step again.",
            question: mine,
            advice: CHANGE_IT,
        },
        Event::RepeatedFailures => Words {
            subject: "A wrong code was typed many times",
            what: "A wrong code was typed many times at sign-in.",
            then: "That is why it is on hold. You can try again in a while.",
            question: mine,
            advice: "Then someone else knows your password. Change it right away.",
        },
        Event::Locked => Words {
            subject: "Your second step is locked",
            what: "Too many wrong codes were typed. Your second step is locked.",
            then: "A recovery code still lets you in. Have you none? Ask your school for help.",
            question: mine,
            advice: "Then someone else knows your password. Change it right away.",
        },
        Event::DeviceReplayed => Words {
            subject: "We ask for a code on a device again",
            what: "A device that we remembered may have been copied.",
            then: "We no longer remember it. We ask for a code there again.",
            question: "Do you know nothing of this?",
            advice: CHANGE_IT,
        },
        Event::PasswordChanged => Words {
            subject: "Your password has changed",
            what: "The password of this account has changed.",
            then: "The old password no longer works. Sign in again on all your devices.",
            question: mine,
            advice: "Then ask your school for help right away. Ask for a new password there.",
        },
    }
}
