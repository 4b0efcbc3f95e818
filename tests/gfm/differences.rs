//! What is read otherwise than in the specification, and why. (In the words of docs/markdown.md.)

pub(crate) const DIFFERENT: &[(&str, &[usize])] = &[
    (
        "what people write is never markup of the page",
        &[
            118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129, 130, 131, 132, 134, 137, 138, 139, 140, 141,
            142, 143, 144, 145, 146, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 288, 289, 317,
            354, 484, 485, 486, 501, 503, 532, 544, 632, 633, 634, 635, 636, 637, 638, 639, 640, 641, 642, 643, 644,
            645, 646, 647, 648, 650, 651, 652, 653, 663, 664,
        ],
    ),
    ("an entity is what was written", &[321, 322, 323, 327, 328, 329, 330, 333, 334, 335, 336, 337]),
    (
        "stars and underscores in words and around nothing that is read are signs",
        &[26, 200, 364, 365, 379, 390, 405, 420, 424, 425, 426, 438, 446, 447, 449, 450, 458, 459, 461, 462],
    ),
    ("a backslash is taken away before few signs", &[308, 310, 311, 316, 318]),
    (
        "a definition that no link uses makes the whole message plain text",
        &[
            163, 164, 166, 169, 171, 172, 173, 175, 176, 177, 178, 179, 186, 188, 297, 319, 545, 546, 553, 571, 573,
            575, 579, 581, 584, 585, 600,
        ],
    ),
    (
        "links lead to the web or to mail, bare ones too; pictures are links; a title is not shown",
        &[
            356, 495, 496, 498, 500, 504, 505, 506, 507, 508, 509, 510, 511, 512, 516, 519, 521, 525, 526, 527, 528,
            530, 534, 539, 554, 555, 556, 558, 559, 560, 586, 587, 588, 589, 593, 597, 598, 604, 605, 606, 607, 608,
            609, 610, 611, 615, 616, 617, 618, 619, 621, 622, 623, 624, 625, 626, 627, 628, 629, 630, 631,
        ],
    ),
    ("one = or - makes no heading", &[49, 53]),
    ("one word behind a fence is the language", &[113, 114, 116]),
    ("nothing to see: what was written is shown", &[96, 99, 100, 217, 218, 262, 344]),
];
