//! `cargo xtask size`: the files of the distribution against the budgets of `widgets/size.toml`, and the largest functions.
//! Reads `target/dist`; fails where a budget is exceeded or a file that it names is not there.

mod budget;
pub mod module;

use std::fs;
use std::path::Path;

use budget::{Budget, fits};

use crate::place;
use crate::process::{About, Outcome, failed};

/// One file and what it weighs.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Weighed {
    file: String,
    bytes: usize,
    brotli: usize,
}

/// How many functions are listed.
const LARGEST: usize = 20;

/// Prints the report.
pub fn report(with_functions: bool) -> Outcome {
    let mut files = Vec::new();
    weigh(&place::dist(), "", &mut files)?;
    files.sort_by(|a, b| a.file.cmp(&b.file));
    println!("{:>9} {:>9}  file", "bytes", "brotli");
    for Weighed { file, bytes, brotli } in &files {
        println!("{bytes:>9} {brotli:>9}  {file}");
    }
    if with_functions {
        println!("\n{:>9}  the {LARGEST} largest functions, before compression", "bytes");
        let path = place::named_module();
        let functions = module::functions(&fs::read(&path).about(path.display())?)?;
        for function in functions.iter().take(LARGEST) {
            println!("{:>9}  {}", function.bytes, function.name);
        }
        let all: usize = functions.iter().map(|function| function.bytes).sum();
        println!("{all:>9}  all {} functions", functions.len());
    }
    let path = place::root().join("widgets/size.toml");
    let budgets = budget::read(&fs::read_to_string(&path).about(path.display())?)?;
    println!();
    let exceeded = budgets.iter().map(|budget| judge(budget, &files)).collect::<Outcome<Vec<_>>>()?;
    match exceeded.into_iter().flatten().collect::<Vec<_>>() {
        none if none.is_empty() => Ok(()),
        lines => failed(format!("size: {}", lines.join("\n      "))),
    }
}

/// Prints one budget's line, and returns what to complain about.
fn judge(budget: &Budget, files: &[Weighed]) -> Outcome<Option<String>> {
    let Budget { name, most, aim, .. } = budget;
    let mut sum = 0;
    for pattern in &budget.files {
        match files.iter().filter(|file| fits(&file.file, pattern)).map(|file| file.brotli).max() {
            Some(brotli) => sum += brotli,
            None => {
                return failed(format!("size: nothing in the distribution is called {pattern} ([{name}])"));
            }
        }
    }
    let aim = aim.map_or(String::new(), |aim| format!(", aiming at {aim}"));
    println!("{name}: {sum} bytes of at most {most}{aim}");
    Ok((sum > *most).then(|| format!("{name} is {} bytes above its {most}", sum - most)))
}

/// All files that have a brotli neighbour.
fn weigh(folder: &Path, prefix: &str, files: &mut Vec<Weighed>) -> Outcome {
    for entry in fs::read_dir(folder).about(place::shown(folder))? {
        let path = entry.about(place::shown(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            weigh(&path, &format!("{prefix}{name}/"), files)?;
        } else if let Some(whole) = name.strip_suffix(".br") {
            let length = |path: &Path| Ok(fs::metadata(path).about(path.display())?.len() as usize);
            let bytes = length(&path.with_file_name(whole))?;
            files.push(Weighed { file: format!("{prefix}{whole}"), bytes, brotli: length(&path)? });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(file: &str, brotli: usize) -> Weighed {
        Weighed { file: file.to_owned(), bytes: brotli * 3, brotli }
    }

    fn budget(most: usize) -> Budget {
        let files = ["daylight.js", "words/*.json"].map(str::to_owned).to_vec();
        Budget { name: "first".to_owned(), files, most, aim: None }
    }

    #[test]
    fn a_star_counts_the_largest_once() {
        let files = [file("daylight.js", 10), file("words/en.json", 5), file("words/zh-Hans.json", 7)];
        assert_eq!(judge(&budget(17), &files).expect("files"), None);
        let complaint = judge(&budget(16), &files).expect("files");
        assert_eq!(complaint.as_deref(), Some("first is 1 bytes above its 16"));
    }

    #[test]
    fn a_budget_without_its_files_fails() {
        assert!(judge(&budget(17), &[file("daylight.js", 10)]).is_err());
    }
}
