//! Days, as far as an entry that expires needs them.

use std::{
    fmt,
    str::FromStr,
    time::{SystemTime, UNIX_EPOCH},
};

/// A day of the calendar, written `2027-01-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date {
    year: u32,
    month: u32,
    day: u32,
}

impl Date {
    /// Today, in UTC.
    pub(crate) fn today() -> Self {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        Self::of_day(u32::try_from(seconds / 86_400).unwrap_or(u32::MAX))
    }

    /// The day that comes so many days after the first of 1970, by Howard Hinnant's `civil_from_days`.
    fn of_day(days: u32) -> Self {
        let days = days + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        Self { year: year_of_era + era * 400 + u32::from(month <= 2), month, day }
    }
}

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || format!("`{text}` is no day; a day reads 2027-01-31");
        let parts: Vec<&str> = text.split('-').collect();
        let [year, month, day] = parts[..] else { return Err(fault()) };
        let number = |digits: &str, count: usize| {
            let plain = digits.len() == count && digits.bytes().all(|byte| byte.is_ascii_digit());
            plain.then(|| digits.parse().ok()).flatten().ok_or_else(fault)
        };
        let date = Self { year: number(year, 4)?, month: number(month, 2)?, day: number(day, 2)? };
        let exists = (1..=12).contains(&date.month) && (1..=31).contains(&date.day);
        if exists { Ok(date) } else { Err(fault()) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn days_are_counted_as_in_the_calendar() {
        for (day, expected) in
            [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_783, "2026-11-26")]
        {
            assert_eq!(Date::of_day(day).to_string(), expected);
        }
    }

    #[test]
    fn a_day_is_read_and_nonsense_is_not() {
        assert_eq!("2027-01-31".parse::<Date>().unwrap().to_string(), "2027-01-31");
        for text in ["", "tomorrow", "2027-13-01", "2027-1-31", "27-01-31", "2027-01-+1"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}
