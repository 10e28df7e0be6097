//! The letters in Arabic (Modern Standard), by meaning. Names stand between isolates (Unicode UAX 9), so that a
//! Latin one does not turn the sentence around.

use super::Event;
use super::letter::{Frame, Words};

const MINE: &str = "ألم تكن أنت من فعل ذلك؟";
/// For what someone else can only have done with the password.
const CHANGE_IT: &str = "إذن غيّر كلمة المرور فورًا. ثم اطلب المساعدة من المدرسة.";
const KNOWS_IT: &str = "إذن يعرف شخص آخر كلمة مرورك. غيّرها فورًا.";

pub const FRAME: Frame = Frame {
    when: |time| format!("كان ذلك في {time}."),
    whose: |name, school| {
        format!("الأمر يخص حساب \u{2068}{name}\u{2069} لدى \u{2068}{school}\u{2069}.")
    },
    helpdesk: |who| format!("المساعدة في المدرسة: \u{2068}{who}\u{2069}"),
    no_helpdesk: "يمكن لمسؤول النظام في مدرستك أن يساعدك.",
    closing: "لا توجد روابط في هذه الرسالة. نحن لا نطلب رمزًا بالبريد أبدًا.",
    trial_subject: "رسالة تجريبية",
    trial: |school| {
        format!("هذه تجربة. يمكن لـ \u{2068}{school}\u{2069} إرسال رسائل عن تسجيل الدخول بخطوتين.")
    },
};

/// By which a forgotten password is replaced.
pub const LINK: super::letter::LinkWords = super::letter::LinkWords {
    subject: "اختر كلمة مرور جديدة",
    what: "طلب شخص كلمة مرور جديدة لهذا الحساب.",
    open: "افتح هذا الرابط واختر كلمة مرور جديدة:",
    then: "يعمل الرابط ساعة واحدة ومرة واحدة. وحتى ذلك الحين تعمل كلمة المرور القديمة.",
    question: "ألم تطلب ذلك؟",
    advice: "إذن لا يلزمك فعل شيء. لم يتغيّر شيء. لا تعطِ الرابط لأحد.",
    closing: "هل تصلك هذه الرسالة كثيرًا؟ اطلب المساعدة من المدرسة.",
};

pub const fn words(event: Event) -> Words {
    match event {
        Event::SwitchedOn => Words {
            subject: "خطوتك الثانية مفعّلة",
            what: "خطوتك الثانية مفعّلة.",
            then: "من الآن نطلب أيضًا رمزًا عند تسجيل الدخول.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::FactorAdded => Words {
            subject: "لديك طريقة أخرى للحصول على رمز",
            what: "لحسابك طريقة أخرى للحصول على رمز.",
            then: "الطريقة التي كانت لديك ما زالت تعمل.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::FactorReplaced => Words {
            subject: "تحصل على رمزك بطريقة جديدة",
            what: "تم تغيير الطريقة التي تحصل بها على الرمز.",
            then: "الطريقة القديمة لم تعد تعمل. ستطلب كل أجهزتك رمزًا من جديد.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::NumberChanged => Words {
            subject: "تغيّر رقمك الذي يستقبل الرموز",
            what: "تغيّر الرقم الذي يستقبل رموزك.",
            then: "تُرسل الرموز الآن إلى الرقم الجديد. لا يصل شيء إلى الرقم القديم.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::FactorRemoved => Words {
            subject: "أُزيلت طريقة للحصول على رمز",
            what: "أُزيلت طريقة للحصول على رمز.",
            then: "طريقتك الأخرى ما زالت تعمل. ستطلب كل أجهزتك رمزًا من جديد.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::Suspended => Words {
            subject: "خطوتك الثانية متوقفة مؤقتًا",
            what: "تم إيقاف خطوتك الثانية لفترة.",
            then: "الآن تكفي كلمة المرور. فعّل الخطوة من جديد عندما تستطيع.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::Resumed => Words {
            subject: "خطوتك الثانية مفعّلة من جديد",
            what: "خطوتك الثانية مفعّلة من جديد.",
            then: "نطلب رمزًا من جديد عند تسجيل الدخول.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::Erased => Words {
            subject: "تم مسح خطوتك الثانية",
            what: "تم مسح خطوتك الثانية.",
            then: "الآن تكفي كلمة المرور. رموزك القديمة لم تعد تعمل.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::CodesRegenerated => Words {
            subject: "لديك رموز استرداد جديدة",
            what: "تم إنشاء رموز استرداد جديدة.",
            then: "الرموز القديمة لم تعد تعمل. احفظ الجديدة في مكان آمن.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::RecoveryCodeUsed => Words {
            subject: "تم استخدام رمز استرداد",
            what: "تم تسجيل الدخول بأحد رموز الاسترداد الخاصة بك.",
            then: "هذا الرمز لم يعد يعمل. ستطلب كل أجهزتك رمزًا من جديد.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::ResetCodeUsed => Words {
            subject: "تم استخدام رمز الاسترداد",
            what: "تم تسجيل الدخول برمز الاسترداد الخاص بك.",
            then: "هذا الرمز لم يعد يعمل. جهّز خطوتك الثانية من جديد.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::ResetCodeShown => Words {
            subject: "تم عرض رمز الاسترداد",
            what: "تم عرض رمز الاسترداد في إعداداتك.",
            then: "احفظه في مكان آمن. لا تعطه لأحد.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::Reset => Words {
            subject: "مسحت مدرستك خطوتك الثانية",
            what: "مسحت مدرستك خطوتك الثانية.",
            then: "الآن تكفي كلمة المرور. جهّز الخطوة الثانية من جديد.",
            question: "ألم تطلب ذلك؟",
            advice: "إذن اسأل المدرسة هل هذا صحيح.",
        },
        Event::SupportCodeMade => Words {
            subject: "أعطتك مدرستك رمز مساعدة",
            what: "أنشأت مدرستك رمز مساعدة لك.",
            then: "به تجهّز خطوتك الثانية من جديد. يعمل الرمز نصف ساعة.",
            question: "ألم تطلب ذلك؟",
            advice: "إذن اسأل المدرسة فورًا هل هذا صحيح. لا تعطِ الرمز لأحد.",
        },
        Event::SupportCodeUsed => Words {
            subject: "تم استخدام رمز المساعدة",
            what: "تم تسجيل الدخول برمز المساعدة من مدرستك.",
            then: "هذا الرمز لم يعد يعمل. جهّز خطوتك الثانية من جديد.",
            question: MINE,
            advice: CHANGE_IT,
        },
        Event::RepeatedFailures => Words {
            subject: "كُتب رمز خاطئ مرات كثيرة",
            what: "كُتب رمز خاطئ مرات كثيرة عند تسجيل الدخول.",
            then: "لذلك لا يمكن المحاولة الآن. يمكنك المحاولة بعد قليل.",
            question: MINE,
            advice: KNOWS_IT,
        },
        Event::Locked => Words {
            subject: "خطوتك الثانية مقفلة",
            what: "كُتبت رموز خاطئة كثيرة. خطوتك الثانية مقفلة.",
            then: "يمكنك الدخول برمز استرداد. أليس لديك رمز؟ اطلب المساعدة من المدرسة.",
            question: MINE,
            advice: KNOWS_IT,
        },
        Event::DeviceReplayed => Words {
            subject: "نطلب رمزًا من جديد على أحد الأجهزة",
            what: "ربما تم نسخ جهاز كنا نتذكره.",
            then: "لم نعد نتذكره. سنطلب هناك رمزًا من جديد.",
            question: "ألا تعرف شيئًا عن ذلك؟",
            advice: CHANGE_IT,
        },
        Event::PasswordChanged => Words {
            subject: "تغيّرت كلمة مرورك",
            what: "تغيّرت كلمة مرور هذا الحساب.",
            then: "كلمة المرور القديمة لم تعد تعمل. سجّل الدخول من جديد على كل أجهزتك.",
            question: MINE,
            advice: "إذن اطلب المساعدة من المدرسة فورًا. واطلب هناك كلمة مرور جديدة.",
        },
    }
}
