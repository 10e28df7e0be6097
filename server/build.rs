//! Makes the folder of the widget's bundle when it is missing, so that a fresh clone compiles: the bundle
//! travels inside the server binary (`src/assets.rs`). Builds nothing itself.

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=migrations");
    println!("cargo::rerun-if-changed=../dist");
    std::fs::create_dir_all("../dist")
}
