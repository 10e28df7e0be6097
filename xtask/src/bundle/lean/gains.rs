//! Says what each step was good for. What is shipped is measured at the end, with the strongest
//! compression, which would take longer here than all the steps together.

use super::drop_sections;
use super::pair::Pair;
use crate::bundle::compress::brotli_9;
use crate::say::say;
use anyhow::Result;
use std::fs;
use walrus::ModuleConfig;

pub struct Gains {
    /// Bytes, brotli 9, of glue and WebAssembly together.
    before: usize,
}

impl Gains {
    pub fn from(pair: &Pair) -> Result<Self> {
        let wasm = without_names(&fs::read(&pair.wasm)?)?;
        let before = brotli_9(&wasm)?.len() + brotli_9(&fs::read(&pair.glue)?)?.len();
        Ok(Self { before })
    }

    pub fn say(&mut self, step: &str, pair: &Pair) -> Result<()> {
        let after = Self::from(pair)?.before;
        say(format!(
            "lean: {step}: {} -> {after} bytes, brotli 9",
            self.before
        ));
        self.before = after;
        Ok(())
    }
}

/// Only what would be shipped: functions' names are kept until the end, because `wasm-opt` sorts by them.
fn without_names(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut nameless = ModuleConfig::new();
    let nameless = nameless
        .generate_name_section(false)
        .generate_producers_section(false);
    let mut module = nameless.parse(wasm)?;
    drop_sections(&mut module, |_| true);
    Ok(module.emit_wasm())
}
