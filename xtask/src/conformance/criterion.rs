//! What a criterion is, and how it is judged.

/// How the widget stands to one criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Supports,
    /// It holds, but part of it is in other hands, or was not tried; `how` says which.
    Partially,
    NotApplicable,
}

impl Verdict {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Partially => "partially supports",
            Self::NotApplicable => "not applicable",
        }
    }
}

/// One line of the report.
#[derive(Clone, Copy, Debug)]
pub struct Criterion {
    /// In EN 301 549; of what only WCAG 2.2 has, the WCAG number.
    pub clause: &'static str,
    pub name: &'static str,
    /// `A`, `AA`, or nothing outside chapter 9.
    pub level: &'static str,
    pub verdict: Verdict,
    pub how: &'static str,
    /// Names of tests that fail when it no longer holds.
    pub tests: &'static [&'static str],
}

pub const fn supports(
    clause: &'static str,
    level: &'static str,
    name: &'static str,
    how: &'static str,
    tests: &'static [&'static str],
) -> Criterion {
    Criterion {
        clause,
        name,
        level,
        verdict: Verdict::Supports,
        how,
        tests,
    }
}

pub const fn partially(
    clause: &'static str,
    level: &'static str,
    name: &'static str,
    how: &'static str,
    tests: &'static [&'static str],
) -> Criterion {
    Criterion {
        verdict: Verdict::Partially,
        ..supports(clause, level, name, how, tests)
    }
}

pub const fn absent(
    clause: &'static str,
    level: &'static str,
    name: &'static str,
    why: &'static str,
) -> Criterion {
    Criterion {
        verdict: Verdict::NotApplicable,
        ..supports(clause, level, name, why, &[])
    }
}
