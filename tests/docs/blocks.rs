//! Finding the fenced blocks of the documents.

use std::fs;
use std::path::PathBuf;
use tweestap_e2e::portals::root;

pub struct Document {
    /// `docs/embedding.md`
    pub name: String,
    pub path: PathBuf,
    pub text: String,
}

#[derive(Clone, Debug)]
pub struct Block {
    /// `docs/embedding.md:12`
    pub place: String,
    /// Of its first line of text, counted from nought.
    pub line: usize,
    /// The tag, and what stands behind it.
    pub words: Vec<String>,
    pub text: String,
}

impl Block {
    pub fn is(&self, words: &[&str]) -> bool {
        self.words == words
    }

    pub fn tag(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }
}

/// README.md and everything directly below `docs`.
pub fn documents() -> Vec<Document> {
    let mut paths = vec![root().join("README.md")];
    let entries = fs::read_dir(root().join("docs")).unwrap();
    let docs = entries.map(|entry| entry.unwrap().path());
    paths.extend(docs.filter(|path| path.extension().is_some_and(|end| end == "md")));
    paths.sort();
    paths.into_iter().map(document).collect()
}

fn document(path: PathBuf) -> Document {
    let name = path.strip_prefix(root()).unwrap();
    Document {
        name: name.to_str().unwrap().to_owned(),
        text: fs::read_to_string(&path).unwrap(),
        path,
    }
}

impl Document {
    pub fn blocks(&self) -> Vec<Block> {
        let mut blocks: Vec<Block> = vec![];
        let mut fence = None;
        for (number, line) in self.text.lines().enumerate() {
            let ticks = line.len() - line.trim_start_matches('`').len();
            match fence {
                None if ticks >= 3 => {
                    fence = Some(ticks);
                    let words = line[ticks..].split_whitespace().map(str::to_owned);
                    blocks.push(Block {
                        place: format!("{}:{}", self.name, number + 1),
                        line: number + 1,
                        words: words.collect(),
                        text: String::new(),
                    });
                }
                Some(open) if ticks >= open && line.trim_matches('`').is_empty() => fence = None,
                Some(_) => {
                    let block = blocks.last_mut().unwrap();
                    block.text.push_str(line);
                    block.text.push('\n');
                }
                None => {}
            }
        }
        assert_eq!(fence, None, "{} ends within a block", self.name);
        blocks
    }

    pub fn tagged(&self, words: &[&str]) -> Vec<Block> {
        let mut blocks = self.blocks();
        blocks.retain(|block| block.is(words));
        blocks
    }
}

#[test]
fn every_block_has_a_tag_that_is_run_or_checked() {
    const TAGS: [&str; 19] = [
        "sh",
        "sh demo",
        "sh run",
        "sh elsewhere",
        "html",
        "js",
        "js page",
        "jsx",
        "ts",
        "tsx",
        "vue",
        "css",
        "python",
        "php",
        "json",
        "toml",
        "toml alone",
        "text",
        "http",
    ];
    let mut seen = 0;
    for block in documents().iter().flat_map(Document::blocks) {
        seen += 1;
        let words = block.words.join(" ");
        let known = TAGS.contains(&words.as_str()) || block.tag() == "http";
        assert!(known, "{}: nothing runs or checks `{words}`", block.place);
    }
    assert!(seen > 20, "only {seen} blocks were found");
}
