use super::translate;
use crate::markup::html;

fn of(source: &str) -> String {
    translate(&format!(r"\ce{{{source}}}")).replace(r"\mathrm", "").replace(['{', '}'], "")
}

#[test]
fn formulas_of_substances() {
    for (source, tex) in [
        ("H2O", "H_2O"),
        ("SO4^2-", "SO_4^2-"),
        ("SO4^{2-}", "SO_4^2-"),
        ("Na+", "Na^+"),
        ("NH4+", "NH_4^+"),
        ("e-", "e^-"),
        ("Fe^3+", "Fe^3+"),
        ("Ca(OH)2", "Ca(OH)_2"),
        ("[Cu(NH3)4]^2+", "[Cu(NH_3)_4]^2+"),
        ("CuSO4.5H2O", r"CuSO_4\cdot 5\,H_2O"),
        ("CuSO4 * 5 H2O", r"CuSO_4\cdot 5\,H_2O"),
        ("CH3-CH3", "CH_3-CH_3"),
        ("CH2=CH2", "CH_2=CH_2"),
        ("HC#CH", r"HC\equivCH"),
        ("^{14}_{6}C", "^14_6C"),
        ("NaCl(aq)", r"NaCl\,(aq)"),
        ("CO2(g)", r"CO_2\,(g)"),
        ("Ca(s)", r"Ca\,(s)"),
    ] {
        assert_eq!(of(source), tex, "{source}");
    }
}

#[test]
fn reactions() {
    for (source, tex) in [
        ("2 H2 + O2 -> 2 H2O", r"2\,H_2+O_2\longrightarrow 2\,H_2O"),
        ("2H2 + O2 -> 2H2O", r"2\,H_2+O_2\longrightarrow 2\,H_2O"),
        ("1/2 O2", r"\tfrac12\,O_2"),
        ("A <- B", r"A\longleftarrow B"),
        ("A <=> B", r"A\rightleftharpoons B"),
        ("A <-> B", r"A\longleftrightarrow B"),
        ("A ->[H2O] B", r"A\xrightarrowH_2OB"),
        (r"A ->[\Delta][k_1] B", r"A\xrightarrow[k_1]\Delta B"),
        ("Ag+ + Cl- -> AgCl v", r"Ag^++Cl^-\longrightarrow AgCl\downarrow "),
        ("Zn + 2HCl -> ZnCl2 + H2 ^", r"Zn+2\,HCl\longrightarrow ZnCl_2+H_2\uparrow "),
    ] {
        assert_eq!(of(source), tex, "{source}");
    }
}

#[test]
fn everything_of_it_can_be_read() {
    for source in [
        "2 H2 + O2 -> 2 H2O",
        "SO4^2-",
        "^{227}_{90}Th+",
        "CuSO4.5H2O",
        r"A <=>[\text{rápido}][k_2] B",
        "CH3-CH=CH-C#N",
        "{K}_{a}",
        "",
        "(",
        "^",
        "->[",
        "\u{e9}^",
    ] {
        let html = html(&format!(r"$x + \ce{{{source}}}$")).unwrap_or_default();
        assert!(html.contains("<math>") || source.contains(['(', '^', '[']), "{source}: {html}");
    }
    assert_eq!(translate(r"a \ce{H2"), r"a \ce{H2", "it does not end");
    assert_eq!(translate("H2"), "H2");
}
