//! SMS: which number.

use super::{flow::Event, view::Flow};
use crate::{
    el::{El, Field},
    machine::Act,
    parts,
    strings::Text,
};

pub fn screen(flow: Flow, notice: El) -> El {
    let field = Field::default();
    let number = flow.number();
    let fields = vec![
        parts::phone_field(flow.ui, &field, number, flow.wrong()),
        parts::submit(flow.t(Text::PhoneSend), "send-code"),
    ];
    let submit = Act::new(move |()| flow.send.run(Event::SubmitNumber(parts::typed(&field))));
    parts::group(
        "screen",
        vec![
            parts::heading(flow.t(Text::PhoneTitle)),
            parts::lead(flow.t(Text::PhoneLead)),
            notice,
            parts::form(submit, fields),
            flow.ways_out(),
        ],
    )
}
