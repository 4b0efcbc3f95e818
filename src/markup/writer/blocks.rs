//! Lists, tables and what somebody wrote as HTML.

use pulldown_cmark::Alignment;

use super::Writer;

impl Writer<'_> {
    /// The item has begun already.
    pub(super) fn task(&mut self, done: bool) {
        for item in ["<li>", "<li><p>"] {
            if let Some(before) = self.written.html.strip_suffix(item) {
                let start = before.len() + "<li".len();
                self.written.html.insert_str(start, r#" class="task""#);
                break;
            }
        }
        self.escaped(if done { "☑ " } else { "☐ " });
    }

    pub(super) fn start_cell(&mut self) {
        let class = match self.columns.get(self.column) {
            Some(Alignment::Left) => r#" class="left""#,
            Some(Alignment::Center) => r#" class="center""#,
            Some(Alignment::Right) => r#" class="right""#,
            Some(Alignment::None) | None => "",
        };
        let tag = if self.is_head { r#"<th scope="col""# } else { "<td" };
        self.rich(&format!("{tag}{class}>"));
    }

    pub(super) fn start_list(&mut self, start: Option<u64>) {
        self.lists.push(start);
        match start {
            None => self.rich("<ul>"),
            Some(1) => self.rich("<ol>"),
            Some(start) => self.rich(&format!(r#"<ol start="{start}">"#)),
        }
    }

    /// With the number that was written: `1.`, `3.`, `7.` are answers of an exam.
    pub(super) fn start_item(&mut self) {
        let number = self.numbers.next().flatten();
        match (self.lists.last_mut(), number) {
            (Some(Some(next)), Some(number)) if *next != number => {
                *next = number.saturating_add(1);
                self.rich(&format!(r#"<li value="{number}">"#));
            }
            (Some(Some(next)), _) => {
                *next = next.saturating_add(1);
                self.rich("<li>");
            }
            _ => self.rich("<li>"),
        }
    }

    /// Its last line ends with a break, which would be an empty line.
    pub(super) fn end_html(&mut self) {
        let length = self.written.html.trim_end_matches("<br>").len();
        self.written.html.truncate(length);
        self.push("</p>");
    }
}
