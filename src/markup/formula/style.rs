//! A library's styles as classes of style/markup.css: the page's policy forbids any other.

use super::usual::BOX;

/// What the library declares, without spaces, and the class that does it. (Empty where another one of the same element does it already.)
const DECLARATIONS: &[(&str, &str)] = &[
    ("text-align:left", "math-left"),
    ("justify-items:start", ""),
    ("text-align:right", "math-right"),
    ("justify-items:end", ""),
    ("padding-left:0", "math-close-left"),
    ("padding-right:0", "math-close-right"),
    ("padding-top:0", "math-close"),
    ("padding-bottom:0", ""),
    ("padding-left:1em", "math-gap"),
    ("padding-left:0.1em", "math-thin"),
    ("padding-right:0.1em", ""),
    ("padding-left:0.1667em", "math-before-3"),
    ("padding-left:0.2222em", "math-before-4"),
    ("padding-left:0.2778em", "math-before-5"),
    ("padding-right:0.1667em", "math-after-3"),
    ("padding-right:0.2222em", "math-after-4"),
    ("padding-right:0.2778em", "math-after-5"),
    ("padding-top:0.1667em", "math-above"),
    ("border-left:0.05emsolidcurrentcolor", "math-line-left"),
    ("border-left:0.05emdashedcurrentcolor", "math-dash-left"),
    ("border-right:0.05emsolidcurrentcolor", "math-line-right"),
    ("border-right:0.05emdashedcurrentcolor", "math-dash-right"),
    ("border-top:0.05emsolidcurrentcolor", "math-line-top"),
    ("border-top:0.05emdashedcurrentcolor", "math-dash-top"),
    ("width:100%", "math-full"),
    ("width:50%", "math-half"),
    ("width:7.5%", "math-narrow"),
    ("math-shift:compact", "math-compact"),
    ("font-variant-caps:small-caps", "math-small-caps"),
    ("font-size:50%", "math-size-50"),
    ("font-size:60%", "math-size-60"),
    ("font-size:70%", "math-size-70"),
    ("font-size:80%", "math-size-80"),
    ("font-size:90%", "math-size-90"),
    ("font-size:100%", ""),
    ("font-size:120%", "math-size-120"),
    ("font-size:140%", "math-size-140"),
    ("font-size:170%", "math-size-170"),
    ("font-size:200%", "math-size-200"),
    ("font-size:250%", "math-size-250"),
];
/// Spaces that go back, in eighteenths of an em. More than the last one nothing goes back.
const BACK: [(f64, &str); 6] = [
    (3.0, "math-back-3"),
    (4.0, "math-back-4"),
    (5.0, "math-back-5"),
    (6.0, "math-back-6"),
    (9.0, "math-back-9"),
    (18.0, "math-back-18"),
];
/// Hues in degrees up to which a colour is this one. What somebody chooses for a white page would be unreadable on a dark one.
const COLOURS: [(f64, &str); 9] = [
    (15.0, "math-red"),
    (45.0, "math-orange"),
    (70.0, "math-yellow"),
    (165.0, "math-green"),
    (195.0, "math-teal"),
    (255.0, "math-blue"),
    (290.0, "math-violet"),
    (340.0, "math-pink"),
    (360.0, "math-red"),
];
/// Of colours that are nearly grey: they are the text's.
const CHROMA_MIN: f64 = 40.0;

/// Classes of an element.
#[derive(Debug, Default)]
pub(super) struct Styled {
    classes: Vec<&'static str>,
}

impl Styled {
    pub(super) fn class(&mut self, class: &'static str) {
        if !class.is_empty() && !self.classes.contains(&class) {
            self.classes.push(class);
        }
    }

    pub(super) fn classes(&self) -> String {
        self.classes.join(" ")
    }

    /// What a `style` declares. None where that is something else.
    pub(super) fn read(&mut self, style: &str) -> Option<()> {
        let style: String = style.split_whitespace().collect();
        for declaration in style.split(';').filter(|it| !it.is_empty()) {
            let (name, value) = declaration.split_once(':')?;
            let class = match name {
                "color" => colour(value)?,
                "margin-left" => back(value)?,
                // Said by the attribute already.
                "width" if !value.ends_with('%') => length(value).map(|_| "")?,
                _ => DECLARATIONS.iter().find(|(known, _)| *known == declaration)?.1,
            };
            self.class(class);
        }
        Some(())
    }
}

/// What crosses something out.
pub(super) fn strike(notation: &str) -> Option<&'static str> {
    match notation {
        "updiagonalstrike" => Some("math-strike-up"),
        "downdiagonalstrike" => Some("math-strike-down"),
        "horizontalstrike" => Some("math-strike"),
        _ => None,
    }
}

/// How long it is, in em, and its unit.
pub(super) fn length(value: &str) -> Option<(f64, &str)> {
    let end = value.find(|sign: char| !sign.is_ascii_digit() && !".-".contains(sign)).unwrap_or(value.len());
    let (number, unit) = value.split_at(end);
    let em = match unit {
        "" | "em" | "rem" => 1.0,
        "ex" => 0.5,
        "px" => 1.0 / 16.0,
        "pt" => 1.0 / 12.0,
        _ => return None,
    };
    number.parse::<f64>().ok().filter(|number| number.is_finite()).map(|number| (number * em, unit))
}

fn back(value: &str) -> Option<&'static str> {
    let wanted = -18.0 * length(value)?.0;
    let nearest = BACK.iter().min_by(|one, other| (one.0 - wanted).abs().total_cmp(&(other.0 - wanted).abs()));
    nearest.filter(|_| wanted >= 0.0).map(|(_, class)| *class)
}

fn colour(value: &str) -> Option<&'static str> {
    let hex = value.strip_prefix('#').filter(|hex| hex.len() == 6)?;
    if hex.eq_ignore_ascii_case(BOX) {
        return Some("math-boxed");
    }
    let number = u32::from_str_radix(hex, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes().map(f64::from);
    let most = red.max(green).max(blue);
    let chroma = most - red.min(green).min(blue);
    if chroma < CHROMA_MIN {
        return Some("");
    }
    let hue = if most == red {
        (green - blue) / chroma
    } else if most == green {
        2.0 + (blue - red) / chroma
    } else {
        4.0 + (red - green) / chroma
    };
    let degrees = (hue * 60.0).rem_euclid(360.0);
    COLOURS.iter().find(|(end, _)| degrees <= *end).map(|(_, class)| *class)
}
