//! Says for each path whether the published `smolfile` parser accepts the file:
//! one JSON line a path, in the order given.
//!
//!     smolfile-probe PATH...
//!     printf '%s\n' PATH... | smolfile-probe
//!
//! Exits 0 whatever the verdicts are; a failure to read a path is a verdict too.
use std::io::{self, BufRead, Write};
use std::path::Path;

/// The codes of our rules for what the published crates check only after parsing.
fn later(file: &smolfile::Smolfile) -> Vec<&'static str> {
    let mut codes = Vec::new();
    let health = file.health.as_ref();
    let durations = [
        health.and_then(|h| h.interval.as_ref()),
        health.and_then(|h| h.timeout.as_ref()),
        health.and_then(|h| h.startup_grace.as_ref()),
        file.restart.as_ref().and_then(|r| r.max_backoff.as_ref()),
    ];
    if durations.iter().flatten().any(|d| smolfile::parse_duration_secs(d).is_none()) {
        codes.push("BW043");
    }
    if let Some(signal) = &file.stop_signal {
        if smolvm_protocol::parse_stop_signal(signal).is_none() {
            codes.push("BW042");
        }
    }
    if let Some(network) = &file.network {
        let patterns = &network.allow_host_patterns;
        if patterns.iter().any(|p| smolvm_protocol::host_pattern::encode_strict(p).is_err()) {
            codes.push("BW049");
        }
        let policy = smolvm_protocol::CredentialPolicy { credentials: network.credentials.clone() };
        let hosts = Some(network.allow_hosts.as_slice()).filter(|hosts| !hosts.is_empty());
        if policy.validate(hosts).is_err() {
            codes.push("BW058");
        }
    }
    codes
}

fn verdict(path: &str) -> String {
    let mut verdict = serde_json::json!({ "path": path });
    match smolfile::load(Path::new(path)) {
        Ok(file) => {
            verdict["ok"] = true.into();
            verdict["later"] = later(&file).into();
            verdict["init"] = serde_json::json!(file.init);
        }
        Err(error) => {
            verdict["ok"] = false.into();
            verdict["error"] = error.to_string().into();
        }
    }
    verdict.to_string()
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
