//! Embeds the built web app (`web/dist`); without one the server still compiles and says how to build it.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(web_built)");
    println!("cargo::rerun-if-changed=../web/dist/index.html");
    if std::path::Path::new("../web/dist/index.html").is_file() {
        println!("cargo::rustc-cfg=web_built");
        // Debug builds read the folder at run time, so that only its presence matters to them.
        #[expect(clippy::disallowed_methods, reason = "cargo speaks to build scripts by environment")]
        let profile = std::env::var_os("PROFILE");
        if profile.is_some_and(|profile| profile == "release") {
            memory_serve::load_directory("../web/dist");
        }
    }
}
