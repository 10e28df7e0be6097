//! In which language, colours and on what screen a journey happens.

#[derive(Clone, Copy, Debug)]
pub struct Scene {
    pub lang: &'static str,
    pub theme: &'static str,
    /// CSS pixels.
    pub width: u32,
    /// A finger instead of a mouse.
    pub touch: bool,
}

pub const fn scene(lang: &'static str, theme: &'static str, width: u32) -> Scene {
    Scene {
        lang,
        theme,
        width,
        touch: false,
    }
}

impl Scene {
    pub const fn by_touch(self) -> Self {
        Self {
            touch: true,
            ..self
        }
    }

    /// The query of the portal's page.
    pub fn query(self) -> String {
        format!("lang={}&theme={}", self.lang, self.theme)
    }

    /// The words of this scene's language.
    pub fn says<'a>(self, nl: &'a str, en: &'a str) -> &'a str {
        if self.lang == "nl" { nl } else { en }
    }
}
