//! Says for each path whether the published `smolfile` parser accepts the file:
//! one JSON line a path, in the order given.
//!
//!     smolfile-probe PATH...
//!     printf '%s\n' PATH... | smolfile-probe
//!
//! Exits 0 whatever the verdicts are; a failure to read a path is a verdict too.
use std::io::{self, BufRead, Write};
use std::path::Path;

fn verdict(path: &str) -> String {
    let quoted = |s: &str| serde_json::Value::from(s).to_string();
    match smolfile::load(Path::new(path)) {
        Ok(_) => format!("{{\"path\":{},\"ok\":true}}", quoted(path)),
        Err(error) => format!(
            "{{\"path\":{},\"ok\":false,\"error\":{}}}",
            quoted(path),
            quoted(&error.to_string())
        ),
    }
}

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    let args: Vec<String> = std::env::args().skip(1).collect();
    if args.is_empty() {
        for line in io::stdin().lock().lines() {
            let line = line?;
            if !line.is_empty() {
                writeln!(out, "{}", verdict(&line))?;
                out.flush()?;
            }
        }
    } else {
        for path in &args {
            writeln!(out, "{}", verdict(path))?;
        }
    }
    Ok(())
}
