//! A script as a short token, for one line that replays it.

use super::script::{Script, alphabet};

/// The form of tokens; it changes when older tokens could no longer be read.
const FORM: &str = "pc1";

/// Writes a script as a token: form, digest of the steps there are, pool, steps, checksum.
pub(crate) fn encode(script: &Script) -> String {
    let index = |step| alphabet().position(|known| known == step).unwrap_or(usize::MAX);
    let steps: String = script.steps.iter().map(|step| two_digits(index(*step))).collect();
    let flags: usize = script.flags().iter().enumerate().map(|(bit, set)| usize::from(*set) << bit).sum();
    let body = format!("{}.{}-{}-{flags}.{steps}", digest_of_alphabet(), script.max, script.min);
    format!("{FORM}.{body}.{}", two_digits(checksum(&body)))
}

/// Reads a token back, or says what is wrong with it.
pub(crate) fn decode(token: &str) -> Result<Script, String> {
    let parts: Vec<&str> = token.split('.').collect();
    let [form, digest, pool, steps, sum] = parts[..] else {
        return Err(format!("`{token}` is no replay token: one reads {FORM}.digest.pool.steps.checksum"));
    };
    if form != FORM {
        return Err(format!(
            "the token is of the form {form}, made by another version of this kit, which reads {FORM}"
        ));
    }
    if two_digits(checksum(&format!("{digest}.{pool}.{steps}"))) != sum {
        return Err(format!("the token `{token}` is mistyped or cut short: its checksum does not fit"));
    }
    if digest != digest_of_alphabet() {
        return Err("the token was made by a version of this kit that knows other steps; run the rule again"
            .to_owned());
    }
    let mut script =
        read_pool(pool).ok_or_else(|| format!("the token's pool `{pool}` is not max-min-flags"))?;
    script.steps = read_steps(steps).ok_or("the token has a step that does not exist")?;
    Ok(script)
}

fn read_pool(pool: &str) -> Option<Script> {
    let mut numbers = pool.split('-').map(|number| number.parse::<u8>().ok());
    let (max, min, flags) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let mut script = Script::of(min, max);
    (0..script.flags().len()).filter(|bit| flags & (1 << bit) != 0).for_each(|bit| script.set_flag(bit));
    Some(script)
}

fn read_steps(digits: &str) -> Option<Vec<crate::world::Step>> {
    let pairs = digits.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    pairs.map(|pair| alphabet().nth(usize::from_str_radix(pair?, 36).ok()?)).collect()
}

/// The last two digits of a number to the base of 36.
fn two_digits(number: usize) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let digit = |value: usize| char::from(DIGITS[value % 36]);
    [digit(number / 36), digit(number)].iter().collect()
}

fn digest_of_alphabet() -> String {
    let texts: String = alphabet().map(|step| step.to_string()).collect();
    let sum = checksum(&texts);
    format!("{}{}", two_digits(sum), two_digits(sum >> 16))
}

/// The hash of Fowler, Noll and Vo (FNV-1a, 32 bits): short, and the same on every machine.
fn checksum(text: &str) -> usize {
    let hash =
        text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash as usize
}

#[cfg(test)]
mod tests {
    use super::{FORM, decode, encode};
    use crate::explore::Script;

    fn script() -> Script {
        "max 2, min 1, connects wait: A acquires; the connect finishes; A drops its guard".parse().unwrap()
    }

    #[test]
    fn a_token_is_the_script_again() {
        assert_eq!(decode(&encode(&script())), Ok(script()));
    }

    #[test]
    fn a_faulty_token_says_what_is_wrong() {
        let token = encode(&script());
        for (faulty, fault) in [
            ("nonsense".to_owned(), "is no replay token"),
            (token.replace(FORM, "pc9"), "another version"),
            (token.replace(".2-1-", ".3-1-"), "mistyped"),
            (token[..token.len() - 1].to_owned(), "mistyped"),
        ] {
            let error = decode(&faulty).unwrap_err();
            assert!(error.contains(fault), "{faulty}: {error}");
        }
    }
}
