//! The tools each task needs, installed when they are missing: exact versions under `target/tools`,
//! system packages only on Debian and only as root. Everything that is installed is announced.

mod apt;
pub mod browser;
mod cargo_tool;
pub mod firefox;
mod npm;
mod portals;
mod python;
pub mod version;
pub mod webkit;

use crate::project::Project;
use crate::say::{say, timed};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

pub use npm::AXE;

/// Trunk's newest version for Rust 1.95; its own lock file is needed.
const TRUNK: &str = "0.21.14";
const WASM: &str = "wasm32-unknown-unknown";
/// Debian puts it here.
const FAKE_CENTRE: &str = "/usr/lib/kannel/test/fakesmsc";

/// Binaryen up to 108 (Debian 12 has that one) exports the wrong table of what wasm-bindgen makes: the
/// widget then loads and never appears. 110 is the first that was seen to do it right.
const OLDEST_WASM_OPT: u32 = 110;
/// The crate that compiles Binaryen, and what the program in it says its version is.
const WASM_OPT_CRATE: &str = "0.116.1";
const WASM_OPT_IN_CRATE: &str = "116";

/// What builds the bundle, by name and version: together with the sources they decide its bytes.
pub struct BundleTools {
    pub trunk: PathBuf,
    pub bindgen: PathBuf,
    pub wasm_opt: PathBuf,
    pub wasm_opt_version: u32,
    /// Absent without npm: then the bundle is whole but not minified.
    pub esbuild: Option<PathBuf>,
    /// One line a tool, for the stamp.
    pub versions: String,
}

/// Everything that the bundle needs.
pub fn for_bundle(project: &Project) -> Result<BundleTools> {
    wasm_target(project)?;
    let trunk = cargo_tool::ensure(project, &cargo_tool::Tool::new("trunk", TRUNK).locked())?;
    let bindgen = wasm_bindgen(project)?;
    let wasm_opt = wasm_opt(project)?;
    let wasm_opt_version = binaryen(project, &wasm_opt).context("wasm-opt does not run")?;
    let esbuild = npm::tool(project, "esbuild")?;
    if esbuild.is_none() {
        say("npm was not found: the scripts and style sheets of the bundle stay unminified");
    }
    let mut versions = String::new();
    for tool in [
        Some(&trunk),
        Some(&bindgen),
        Some(&wasm_opt),
        esbuild.as_ref(),
    ]
    .into_iter()
    .flatten()
    {
        let name = tool.file_stem().unwrap_or_default().to_string_lossy();
        versions.push_str(&format!(
            "{name} {}\n",
            version::of(project, tool).unwrap_or_default()
        ));
    }
    Ok(BundleTools {
        trunk,
        bindgen,
        wasm_opt,
        wasm_opt_version,
        esbuild,
        versions,
    })
}

/// The counterparts of the native tests that are not ours.
pub struct Native {
    /// The Python that has aiosmtpd, a mail server.
    pub aiosmtpd: PathBuf,
    /// Plays Twilio by its published contract.
    pub prism: PathBuf,
    /// Reads what describes the image.
    pub package: PathBuf,
}

/// The generator of codes that the widget's arithmetic is judged by, the maker of certificates, a mail server,
/// and gateways for text messages: Kannel with its fake SMS centre, and Prism.
pub fn for_native_tests(project: &Project) -> Result<Native> {
    let wanted = [
        ("oathtool", "oathtool"),
        ("openssl", "openssl"),
        ("bearerbox", "kannel"),
        (FAKE_CENTRE, "kannel-extras"),
        ("ip", "iproute2"),
        ("systemd-analyze", "systemd"),
    ];
    apt::ensure(project, &wanted)?;
    let aiosmtpd = python::aiosmtpd(project)?;
    let Some(prism) = npm::prism(project)? else {
        bail!(
            "the tests of the SMS gateways need Prism, and npm, which fetches it, was not found: install Node.js with npm"
        );
    };
    Ok(Native {
        aiosmtpd,
        prism,
        package: package_judges(project)?,
    })
}

/// What `wasm-bindgen-test` needs besides a browser.
pub fn for_web_tests(project: &Project) -> Result<browser::Browser> {
    wasm_target(project)?;
    wasm_bindgen(project)?;
    browser::ensure(project)
}

/// The judges of the end-to-end tests that are not ours: a browser, a QR decoder, a code generator; and what
/// our page objects for testers run on.
pub struct EndToEnd {
    pub browser: browser::Browser,
    /// `axe.min.js`.
    pub axe: PathBuf,
    /// Of the example portals.
    pub runtimes: portals::Runtimes,
    /// Packages with style sheets that others wrote.
    pub pages: PathBuf,
    /// The folder of Vite, the compiler and the schemas that the npm package is tried with.
    pub package: PathBuf,
    /// A folder of npm packages.
    pub playwright: PathBuf,
    /// The Python that has Selenium.
    pub selenium: PathBuf,
}

pub fn for_end_to_end(project: &Project) -> Result<EndToEnd> {
    let wanted = [
        ("zbarimg", "zbar-tools"),
        ("oathtool", "oathtool"),
        // Commands of the documents.
        ("curl", "curl"),
        ("jq", "jq"),
        ("openssl", "openssl"),
    ];
    apt::ensure(project, &wanted)?;
    let runtimes = portals::ensure(project)?;
    let browser = browser::ensure(project)?;
    let axe = npm::file(project, "axe-core", "axe.min.js")?;
    let (Some(axe), Some(playwright)) = (axe, npm::playwright(project)?) else {
        bail!(
            "the end-to-end tests need axe-core {AXE} and Playwright, and npm, which fetches them, was not found: install Node.js with npm"
        );
    };
    let Some(pages) = npm::pages(project)? else {
        bail!(
            "the tests on other people's style sheets need npm, which was not found: install Node.js with npm"
        );
    };
    Ok(EndToEnd {
        browser,
        axe,
        runtimes,
        pages,
        package: package_judges(project)?,
        playwright,
        selenium: python::selenium(project)?,
    })
}

fn package_judges(project: &Project) -> Result<PathBuf> {
    npm::package(project)?.context(
        "what we ship is tried with Vite and read by linters, and npm, which fetches them, was not found: install \
         Node.js with npm",
    )
}

/// The engines that are tried besides Chromium's, with their drivers.
pub struct OtherBrowsers {
    pub firefox: firefox::Firefox,
    pub webkit: webkit::Webkit,
}

pub fn for_all_browsers(project: &Project) -> Result<OtherBrowsers> {
    Ok(OtherBrowsers {
        firefox: firefox::ensure(project)?,
        webkit: webkit::ensure(project)?,
    })
}

/// The compiler's own part for the browser. The toolchain file asks for it too, but rustup reads that
/// only when it installs the toolchain itself.
pub fn wasm_target(project: &Project) -> Result<()> {
    let mut ask = project.command("rustc");
    ask.args(["--print", "target-libdir", "--target", WASM]);
    let folder = crate::process::output(&mut ask)?;
    if PathBuf::from(folder.trim()).is_dir() {
        return Ok(());
    }
    timed("installing the WebAssembly target of Rust", || {
        crate::process::run(project.command("rustup").args(["target", "add", WASM]))
    })
}

/// The crate and the command-line tool must be of the very same version: it reads a private section.
fn wasm_bindgen(project: &Project) -> Result<PathBuf> {
    let manifest = std::fs::read_to_string(project.root.join("Cargo.toml"))?;
    let pinned = version::pinned(&manifest, "wasm-bindgen")?;
    // Not `--locked`: its lock file names a version that was withdrawn.
    let mut tool = cargo_tool::Tool::new("wasm-bindgen", &pinned);
    tool.package = "wasm-bindgen-cli";
    tool.also = &["wasm-bindgen-test-runner"];
    cargo_tool::ensure(project, &tool)
}

/// npm's, in the version of the lock file, so that every machine makes the same bundle; else one that is
/// there and new enough; else the one that cargo compiles, which takes long.
fn wasm_opt(project: &Project) -> Result<PathBuf> {
    if let Some(path) = npm::tool(project, "wasm-opt")? {
        return Ok(path);
    }
    let new_enough = |path: &PathBuf| binaryen(project, path) >= Some(OLDEST_WASM_OPT);
    match project.which("wasm-opt").filter(new_enough) {
        Some(path) => Ok(path),
        None => {
            let tool = cargo_tool::Tool::new("wasm-opt", WASM_OPT_CRATE);
            cargo_tool::ensure(project, &tool.reporting(WASM_OPT_IN_CRATE).locked())
        }
    }
}

/// Binaryen numbers its versions by counting.
fn binaryen(project: &Project, wasm_opt: &Path) -> Option<u32> {
    version::of(project, wasm_opt)?.parse().ok()
}
