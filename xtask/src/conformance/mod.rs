//! `cargo xtask conformance`: writes `docs/accessibility.md` from the criteria beside this file. A test fails when
//! the page is not current, names a test that does not exist, or claims something without evidence.

mod around;
mod criterion;
mod manual;
mod operable;
mod perceivable;
mod tests_there;
mod understandable;

use crate::project::Project;
use crate::say::say;
use anyhow::{Context, Result, ensure};
use criterion::{Criterion, Verdict};
use std::collections::BTreeMap;
use std::fs;

const PAGE: &str = "docs/accessibility.md";

/// Chapters with their criteria.
fn chapters() -> [(&'static str, &'static [Criterion]); 5] {
    [
        ("Chapter 5: generic requirements", &around::GENERIC),
        ("Chapter 9.1: perceivable", &perceivable::CRITERIA),
        (
            "Chapter 9.2: operable, with what WCAG 2.2 adds",
            &operable::CRITERIA,
        ),
        (
            "Chapters 9.3 and 9.4: understandable and robust, with what WCAG 2.2 adds",
            &understandable::CRITERIA,
        ),
        ("Chapters 6 to 8 and 10 to 12", &around::OTHERS),
    ]
}

/// Writes the page, if every claim has its evidence.
pub fn run(project: &Project) -> Result<()> {
    let files = tests_there::of(&project.root)?;
    let complaints = complaints(&files);
    ensure!(complaints.is_empty(), "{}", complaints.join("\n"));
    let path = project.root.join(PAGE);
    fs::write(&path, page(&files)).with_context(|| path.display().to_string())?;
    say(format!("wrote {PAGE}"));
    Ok(())
}

/// Tests that are named and not there, and claims that nothing stands behind.
fn complaints(files: &BTreeMap<String, String>) -> Vec<String> {
    let mut complaints = Vec::new();
    for criterion in chapters().iter().flat_map(|(_, criteria)| *criteria) {
        for test in criterion
            .tests
            .iter()
            .filter(|test| !files.contains_key(**test))
        {
            complaints.push(format!("{}: there is no test {test}", criterion.clause));
        }
        let is_claim = criterion.verdict != Verdict::NotApplicable;
        if is_claim && criterion.tests.is_empty() && looks_at(criterion.clause).is_empty() {
            complaints.push(format!("{}: nothing shows it", criterion.clause));
        }
    }
    complaints
}

/// The numbers of the looks by hand at a clause, from 1.
fn looks_at(clause: &str) -> Vec<usize> {
    let numbered = manual::LOOKS.iter().zip(1..);
    numbered
        .filter(|(look, _)| look.clauses.contains(&clause))
        .map(|(_, number)| number)
        .collect()
}

/// The whole page.
fn page(files: &BTreeMap<String, String>) -> String {
    let mut page = HEAD.to_owned();
    page.push_str(&summary());
    for (title, criteria) in chapters() {
        page.push_str(&format!(
            "\n## {title}\n\n| clause | | | evidence |\n|---|---|---|---|\n"
        ));
        for criterion in criteria {
            page.push_str(&line(criterion, files));
        }
    }
    page.push_str("\n## By hand\n\n| | date | what was done | outcome |\n|---|---|---|---|\n");
    for (look, number) in manual::LOOKS.iter().zip(1..) {
        let manual::Look {
            date,
            what,
            outcome,
            ..
        } = look;
        page.push_str(&format!("| {number} | {date} | {what} | {outcome} |\n"));
    }
    page.push_str(TAIL);
    page
}

fn summary() -> String {
    let all: Vec<&Criterion> = chapters()
        .iter()
        .flat_map(|(_, criteria)| *criteria)
        .collect();
    let count = |verdict| {
        all.iter()
            .filter(|criterion| criterion.verdict == verdict)
            .count()
    };
    let (supported, partly, absent) = (
        count(Verdict::Supports),
        count(Verdict::Partially),
        count(Verdict::NotApplicable),
    );
    format!(
        "{} criteria: {supported} supported, {partly} partially, {absent} not applicable.\n",
        all.len()
    )
}

fn line(criterion: &Criterion, files: &BTreeMap<String, String>) -> String {
    let Criterion {
        clause,
        level,
        name,
        verdict,
        how,
        tests,
    } = criterion;
    let link = |test: &&str| {
        let file = files.get(*test).map_or("", String::as_str);
        format!("[`{test}`](../{file})")
    };
    let mut evidence: Vec<String> = tests.iter().map(link).collect();
    evidence.extend(
        looks_at(clause)
            .iter()
            .map(|number| format!("by hand {number}")),
    );
    let level = if level.is_empty() {
        String::new()
    } else {
        format!(" ({level})")
    };
    format!(
        "| {clause} {name}{level} | {} | {how} | {} |\n",
        verdict.word(),
        evidence.join(", ")
    )
}

const HEAD: &str = "\
# Accessibility

How Tweestap stands to EN 301 549 v3.2.1: chapter 9 is WCAG 2.1 at A and AA; the criteria that WCAG 2.2 adds at A and AA
stand beside it under their own numbers. `cargo xtask conformance` writes this page, and a test fails when it is not
current, when it names a test that does not exist, or when it claims something without evidence.

The report is about the widget: `<tweestap-enrolment>`, `<tweestap-challenge>`, `<tweestap-settings>`, `<tweestap-password>`
and `<tweestap-admin>` (people, rules, hardware tokens, log), in every language and both themes. The page around it is the school's. The tests that are named run in `cargo xtask test`, which
fails when one of them does; most of them look at every screen of the gallery. What is read out is kept as text in
`tests/e2e/snapshots/ax`, one file a screen, so that a change of it is seen and reviewed.

";

const TAIL: &str = "
**Not done**: no screen reader was run, and no person with a disability took part. What is said of screen readers rests on
the browser's accessibility tree and on what enters its live regions. Whoever tries it with NVDA, JAWS, VoiceOver,
TalkBack, voice control, a switch or a magnifier: tell us what you find.
";

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn root() -> &'static Path {
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
    }

    #[test]
    fn the_report_is_current() {
        let files = tests_there::of(root()).unwrap();
        let written = fs::read_to_string(root().join(PAGE)).unwrap_or_default();
        assert!(
            written == page(&files),
            "`cargo xtask conformance` writes it anew"
        );
    }

    #[test]
    fn every_claim_has_evidence_that_exists() {
        let files = tests_there::of(root()).unwrap();
        assert!(files.len() > 300, "the tests were not found");
        assert_eq!(complaints(&files), Vec::<String>::new());
    }

    /// All of WCAG 2.1 at A and AA (50), and the 6 that 2.2 adds at these levels; none twice.
    #[test]
    fn no_criterion_is_left_out() {
        let mut clauses: Vec<&str> = chapters()
            .iter()
            .flat_map(|(_, criteria)| *criteria)
            .map(|criterion| criterion.clause)
            .collect();
        let levelled = chapters()
            .iter()
            .flat_map(|(_, criteria)| *criteria)
            .filter(|criterion| !criterion.level.is_empty())
            .count();
        assert_eq!(levelled, 50 + 6);
        let all = clauses.len();
        clauses.sort_unstable();
        clauses.dedup();
        assert_eq!(clauses.len(), all);
    }

    #[test]
    fn a_claim_without_evidence_is_found() {
        let found = complaints(&BTreeMap::new());
        assert!(found.iter().any(|complaint| {
            complaint.contains("there is no test every_screen_is_told_as_reviewed")
        }));
    }
}
