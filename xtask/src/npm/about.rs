//! `package.json` and what a person reads first. No scripts: installing the package runs nothing.

use anyhow::Result;
use serde_json::json;

pub fn package(version: &str, repository: &str) -> Result<String> {
    let package = json!({
        "name": "tweestap",
        "version": version,
        "description": "The two-step-verification widget that schools drop into their portals.",
        "keywords": ["two-step-verification", "2fa", "totp", "web-components", "custom-elements", "school"],
        "license": "(Apache-2.0 OR MIT)",
        "homepage": repository,
        "type": "module",
        // Loading it defines the elements: a bundler may not drop it for want of an import that is used.
        "sideEffects": true,
        "main": "./tweestap.js",
        "types": "./tweestap.d.ts",
        "customElements": "custom-elements.json",
        "exports": {
            ".": { "types": "./tweestap.d.ts", "default": "./tweestap.js" },
            "./tweestap.js": { "types": "./tweestap.d.ts", "default": "./tweestap.js" },
            "./react": { "types": "./react.d.ts" },
            "./vue": { "types": "./vue.d.ts" },
            "./custom-elements.json": "./custom-elements.json",
            "./integrity.json": "./integrity.json",
            "./package.json": "./package.json",
        },
        "files": [
            "assets",
            "tweestap.js",
            "*.d.ts",
            "custom-elements.json",
            "integrity.json",
            "sbom.cdx.json",
            "THIRD-PARTY-NOTICES.txt",
            "LICENSE-APACHE",
            "LICENSE-MIT",
        ],
    });
    Ok(format!("{}\n", serde_json::to_string_pretty(&package)?))
}

pub const READ_ME: &str = "\
# tweestap

The two-step-verification widget that a school drops into its own portal. It needs a Tweestap back end.

```js
import 'tweestap';
```

```html
<tweestap-enrolment api=\"/api/v1\" token-url=\"/portal/tweestap-token\" lang=\"nl\"></tweestap-enrolment>
```

`<tweestap-challenge>` asks for the code at sign-in, `<tweestap-settings>` looks after it later.
`custom-elements.json` describes attributes, properties, events and custom properties.

- **Bundlers.** The entry names every file it needs as `new URL('./assets/…', import.meta.url)` or
  `import('./assets/…')`. Vite (8 and later, `vite` and `vite build`) and webpack 5 need no setting. Vite 5 to 7 need
  `optimizeDeps: { exclude: ['tweestap'] }` for their development server. esbuild: copy `assets/` beside its output.
- **No bundler.** `<script type=\"module\" src=\"…/tweestap/tweestap.js\"></script>` works as it is; `integrity.json` has
  the SHA-384 of every file.
- **TypeScript.** `document.querySelector('tweestap-enrolment')` and `addEventListener('tweestap:step', …)` are typed.
  React 19: `import type {} from 'tweestap/react'`. Vue 3: `import type {} from 'tweestap/vue'`, and
  `isCustomElement: (tag) => tag.startsWith('tweestap-')` in its plugin.
- **Policy.** `script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self'` with
  `require-trusted-types-for 'script'; trusted-types 'none'` is enough.

Apache-2.0 or MIT, as you like. What others wrote is in `THIRD-PARTY-NOTICES.txt`, the parts in `sbom.cdx.json`.
";

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn installing_runs_nothing_and_the_version_is_the_workspace_s() {
        let text = package("1.2.3", "https://tweestap.example/source").unwrap();
        let package: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(package["version"], "1.2.3");
        for absent in ["scripts", "dependencies", "bin", "gypfile"] {
            assert!(package.get(absent).is_none(), "{absent}");
        }
    }
}
