//! Whether two lists of times come from one distribution: the Mann-Whitney U test (Mann and Whitney 1947), two-sided,
//! by the normal approximation with ties corrected and half a rank of continuity; right for lists of twenty and more.

use std::time::Duration;

/// The probability of ranks at least so uneven if both lists were of one distribution; `None` where nothing can be said.
pub fn p_value(one: &[Duration], other: &[Duration]) -> Option<f64> {
    let (n, m) = (one.len() as f64, other.len() as f64);
    let mut all: Vec<(Duration, bool)> = one
        .iter()
        .map(|span| (*span, true))
        .chain(other.iter().map(|span| (*span, false)))
        .collect();
    all.sort_unstable();
    let (mut ranks, mut ties, mut before) = (0.0, 0.0, 0.0);
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        let many = same.len() as f64;
        // Equal times share the mean of the ranks they take.
        let rank = before + (many + 1.0) / 2.0;
        ranks += rank * same.iter().filter(|(_, is_one)| *is_one).count() as f64;
        ties += many.powi(3) - many;
        before += many;
    }
    let u = ranks - n * (n + 1.0) / 2.0;
    let sum = n + m;
    let variance = n * m / 12.0 * ((sum + 1.0) - ties / (sum * (sum - 1.0)));
    // Nothing, or nothing but equals: 0, or no number at all.
    if variance.is_nan() || variance <= 0.0 {
        return None;
    }
    let off = ((u - n * m / 2.0).abs() - 0.5).max(0.0);
    Some(erfc(off / variance.sqrt() / std::f64::consts::SQRT_2))
}

/// The complementary error function for `x` of 0 and more (Abramowitz and Stegun 7.1.26: off by 1.5e-7 at most).
fn erfc(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.327_591_1 * x);
    let series = [
        1.061_405_429,
        -1.453_152_027,
        1.421_413_741,
        -0.284_496_736,
        0.254_829_592,
    ];
    series.iter().fold(0.0, |sum, term| (sum + term) * t) * (-x * x).exp()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn spans(values: &[u64]) -> Vec<Duration> {
        values.iter().copied().map(Duration::from_micros).collect()
    }

    /// Worked by hand: U = 8 of 64, no ties, sigma = sqrt(64 * 17 / 12) = 9.5219.
    #[test]
    fn the_value_is_that_of_the_textbook() {
        let one = spans(&[1, 2, 3, 4, 5, 6, 11, 12]);
        let other = spans(&[7, 8, 9, 10, 13, 14, 15, 16]);
        // z = (24 - 0.5) / 9.5219 = 2.46800, p = 0.01359.
        let p = p_value(&one, &other).unwrap();
        assert!((p - 0.013_59).abs() < 1e-4, "{p}");
        assert_eq!(p_value(&other, &one), Some(p));
    }

    #[test]
    fn like_lists_are_alike_and_shifted_ones_are_not() {
        let one: Vec<u64> = (0..500).map(|n| 1_000 + n * 7 % 501).collect();
        let other: Vec<u64> = (0..500).map(|n| 1_000 + (n * 11 + 3) % 501).collect();
        let later: Vec<u64> = other.iter().map(|span| span + 60).collect();
        assert!(p_value(&spans(&one), &spans(&other)).unwrap() > 0.5);
        assert!(p_value(&spans(&one), &spans(&later)).unwrap() < 1e-4);
    }

    #[test]
    fn equal_times_say_nothing() {
        assert_eq!(p_value(&spans(&[5; 30]), &spans(&[5; 30])), None);
        assert_eq!(p_value(&[], &spans(&[1])), None);
    }
}
