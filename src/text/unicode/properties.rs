//! What Unicode says of a character.

use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{
        BidiClass, DefaultIgnorableCodePoint, Emoji, ExtendedPictographic, GeneralCategory, NoncharacterCodePoint,
        Script,
    },
};

/// Rendered as nothing wherever it is not understood.
pub(super) fn is_default_ignorable(c: char) -> bool {
    CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(c)
}

/// Never a character: of programs, not of text. U+FFF9 to U+FFFC frame annotations and stand for objects that are not there.
pub(super) fn is_no_text(c: char) -> bool {
    matches!(c, '\u{fff9}'..='\u{fffc}') || CodePointSetData::new::<NoncharacterCodePoint>().contains(c)
}

/// White space, and what is drawn as nothing although its category says otherwise: the blank of Braille, of music and of hieroglyphs.
pub(in crate::text) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2800}' | '\u{1d159}' | '\u{13441}' | '\u{13442}')
}

/// A space (Zs), the ASCII one among them.
pub(super) fn is_space_separator(c: char) -> bool {
    category(c) == GeneralCategory::SpaceSeparator
}

/// Stands on another character and takes no room of its own.
pub(super) fn is_mark(c: char) -> bool {
    matches!(category(c), GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark)
}

/// A reader sees it. Unassigned characters count: they are drawn as boxes, or are newer than our tables.
pub(in crate::text) fn is_visible(c: char) -> bool {
    let nothing = is_space(c) || is_default_ignorable(c) || is_no_text(c) || is_mark(c);
    !nothing && !matches!(category(c), GeneralCategory::Control | GeneralCategory::Format)
}

/// A letter of a text that runs from right to left.
pub(super) fn runs_from_right(c: char) -> bool {
    !is_default_ignorable(c)
        && matches!(CodePointMapData::<BidiClass>::new().get(c), BidiClass::RightToLeft | BidiClass::ArabicLetter)
}

/// May be a picture, or part of one.
pub(super) fn is_pictographic(c: char) -> bool {
    CodePointSetData::new::<ExtendedPictographic>().contains(c)
}

/// Can be shown as a picture or as text.
pub(super) fn is_emoji(c: char) -> bool {
    CodePointSetData::new::<Emoji>().contains(c)
}

/// Joins, or forms ligatures, so that U+200C and U+200D change what is read: the scripts for which UAX #31 (2.3) admits them.
pub(super) fn is_of_joining_script(c: char) -> bool {
    let joins = matches!(
        script(c),
        Script::Arabic
            | Script::Syriac
            | Script::Mandaic
            | Script::Nko
            | Script::Mongolian
            | Script::PhagsPa
            | Script::Adlam
            | Script::HanifiRohingya
            | Script::Manichaean
            | Script::Sogdian
            | Script::Devanagari
            | Script::Bengali
            | Script::Gurmukhi
            | Script::Gujarati
            | Script::Oriya
            | Script::Tamil
            | Script::Telugu
            | Script::Kannada
            | Script::Malayalam
            | Script::Sinhala
            | Script::Khmer
            | Script::Myanmar
            | Script::Tibetan
            | Script::Balinese
            | Script::Javanese
            | Script::Sundanese
            | Script::Grantha
            | Script::Newa
            | Script::Tirhuta
    );
    joins && !is_default_ignorable(c)
}

/// Written without spaces, so that U+200B says where a line may break.
pub(super) fn is_of_spaceless_script(c: char) -> bool {
    matches!(
        script(c),
        Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar | Script::TaiTham | Script::Tibetan
    )
}

/// Has forms that U+FE00 to U+FE0D and U+E0100 to U+E01EF choose between (StandardizedVariants, the Ideographic Variation Database).
pub(super) fn has_variants(c: char) -> bool {
    let of_script =
        matches!(script(c), Script::Han | Script::Hiragana | Script::Katakana | Script::Myanmar | Script::PhagsPa);
    of_script || category(c) == GeneralCategory::MathSymbol
}

/// Mongolian, whose letters have forms of their own to choose between.
pub(super) fn is_mongolian(c: char) -> bool {
    script(c) == Script::Mongolian
}

fn category(c: char) -> GeneralCategory {
    CodePointMapData::<GeneralCategory>::new().get(c)
}

fn script(c: char) -> Script {
    CodePointMapData::<Script>::new().get(c)
}
