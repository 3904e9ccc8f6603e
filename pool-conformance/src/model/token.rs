//! A script as a short token, for one line that replays it.

use crate::{
    model::alphabet::alphabet,
    model::{ACQUIRE_TIMEOUT, Declaration, Script, Step},
};

/// The form of tokens; it changes when older tokens could no longer be read.
const FORM: &str = "pc2";

/// What a token tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) script: Script,
    /// The id of the rule that the script broke when the token was made.
    pub(crate) rule: String,
}

/// Writes a script as a token: form, kit, rule, declaration, pool, steps, checksum.
pub(crate) fn encode(script: &Script, rule: &str, declaration: &Declaration) -> String {
    let index = |step| alphabet().position(|known| known == step).unwrap_or(usize::MAX);
    let steps: String = script.steps.iter().map(|step| two_digits(index(*step))).collect();
    let flags: usize = script.flags().iter().enumerate().map(|(bit, set)| usize::from(*set) << bit).sum();
    let (kit, declared) = (digest_of_kit(), digest_of(declaration));
    let body = format!("{kit}.{rule}.{declared}.{}-{}-{flags}.{steps}", script.max, script.min);
    format!("{FORM}.{body}.{}", two_digits(checksum(&body)))
}

/// Reads a token back, for a pool that declares this, or says what is wrong with it.
pub(crate) fn decode(token: &str, declaration: &Declaration) -> Result<Told, String> {
    let (form, rest) = token.split_once('.').unwrap_or((token, ""));
    if form != FORM && form.starts_with("pc") {
        return Err(format!(
            "the token is of the form {form}, made by another version of this kit, which reads {FORM}"
        ));
    }
    let parts: Vec<&str> = rest.split('.').collect();
    let ([kit, rule, declared, pool, steps, sum], FORM) = (&parts[..], form) else {
        return Err(format!(
            "`{token}` is no replay token, which reads {FORM}.kit.rule.declaration.pool.steps.checksum, and no text of \
             a script, which reads `max 1, min 0: A acquires; ...`"
        ));
    };
    if two_digits(checksum(&parts[..5].join("."))) != *sum {
        return Err(format!("the token `{token}` is mistyped or cut short: its checksum does not fit"));
    }
    if *kit != digest_of_kit() {
        return Err("the token was made by another version of this kit; run the rule again, or replay the \
                    script's text"
            .to_owned());
    }
    if *declared != digest_of(declaration) {
        return Err(
            "the token was made for a pool with another `Declaration`, of which the judgement depends; \
                    run the rule again, or replay the script's text"
                .to_owned(),
        );
    }
    let mut script =
        read_pool(pool).ok_or_else(|| format!("the token's pool `{pool}` is not max-min-flags"))?;
    script.steps = read_steps(steps).ok_or("the token has a step that does not exist")?;
    script.check()?;
    Ok(Told { script, rule: (*rule).to_owned() })
}

fn read_pool(pool: &str) -> Option<Script> {
    let mut numbers = pool.split('-').map(|number| number.parse::<u8>().ok());
    let (max, min, flags) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let mut script = Script::of(min, max);
    (0..script.flags().len()).filter(|bit| flags & (1 << bit) != 0).for_each(|bit| script.set_flag(bit));
    Some(script)
}

fn read_steps(digits: &str) -> Option<Vec<Step>> {
    let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    pairs.map(|pair| alphabet().nth(usize::from_str_radix(pair?, 36).ok()?)).collect()
}

/// The last two digits of a number to the base of 36.
fn two_digits(number: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let digit = |value: usize| char::from(DIGITS[value % 36]);
    [digit(number / 36), digit(number)].iter().collect()
}

/// All that a script means the same by, wherever it is run: this version, its steps, and the set-up that they act on.
fn digest_of_kit() -> String {
    let texts: String = alphabet().map(|step| step.to_string()).collect();
    let sum = checksum(&format!("{} {:?} {texts}", env!("CARGO_PKG_VERSION"), ACQUIRE_TIMEOUT));
    format!("{}{}", two_digits(sum), two_digits(sum >> 16))
}

fn digest_of(declaration: &Declaration) -> String {
    two_digits(checksum(&format!("{declaration:?}")))
}

/// The hash of Fowler, Noll and Vo (FNV-1a, 32 bits): short, and the same on every machine.
fn checksum(text: &str) -> usize {
    let hash =
        text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash as usize
}

#[cfg(test)]
mod tests {
    use super::FORM;
    use crate::model::{CloseMode, Declaration, Script};
    use crate::model::{Told, decode, encode};

    fn script() -> Script {
        "max 2, min 1, connects wait: A acquires; the connect finishes; A drops its guard".parse().unwrap()
    }

    fn token() -> String {
        encode(&script(), "ACQ-05", &Declaration::new())
    }

    #[test]
    fn a_token_is_the_script_again() {
        let told = Told { script: script(), rule: "ACQ-05".to_owned() };
        assert_eq!(decode(&token(), &Declaration::new()), Ok(told));
    }

    #[test]
    fn a_faulty_token_says_what_is_wrong() {
        let token = token();
        for (faulty, fault) in [
            ("nonsense".to_owned(), "is no replay token"),
            (format!("{FORM}.1"), "is no replay token"),
            (token.replace(FORM, "pc9"), "another version"),
            (token.replace(".2-1-", ".3-1-"), "mistyped"),
            (token[..token.len() - 1].to_owned(), "mistyped"),
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
