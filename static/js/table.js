// A table as CSV, for any spreadsheet (RFC 4180). Pure.

/** Where a comma stands in numbers, spreadsheets part the cells with a semicolon. */
export const separatorFor = (...locales) => (locales.some((locale) => (1.5).toLocaleString(locale).includes(",")) ? ";" : ",");

/** What a spreadsheet may take for a formula, in wide letters too: it shows these as they are behind an apostrophe. */
const FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/;

/** Spreadsheets read UTF-8 when this comes first. */
const MARK = "\ufeff";

function cellOf(value) {
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value ?? "");
  return /[",\r\n;]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The text of a file: heads, then a row for each. Only strings are ever taken for formulas. */
export const csvOf = (heads, rows, separator = ",") =>
  MARK + [heads, ...rows].map((row) => row.map(cellOf).join(separator)).join("\r\n") + "\r\n";
