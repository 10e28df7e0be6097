//! The recovery codes as a text file and as a sheet of paper. Nothing is kept: the file's address is
//! revoked at once, the printing frame is removed after printing.

use crate::{strings::Text, time, ui::Ui};
use js_sys::Array;
use std::cell::RefCell;
use tweestap_api::{Enrolment, Recovery, Secret, Settings};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{
    Blob, BlobPropertyBag, Document, Element, HtmlAnchorElement, HtmlElement, HtmlIFrameElement,
    Url, Window,
};

/// The frame it is printed from is gone at the latest when the sheet is: not every browser tells that
/// it has printed, and what it holds is in the portal's page.
pub struct Sheet {
    school: String,
    account: String,
    pub server_time: i64,
    /// Six codes that work once, or one that can be looked up again.
    pub recovery: Recovery,
    pub codes: Vec<Secret>,
    frame: Frame,
}

#[derive(Default)]
struct Frame(RefCell<Option<HtmlIFrameElement>>);

impl Sheet {
    pub fn of_settings(settings: Settings) -> Self {
        Self {
            recovery: settings.recovery,
            school: settings.school,
            account: settings.account,
            server_time: settings.server_time,
            codes: settings.recovery_codes.unwrap_or_default(),
            frame: Frame::default(),
        }
    }

    pub fn of(enrolment: &Enrolment) -> Self {
        Self {
            frame: Frame::default(),
            recovery: enrolment.recovery,
            school: enrolment.school.clone(),
            account: enrolment.account.clone(),
            server_time: enrolment.server_time,
            codes: enrolment.recovery_codes.clone().unwrap_or_default(),
        }
    }

    /// The codes alone, one a line.
    pub fn lines(&self) -> String {
        let codes: Vec<&str> = self.codes.iter().map(Secret::expose).collect();
        codes.join("\n")
    }

    fn title(&self, ui: Ui) -> String {
        let title = match self.recovery {
            Recovery::Codes => Text::SheetTitle,
            Recovery::ResetCode => Text::SheetTitleReset,
        };
        ui.say_with(title, "school", &self.school)
    }

    fn use_of(&self, ui: Ui) -> String {
        ui.say(match self.recovery {
            Recovery::Codes => Text::SheetUse,
            Recovery::ResetCode => Text::SheetUseReset,
        })
    }

    fn made_for(&self, ui: Ui) -> String {
        let date = time::day(&ui.language(), self.server_time);
        let words = ui.say_with(Text::SheetFor, "name", &self.account);
        crate::strings::fill(words, "date", &date)
    }

    /// Saves a .txt file; `None` when the browser refuses.
    pub fn download(&self, ui: Ui) -> Option<()> {
        let text = [
            self.title(ui),
            self.made_for(ui),
            String::new(),
            self.lines(),
            String::new(),
            self.use_of(ui),
            ui.say(Text::SheetKeep),
        ]
        .join("\r\n");
        let options = BlobPropertyBag::new();
        options.set_type("text/plain;charset=utf-8");
        let parts = Array::of1(&JsValue::from_str(&text));
        let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
        let address = Url::create_object_url_with_blob(&blob).ok()?;
        let link: HtmlAnchorElement = create(&document()?, "a", "")?.dyn_into().ok()?;
        link.set_href(&address);
        link.set_download(&[&ui.say(Text::CodesFile), ".txt"].concat());
        link.click();
        Url::revoke_object_url(&address).ok()
    }

    /// Prints a page that holds the sheet and nothing else, in a frame of its own, so that neither the
    /// portal's page nor its print styles are touched. `None` when the browser refuses.
    pub fn print(&self, ui: Ui) -> Option<()> {
        self.frame.clear_away();
        let page = document()?;
        let frame: HtmlIFrameElement = create(&page, "iframe", "")?.dyn_into().ok()?;
        frame.set_title(&self.title(ui));
        let look = frame.style();
        for (name, value) in [
            ("position", "fixed"),
            ("width", "0"),
            ("height", "0"),
            ("border", "0"),
        ] {
            look.set_property(name, value).ok()?;
        }
        page.body()?.append_child(&frame).ok()?;
        *self.frame.0.borrow_mut() = Some(frame.clone());
        let window = frame.content_window()?;
        self.write(ui, &window.document()?)?;
        let remove = Closure::once_into_js(move || frame.remove());
        window
            .add_event_listener_with_callback("afterprint", remove.unchecked_ref())
            .ok()?;
        window.print().ok()
    }

    fn write(&self, ui: Ui, paper: &Document) -> Option<()> {
        // Its own few rules, through the object model: a <style> would be blocked by a strict policy.
        let body = paper.body()?;
        body.set_dir(ui.direction());
        // Of use to whoever keeps it as a PDF and has it read out.
        paper.set_title(&self.title(ui));
        let whole = paper.document_element()?;
        whole.set_attribute("lang", &ui.language()).ok()?;
        look(
            &body,
            "font: 12pt/1.5 system-ui, sans-serif; color: #000; margin: 2cm",
        );
        add(
            paper,
            &body,
            "h1",
            &self.title(ui),
            "font-size: 20pt; margin: 0 0 4pt",
        )?;
        add(paper, &body, "p", &self.made_for(ui), "margin: 0 0 20pt")?;
        let list = add(
            paper,
            &body,
            "ol",
            "",
            "margin: 0; padding: 0; list-style: none",
        )?;
        for code in &self.codes {
            let row = add(
                paper,
                &list,
                "li",
                "",
                "margin: 0 0 12pt; display: flex; align-items: center; gap: 12pt",
            )?;
            add(
                paper,
                &row,
                "span",
                "",
                "width: 14pt; height: 14pt; border: 1pt solid #000; border-radius: 2pt",
            )?;
            add(
                paper,
                &row,
                "span",
                code.expose(),
                "font: 600 18pt/1 ui-monospace, monospace; letter-spacing: .06em",
            )?;
        }
        add(paper, &body, "p", &self.use_of(ui), "margin: 20pt 0 4pt")?;
        add(paper, &body, "p", &ui.say(Text::SheetKeep), "margin: 0")?;
        Some(())
    }
}

impl Frame {
    fn clear_away(&self) {
        if let Some(frame) = self.0.take() {
            frame.remove();
        }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.clear_away();
    }
}

fn document() -> Option<Document> {
    web_sys::window().as_ref().and_then(Window::document)
}

fn create(document: &Document, tag: &str, text: &str) -> Option<Element> {
    let element = document.create_element(tag).ok()?;
    element.set_text_content(Some(text));
    Some(element)
}

fn add(paper: &Document, parent: &Element, tag: &str, text: &str, css: &str) -> Option<Element> {
    let element = create(paper, tag, text)?;
    parent.append_child(&element).ok()?;
    // An element of another document is no instance of this one's classes.
    look(element.unchecked_ref(), css);
    Some(element)
}

fn look(element: &HtmlElement, css: &str) {
    element.style().set_css_text(css);
}
