//! What a child prints, passed on as it comes.

use std::{
    io::{self, Read, Write},
    process::Child,
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

/// Where something was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    Out,
    Err,
}

/// How much of what was printed last is kept.
const LAST_WORDS: usize = 4_096;

/// Prints the mark in front of which everything was printed by the parent, too.
pub(super) fn mark() {
    const FAULT: &str = "pool-conformance: the output of the child cannot be marked";
    let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());
    let marked = out.write_all(MARK.as_bytes()).and_then(|()| out.flush());
    if marked.and_then(|()| err.write_all(MARK.as_bytes())).is_err() {
        let _ = writeln!(err, "{FAULT}");
    }
}

const MARK: &str = "\u{1}pool-conformance\u{1}\n";

/// What a child prints from the mark on.
pub(super) fn listen(child: &mut Child) -> Receiver<(Stream, String)> {
    let (sender, receiver) = channel();
    if let Some(out) = child.stdout.take() {
        pass_on(out, Stream::Out, sender.clone());
    }
    if let Some(err) = child.stderr.take() {
        pass_on(err, Stream::Err, sender);
    }
    receiver
}

fn pass_on(mut from: impl Read + Send + 'static, stream: Stream, to: Sender<(Stream, String)>) {
    thread::spawn(move || {
        let mut before = Some(Vec::new());
        let mut part = [0; 8_192];
        while let Ok(read @ 1..) = from.read(&mut part) {
            let Some(text) = after_mark(&mut before, &part[..read]) else { continue };
            if !text.is_empty() && to.send((stream, text)).is_err() {
                return;
            }
        }
    });
}

/// What comes after the mark, once it has been found.
fn after_mark(before: &mut Option<Vec<u8>>, part: &[u8]) -> Option<String> {
    let Some(held) = before else { return Some(String::from_utf8_lossy(part).into_owned()) };
    held.extend(part);
    let mark = MARK.as_bytes();
    let Some(at) = held.windows(mark.len()).position(|window| window == mark) else {
        let kept = held.len().saturating_sub(mark.len());
        held.drain(..kept);
        return None;
    };
    let text = String::from_utf8_lossy(&held[at + mark.len()..]).into_owned();
    *before = None;
    Some(text)
}

/// What a child has printed to its standard error, the last of it.
#[derive(Debug)]
pub(super) struct LastWords {
    text: String,
    /// Whether what a child prints is printed.
    told: bool,
}

impl LastWords {
    pub(super) fn new(told: bool) -> Self {
        Self { text: String::new(), told }
    }

    /// Prints what a child has printed, by the macros, of which a test harness captures the output.
    pub(super) fn tell(&mut self, (stream, text): &(Stream, String)) {
        match stream {
            Stream::Out if self.told => print!("{text}"),
            Stream::Err if self.told => eprint!("{text}"),
            _ => {}
        }
        if *stream == Stream::Err {
            self.text.push_str(text);
            let surplus = self.text.len().saturating_sub(LAST_WORDS);
            let from = (surplus..=self.text.len()).find(|at| self.text.is_char_boundary(*at));
            self.text.drain(..from.unwrap_or(0));
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests {
    use super::{MARK, after_mark};

    #[test]
    fn what_comes_after_the_mark_is_passed_on() {
        let mut before = Some(Vec::new());
        let (head, tail) = MARK.split_at(5);
        assert_eq!(after_mark(&mut before, format!("running 1 test\n{head}").as_bytes()), None);
        assert_eq!(after_mark(&mut before, format!("{tail}a").as_bytes()), Some("a".to_owned()));
        assert_eq!(after_mark(&mut before, b"b"), Some("b".to_owned()));
    }
}
