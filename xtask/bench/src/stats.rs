//! Medians and percentiles. Nearest rank: the number printed is one that was measured.

use std::time::Duration;

/// The smallest value that at least `share` (0 to 1) of the values do not exceed; `None` without values.
pub fn percentile(values: &[Duration], share: f64) -> Option<Duration> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.max(1) - 1).copied()
}

pub fn median(values: &[Duration]) -> Option<Duration> {
    percentile(values, 0.5)
}

/// Whole milliseconds from 100 on, one decimal below; a dash when nothing was measured.
pub fn milliseconds(span: Option<Duration>) -> String {
    let Some(span) = span else {
        return "–".to_owned();
    };
    let value = span.as_secs_f64() * 1_000.0;
    if value < 100.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.0}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(values: &[u64]) -> Vec<Duration> {
        values.iter().copied().map(Duration::from_millis).collect()
    }

    #[test]
    fn the_percentile_is_a_measured_value() {
        let values = spans(&[50, 10, 40, 20, 30]);
        assert_eq!(median(&values), Some(Duration::from_millis(30)));
        assert_eq!(percentile(&values, 0.99), Some(Duration::from_millis(50)));
        assert_eq!(percentile(&values, 0.2), Some(Duration::from_millis(10)));
        assert_eq!(
            percentile(&spans(&[7]), 0.01),
            Some(Duration::from_millis(7))
        );
    }

    #[test]
    fn nothing_measured_is_not_zero() {
        assert_eq!(median(&[]), None);
        assert_eq!(milliseconds(None), "–");
    }

    #[test]
    fn a_tenth_is_printed_only_where_it_matters() {
        assert_eq!(milliseconds(Some(Duration::from_micros(1_234))), "1.2");
        assert_eq!(milliseconds(Some(Duration::from_micros(1_234_567))), "1235");
    }
}
