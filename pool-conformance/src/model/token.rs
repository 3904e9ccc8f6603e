//! The text of a script with a note by which it is refused where it does not fit.

use crate::model::{ACQUIRE_TIMEOUT, Declaration, Script, ScriptError};

/// What a token tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) script: Script,
    /// The id of the rule that the script broke when the note was made; none where there is no note.
    pub(crate) rule: Option<String>,
}

/// Writes a script with a note of the rule that it broke, of this kit and of the declaration:
/// `max 1, min 0: A acquires (broke ACQ-05; kit 0.1.0 7ahz; declared 3k)`.
pub(crate) fn encode(script: &Script, rule: &str, declaration: &Declaration) -> String {
    format!("{script} (broke {rule}; kit {}; declared {})", kit(), digest_of(declaration))
}

/// Reads a script with or without a note, for a pool that declares this, or says what is wrong with it. White space may
/// have become line breaks.
pub(crate) fn decode(text: &str, declaration: &Declaration) -> Result<Told, String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((script, note)) = text.split_once(" (broke ") else {
        return Ok(Told { script: read(&text)?, rule: None });
    };
    let parts: Vec<&str> = note.strip_suffix(')').unwrap_or(note).split("; ").collect();
    let [rule, made_by, declared] = parts[..] else {
        return Err(format!(
            "the note `(broke {note}` is cut short; it reads `(broke RULE; kit ...; declared ...)`"
        ));
    };
    if made_by.strip_prefix("kit ") != Some(&kit()) {
        return Err(format!("it was made by {made_by}, and this is kit {}; {WITHOUT}", kit()));
    }
    if declared.strip_prefix("declared ") != Some(&digest_of(declaration)) {
        return Err(format!(
            "it was made for a pool with another `Declaration`, of which the judgement depends; {WITHOUT}"
        ));
    }
    Ok(Told { script: read(script)?, rule: Some(rule.to_owned()) })
}

fn read(script: &str) -> Result<Script, String> {
    script.parse().map_err(|error: ScriptError| error.to_string())
}

/// What is right where a note does not fit.
const WITHOUT: &str = "run the rule again, or replay the script without the note in parentheses";

/// All that a script means the same by, wherever it is run: this version, and the set-up that its steps act on.
fn kit() -> String {
    let sum = checksum(&format!("{ACQUIRE_TIMEOUT:?}"));
    format!("{} {}", env!("CARGO_PKG_VERSION"), two_digits(sum))
}

fn digest_of(declaration: &Declaration) -> String {
    two_digits(checksum(&format!("{declaration:?}")))
}

/// The last two digits of a number to the base of 36.
fn two_digits(number: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let digit = |value: usize| char::from(DIGITS[value % 36]);
    [digit(number / 36), digit(number)].iter().collect()
}

/// The hash of Fowler, Noll and Vo (FNV-1a, 32 bits): short, and the same on every machine.
fn checksum(text: &str) -> usize {
    let hash =
        text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash as usize
}

#[cfg(test)]
mod tests {
    use crate::model::{CloseMode, Declaration, Script};
    use crate::model::{Told, decode, encode};

    const TEXT: &str = "max 2, min 1, connects wait: A acquires; the connect finishes; A drops its guard";

    fn script() -> Script {
        TEXT.parse().unwrap()
    }

    fn token() -> String {
        encode(&script(), "ACQ-05", &Declaration::new())
    }

    #[test]
    fn a_token_is_the_script_again() {
        let told = Told { script: script(), rule: Some("ACQ-05".to_owned()) };
        assert_eq!(decode(&token(), &Declaration::new()), Ok(told));
    }

    #[test]
    fn a_script_needs_no_note() {
        assert_eq!(decode(TEXT, &Declaration::new()), Ok(Told { script: script(), rule: None }));
    }

    #[test]
    fn a_token_may_be_broken_into_lines() {
        let lines = token().replace(' ', "\n      ");
        assert_eq!(decode(&lines, &Declaration::new()), decode(&token(), &Declaration::new()));
    }

    #[test]
    fn a_faulty_token_says_what_is_wrong() {
        let token = token();
        for (faulty, fault) in [
            ("nonsense".to_owned(), "a script reads"),
            (token.replace("kit ", "kit 9"), "it was made by kit 9"),
            (token.replace("max 2", "max 0"), "`max 0` is no pool"),
            (token.split("; declared").next().unwrap_or_default().to_owned(), "is cut short"),
        ] {
            let error = decode(&faulty, &Declaration::new()).unwrap_err();
            assert!(error.contains(fault), "{faulty}: {error}");
        }
    }

    #[test]
    fn a_token_for_a_pool_that_declares_something_else_says_so() {
        let error = decode(&token(), &Declaration::new().close_mode(CloseMode::Wait)).unwrap_err();
        assert!(error.contains("another `Declaration`"), "{error}");
    }

    #[test]
    fn a_token_for_sizes_that_no_pool_has_says_so() {
        let nonsense = encode(&Script::of(2, 1), "ACQ-05", &Declaration::new());
        let error = decode(&nonsense, &Declaration::new()).unwrap_err();
        assert!(error.contains("`min 2`"), "{error}");
    }
}
