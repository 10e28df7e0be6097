//! From an [`El`] to nodes in the page, and what Leptos needs to mount and unmount them.

use super::{El, part::part_of};
use crate::live::following;
use leptos::{
    attr::{Attribute, any_attribute::AnyAttribute},
    prelude::*,
    tachys::{
        hydration::Cursor,
        view::{Mountable, Position, PositionState, add_attr::AddAnyAttr},
    },
};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, Event};

/// The built element with what must live as long as it does.
pub struct Built {
    element: Element,
    _effects: Vec<RenderEffect<()>>,
    _listeners: Vec<Closure<dyn Fn(Event)>>,
    _children: Vec<Built>,
}

impl Built {
    pub(super) fn element(&self) -> &Element {
        &self.element
    }
}

const SVG: &str = "http://www.w3.org/2000/svg";

/// A whole view, as Leptos mounts it.
pub struct View(SendWrapper<El>);

impl View {
    pub fn new(root: El) -> Self {
        Self(SendWrapper::new(root))
    }
}

impl El {
    pub(super) fn build(self) -> Built {
        let inner = *self.0;
        let document = document();
        let namespace = matches!(inner.tag, "svg" | "path").then_some(SVG);
        let element = match namespace {
            Some(_) => document.create_element_ns(namespace, inner.tag),
            None => document.create_element(inner.tag),
        };
        #[allow(clippy::expect_used)] // every tag is a constant of this crate
        let element = element.expect("a valid tag");
        for (name, value) in &inner.attributes {
            element.set_attribute(name, value).ok();
        }
        if let Some(part) = part_of(inner.tag, &inner.attributes) {
            element.set_attribute("part", part).ok();
        }
        if !inner.text.is_empty() {
            element.set_text_content(Some(&inner.text));
        }
        let children: Vec<Built> = inner.children.into_iter().map(El::build).collect();
        for child in &children {
            element.append_child(&child.element).ok();
        }
        let listeners = inner.listeners.into_iter().map(|(event, act)| {
            let act = Closure::wrap(act);
            element
                .add_event_listener_with_callback(event, act.as_ref().unchecked_ref())
                .ok();
            act
        });
        let listeners = listeners.collect();
        if let Some(field) = inner.field {
            *field.0.borrow_mut() = element.clone().dyn_into().ok();
        }
        let effects = inner
            .following
            .into_iter()
            .map(|follow| following(follow(element.clone())))
            .collect();
        Built {
            element,
            _effects: effects,
            _listeners: listeners,
            _children: children,
        }
    }
}

impl Render for View {
    type State = Built;

    fn build(self) -> Built {
        self.0.take().build()
    }

    fn rebuild(self, state: &mut Built) {
        let fresh = self.build();
        state.element.replace_with_with_node_1(&fresh.element).ok();
        *state = fresh;
    }
}

impl Mountable for Built {
    fn unmount(&mut self) {
        self.element.remove();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&web_sys::Node>) {
        parent.insert_before(&self.element, marker).ok();
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.element.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}

// What follows is asked for by the trait and never used: the widget is drawn in the browser only.

impl AddAnyAttr for View {
    type Output<NewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for View {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        _: &mut String,
        _: &mut Position,
        _: bool,
        _: bool,
        _: Vec<AnyAttribute>,
    ) {
    }

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Built {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
