//! Recognises bullets and the blocks of a text whose layout only its lines still show.

/// Whether the character is a bullet wherever it stands at the beginning of a line.
pub(crate) fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '·' | '▪' | '▫' | '●' | '○' | '◦' | '‣' | '⁃' | '∙' | '■' | '□' | '◆' | '◇' | '►' | '▶' | '▸' | '➢' | '➤' | '✓' | '✔' | '✗'
    ) || ('\u{f000}'..='\u{f0ff}').contains(&c)
}
