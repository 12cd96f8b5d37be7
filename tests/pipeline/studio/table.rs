//! A spreadsheet as an office has it, written for the tests of the studio.

use rust_xlsxwriter::Workbook;

/// A title, a unit, three rows, a total where it has one, and a column that is hidden.
pub fn table(total: Option<f64>, number: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("支出预算").expect("a name");
    let rows = [
        ["2025年部门支出预算表", "", "", ""],
        ["单位：万元", "", "", ""],
        ["功能科目编码", "功能科目名称", "预算数", "身份证号"],
        ["201", "一般公共服务支出", "120.50", ""],
        ["205", "教育支出", "300.25", number],
        ["208", "社会保障和就业支出", "79.25", ""],
    ];
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            match cell.parse::<f64>().ok().filter(|_| column == 2) {
                Some(amount) => sheet.write_number(row, column, amount),
                None => sheet.write_string(row, column, cell),
            }
            .expect("written");
        }
    }
    if let Some(total) = total {
        sheet.write_string(6, 0, "合计").expect("written");
        sheet.write_number(6, 2, total).expect("written");
    }
    sheet.set_column_hidden(3).expect("hidden");
    book.save_to_buffer().expect("a workbook")
}
