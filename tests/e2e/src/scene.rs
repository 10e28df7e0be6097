//! In which language, colours and on what screen a journey happens.

#[derive(Clone, Copy, Debug)]
pub struct Scene {
    pub lang: &'static str,
    pub theme: &'static str,
    /// CSS pixels.
    pub width: u32,
    /// A finger instead of a mouse.
    pub touch: bool,
    /// The portal is on another origin than Tweestap.
    pub portal: Option<Elsewhere>,
    /// The widget stands in the isolated frame.
    pub framed: bool,
}

/// A portal with a port of its own.
#[derive(Clone, Copy, Debug)]
pub struct Elsewhere {
    /// `localhost` is another site than Tweestap's 127.0.0.1; another port alone is only another origin.
    pub host: &'static str,
    /// Among the origins of the schools.
    pub listed: bool,
}

pub const fn scene(lang: &'static str, theme: &'static str, width: u32) -> Scene {
    Scene {
        lang,
        theme,
        width,
        touch: false,
        portal: None,
        framed: false,
    }
}

impl Scene {
    pub const fn by_touch(self) -> Self {
        Self {
            touch: true,
            ..self
        }
    }

    /// The portal is of the same site as Tweestap, and of another origin.
    pub const fn from_another_origin(self) -> Self {
        self.from("127.0.0.1", true)
    }

    /// The portal is of another site.
    pub const fn from_another_site(self) -> Self {
        self.from("localhost", true)
    }

    /// The portal is no school's.
    pub const fn from_a_stranger(self) -> Self {
        self.from("localhost", false)
    }

    const fn from(self, host: &'static str, listed: bool) -> Self {
        Self {
            portal: Some(Elsewhere { host, listed }),
            ..self
        }
    }

    /// With the widget in the isolated frame.
    pub const fn framed(self) -> Self {
        Self {
            framed: true,
            ..self
        }
    }

    /// The query of the portal's page.
    pub fn query(self) -> String {
        let frame = if self.framed { "&frame" } else { "" };
        format!("lang={}&theme={}{frame}", self.lang, self.theme)
    }

    /// The words of this scene's language.
    pub fn says<'a>(self, nl: &'a str, en: &'a str) -> &'a str {
        if self.lang == "nl" { nl } else { en }
    }
}
